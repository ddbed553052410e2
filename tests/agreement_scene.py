"""Agreements to try things on: a draft between Gladsaxe, Herlev and the police, sent, and signed."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from tests.cast import actor, named
from tests.rich_case import PICTURE
from tests.stage import acting_as, sign_in
from tvaers.accounts.sessions import hashed
from tvaers.agreements import actions
from tvaers.agreements.actions import Basics, Part
from tvaers.agreements.enums import AgreementKind, AnnexKind
from tvaers.agreements.models import Agreement, AgreementAnnex, AgreementTheme
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Purpose
from tvaers.sharing.acting import within

PARTIES = {"herlev": "Kommunaldirektøren", "police": "Politidirektøren"}
SIGNATORIES = ("signe", "sonja", "poul")
FOR = Purpose.SSP | Purpose.RADICALISATION


def version(agreement: UUID) -> int:
    """The version of a draft."""
    return Agreement.objects.values_list("version", flat=True).get(id=agreement)


def version_now(agreement: UUID) -> int:
    """The same, asked by nobody in particular."""
    with acting_as("bo"):
        return version(agreement)


def put(by, agreement, part, row=None, **values):
    """Write a part of a draft."""
    actions.save_part(by=by, agreement=agreement, part=part, row=row, values=values, version=version(agreement))


def basics(**changes):
    """The first page of a whole draft."""
    plain = {
        "title": "Prøvepartnerskabet",
        "purpose": "Unge skal møde den samme hjælp på begge sider af grænsen.",
        "purposes": int(FOR),
        "from_date": clock.today(),
        "until_date": clock.today() + timedelta(days=3 * 365),
    }
    return Basics(**plain | changes)


def draft(by, **changes) -> UUID:
    """A whole draft, begun by Gladsaxe."""
    made = actions.begin(by=by, kind=AgreementKind.FIRST, form=ids.opaque())
    actions.change(by=by, agreement=made, basics=basics(**changes), version=1)
    own = Agreement.objects.get(id=made).parties.get()
    put(by, made, Part.PARTY, own.id, signatory="Borgmesteren")
    for organisation, office in PARTIES.items():
        put(by, made, Part.PARTY, organisation_id=named(organisation), signatory=office)
    put(by, made, Part.THEME, text="Hurtig hjælp i netværket", is_added=True)
    theme = AgreementTheme.objects.get(agreement_id=made)
    put(by, made, Part.ACTION, theme_id=theme.id, text="Netværksmøde inden syv dage", target="Ni af ti til tiden")
    put(by, made, Part.INDICATOR, theme_id=theme.id, text="Dage fra sag til møde", measure="Hvert kvartal")
    put(by, made, Part.ANNEX, kind=AnnexKind.PROTOCOL, title="Protokol for deling", text="Kun det nødvendige.")
    return made


def attached(by, agreement, *, form: UUID | None = None, at: int | None = None) -> AgreementAnnex:
    """Put a file into a draft as an annex."""
    actions.attach_annex(
        by=by,
        agreement=agreement,
        kind=AnnexKind.DPIA,
        title="Konsekvensanalyse",
        upload=PICTURE,
        version=at or version(agreement),
        form=form or ids.opaque(),
    )
    return AgreementAnnex.objects.exclude(file=None).get(agreement_id=agreement)


def sent(acting_as=acting_as, **changes) -> UUID:
    """A draft that has been sent for signing."""
    with acting_as("bo") as bo:
        made = draft(bo, **changes)
        actions.send(by=bo, agreement=made, version=version(made))
    return made


def shown(agreement: UUID) -> bytes:
    """The fingerprint that a signatory is shown."""
    return bytes(Agreement.objects.values_list("content_hash", flat=True).get(id=agreement) or b"")


@contextmanager
def present(who: str):
    """Somebody at a screen, with a second factor shown a moment ago."""
    somebody = actor(who)
    with within(replace(somebody.claims, session=hashed(sign_in(who))), route="test"):
        yield somebody


def signed_by(who: str, agreement: UUID) -> bool:
    """Somebody signs."""
    with present(who) as somebody:
        return actions.sign(by=somebody, agreement=agreement, shown=shown(agreement))


def signed(acting_as, **changes) -> UUID:
    """An agreement that all have signed."""
    made = sent(acting_as, **changes)
    for who in SIGNATORIES:
        signed_by(who, made)
    return made
