"""Triggers by which the database keeps what people agreed to: no consent changes, nor does a published notice.

Who wrote a notice may be forgotten, and a notice may go out of force. Rows may be deleted: erasure does.
"""

from typing import Any

FIXED = ("id", "number", "text", "changes", "written_at", "published_at")
_CHANGED = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in FIXED)
WHEN = {
    "course_consent": "NEW.id IS NOT NULL",
    "course_notice": f"OLD.published_at IS NOT NULL AND ({_CHANGED})",
}
_REFUSAL = "What people agreed to does not change."


def install(apps: Any, schema_editor: Any) -> None:
    """For a migration."""
    for table, when in WHEN.items():
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_postgresql(table, when))
        else:
            when = when.replace("IS DISTINCT FROM", "IS NOT")
            schema_editor.execute(
                f"CREATE TRIGGER {table}_keep BEFORE UPDATE ON {table} WHEN {when}"
                f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            )


def _postgresql(table: str, when: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION {table}_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$;
CREATE TRIGGER {table}_keep BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {table}_keep();
"""


def remove(apps: Any, schema_editor: Any) -> None:
    """The way back."""
    for table in WHEN:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_keep ON {table}; DROP FUNCTION {table}_keep()")
        else:
            schema_editor.execute(f"DROP TRIGGER {table}_keep")
