"""Every table has a class, and the database guards it as its class demands."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps

from tests.repo import catalogue, test_migrations, tree
from tests.repo.catalogue import LOGIN_ROLES, READS_WRITES, Policy, Table
from tvaers.guard.classes import THIRD_PARTY, TableClass
from tvaers.guard.policies import APP, OWNER, expected_floor

# The roles that answer requests; what neither can touch is the machinery's own (queue, migrations).
SERVING = ("tvaers_app", "tvaers_ticket")
# Written without a function: a link's WITH CHECK asks that both of its ends are visible.
DIRECT = {"sharing_link": {"INSERT"}}


def classless(found: list[Any]) -> Iterator[str]:
    """Models of ours that say nothing about their class."""
    for model in found:
        if not isinstance(getattr(model, "table_class", None), TableClass):
            yield f"{model.__module__}.{model.__name__}: no table_class"


def declared() -> dict[str, TableClass]:
    """Table → class, for our models, the tables between them and those of packages."""
    found = dict(THIRD_PARTY)
    for model in our_models():
        found[model._meta.db_table] = model.table_class
        for field in model._meta.local_many_to_many:
            found.setdefault(field.m2m_db_table(), model.table_class)
    return found


def our_models() -> list[Any]:
    return [model for model in apps.get_models() if model.__module__.startswith("tvaers.")]


def floor_faults(table: Table, table_class: TableClass) -> Iterator[str]:
    """Whether the floor is there, holds for every command and asks for the right context."""
    floors = [policy for policy in table.policies if not policy.permissive and APP in policy.roles]
    wanted = f"{expected_floor(table_class)}()"
    if not any(policy.command == "ALL" and wanted in policy.using and wanted in policy.check for policy in floors):
        yield f"no restrictive floor with {wanted}"


def privilege_faults(table: Table) -> Iterator[str]:
    """What a login role may do beyond reading and writing rows, or without a policy for it."""
    for role in LOGIN_ROLES:
        for privilege in sorted(table.granted(role) - READS_WRITES):
            yield f"{role} may {privilege}"
    for grantee, privilege in sorted(table.grants):
        if grantee == "PUBLIC":
            yield f"PUBLIC may {privilege}"
    allowed = {policy.command for policy in table.policies if policy.permissive and APP in policy.roles}
    for privilege in sorted((table.granted(APP) & READS_WRITES) - allowed):
        yield f"{APP} may {privilege}, and no policy says which rows"
    for policy in table.policies:
        if policy.permissive and "public" in policy.roles:
            yield f"policy {policy.name} is for everybody"


def faults_in(table: Table, classes: dict[str, TableClass]) -> Iterator[str]:
    """Where a table's guard falls short of its class."""
    if table.kind in {"v", "m", "f"}:
        if table.kind != "v" or "security_invoker=true" not in table.options:
            yield "a view runs with its reader's rights (security_invoker), and nothing is materialised"
        return
    table_class = classes.get(table.full_name)
    if table_class is None:
        # A table of the guard's own stands outside the classes when nobody who logs in can touch it.
        reachable = [role for role in LOGIN_ROLES if table.granted(role)]
        if table.schema == "public" or reachable:
            yield f"no class; reachable by {reachable}"
        return
    if table.owner != OWNER:
        yield f"owned by {table.owner}"
    if table_class is TableClass.SYSTEM and not any(table.granted(role) for role in SERVING):
        return
    if not (table.enabled and table.forced):
        yield "row-level security is not enabled and forced"
    yield from floor_faults(table, table_class)
    yield from privilege_faults(table)
    written = table.granted(APP) & {"INSERT", "UPDATE", "DELETE"} - DIRECT.get(table.full_name, set())
    if table_class in {TableClass.LOG, TableClass.ACCESS} and written:
        yield f"{table_class} is written by functions only, yet {APP} may {sorted(written)}"
    if table_class is TableClass.LOG and not {"append_only", "append_only_whole"} <= set(table.triggers):
        yield "a log is append-only: triggers are missing"


def definer_faults(name: str, settings: list[str], public: bool) -> Iterator[str]:
    """A function with its owner's rights fixes where names are looked up, and is nobody's by default."""
    paths = [each.partition("=")[2] for each in settings if each.startswith("search_path=")]
    if not paths:
        yield f"{name}: no fixed search_path"
    elif "$user" in paths[0] or not paths[0].replace('"', "").endswith("pg_temp"):
        yield f"{name}: search_path {paths[0]}: pg_temp stands last"
    if public:
        yield f"{name}: PUBLIC may execute it"


def test_every_model_has_a_class():
    faults = list(classless(our_models()))
    assert our_models()
    assert not faults, tree.described(faults)


def test_every_table_is_guarded_as_its_class_demands(as_administrator):
    classes, found = declared(), catalogue.tables(as_administrator)
    assert {table.full_name for table in found} >= {model._meta.db_table for model in our_models()}
    faults = [f"{table.full_name}: {fault}" for table in found for fault in faults_in(table, classes)]
    assert not faults, tree.described(faults)


