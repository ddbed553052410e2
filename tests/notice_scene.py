"""A statute between the police and two housing organisations, and a notice given on it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.notices import actions, queries
from tvaers.notices.actions import To, Told

STATUTE = named("Almenboligloven")
PARTIES = ("police", "housing", "housing-2")
DECISION = "Dømt for hærværk i opgangen."
DECIDED = clock.today() - timedelta(days=9)
TOLD = Told(
    name="Rasmus Opfundsen",
    address="Prøvevej 1, 2. th.",
    decision=DECISION,
    decided_on=DECIDED,
    effort="Helhedsplanen i Prøvely",
)
ADDRESS = Told(name="Rasmus Opfundsen", address="Prøvevej 1, 2. th.")
NECESSITY = "Indsatsen i opgangen skal tilrettelægges."


def joined(administrator, *, parties=PARTIES) -> UUID:
    """Write the statute down; it carries both of its paragraphs."""
    administrator.execute(
        "INSERT INTO sharing_frame (id, kind, title, basis, purposes, in_force_from)"
        " VALUES (%s, 'statute', 'Almenboligloven', 'Almenboligloven § 63 d, § 63 e', 1, now() - interval '9 days')",
        [STATUTE],
    )
    for party in parties:
        administrator.execute(
            "INSERT INTO sharing_frameparty (frame_id, organisation_id) VALUES (%s, %s)", [STATUTE, named(party)]
        )
    return STATUTE


def to(by: Any, who: str = "helga", **changes: Any) -> To:
    """To somebody in a housing organisation, as the page says it."""
    kind = actions.kind_of(by)
    assert kind is not None
    found = next(one for one in queries.receivers(actor=by, kind=kind) if one.id == named(who))
    usual = To(
        organisation=found.organisation,
        member=found.id,
        frame=found.frame,
        basis=found.basis,
        until=clock.today() + timedelta(days=30),
        necessity=NECESSITY,
    )
    return replace(usual, **changes)


def give(by, *, told=TOLD, who="helga", form=None) -> UUID:
    """Give a notice."""
    return actions.give(by=by, told=told, to=to(by, who), form=form)


def given() -> UUID:
    """One that Palle, of the police, gives."""
    with acting_as("palle") as palle:
        return give(palle)


def day(name: str, value: date) -> dict[str, Any]:
    """A date as its three fields send it."""
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def typed(**changes: Any) -> dict[str, Any]:
    """What the form of the police sends."""
    until = clock.today() + timedelta(days=30)
    return {
        "form": str(uuid4()),
        "receiver": str(named("helga")),
        "name": TOLD.name,
        "address": TOLD.address,
        "decision": DECISION,
        **day("decided_on", DECIDED),
        "effort": TOLD.effort,
        "necessity": NECESSITY,
        **day("until", until),
    } | changes
