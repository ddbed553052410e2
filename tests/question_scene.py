"""What the tests of questions and approvals set up: Alice, of Gladsaxe, asks Hanne, of Herlev."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from tests import case_scene as scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import OrganisationKind
from tvaers.sharing import actions as sharing
from tvaers.sharing import approving, asking
from tvaers.sharing.enums import DossierKind

WHO = "Noah Prøvesen, født 2011"
WANTED = "Kender I ham, og hvad har virket hos jer?"
WHY = "Han er begyndt at komme i Herlev om aftenen."


def wish(**changes: Any) -> asking.Wish:
    """What Alice asks Hanne, on the agreement."""
    asked: dict[str, Any] = {
        "member": named("hanne"),
        "who": WHO,
        "wanted": WANTED,
        "why": WHY,
        "purpose": Purpose.SSP,
        "frame": scene.AGREEMENT,
        "basis": scene.BASES["rpl-115-1"],
        "permitted": scene.BASES["rpl-115-1"],
        "until": clock.now() + timedelta(weeks=6),
    }
    return asking.Wish(**asked | changes)


def ask(by: Actor, case: UUID, **changes: Any) -> UUID:
    """Let somebody ask from a case; returns the question's id."""
    return asking.ask(by=by, about=case, wish=wish(**changes))


def offer_to_alice(dossier: UUID) -> UUID:
    """Let whoever acts offer the plan of an own dossier to Alice; returns the group's id."""
    terms = sharing.Terms(
        to=sharing.Reader(organisation=named("gladsaxe"), member=named("alice")),
        purpose=Purpose.SSP,
        frame=scene.AGREEMENT,
        necessity="Svar på spørgsmålet om ham.",
        until=clock.now() + timedelta(days=30),
    )
    return sharing.share(parts={dossier: Category.PLAN}, terms=terms)


def own_case(by: Actor, unit: UUID) -> UUID:
    """A case about him at whoever was asked."""
    return sharing.open_dossier(by=by, kind=DossierKind.CASE, purpose=Purpose.SSP, unit=unit)


def tell(administrator: Any) -> None:
    """Let the day come on which what was declined is told."""
    administrator.execute("UPDATE sharing_questionanswer SET told_at = statement_timestamp()")


def drafted(case: UUID) -> UUID:
    """Let Alice draft something for Hanne that waits for Frida's approval; nothing else does; returns the group."""
    with acting_as("gerda") as gerda:
        approving.set_rule(by=gerda, kinds={OrganisationKind.MUNICIPALITY}, categories=Category(0))
    terms = sharing.Terms(
        to=sharing.Reader(organisation=named("herlev"), member=named("hanne")),
        purpose=Purpose.SSP,
        frame=scene.AGREEMENT,
        necessity="Hanne skal kunne tage imod ham.",
        until=clock.now() + timedelta(days=9),
    )
    with acting_as("alice"):
        group = sharing.share(parts={case: Category.PLAN}, terms=terms)
    with acting_as("gerda") as gerda:
        approving.set_rule(by=gerda, kinds=set(), categories=Category(0))
    return group
