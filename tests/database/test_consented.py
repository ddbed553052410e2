"""Nothing beyond what was consented to, and nothing more on what was agreed anew: asked as the application's role."""

import pytest

from tests import case_scene
from tests.cast import actor, named
from tests.database import scene
from tests.database.scene import refused
from tests.database.test_consents import END, GRANT, SEES, accept, link, offer, sees, soon
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.rules import categories_for
from tvaers.sharing.rules import CONSENT, basis_id

OPEN = "SELECT guard.open_consent(%s, %s, %s, %s, %s)"
END_ALL = "SELECT guard.end_consents(%s)"
ON_BASIS = "SELECT guard.grant_access(%s, %s, NULL, NULL, %s, 1, 1, %s, %s, %s)"
TOLD = Category.PLAN | Category.ENTRY
# Of what Alice sees herself and the law would let go along: else that is what refuses it.
OWN = Category(categories_for(actor("alice").roles)) & ~Category.REPORTER
BEYOND = [each for each in Category if each & OWN & ~TOLD]


@pytest.fixture
def case(cast, as_administrator):
    """A case of Gladsaxe."""
    return scene.add_dossier(as_administrator, owner="gladsaxe", kind="case")


def taken(connection, dossier, categories=TOLD, *, to="outside", by="alice", until=None):
    """Open a consent's frame for some categories; return it."""
    with scene.acting(connection, by):
        asked = [dossier, named(to), 1, until or soon(days=90), int(categories)]
        frame = connection.execute(OPEN, asked).fetchone()[0]
        connection.execute(case_scene.WRITTEN, [dossier, frame])
        return frame


# --- what it is to ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("beyond", BEYOND, ids=lambda each: each.name)
def test_nothing_is_given_beyond_what_was_consented_to(case, as_app, as_administrator, beyond):
    frame = taken(as_app, case)
    version = as_administrator.execute(
        "SELECT id FROM sharing_legalbasisversion WHERE basis_id = %s", [basis_id(CONSENT)]
    ).fetchone()[0]
    for wanted in (beyond, beyond | Category.PLAN, OWN):
        # As pages of today ask, on a basis, and as those of yesterday do.
        with scene.acting(as_app, "alice"):
            given = [case, named("outside"), int(wanted), frame, soon(), version]
            assert refused(as_app, ON_BASIS, given) == "TV054"
        assert offer(as_app, case, frame, categories=int(wanted)) == ("TV024", None)
    assert offer(as_app, case, frame, categories=int(TOLD))[0] == ""
    assert offer(as_app, case, frame, categories=int(Category.ENTRY))[0] == ""


def test_nothing_is_given_before_the_consent_is_written_down(case, as_app):
    with scene.acting(as_app, "alice"):
        asked = [case, named("outside"), 1, soon(days=90), int(TOLD)]
        (frame,) = as_app.execute(OPEN, asked).fetchone()
    assert offer(as_app, case, frame, categories=int(TOLD)) == ("TV026", None)
    with scene.acting(as_app, "alice"):
        as_app.execute(case_scene.WRITTEN, [case, frame])
    assert offer(as_app, case, frame, categories=int(TOLD))[0] == ""


def test_a_consent_that_does_not_say_to_what_is_to_the_plan_alone(case, as_app):
    """Beside one that does, everything could be given on it, by the function that code of before it still calls."""
    taken(as_app, case)
    with scene.acting(as_app, "alice"):
        former = "SELECT guard.open_consent(%s, %s, 1, now() + interval '30 days')"
        (frame,) = as_app.execute(former, [case, named("outside")]).fetchone()
        as_app.execute(case_scene.WRITTEN, [case, frame])
        assert refused(as_app, OPEN, [case, named("outside"), 1, soon(days=9), None]) == "TV024"
    for beyond in (Category.ENTRY, Category.HEALTH, Category.PLAN | Category.CONCERN):
        assert offer(as_app, case, frame, categories=int(beyond)) == ("TV024", None), beyond
    assert offer(as_app, case, frame, categories=int(Category.PLAN))[0] == ""


def test_what_goes_along_with_it_is_bounded_too(case, as_app, as_administrator):
    """The young person's identity beside a case, and the case's tasks, stand on the same frame."""
    person = scene.add_dossier(as_administrator, owner="gladsaxe", kind="person")
    task = scene.add_dossier(as_administrator, owner="gladsaxe", kind="task")
    link(as_administrator, "concerns", case, person)
    link(as_administrator, "belongs", task, case)
    frame = taken(as_app, case)
    assert offer(as_app, person, frame, categories=int(Category.IDENTITY))[0] == "TV024"
    assert offer(as_app, task, frame, categories=int(Category.HEALTH))[0] == "TV024"
    assert offer(as_app, task, frame, categories=int(Category.PLAN))[0] == ""
    named_too = taken(as_app, case, TOLD | Category.IDENTITY)
    assert offer(as_app, person, named_too, categories=int(Category.IDENTITY))[0] == ""


