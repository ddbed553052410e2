"""Where other apps say in a migration which of their columns hold a person's id, so that a merge moves them too."""

from django.db.migrations.operations import RunSQL


def points_at_person(table: str, column: str = "person_id") -> RunSQL:
    """Return the operation that notes `column` of `table`; the migration depends on ("people", "0003_merge").

    Nobody points at a person whom they cannot see or whom another organisation answers for: it would keep that person
    from being erased, or be handed over with what points there.
    """
    row = f"name = '{table}'::regclass AND person_column = '{column}'"
    return RunSQL(
        f"INSERT INTO guard.person_reference (name, person_column) VALUES ('{table}', '{column}');"  # noqa: S608 - names in the code
        f"CREATE TRIGGER own_person BEFORE INSERT OR UPDATE OF {column} ON {table} FOR EACH ROW"
        f" WHEN (current_user = 'tvaers_app' AND NEW.{column} IS NOT NULL)"
        f" EXECUTE FUNCTION guard.own_person('{column}');",
        reverse_sql=f"DROP TRIGGER own_person ON {table}; DELETE FROM guard.person_reference WHERE {row};",  # noqa: S608 - as above
    )
