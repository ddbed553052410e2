"""The preview is what the receiver is given: for every choice a giver can make, and for what no choice opens."""

import datetime as dt
from dataclasses import replace
from itertools import chain, combinations

import pytest

from tests import case_scene, rich_case
from tests import cast as members
from tests.cast import actor, named
from tests.rich_case import DRAFT, NOTES, POLICE, WORDS
from tvaers.audit.models import Seen
from tvaers.cases import shareable as cases
from tvaers.concerns.actions.intake import Account, Part, Teller, write_down
from tvaers.concerns.enums import About, InvolvedRole, ReporterKind
from tvaers.foundation import clock
from tvaers.guard import context
from tvaers.guard.enums import Category, ContextKind, Purpose
from tvaers.partnerships.enums import Role
from tvaers.partnerships.rules import categories_for
from tvaers.people import actions as people
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import DossierKind
from tvaers.sharing.shareable import as_receiver, of_kind, parts_to_share

pytestmark = pytest.mark.django_db(transaction=True)
SUBSETS = [
    Category(sum(chosen))
    for chosen in chain.from_iterable(combinations(cases.CATEGORIES, size) for size in range(len(cases.CATEGORIES) + 1))
]


@pytest.fixture
def case(cast, db, as_maintenance):
    """The rich case with a note by the police; role and law let Hanne see all, so that only the share narrows."""
    all_eyes = Role.SUPERVISOR | Role.CASEWORKER | Role.SSP_CONSULTANT
    as_maintenance.execute(
        "UPDATE partnerships_membership SET roles = %s WHERE id = %s", [int(all_eyes), named("hanne")]
    )
    case_scene.let_the_law_carry_everything(as_maintenance)
    opened = rich_case.open_case()
    rich_case.police_note(opened)
    return opened


def words(subject):
    return (subject.name, subject.about, [(section.title, list(section.lines)) for section in subject.sections])


def previewed(acting_as, case, chosen, receiver):
    organisation, opens = receiver
    with acting_as("frida"), as_receiver((Category.PLAN | chosen) & opens, organisation=named(organisation)):
        return words(cases.describe(case))


def shared(acting_as, case, chosen, *, to, organisation):
    shareable = of_kind(DossierKind.CASE)
    with acting_as("frida"):
        terms = sharing.Terms(
            to=sharing.Reader(organisation=named(organisation), member=named(to)),
            purpose=Purpose.SSP,
            frame=named("Prøveaftalen"),
            necessity="Så de kan tage imod ham.",
            until=clock.now() + dt.timedelta(days=7),
        )
        group = sharing.share(parts=parts_to_share(shareable, case, Category.PLAN | chosen), terms=terms)
    with acting_as(to) as receiver:
        sharing.answer_group(by=receiver, group=group, accepted=True)
    return group


def wide(somebody):
    """Hanne as she is after the change of her roles."""
    return replace(somebody, roles=int(Role.SUPERVISOR | Role.CASEWORKER | Role.SSP_CONSULTANT))


@pytest.mark.parametrize(
    ("to", "organisation", "roles"),
    [
        ("hanne", "herlev", Role.SUPERVISOR | Role.CASEWORKER | Role.SSP_CONSULTANT),
        ("palle", "police", Role.POLICE_PREVENTION),
    ],
)
def test_for_every_choice_the_preview_is_what_is_then_read(acting_as, case, monkeypatch, to, organisation, roles):
    real = members.actor
    monkeypatch.setattr(members, "actor", lambda key: wide(real(key)) if key == "hanne" else real(key))
    opens = categories_for(int(roles))
    different = set()
    for chosen in SUBSETS:
        expected = previewed(acting_as, case, chosen, (organisation, opens))
        group = shared(acting_as, case, chosen, to=to, organisation=organisation)
        with acting_as(to):
            assert words(cases.describe(case)) == expected, chosen
        with acting_as("frida"):
            sharing.end_group(group=group)
        text = str(expected)
        for category in (*cases.CATEGORIES, Category.PLAN, Category.CONCERN):
            there = category is Category.PLAN or bool(category & chosen & opens)
            assert (WORDS[category] in text) == there, (category, chosen)
            if category in {Category.PLAN, *NOTES}:
                assert (f"Bilag: {WORDS[category]}" in text) == there, (category, chosen)
        assert DRAFT not in text
        assert (POLICE in text) == (to == "palle" and bool(chosen & Category.ENTRY))
        different.add(text)
    # Every choice that the role can see makes a difference.
    visible = sum(bool(each & opens) for each in cases.CATEGORIES)
    assert len(different) == 2**visible


def test_a_page_that_narrowed_nothing_would_be_caught(acting_as, case):
    with acting_as("frida"):
        unnarrowed = words(cases.describe(case))
    assert unnarrowed != previewed(acting_as, case, Category(0), ("herlev", Category(511)))
    assert POLICE in str(unnarrowed)
    assert DRAFT in str(unnarrowed)


