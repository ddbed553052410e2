"""Generated attacks: SQL as somebody would write it who got a statement into the application's connection."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg
from hypothesis import strategies as st

from tests.database.scene import Connection, Scene


@dataclass(frozen=True)
class Attack:
    """What is run first (whether it works or not), and then the statements whose answers are looked at."""

    before: tuple[str, ...]
    statements: tuple[str, ...]
    #: The table that a writing statement aims at, to count what it touched.
    writes: str = ""


@dataclass
class Answer:
    """Everything that came back: rows, notices, error texts, and how many rows a write touched."""

    rows: list[Any] = field(default_factory=list)
    error: str = ""
    touched: int = 0


GAMES = (
    "SET row_security = off",
    "SET LOCAL row_security = off",
    "SET ROLE tvaers_owner",
    "SET ROLE tvaers_maintenance",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION tvaers_maintenance",
    "RESET ROLE",
    "RESET SESSION AUTHORIZATION",
    "RESET ALL",
    "DISCARD PLANS",
    "SET search_path = guard, public",
    "SET search_path = public, pg_catalog, pg_temp",
    "SET search_path = pg_temp, public",
    "SET session_replication_role = replica",
    "SET enable_seqscan = off",
    "SET enable_indexscan = off",
    "SET jit = on",
    "SET debug_parallel_query = on",
    "SET force_parallel_mode = on",
    "SET plan_cache_mode = force_generic_plan",
    "SET local_preload_libraries = 'evil'",
    "SET check_function_bodies = off",
    "SET allow_system_table_mods = on",
    "SET track_activities = on",
    "SET constraint_exclusion = on",
    "SET default_transaction_isolation = 'serializable'",
    "SELECT set_config('tvaers.context', replace(current_setting('tvaers.context'), '|member|', '|system|'), true)",
    "SELECT set_config('tvaers.context', current_setting('tvaers.context') || '|' || repeat('0', 64), true)",
    "SELECT set_config('tvaers.context', '', true)",
    "SET LOCAL tvaers.context = '1|system|0|0||||||511|255|8191||9999999999999999|00'",
    "RESET tvaers.context",
    "SELECT set_config('role', 'tvaers_owner', true)",
    "SELECT set_config('is_superuser', 'on', true)",
    "CREATE FUNCTION public.leak(text) RETURNS boolean LANGUAGE sql COST 0.0001 AS 'SELECT $1 IS NOT NULL'",
    "CREATE FUNCTION pg_temp.leak() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "DO $$BEGIN EXECUTE 'SET ROLE tvaers_owner'; END$$",
    "CREATE OPERATOR public.<<< (LEFTARG = text, RIGHTARG = text, FUNCTION = textlike)",
    "ALTER ROLE tvaers_app BYPASSRLS",
    "ALTER ROLE tvaers_app IN DATABASE postgres SET row_security = off",
    "GRANT tvaers_owner TO tvaers_app",
    "CREATE EXTENSION dblink",
    "LOAD 'auto_explain'",
    "CREATE SCHEMA evil",
    "CREATE TABLE public.evil (a text)",
    "CREATE TABLE public.guarded_heir () INHERITS (people_person)",
    "LOCK TABLE sharing_access IN ACCESS EXCLUSIVE MODE",
    "SELECT pg_advisory_xact_lock(1)",
    "SELECT lo_from_bytea(0, 'x')",
)
ON_TABLE = (
    "ALTER TABLE {t} DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE {t} NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE {t} OWNER TO tvaers_app",
    "DROP POLICY floor ON {t}",
    "CREATE POLICY open ON {t} USING (true)",
    "GRANT ALL ON {t} TO tvaers_app",
    "ALTER TABLE {t} DISABLE TRIGGER ALL",
    "TRUNCATE {t}",
    "CREATE RULE evil AS ON SELECT TO {t} DO INSTEAD SELECT 1",
    "ANALYZE {t}",
    "COMMENT ON TABLE {t} IS 'evil'",
)
FROM = (
    "{t} AS a",
    "ONLY {t} AS a",
    "{t} AS a TABLESAMPLE BERNOULLI (100)",
    "(SELECT * FROM {t} OFFSET 0) AS a",
    "(TABLE {t}) AS a",
    "{u} AS b LEFT JOIN {t} AS a ON true",
    "{t} AS a FULL JOIN {u} AS b ON false",
    "{t} AS a, {u} AS b",
    "{t} AS a NATURAL FULL JOIN {t} AS b",
    "{u} AS b CROSS JOIN LATERAL (SELECT * FROM {t} AS i WHERE b::text <> i::text) AS a",
    "sharing_access AS x RIGHT JOIN {t} AS a ON x.reader_id IS NOT NULL",
    "generate_series(1, 2) AS g CROSS JOIN LATERAL (SELECT * FROM {t} LIMIT 5) AS a",
    "(SELECT * FROM {t} UNION ALL SELECT * FROM {t}) AS a",
    "ROWS FROM (unnest(ARRAY(SELECT x FROM {t} AS x))) AS a",
)
SHOWN = (
    "a.*",
    "a::text",
    "to_jsonb(a)",
    "row_to_json(a)",
    "a.{c}",
    "a.{c}::text",
    "string_agg(a::text, ',')",
    "array_agg(a.{c})",
    "json_agg(a)",
    "jsonb_object_agg(a::text, 1)",
    "min(a.{c}::text)",
    "max(a::text)",
    "(SELECT i::text FROM {t} AS i WHERE i.{c} IS NOT NULL LIMIT 1)",
    "ARRAY(SELECT i::text FROM {t} AS i)",
    "first_value(a::text) OVER ()",
    "lag(a::text) OVER (ORDER BY a::text)",
    "format('%s', a)",
    "row_number() OVER (), a.*",
    "convert_to(a::text, 'UTF8')",
)
WHERE = (
    "",
    "WHERE true OR false",
    "WHERE a::text <> ''",
    "WHERE a.{c} = '{known}'",
    "WHERE a.{c}::text LIKE '%'",
    "WHERE a.{c} IN (SELECT {c} FROM {t})",
    "WHERE EXISTS (SELECT 1 FROM {u} AS e WHERE e::text <> a::text OR true)",
    "WHERE a.{c}::text::integer > 0",
    "WHERE 1 / length(replace(a::text, a::text, '')) > 0",
    "WHERE a.{c} IS DISTINCT FROM NULL FOR UPDATE OF a",
    "WHERE ('x' || a::text)::bit(8)::int IS NOT NULL",
    "WHERE length(current_setting(a::text, true)) > 0 OR true",
    "GROUP BY a.{c} HAVING count(*) > 0",
    "ORDER BY a::text DESC LIMIT 3",
    "WHERE pg_advisory_unlock(hashtext(a::text)) OR true",
)
WRAPPED = (
    "{q}",
    "EXPLAIN (ANALYZE, VERBOSE) {q}",
    "COPY ({q}) TO STDOUT",
    "COPY {t} TO STDOUT",
    "WITH c AS MATERIALIZED ({q}) SELECT c::text FROM c",
    "WITH RECURSIVE c AS ({q}) SELECT * FROM c",
    "({q}) UNION ALL ({q})",
    "SELECT query_to_xml($q${q}$q$, true, false, '')",
    "SELECT * FROM ts_stat($q$SELECT to_tsvector('simple', a::text) FROM {t} AS a$q$)",
    "SELECT count(*) FROM ({q}) AS z WHERE false OR z::text <> ''",
    "SELECT EXISTS ({q}) AND false",
    "CREATE TEMP TABLE taken AS {q}",
    "CREATE VIEW public.taken AS {q}",
    "CREATE MATERIALIZED VIEW public.taken AS {q}",
    "SELECT * INTO TEMP taken FROM ({q}) AS z",
)
SCRIPTS = (
    ("DECLARE stolen CURSOR WITH HOLD FOR {q}", "FETCH ALL FROM stolen"),
    ("DECLARE stolen SCROLL CURSOR FOR {q}", "MOVE LAST IN stolen", "FETCH BACKWARD ALL FROM stolen"),
    ("PREPARE stolen AS {q}", "EXECUTE stolen", "EXPLAIN ANALYZE EXECUTE stolen"),
    ("SET LOCAL plan_cache_mode = force_generic_plan", "PREPARE stolen AS {q}", "EXECUTE stolen"),
)
WRITES = (
    "INSERT INTO {t} SELECT * FROM {t} ON CONFLICT DO NOTHING RETURNING *",
    "INSERT INTO {t} SELECT * FROM {u} RETURNING *",
    "INSERT INTO {t} ({c}) SELECT {c} FROM {t} RETURNING {t}::text",
    "INSERT INTO {t} ({c}) VALUES ('{known}') ON CONFLICT DO NOTHING RETURNING {t}::text",
    "INSERT INTO {t} AS a ({c}) VALUES ('{known}') ON CONFLICT ({c}) DO UPDATE SET {c} = a.{c} RETURNING a::text",
    "INSERT INTO {t} DEFAULT VALUES RETURNING *",
    "UPDATE {t} AS a SET {c} = a.{c} RETURNING a::text",
    "UPDATE {t} AS a SET {c} = a.{c} FROM {u} AS b WHERE true RETURNING a::text, b::text",
    "UPDATE {t} AS a SET {c} = '{known}' WHERE a.{c} IS NOT NULL RETURNING a::text",
    "UPDATE {t} AS a SET {c} = (SELECT max(i.{c}) FROM {t} AS i) RETURNING a::text",
    "WITH w AS (UPDATE {t} AS a SET {c} = a.{c} RETURNING a::text AS r) SELECT * FROM w",
    "DELETE FROM {t} AS a RETURNING a::text",
    "DELETE FROM {t} AS a USING {u} AS b RETURNING a::text, b::text",
    "DELETE FROM ONLY {t} WHERE {c} = '{known}' RETURNING *",
    "WITH w AS (DELETE FROM {t} AS a RETURNING a.*) SELECT w::text FROM w",
    "MERGE INTO {t} AS a USING {t} AS b ON true WHEN MATCHED THEN DELETE",
    "MERGE INTO {t} AS a USING (SELECT 1) AS b ON true WHEN MATCHED THEN UPDATE SET {c} = a.{c}",
    "MERGE INTO {t} AS a USING {u} AS b ON false WHEN NOT MATCHED THEN INSERT ({c}) VALUES ('{known}')",
    "MERGE INTO {t} AS a USING {u} AS b ON false WHEN NOT MATCHED BY SOURCE THEN DELETE RETURNING a.*",
)
CALLS = (
    "SELECT guard.{f}('{known}')",
    "SELECT * FROM guard.claims()",
    "SELECT * FROM guard.secret",
    "SELECT * FROM guard.key_store",
    "SELECT prosrc FROM pg_proc WHERE proname = 'claims'",
    "SELECT guard.can('{known}', 511, 1)",
    "SELECT guard.erase_dossier('{known}', 'x')",
    "SELECT guard.record_seen(ARRAY[gen_random_uuid()], ARRAY['{known}'::uuid], ARRAY[1], NULL)",
    "SELECT guard.end_access('{known}')",
    "SELECT guard.answer_access('{known}', true)",
    "SELECT guard.let_in('{known}', NULL, NULL, 511, 2, now() + interval '1 day')",
    "SELECT query FROM pg_stat_activity",
    "SELECT most_common_vals::text, histogram_bounds::text FROM pg_stats WHERE tablename = '{t}'",
    "SELECT * FROM pg_statistic",
    "SELECT * FROM pg_authid",
    "SELECT rolpassword FROM pg_shadow",
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT pg_ls_dir('.')",
    "COPY {t} FROM PROGRAM 'id'",
    "COPY (SELECT 1) TO '/nowhere/never'",
    "SELECT pg_logical_slot_get_changes('s', NULL, NULL)",
    "SELECT currtid2('{t}', '(0,1)')",
)


def attacks(scene: Scene, tables: Sequence[str] | None = None) -> st.SearchStrategy[Attack]:
    """Every attack against the scene's guarded tables (or some of them)."""
    aims = st.sampled_from(tables or scene.guarded)
    known = st.sampled_from(sorted(scene.hidden))

    @st.composite
    def attack(draw: st.DrawFn) -> Attack:
        table, other = draw(aims), draw(aims)
        words = {
            "t": table,
            "u": other,
            "c": draw(st.sampled_from(scene.columns[table])).name,
            "known": draw(known),
            "f": draw(st.sampled_from(("can", "open_dossier", "invitation", "enter_session"))),
        }
        games = st.one_of(st.sampled_from(GAMES), st.sampled_from(ON_TABLE))
        before = tuple(game.replace("{t}", table) for game in draw(st.lists(games, max_size=2)))
        kind = draw(st.sampled_from("qqqqswwc"))
        if kind == "w":
            return Attack(before, (_filled(draw(st.sampled_from(WRITES)), words),), writes=table)
        if kind == "c":
            return Attack(before, (_filled(draw(st.sampled_from(CALLS)), words),))
        query = (
            f"SELECT {draw(st.sampled_from(SHOWN))} FROM {draw(st.sampled_from(FROM))} {draw(st.sampled_from(WHERE))}"
        )
        words["q"] = _filled(query, words)
        if kind == "s":
            return Attack(before, tuple(_filled(part, words) for part in draw(st.sampled_from(SCRIPTS))))
        return Attack(before, (_filled(draw(st.sampled_from(WRAPPED)), words),))

    return attack()


