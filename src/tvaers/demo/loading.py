"""Loads what is invented: rows of reference by the maintenance login, deeds by the people themselves.

Loading twice changes nothing: what is there stays as it is, also when somebody has changed it meanwhile.
"""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg
from django.contrib.auth.hashers import make_password
from django.utils.translation import override

from tvaers.accounts.adapters import SecondFactorAdapter, secrets_of
from tvaers.demo import (
    agreements,
    areas,
    asking,
    conflicts,
    deeds,
    efforts,
    frames,
    incidents,
    meetings,
    methods,
    networks,
    picture,
    stories,
    street,
    surveys,
    undertakings,
    volunteers,
)
from tvaers.demo.organisations import ORGANISATIONS
from tvaers.demo.people_at_work import WORKERS, Job, jobs
from tvaers.demo.second_factor import PASSWORD, secret_of
from tvaers.demo.seed import dice, identified
from tvaers.demo.worker import Worker
from tvaers.foundation import clock

Cursor = psycopg.Cursor[Any]


def load(maintenance: psycopg.Connection[Any], say: Callable[[str], None]) -> None:
    """Write the partnership and three years of its work; `say` gets a line for each part.

    Must be called outside a transaction: each deed opens its own, as the person who does it.
    """
    load_partnership(maintenance, say)
    if not stories.is_loaded(maintenance):
        with override("da"):
            stories.Stories().load(maintenance, say)
    say(f"{incidents.load()} coded incidents of a year")
    street.load(say)
    meetings.load(say)
    networks.load(say)
    say(f"{volunteers.load()} volunteers of two organisations")


def load_partnership(maintenance: psycopg.Connection[Any], say: Callable[[str], None]) -> None:
    """Write organisations, areas, agreements and people at work, and what these have done with each other."""
    with maintenance.transaction(), maintenance.cursor() as cursor:
        say(f"{_organisations(cursor)} organisations and {_areas(cursor)} areas")
        say(f"{_frames(cursor)} frames for sharing, and {_agreements(cursor)} agreements")
        say(f"{_accounts(cursor)} people at work with {_memberships(cursor)} jobs")
    say(f"{picture.load()} bulletins in the local picture")
    say(f"{conflicts.load()} plans of conflicts")
    say(f"{methods.load()} pages of how we work")
    say(f"{efforts.load()} efforts that can be chosen")
    say(f"{surveys.load()} surveys of safety")
    say(f"{asking.load()} templates for assessments and talks")
    say(f"{deeds.do_all(maintenance)} deeds of theirs: invitations, a lost telephone, somebody who left")


def _written(cursor: Cursor, statement: str, rows: list[tuple[object, ...]]) -> int:
    cursor.executemany(f"{statement} ON CONFLICT DO NOTHING", rows)
    return len(rows)


def _organisations(cursor: Cursor) -> int:
    count = _written(
        cursor,
        "INSERT INTO partnerships_organisation (id, name, short_name, mark, kind, phone, is_host)"
        " VALUES (%s, %s, %s, %s, %s, '', %s)",
        [(each.id, each.name, each.short_name, each.mark, each.kind, each.is_host) for each in ORGANISATIONS],
    )
    _written(
        cursor,
        "INSERT INTO partnerships_unit (id, organisation_id, name, kind) VALUES (%s, %s, %s, %s)",
        [(unit.id, each.id, unit.name, unit.kind) for each in ORGANISATIONS for unit in each.units],
    )
    return count


def _areas(cursor: Cursor) -> int:
    written = _written(
        cursor,
        "INSERT INTO areas_area (id, kind, name, code, parent_id, police_district_id) VALUES (%s, %s, %s, %s, %s, %s)",
        [(each.id, each.kind, each.name, each.code, each.parent, each.police) for each in areas.places()],
    )
    columns = ", ".join(areas.BORDER_COLUMNS)
    values = ", ".join(["%s"] * len(areas.BORDER_COLUMNS))
    _written(cursor, f"INSERT INTO areas_border ({columns}) VALUES ({values})", list(areas.borders()))  # noqa: S608
    return written


