"""What apps say in a migration of ids in their tables: which hold a person's, and of what kind a dossier is."""

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


def is_of_kind(table: str, kind: str) -> RunSQL:
    """Return the operation that binds the rows of `table`, whose id is a dossier's, to dossiers of `kind`.

    The migration depends on ("people", "0007_of_kind"). A row in another dossier's clothes would take what is done to a
    task, such as handing it over, to a case; and only the organisation that answers for a dossier says what it is.
    """
    return RunSQL(
        f"CREATE TRIGGER of_kind BEFORE INSERT ON {table} FOR EACH ROW WHEN (current_user = 'tvaers_app')"
        f" EXECUTE FUNCTION guard.of_kind('{kind}');",
        reverse_sql=f"DROP TRIGGER of_kind ON {table};",
    )