@pytest.mark.parametrize("categories", [0, -1, 512, 1 << 20, None])
def test_a_consent_says_to_what(case, as_app, categories):
    with scene.acting(as_app, "alice"):
        assert refused(as_app, OPEN, [case, named("outside"), 1, soon(), categories]) == "TV024"


@pytest.mark.parametrize("who", ["hanne", "palle", "olga", "gerda", "vera", "dina"])
def test_only_the_owners_who_decide_take_one(case, as_app, as_administrator, who):
    with scene.acting(as_app, who):
        assert refused(as_app, OPEN, [case, named("outside"), 1, soon(), 1]) in {"TV020", "TV023"}
    count = "SELECT count(*) FROM sharing_frame WHERE kind = 'consent'"
    assert as_administrator.execute(count).fetchone() == (0,)


@pytest.mark.parametrize("change", ["categories = 511", "superseded_at = NULL", "categories = NULL"])
def test_a_frame_is_not_widened_past_the_function(case, as_app, change):
    frame = taken(as_app, case)
    with scene.acting(as_app, "alice"):
        assert refused(as_app, f"UPDATE sharing_frame SET {change} WHERE id = %s", [frame]) == "42501"


# --- agreed anew ----------------------------------------------------------------------------------------


def test_on_what_was_agreed_anew_nothing_more_is_given_and_what_stands_stays(case, as_app):
    former = taken(as_app, case, Category.PLAN | Category.HEALTH)
    accept(as_app, offer(as_app, case, former)[1])
    newer = taken(as_app, case, Category.PLAN)
    assert sees(as_app, "olga", case), "nobody took the former back"
    assert offer(as_app, case, former)[0] == "TV026"
    assert offer(as_app, case, newer, categories=int(Category.HEALTH))[0] == "TV024"
    assert offer(as_app, case, newer)[0] == ""


def test_another_receiver_another_case_and_another_owner_are_left_alone(case, as_app, as_administrator):
    other = scene.add_dossier(as_administrator, owner="gladsaxe", kind="case")
    theirs = scene.add_dossier(as_administrator, owner="herlev", kind="case")
    kept = [
        (case, taken(as_app, case, to="herlev"), "herlev", "alice"),
        (other, taken(as_app, other), "outside", "alice"),
        (theirs, taken(as_app, theirs, by="hanne"), "outside", "hanne"),
    ]
    taken(as_app, case)
    taken(as_app, case)
    for dossier, frame, to, by in kept:
        assert offer(as_app, dossier, frame, to, by=by)[0] == "", (to, by)


def test_who_takes_the_newest_back_takes_back_what_runs_on_the_former_ones(case, as_app, as_administrator):
    frames = [taken(as_app, case)]
    accept(as_app, offer(as_app, case, frames[0])[1])
    frames.append(taken(as_app, case))
    elsewhere = taken(as_app, case, to="herlev")
    with scene.acting(as_app, "alice"):
        assert set(as_app.execute(END_ALL, [frames[1]]).fetchone()[0]) == set(frames)
    assert not sees(as_app, "olga", case)
    open_still = "SELECT array_agg(id) FROM sharing_frame WHERE kind = 'consent' AND ended_at IS NULL"
    assert as_administrator.execute(open_still).fetchone() == ([elsewhere],)


def test_a_former_one_taken_back_leaves_the_newer_ones(case, as_app):
    first, second, third = (taken(as_app, case) for _ in range(3))
    with scene.acting(as_app, "alice"):
        assert set(as_app.execute(END_ALL, [second]).fetchone()[0]) == {first, second}
        assert refused(as_app, END, [third]) == ""


@pytest.mark.parametrize("who", ["hanne", "palle", "olga", "gerda", "vera", "dina"])
def test_nobody_else_ends_them(case, as_app, who):
    frames = [taken(as_app, case), taken(as_app, case)]
    accept(as_app, offer(as_app, case, frames[1])[1])
    for frame in frames:
        with scene.acting(as_app, who):
            assert refused(as_app, END_ALL, [frame]) == "TV021"
    with scene.acting(as_app, "olga"):
        assert as_app.execute(SEES, [case]).fetchone() == (1,)


def test_a_purpose_is_bounded_as_ever(case, as_app):
    frame = taken(as_app, case)
    with scene.acting(as_app, "alice"):
        assert refused(as_app, GRANT, [case, named("outside"), 1, int(Purpose.KSP), frame, soon()]) == "TV023"