def _filled(template: str, words: dict[str, str]) -> str:
    # Not str.format: the statements hold braces and percent signs of their own.
    for name, value in words.items():
        template = template.replace("{" + name + "}", value)
    return template


def run(connection: Connection, attack: Attack) -> Answer:
    """Run an attack inside a savepoint of the open transaction and undo it, whatever came of it."""
    answer = Answer()
    connection.prepare_threshold = None  # an attack may take away what the driver prepared
    connection.execute("SAVEPOINT attack")
    for game in attack.before:
        connection.execute("SAVEPOINT game")
        try:
            connection.execute(game)
        except psycopg.Error:
            connection.execute("ROLLBACK TO SAVEPOINT game")
    try:
        for statement in attack.statements:
            _execute(connection, statement, answer)
    except psycopg.Error as error:
        answer.error = " ".join(filter(None, (str(error), error.diag.message_detail, error.diag.context)))
    connection.execute("ROLLBACK TO SAVEPOINT attack")
    connection.execute("RELEASE SAVEPOINT attack")
    if "PREPARE" in " ".join(attack.statements):
        connection.execute("DEALLOCATE ALL")  # what is prepared outlives a rollback
    return answer


def _execute(connection: Connection, statement: str, answer: Answer) -> None:
    with connection.cursor() as cursor:
        if statement.startswith("COPY") and "STDOUT" in statement:
            with cursor.copy(statement) as copy:
                answer.rows += [bytes(block) for block in copy]
            return
        cursor.execute(statement)
        if cursor.description is not None:
            answer.rows += cursor.fetchall()
        if statement.startswith(("INSERT", "UPDATE", "DELETE", "MERGE")):
            answer.touched += max(0, cursor.rowcount)
