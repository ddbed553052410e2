"""What a form offers to choose is what the database takes; what it does not offer is refused for the reason said."""

from datetime import timedelta

import pytest

from tests import case_scene as scene
from tests.cast import ORGANISATIONS, named
from tvaers.foundation import clock
from tvaers.guard.enums import ALL_CATEGORIES, Category, Purpose
from tvaers.partnerships import rules
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import BasisStop
from tvaers.sharing.offers import frames_between
from tvaers.sharing.queries import possible_bases
from tvaers.sharing.rules import basis_id
from tvaers.sharing.wording import grounds, why_not

EVERY = Purpose(127)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(cast, acting_as):
    with acting_as("alice") as alice:
        return scene.case(alice)


def asked(alice, case, to, purposes=EVERY, categories=Category.PLAN):
    """The bases as the card asks for them, and the frames."""
    frames = list(frames_between(actor=alice, other=named(to), dossier=case))
    kind = str(ORGANISATIONS[to][3])
    ids = [frame.id for frame in frames]
    found = possible_bases(
        actor=alice, dossier=case, receiver=kind, purposes=purposes, categories=categories, frames=ids
    )
    return found, frames


def refusal(case, to, frame, purpose, version):
    """Why the database refuses, or None; nothing of it stays."""
    try:
        offered = sharing.offer(
            dossier=case,
            to=sharing.Reader(organisation=named(to)),
            categories=Category.PLAN,
            may=scene.May.READ,
            purpose=purpose,
            frame=frame,
            until=clock.now() + timedelta(days=5),
            basis=version,
        )
    except sharing.BasisError as refused:
        return refused.stop
    except sharing.WrongPurposeError:
        return BasisStop.PURPOSE
    sharing.end(access=offered)
    return None


@pytest.mark.parametrize("to", ["herlev", "police", "probation"])
def test_what_is_offered_is_taken_and_nothing_else(acting_as, case, as_administrator, to):
    # The agreement carries, besides, what an agreement cannot carry, and what lets nobody here send or receive.
    for code in ("al-63-d", "bl-132", "bl-133-135", "ssd"):
        carried = "INSERT INTO sharing_framebasis (frame_id, basis_id) VALUES (%s, %s)"
        as_administrator.execute(carried, [scene.AGREEMENT, basis_id(code)])
    with acting_as("alice") as alice:
        own = rules.purposes_for(alice.roles)
        bases, frames = asked(alice, case, to, own)
        offered = {
            (each.frame.id, each.purpose, each.basis.version)
            for each in grounds(bases, frames, purposes=own, first=own)
        }
        assert offered
        taken = {
            (frame.id, purpose, basis.version)
            for frame in frames
            for purpose in Purpose
            for basis in bases
            if refusal(case, to, frame.id, purpose, basis.version) is None
        }
    assert offered == taken


def reasons(acting_as, case, to, **options):
    with acting_as("alice") as alice:
        return {each.code: each.stop for each in asked(alice, case, to, **options)[0]}


def test_each_says_why_it_cannot_be_chosen(acting_as, case):
    assert reasons(acting_as, case, "police") == {
        "rpl-115-1": None,
        "rpl-115-2": BasisStop.FRAME,
        "rpl-115-3": None,
        "consent": BasisStop.FRAME,
        "bl-133-135": BasisStop.RECEIVER,
        "fvl-28": BasisStop.FRAME,
        "al-63-d": BasisStop.SENDER,
        "al-63-e": BasisStop.SENDER,
        "ssd": BasisStop.RECEIVER,
        "bl-132": BasisStop.RECEIVER,
    }
    for_psp = reasons(acting_as, case, "police", purposes=Purpose.PSP)
    assert (for_psp["rpl-115-1"], for_psp["rpl-115-2"]) == (BasisStop.PURPOSE, BasisStop.FRAME)
    assert reasons(acting_as, case, "herlev", categories=Category.OFFENCE)["rpl-115-1"] is BasisStop.CATEGORIES


def test_of_one_that_is_not_in_force_the_last_is_named(acting_as, case, as_administrator):
    """Not the one before it, nor one that is to come."""
    as_administrator.execute(
        "UPDATE sharing_legalbasisversion SET from_at = now() - interval '9 days', until_at = now() - interval '5 days'"
        " WHERE id = %s",
        [scene.BASES["rpl-115-1"]],
    )
    copied = (
        "INSERT INTO sharing_legalbasisversion SELECT gen_random_uuid(), %s, now() + %s, now() + %s, title_da,"
        " title_en, law_da, law_en, guidance_da, guidance_en, frame_kinds, sender_kinds, receiver_kinds, purposes,"
        " categories, offence_bound, unverified, basis_id FROM sharing_legalbasisversion WHERE id = %s"
    )
    for number, begins, ends in ((2, -5, -1), (3, 3, 9)):
        given = [number, timedelta(days=begins), timedelta(days=ends), scene.BASES["rpl-115-1"]]
        as_administrator.execute(copied, given)
    with acting_as("alice") as alice:
        bases, frames = asked(alice, case, "police")
        first = bases[0]
        assert (first.number, first.stop, first.frames) == (2, BasisStop.NOT_IN_FORCE, frozenset())
        chosen = grounds(bases, frames, purposes=Purpose.SSP, first=Purpose.SSP)
        assert chosen == []
        assert next(why_not(bases, chosen)).reason == "Den er ikke i kraft nu."


def test_a_consent_that_was_taken_can_be_chosen(acting_as, case):
    with acting_as("alice") as alice:
        until = clock.now() + timedelta(days=60)
        frame = scene.consented(
            dossier=case, to=named("outside"), purposes=Purpose.SSP, until=until, categories=ALL_CATEGORIES
        )
        bases, frames = asked(alice, case, "outside")
        (ground,) = grounds(bases, frames, purposes=Purpose.SSP, first=Purpose.SSP)
        assert (ground.basis.code, ground.frame.id) == ("consent", frame)
        assert not Category.REPORTER & ground.basis.carries