def test_a_preview_leaves_no_look_of_its_own_and_no_write(acting_as, case, as_maintenance):
    def looks():
        return as_maintenance.execute("SELECT count(*) FROM audit_seen").fetchone()[0]

    before = looks()
    with acting_as("frida"):
        with as_receiver(Category(511), organisation=named("police")):
            cases.describe(case)
            sharing.open_dossier(by=actor("frida"), kind=DossierKind.CASE, purpose=Purpose.SSP)
        kept = context.current()
        assert kept.categories == 511
    assert looks() == before
    assert as_maintenance.execute("SELECT count(*) FROM sharing_dossier WHERE kind = 'case'").fetchone() == (1,)
    # The control: the same read outside a preview is logged.
    with acting_as("frida"):
        cases.describe(case)
    assert looks() > before


def test_the_header_logs_what_it_shows_and_not_what_it_counts(acting_as, case, as_maintenance):
    with acting_as("frida"):
        subject = cases.header(case)
    assert [each.title for each in subject.withheld] != []
    (shown,) = as_maintenance.execute(
        "SELECT categories FROM audit_seen WHERE dossier_id = %s ORDER BY at DESC, id DESC LIMIT 1", [case]
    ).fetchone()
    assert shown == Category.PLAN


@pytest.mark.parametrize(
    "wider",
    [
        {"categories": 511},
        {"purposes": 255},
        {"roles": 8191},
        {"readers": (named("police"),)},
        {"organisation": named("police")},
        {"actor": named("palle")},
        {"kind": ContextKind.SYSTEM},
    ],
    ids=str,
)
def test_a_narrowed_context_never_opens_more(acting_as, wider):
    with acting_as("alice"):
        claims = context.current()
        with pytest.raises(context.ForgedClaimsError), context.narrowed(replace(claims, **wider)):
            pass
        assert context.current() == claims
        with context.narrowed(replace(claims, categories=1)):
            assert context.current().categories == 1
            assert Seen.objects.count() == 0
        assert context.current() == claims


def test_outside_a_context_nothing_is_narrowed(db, acting_as):
    with acting_as("alice"):
        claims = context.current()
    with pytest.raises(context.NoContextError), context.narrowed(claims):
        pass
    with pytest.raises(LookupError), as_receiver(Category.PLAN, organisation=named("police")):
        pass


# --- concerns -------------------------------------------------------------------------------------------


VICTIM, YOUNG = "Vivi Forurettet", "Testus Opdigt"


@pytest.fixture
def concern(cast, db, acting_as):
    """A concern about a young person, with a victim."""
    parts = [
        Part(role=role, details=people.Details(name=name, born="2012"))
        for role, name in ((InvolvedRole.OF_CONCERN, YOUNG), (InvolvedRole.VICTIM, VICTIM))
    ]
    with acting_as("alice") as alice:
        return write_down(
            by=alice,
            account=Account(about=About.PERSON, headline="Dreng, 13 år", fact="Ude efter kl. 23 fire aftener."),
            teller=Teller(kind=ReporterKind.SCHOOL, name="Lise Lærervig", workplace="Prøveskolen"),
            parts=parts,
        )


@pytest.mark.parametrize(("to", "organisation"), [("hanne", "herlev"), ("palle", "police")])
def test_of_a_concern_too_the_preview_is_what_is_then_read(acting_as, concern, as_maintenance, to, organisation):
    case_scene.let_the_law_carry_everything(as_maintenance)
    shareable = of_kind(DossierKind.CONCERN)
    for number in range(2 ** len(shareable.categories)):
        chosen = shareable.base
        for place, category in enumerate(shareable.categories):
            chosen |= category if number >> place & 1 else Category(0)
        opens = categories_for(actor(to).roles)
        with acting_as("alice"):
            with as_receiver(chosen & opens, organisation=named(organisation)):
                expected = words(shareable.describe(concern))
            terms = sharing.Terms(
                to=sharing.Reader(organisation=named(organisation), member=named(to)),
                purpose=Purpose.SSP,
                frame=named("Prøveaftalen"),
                necessity="Så de kan tage imod.",
                until=clock.now() + dt.timedelta(days=7),
            )
            group = sharing.share(parts=parts_to_share(shareable, concern, chosen), terms=terms)
        with acting_as(to) as receiver:
            sharing.answer_group(by=receiver, group=group, accepted=True)
            assert words(shareable.describe(concern)) == expected, chosen
        with acting_as("alice"):
            sharing.end_group(group=group)
        # Whom the victim is goes nowhere; that there was one goes with the others.
        assert VICTIM not in str(expected)
        assert (YOUNG in str(expected)) == bool(chosen & Category.IDENTITY)
