"""Triggers by which the database itself keeps the audit trail: no event changes, none younger than a year is deleted.

A person who is deleted is forgotten as actor and as the one concerned: those two may become null.
"""

from typing import Any

TABLE = "course_auditevent"
FIXED = ("id", "at", "verb", "subject", "detail")
PEOPLE = ("actor_id", "about_id")

_CHANGED = " OR ".join(
    [
        *(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in FIXED),
        *(f"(NEW.{column} IS DISTINCT FROM OLD.{column} AND NEW.{column} IS NOT NULL)" for column in PEOPLE),
    ]
)
_REFUSAL = "The audit trail is append-only."

SQLITE = {
    "no_change": f"BEFORE UPDATE ON {TABLE} WHEN {_CHANGED.replace('IS DISTINCT FROM', 'IS NOT')}",
    "no_delete": f"BEFORE DELETE ON {TABLE} WHEN OLD.at > datetime('now', '-365 days')",
}
POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION {TABLE}_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.at > now() - interval '365 days' THEN RAISE EXCEPTION '{_REFUSAL}'; END IF;
        RETURN OLD;
    END IF;
    IF {_CHANGED} THEN RAISE EXCEPTION '{_REFUSAL}'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {TABLE}_keep BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_keep();
"""


def install(apps: Any, schema_editor: Any) -> None:
    """For a migration."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        return
    for name in SQLITE:
        create_sqlite(schema_editor, name)


def create_sqlite(cursor: Any, name: str) -> None:
    cursor.execute(
        f"CREATE TRIGGER {TABLE}_{name} {SQLITE[name]} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    )


def remove(apps: Any, schema_editor: Any) -> None:
    """The way back."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {TABLE}_keep ON {TABLE}; DROP FUNCTION {TABLE}_keep()")
        return
    for name in SQLITE:
        schema_editor.execute(f"DROP TRIGGER {TABLE}_{name}")