def _frames(cursor: Cursor) -> int:
    all_frames = [*frames.agreements(clock.today()), *frames.statutes()]
    _written(
        cursor,
        "INSERT INTO sharing_frame (id, kind, title, basis, purposes, in_force_from, in_force_until)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        [(f.id, f.kind, f.title, f.basis, int(f.purposes), f.from_at, f.until_at) for f in all_frames],
    )
    _written(
        cursor,
        "INSERT INTO sharing_frameparty (frame_id, organisation_id) VALUES (%s, %s)",
        [(f.id, identified("organisation", party)) for f in all_frames for party in f.parties],
    )
    return len(all_frames)


def _agreements(cursor: Cursor) -> int:
    """Write the agreements that the pages show, with the frames they carry."""
    today = clock.today()
    count = _written(
        cursor,
        "INSERT INTO agreements_agreement (id, kind, title, previous_id, signed_text, from_date, until_date, purpose,"
        " source, is_invented, frame_id, purposes) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        agreements.rows(today),
    )
    _written(
        cursor,
        "INSERT INTO agreements_agreementparty (id, agreement_id, organisation_id, signatory) VALUES (%s, %s, %s, %s)",
        agreements.parties(today),
    )
    _written(
        cursor,
        "INSERT INTO agreements_agreementtheme (id, agreement_id, place, text, is_added) VALUES (%s, %s, %s, %s, %s)",
        agreements.themes(today),
    )
    _undertakings(cursor, today)
    return count


def _undertakings(cursor: Cursor, today: date) -> None:
    """Write what the parties of the invented agreement have said that they do, and have begun."""
    _written(
        cursor,
        "INSERT INTO agreements_agreementaction (id, agreement_id, theme_id, place, text, responsible_id, target, due_on)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        undertakings.actions(today),
    )
    _written(
        cursor,
        "INSERT INTO agreements_agreementindicator (id, agreement_id, theme_id, place, text, measure, target)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        undertakings.indicators(today),
    )
    _written(
        cursor,
        "INSERT INTO agreements_agreementinitiative (id, agreement_id, theme_id, owner_id, text, budget, result)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        undertakings.initiatives(today),
    )


def _accounts(cursor: Cursor) -> int:
    """Write the accounts; a second factor only with a new one, so that a reset one stays reset."""
    password = make_password(PASSWORD)
    for worker in WORKERS:
        cursor.execute(
            "INSERT INTO accounts_user (id, email, password, is_active) VALUES (%s, %s, %s, true) ON CONFLICT DO NOTHING",
            [worker.user_id, worker.email, password],
        )
        if cursor.rowcount:
            cursor.execute(
                "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, 'totp', %s, now())",
                [worker.user_id, json.dumps({"secret": _sealed(worker)})],
            )
    return len(WORKERS)


def _sealed(worker: Worker) -> str:
    with secrets_of(worker.user_id):
        return SecondFactorAdapter().encrypt(secret_of(worker))


def _memberships(cursor: Cursor) -> int:
    rows = jobs()
    count = _written(
        cursor,
        "INSERT INTO partnerships_membership"
        " (id, user_id, organisation_id, name, title, phone, email, roles, state, created_at, reviewed_at)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'active', %s, %s)",
        [_membership_row(job, place) for place, job in enumerate(rows)],
    )
    _written(
        cursor,
        # Whoever has left in the meantime is in no unit any longer.
        "INSERT INTO partnerships_unitmembership (membership_id, unit_id)"
        " SELECT m.id, u.id FROM partnerships_membership m, partnerships_unit u"
        " WHERE m.id = %s AND u.id = %s AND m.state <> 'left'",
        [(job.id, unit) for job in rows for unit in job.actor.units],
    )
    return count


def _membership_row(job: Job, place: int) -> tuple[object, ...]:
    """Return a membership: begun some years ago, its rights reviewed within the last fourteen months (R21)."""
    now, chance, worker = clock.now(), dice(f"membership {job.key}"), job.worker
    begun = now - timedelta(days=chance.randint(500, 2000), minutes=place)
    reviewed = now - timedelta(days=chance.randint(20, 420))
    return (
        job.id,
        worker.user_id,
        job.organisation.id,
        worker.name,
        job.title,
        worker.phone,
        worker.email,
        int(job.roles),
        begun,
        reviewed,
    )
