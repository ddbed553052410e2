"""Concerns for tests: written as people write them, and many at once."""

from typing import Any
from uuid import UUID

import psycopg
from django.test import Client
from django.urls import reverse

from tvaers.concerns.actions.intake import Account, Part, Teller, write_down
from tvaers.concerns.enums import About, InvolvedRole, ReporterKind
from tvaers.partnerships.actor import Actor
from tvaers.people.actions import Details

FACT = "Ude efter kl. 23 fire aftener."
NAMES = ("Testus Opdigt", "Nora Påfund", "Ali Prøvesen")


def written(by: Actor, *, young: int = 1, kind: ReporterKind = ReporterKind.SCHOOL, **account: Any) -> UUID:
    """A concern about so many young people, from a named professional."""
    said = {"about": About.PERSON, "headline": "Dreng, 13 år, Mågeparken", "fact": FACT} | account
    parts = [
        Part(role=InvolvedRole.OF_CONCERN, details=Details(name=name, born="2012", pronoun="han"))
        for name in NAMES[:young]
    ]
    teller = Teller(kind=kind, name="Lise Lærervig", workplace="Prøveskolen")
    return write_down(by=by, account=Account(**said), teller=teller, parts=parts)


def decided(client: Client, concern: UUID, **typed: str) -> Any:
    """The answer to a decision sent from the page, with a reason unless `typed` says otherwise."""
    data = {"version": "1", "view": "to-assess", "reason": "Talt med skolen.", **typed}
    return client.post(reverse("concerns:decide", args=[concern]), data)


COPY = """
WITH made AS (SELECT gen_random_uuid() AS id FROM generate_series(1, %(number)s)),
dossiers AS (
    INSERT INTO sharing_dossier (id, kind, owner_id) SELECT id, 'concern', %(organisation)s FROM made RETURNING id
), access AS (
    INSERT INTO sharing_access (id, dossier_id, owner_id, organisation_id, unit_id, reader_id, categories, may, purpose,
        source, state, from_at, until_at)
    SELECT gen_random_uuid(), id, %(organisation)s, %(organisation)s, %(unit)s, %(unit)s, 511, 2, 1, 'owner',
        'accepted', now() - interval '1 hour', now() + interval '1 year' FROM made RETURNING 1
), concerns AS (
    INSERT INTO concerns_concern (id, state, outcome, channel, about, received_at, recorded_by, headline, strengths,
        fact, assessment, source, observed, tried, told, reaction, version)
    SELECT id, 'received', '', 'system', 'unknown', now() - interval '1 hour', %(member)s, '', '', '', '', '', '', '',
        'unknown', '', 1 FROM made RETURNING 1
)
INSERT INTO work_clock (id, dossier_id, category, kind, started_at, due_at)
SELECT gen_random_uuid(), id, 2, k, now(), now() + interval '5 hours' FROM made, unnest(ARRAY['acute', 'receipt']) AS k
"""


def copies(maintenance: psycopg.Connection[Any], by: Actor, number: int) -> None:
    """So many concerns without words, committed, for the unit of `by`."""
    values = {"number": number, "organisation": by.organisation.id, "unit": by.units[0], "member": by.id}
    with maintenance.transaction():
        maintenance.execute("SET CONSTRAINTS ALL DEFERRED")
        maintenance.execute(COPY, values)
