"""What is offered in one go belongs together: nobody adds to it what another offered, or afterwards."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests import case_scene
from tests.cast import named
from tests.database.scene import acting, enter, refused
from tvaers.cases.models import Case
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.enums import OrganisationKind
from tvaers.people import actions as people
from tvaers.sharing import actions as sharing
from tvaers.sharing import approving
from tvaers.sharing.models import Disclosure

pytestmark = pytest.mark.django_db(transaction=True)
MISSING = "TV021"
GIVE = "SELECT guard.grant_access(%s, %s, NULL, %s, %s, 1, 1, %s, now() + interval '5 days')"
NOTE = "SELECT guard.note_necessity(%s, %s, 'x')"


@pytest.fixture
def case(cast, acting_as):
    with acting_as("alice") as alice:
        return case_scene.case(alice)


def offer(dossier, organisation, member, categories):
    return sharing.offer(
        dossier=dossier,
        to=sharing.Reader(organisation=named(organisation), member=named(member)),
        categories=categories,
        may=1,
        purpose=Purpose.SSP,
        frame=case_scene.AGREEMENT,
        until=clock.now() + timedelta(days=5),
    )


def group_of(dossier, acting_as, who="alice"):
    with acting_as(who):
        return Disclosure.objects.get(dossier_id=dossier).group_id


def test_a_receiver_hides_from_nobody_what_they_were_given(case, acting_as, as_app, as_administrator):
    """Beside something of a restricted case it is left out: of the receiver's own, also for who gave it."""
    case_scene.share(acting_as, case, Category.PLAN)
    group = group_of(case, acting_as, "hanne")
    with acting_as("hanne") as hanne:
        details = people.Details(name="Ib Prøvesen", born="2010-02-03")
        own = people.register(by=hanne, details=details, purpose=Purpose.SSP, unit=named("herlev-ssp"))
        access = offer(own, "gladsaxe", "alice", Category.IDENTITY)
    with acting(as_app, "hanne"):
        assert refused(as_app, NOTE, [access, group]) == MISSING
    as_administrator.execute(
        "INSERT INTO sharing_restriction (id, dossier_id, reason, by, named, ended_reason)"
        " VALUES (gen_random_uuid(), %s, '', %s, '{}', '')",
        [own, named("hanne")],
    )
    with acting(as_app, "bo"):
        given = "SELECT id FROM sharing_access WHERE dossier_id = %s AND source = 'disclosure'"
        assert len(as_app.execute(given, [case]).fetchall()) == 1


@pytest.fixture
def draft(case, acting_as):
    """What Alice drafted for the police, for a leader to approve; the group's id."""
    with acting_as("gerda") as gerda:
        approving.set_rule(by=gerda, kinds={OrganisationKind.POLICE}, categories=Category(0))
    with acting_as("alice"):
        terms = sharing.Terms(
            to=sharing.Reader(organisation=named("police"), member=named("palle")),
            purpose=Purpose.SSP,
            frame=case_scene.AGREEMENT,
            necessity="Skal kunne tage imod ham.",
            until=clock.now() + timedelta(days=30),
        )
        return sharing.share(parts={case: Category.PLAN}, terms=terms)


def test_nothing_is_added_to_a_draft_that_a_leader_may_have_read(case, draft, acting_as, as_app, as_administrator):
    with acting_as("alice"):
        more = offer(case, "police", "palle", Category.CONCERN)
    with acting(as_app, "alice"):
        assert refused(as_app, NOTE, [more, draft]) == MISSING
    with acting_as("frida"):
        approving.approve(group=draft, dossier=case)
    state = "SELECT state, categories FROM sharing_access WHERE source = 'disclosure' ORDER BY categories"
    assert as_administrator.execute(state).fetchall() == [("offered", 1), ("drafted", 2)]


def test_nor_by_who_began_before_it_was_drafted(case, acting_as, connect):
    early, later = connect("tvaers_app", autocommit=True), connect("tvaers_app", autocommit=True)
    group = uuid4()
    with early.transaction():
        enter(early, "alice")
        with acting(later, "alice"):
            (first,) = later.execute(GIVE, [case, named("police"), named("palle"), 1, case_scene.AGREEMENT]).fetchone()
            later.execute(NOTE, [first, group])
        (more,) = early.execute(GIVE, [case, named("police"), named("palle"), 2, case_scene.AGREEMENT]).fetchone()
        assert refused(early, NOTE, [more, group]) == MISSING


def test_what_is_moved_stays_in_its_group_with_the_rest(case, acting_as, as_administrator):
    with acting_as("alice"):
        person = Case.objects.values_list("person_id", flat=True).get(id=case)
    case_scene.share(acting_as, case, Category.PLAN, beside=person)
    group = group_of(case, acting_as)
    with acting_as("alice") as alice:
        terms = sharing.Rebased(
            frame=case_scene.copied(as_administrator, case_scene.AGREEMENT),
            basis=case_scene.BASES["rpl-115-1"],
            necessity="Går videre",
            until=clock.now() + timedelta(days=5),
        )
        sharing.rebase_group(by=alice, group=group, terms=terms)
        assert Disclosure.objects.filter(group_id=group).count() == 4