def test_every_definer_function_is_closed(as_administrator):
    found = as_administrator.execute(catalogue.DEFINERS).fetchall()
    assert found
    faults = [fault for row in found for fault in definer_faults(*row)]
    assert not faults, tree.described(faults)


def test_no_role_is_above_the_guard(as_administrator):
    roles = {row[0]: row[1:] for row in as_administrator.execute(catalogue.ROLES).fetchall()}
    assert set(LOGIN_ROLES) < set(roles)
    for role in LOGIN_ROLES:
        superuser, bypasses, creates_roles, creates_databases, _settings = roles[role]
        assert not any((superuser, bypasses, creates_roles, creates_databases)), role


def test_the_migrator_never_waits_for_long(as_administrator):
    settings = {row[0]: row[5] for row in as_administrator.execute(catalogue.ROLES).fetchall()}
    assert not list(test_migrations.unlimited(test_migrations.limits(settings["tvaers_migrator"])))


def test_an_unguarded_table_is_caught_in_the_database(as_administrator):
    with as_administrator.transaction(force_rollback=True):
        as_administrator.execute("CREATE TABLE stray (id int)")
        as_administrator.execute("GRANT SELECT ON stray TO tvaers_app")
        as_administrator.execute("CREATE VIEW stray_view AS SELECT * FROM stray")
        found = {table.name: table for table in catalogue.tables(as_administrator) if table.name.startswith("stray")}
        assert list(faults_in(found["stray"], declared()))
        assert len(list(faults_in(found["stray"], {"stray": TableClass.DOSSIER}))) >= 3
        assert list(faults_in(found["stray_view"], declared()))


CLASSES = {"a": TableClass.REFERENCE, "log": TableClass.LOG, "queue": TableClass.SYSTEM}
FLOOR = "( SELECT guard.at_work() AS at_work)"
GUARDED: dict[str, Any] = {
    "policies": [
        Policy("floor", False, [APP], "ALL", FLOOR, FLOOR),
        Policy("may_select", True, [APP], "SELECT", "true"),
    ],
    "grants": {(APP, "SELECT"), (OWNER, "TRUNCATE")},
}
LOWER = Policy("floor", False, [APP], "ALL", *[FLOOR.replace("at_work", "in_context")] * 2)
OPEN = Policy("open", True, ["public"], "ALL", "true")
LOGGED: dict[str, Any] = GUARDED | {"triggers": ["append_only", "append_only_whole"]}


def test_a_guarded_table_passes():
    assert not list(faults_in(Table("public", "a", **GUARDED), CLASSES))
    assert not list(faults_in(Table("public", "log", **LOGGED), CLASSES))
    assert not list(faults_in(Table("guard", "secret", enabled=False), CLASSES))
    assert not list(faults_in(Table("public", "queue", enabled=False), CLASSES))
    assert not list(faults_in(Table("public", "v", "v", options=["security_invoker=true"]), CLASSES))


@pytest.mark.parametrize(
    "table",
    [
        Table("public", "b", **GUARDED),
        Table("guard", "secret", grants={(APP, "SELECT")}),
        Table("guard", "secret", grants={("PUBLIC", "SELECT")}),
        Table("public", "a", **(GUARDED | {"enabled": False})),
        Table("public", "a", **(GUARDED | {"forced": False})),
        Table("public", "a", **(GUARDED | {"owner": APP})),
        Table("public", "a", **(GUARDED | {"policies": GUARDED["policies"][1:]})),
        Table("public", "a", **(GUARDED | {"policies": [Policy("floor", False, [APP], "ALL", FLOOR)]})),
        Table("public", "a", **(GUARDED | {"policies": [LOWER, GUARDED["policies"][1]]})),
        Table("public", "a", **(GUARDED | {"grants": {(APP, "SELECT"), (APP, "UPDATE")}})),
        Table("public", "a", **(GUARDED | {"grants": {(APP, "TRUNCATE")}})),
        Table("public", "a", **(GUARDED | {"grants": {("PUBLIC", "SELECT")}})),
        Table(
            "public",
            "a",
            **(GUARDED | {"policies": [*GUARDED["policies"], OPEN]}),
        ),
        Table("public", "log", **GUARDED),
        Table("public", "log", **(LOGGED | {"triggers": []})),
        Table("public", "log", **(LOGGED | {"grants": {(APP, "INSERT")}})),
        Table("public", "queue", enabled=False, grants={(APP, "SELECT")}),
        Table("public", "v", "v"),
        Table("public", "v", "m"),
    ],
    ids=lambda table: table.full_name,
)
def test_a_gap_is_caught(table):
    assert list(faults_in(table, CLASSES))


@pytest.mark.parametrize(
    ("settings", "public"),
    [([], False), (["search_path=public"], False), (["search_path=pg_catalog, pg_temp"], True)],
)
def test_an_open_definer_function_is_caught(settings, public):
    assert list(definer_faults("f", settings, public))
    assert not list(definer_faults("f", ["search_path=pg_catalog, public, pg_temp"], False))


def test_a_model_without_a_class_is_caught():
    bare = type("Bare", (), {})
    classed = type("Classed", (), {"table_class": TableClass.SYSTEM})
    assert list(classless([bare, classed])) == [f"{bare.__module__}.Bare: no table_class"]
