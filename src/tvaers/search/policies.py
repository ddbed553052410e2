"""The builder by which an app above lets a table of its own be found."""

from django.db.migrations.operations import RunSQL

from tvaers.guard.policies import APP

POSTING = "search_posting"


def searchable(table: str, *, category: str, narrow: str = "false", dossier: str = "dossier_id") -> RunSQL:
    """Build the migration operation that lets rows of `table` be found; needs search 0002.

    category, narrow: of the row `s`, as `sources.Source` has them: a posting is written only for a row that its writer
    sees, and only with the row's own. A narrow one is seen by whoever sees the row itself: the function asks its table
    as the asker, behind its own policy. What is deleted is found no more.
    """
    function = f"guard.found_{table}"
    signature = "of_object uuid, of_dossier uuid"
    return RunSQL(
        f"""
CREATE FUNCTION {function}({signature}) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM {table} s WHERE s.id = of_object AND s.{dossier} = of_dossier);
END
$$;
CREATE FUNCTION {function}_as({signature}, of_category integer, is_narrow boolean) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM {table} s WHERE s.id = of_object AND s.{dossier} = of_dossier
        AND of_category = ({category}) AND is_narrow = ({narrow}));
END
$$;
REVOKE ALL ON FUNCTION {function}(uuid, uuid), {function}_as(uuid, uuid, integer, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {function}(uuid, uuid), {function}_as(uuid, uuid, integer, boolean) TO {APP};
CREATE POLICY only_{table} ON {POSTING} AS RESTRICTIVE FOR ALL TO {APP}
    USING (source <> '{table}' OR NOT narrow OR {function}(object_id, dossier_id))
    WITH CHECK (source <> '{table}' OR {function}_as(object_id, dossier_id, category, narrow));
INSERT INTO guard.search_source VALUES ('{table}');
CREATE TRIGGER not_found AFTER DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION guard.forget_words('{dossier}');
""",
        reverse_sql=f"""
DROP TRIGGER not_found ON {table};
DELETE FROM guard.search_source WHERE name = '{table}';
DROP POLICY only_{table} ON {POSTING};
DROP FUNCTION {function}_as(uuid, uuid, integer, boolean);
DROP FUNCTION {function}(uuid, uuid);
""",
    )
