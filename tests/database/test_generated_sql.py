"""Generated SQL from the wrong organisation, over every table: no hidden row comes back, and none is touched.

2,000 cases; TVAERS_ATTACKS=10000 for more. `--hypothesis-seed` repeats a run.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import named
from tests.database import attacks, scene

CASES = int(os.environ.get("TVAERS_ATTACKS", "2000"))
CONTROL_CASES = 150
CAMPAIGN = settings(
    max_examples=CASES,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)
# Signed-in people see these of their own, and may keep them.
OWN_ACCOUNT = {"accounts_user", "accounts_session", "mfa_authenticator", "account_emailaddress"}


@pytest.fixture
def stage(cast, as_administrator):
    return scene.build(as_administrator)


def campaign(connection, prepared, *, cases, visible=frozenset()):
    """Run generated attacks in the connection's open transaction; return those that showed or touched a hidden row."""
    found = []

    @settings(CAMPAIGN, max_examples=cases)
    @given(attack=attacks.attacks(prepared))
    def each(attack):
        answer = attacks.run(connection, attack)
        leaks = set(prepared.leaks(answer.rows)) - visible
        if attack.writes or "EXPLAIN" in attack.statements[-1]:
            leaks -= _words(attack)
        leaks |= set(prepared.leaks(answer.error)) - visible - _words(attack)
        touched = answer.touched and attack.writes not in OWN_ACCOUNT and not visible
        if leaks or touched:
            found.append((attack, sorted(leaks)[:3], answer.touched))

    each()
    return found


def _words(attack):
    """What the attacker wrote may come back to the attacker: in a plan, in an error, in a row of the attacker's own."""
    return set(" ".join(attack.statements).replace("'", " ").split())


def fingerprint(administrator, prepared):
    """What stands in the guarded tables."""
    return [
        administrator.execute(
            f"SELECT count(*), md5(string_agg(a::text, ',' ORDER BY a::text)) FROM {table} AS a"
        ).fetchone()
        for table in prepared.guarded
    ]


def test_the_wrong_organisation_gets_nothing(stage, as_app, as_administrator):
    before = fingerprint(as_administrator, stage)
    with as_app.transaction(force_rollback=True):
        scene.enter(as_app, "olga")
        found = campaign(as_app, stage, cases=CASES)
    assert not found, "\n".join(map(str, found[:5]))
    assert fingerprint(as_administrator, stage) == before


def test_a_neighbour_gets_what_was_shared_and_nothing_else(stage, as_app, as_administrator):
    """Hanne has a dossier of her own, and of one of Gladsaxe's its plan alone."""
    with as_administrator.transaction():
        as_administrator.execute("SET LOCAL session_replication_role = replica")
        own = scene.add_dossier(as_administrator, owner="herlev")
        scene.add_rows(as_administrator, stage, own, hidden=False)
        shared = stage.dossiers[0]
        scene.add_access(
            as_administrator,
            shared,
            owner="gladsaxe",
            reader=named("herlev-ssp"),
            organisation_id=named("herlev"),
            categories=1,
            may=1,
            source="disclosure",
            frame_id=named("Prøveaftalen"),
        )
    with as_app.transaction(force_rollback=True):
        scene.enter(as_app, "hanne")
        visible = {str(shared)} | plan_rows(as_administrator, stage, shared)
        control = as_app.execute("SELECT count(*) FROM sharing_dossier").fetchone()
        found = campaign(as_app, stage, cases=CASES // 4, visible=visible)
    assert control == (2,)
    assert not found, "\n".join(map(str, found[:5]))


def plan_rows(administrator, prepared, dossier):
    """Every id and text in rows of the category plan behind one dossier, and of its access rows."""
    shown = ""
    for table, column in prepared.dossier_tables.items():
        condition = policy_of(administrator, table)
        if "(1)" in condition or " 1)" in condition or "category" in condition:
            rows = administrator.execute(
                f"SELECT a::text FROM {table} AS a WHERE a.{column} = %s", [dossier]
            ).fetchall()
            shown += str(rows)
    shown += str(
        administrator.execute("SELECT a::text FROM sharing_access AS a WHERE dossier_id = %s", [dossier]).fetchall()
    )
    return set(prepared.leaks(shown))


def policy_of(administrator, table):
    row = administrator.execute(
        "SELECT qual FROM pg_policies WHERE tablename = %s AND policyname = 'may_select'", [table]
    ).fetchone()
    return row[0] if row else ""


GONE = """
GRANT DELETE ON sharing_access TO tvaers_app;
CREATE POLICY gone ON sharing_access FOR DELETE TO tvaers_app USING (true);
CREATE POLICY seen ON sharing_access FOR SELECT TO tvaers_app USING (true)
"""
BROKEN = [
    "CREATE POLICY careless ON people_person FOR SELECT TO tvaers_app USING (true)",
    "ALTER TABLE sharing_dossier DISABLE ROW LEVEL SECURITY",
    "ALTER POLICY may_select ON concerns_concern USING (true)",
    GONE,
    "ALTER ROLE tvaers_app BYPASSRLS",
]


@pytest.mark.parametrize("mistake", BROKEN, ids=lambda text: " ".join(text.split()[:4]))
def test_the_campaign_finds_a_gap(stage, as_administrator, mistake):
    """Negative control: with one mistake in the guard, the same attacks find the way in."""
    table = next((word for word in mistake.replace(";", " ").split() if word in stage.columns), "people_person")
    with as_administrator.transaction(force_rollback=True):
        as_administrator.execute(mistake)
        as_administrator.execute("SET LOCAL ROLE tvaers_app")
        scene.enter(as_administrator, "olga")
        aimed = st.just(0).flatmap(lambda _: attacks.attacks(stage, [table]))
        found = []

        @settings(CAMPAIGN, max_examples=CONTROL_CASES)
        @given(attack=aimed)
        def each(attack):
            if any("ROLE" in game or "AUTHORIZATION" in game or "RESET ALL" in game for game in attack.before):
                return
            answer = attacks.run(as_administrator, attack)
            if stage.leaks(answer.rows) or answer.touched:
                found.append(attack)

        each()
    assert found
