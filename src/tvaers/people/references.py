"""Where other apps say in a migration which of their columns hold a person's id, so that a merge moves them too."""

from django.db.migrations.operations import RunSQL


def points_at_person(table: str, column: str = "person_id") -> RunSQL:
    """Return the operation that notes `column` of `table`; the migration depends on ("people", "0003_merge")."""
    row = f"name = '{table}'::regclass AND person_column = '{column}'"
    return RunSQL(
        f"INSERT INTO guard.person_reference (name, person_column) VALUES ('{table}', '{column}');",  # noqa: S608 - names in the code
        reverse_sql=f"DELETE FROM guard.person_reference WHERE {row};",  # noqa: S608 - as above
    )
