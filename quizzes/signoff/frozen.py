"""Triggers by which the database itself keeps a closed sign-off: nothing that was signed changes.

A member of staff may be forgotten, and rows may be deleted: erasure and retention do. SQLite builds a table anew when
it is altered, and drops its triggers: a migration that alters this table installs them again.
"""

from __future__ import annotations

from typing import Any

TABLE = "quizzes_signoff"
CLOSED = ("signed", "withdrawn")
FIXED = (
    "id",
    "enrollment_id",
    "number",
    "framework",
    "page",
    "own",
    "rated",
    "evidence",
    "state",
    "since",
    "revision",
    "opened_at",
    "handed_at",
    "supervisor_signed_at",
    "learner_signed_at",
    "differs",
    "closed_at",
    "digest",
)
STAFF = ("opened_by_id", "supervisor_id")

_CHANGED = " OR ".join(
    [
        *(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in FIXED),
        *(f"(NEW.{column} IS DISTINCT FROM OLD.{column} AND NEW.{column} IS NOT NULL)" for column in STAFF),
    ]
)
_WHEN = f"OLD.state IN {CLOSED} AND ({_CHANGED})"
_REFUSAL = "A closed sign-off does not change."
_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION {TABLE}_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$;
CREATE TRIGGER {TABLE}_keep BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN ({_WHEN}) EXECUTE FUNCTION {TABLE}_keep();
"""


def install(apps: Any, schema_editor: Any) -> None:
    """For a migration."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_POSTGRESQL)
        return
    when = _WHEN.replace("IS DISTINCT FROM", "IS NOT")
    schema_editor.execute(
        f"CREATE TRIGGER {TABLE}_keep BEFORE UPDATE ON {TABLE} WHEN {when}"
        f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    )


def remove(apps: Any, schema_editor: Any) -> None:
    """The way back."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {TABLE}_keep ON {TABLE}; DROP FUNCTION {TABLE}_keep()")
        return
    schema_editor.execute(f"DROP TRIGGER {TABLE}_keep")
