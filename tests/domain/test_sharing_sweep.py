"""Keys that no dossier needs are swept at night; a key in use, a fresh one and all others stay."""

import sqlite3

import pytest
from django.conf import settings

from tests.cast import ORGANISATIONS, named
from tvaers.foundation import keystore, queue
from tvaers.guard.enums import Category, Purpose
from tvaers.sharing import actions, sealing, tasks
from tvaers.sharing.acting import system_claims, within
from tvaers.sharing.enums import DossierKind
from tvaers.sharing.sweeping import without_dossier

pytestmark = pytest.mark.django_db(transaction=True)
GLADSAXE, HERLEV = named("gladsaxe"), named("herlev")


class RolledBackError(Exception):
    pass


def opened(by):
    return actions.open_dossier(by=by, kind=DossierKind.CONCERN, purpose=Purpose.SSP)


def aged(*dossiers, hours=25):
    """Make keys so old."""
    with sqlite3.connect(settings.TVAERS_KEY_STORE) as connection:
        made = f"-{hours} hours"
        ids = [(made, sealing.dossier_key(dossier)) for dossier in dossiers]
        connection.executemany("UPDATE key SET created = datetime('now', ?) WHERE id = ?", ids)
    connection.close()


def swept(organisation=GLADSAXE):
    tasks.sweep(organisation=str(organisation))


def kept(*dossiers):
    return [dossier in sealing.keys_of([dossier]) for dossier in dossiers]


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """A key store without the keys that other tests left."""
    settings.TVAERS_KEY_STORE = tmp_path / "keys.sqlite3"
    keystore.store().create()
    return keystore.store()


def rolled_back(acting_as, key):
    """A dossier whose opening was rolled back: the key is durable, the row is not there."""
    made = []

    def open_and_fail():
        with acting_as(key) as by:
            made.append(opened(by))
            raise RolledBackError

    with pytest.raises(RolledBackError):
        open_and_fail()
    return made[0]


@pytest.fixture
def orphan(acting_as):
    return rolled_back(acting_as, "alice")


def test_a_rolled_back_opening_leaves_a_key_that_is_swept(orphan, as_administrator):
    assert kept(orphan) == [True]
    aged(orphan)
    swept()
    assert kept(orphan) == [False]
    logged = "SELECT actor_id, organisation_id, detail FROM audit_event WHERE name = 'sharing.keys_swept'"
    assert as_administrator.execute(logged).fetchall() == [(None, GLADSAXE, {"keys": 1})]


def test_a_fresh_one_stays(orphan, as_administrator):
    aged(orphan, hours=23)
    swept()
    assert kept(orphan) == [True]
    assert as_administrator.execute("SELECT 1 FROM audit_event WHERE name = 'sharing.keys_swept'").fetchall() == []


def test_a_key_in_use_stays_also_when_nobody_has_access_any_more(acting_as, as_administrator):
    with acting_as("alice") as alice:
        seen, unseen = opened(alice), opened(alice)
    as_administrator.execute("UPDATE sharing_access SET ended_at = now() WHERE dossier_id = %s", [unseen])
    aged(seen, unseen)
    swept()
    assert kept(seen, unseen) == [True, True]


def test_an_erased_dossiers_key_that_outlived_a_crash_is_swept(acting_as, monkeypatch):
    with acting_as("alice") as alice:
        dossier = opened(alice)
    with acting_as("alice"), monkeypatch.context() as crash:
        crash.setattr(actions.transaction, "on_commit", lambda _work: None)
        actions.erase(dossier=dossier, why="retention")
    aged(dossier)
    assert kept(dossier) == [True]
    swept()
    assert kept(dossier) == [False]


def test_one_organisations_job_touches_no_other_keys(orphan, acting_as, store):
    with acting_as("hanne") as hanne:
        foreign = opened(hanne)
    foreign_orphan = rolled_back(acting_as, "hanne")
    store.ensure("something-shared")
    with sqlite3.connect(settings.TVAERS_KEY_STORE) as connection:
        connection.execute("UPDATE key SET created = datetime('now', '-9 days')")
    connection.close()
    swept()
    assert kept(orphan, foreign, foreign_orphan) == [False, True, True]
    others = {"something-shared", sealing.organisation_key(GLADSAXE), sealing.organisation_key(HERLEV)}
    assert store.unwrap(others).keys() == others


def test_a_job_learns_nothing_about_others(orphan, acting_as):
    with acting_as("hanne") as hanne:
        hidden = opened(hanne)
    with within(system_claims(GLADSAXE, categories=Category(0), purposes=Purpose(0)), route="test"):
        assert without_dossier([hidden]) == [hidden]
        assert without_dossier([orphan]) == [orphan]


def test_somebody_at_work_does_not_ask(acting_as):
    with acting_as("alice") as alice, pytest.raises(actions.NotYoursToGiveError), actions.refusals():
        without_dossier([opened(alice)])


def test_at_night_there_is_a_job_for_each_organisation(cast, as_administrator):
    queue.REGISTRY["sharing.sweep_all_keys"].run()
    waiting = "SELECT args ->> 'organisation' FROM procrastinate_jobs WHERE task_name = 'sharing.sweep_keys'"
    found = {organisation for (organisation,) in as_administrator.execute(waiting).fetchall()}
    assert found == {str(named(organisation)) for organisation in ORGANISATIONS}
