"""What stands in a world before its dossiers: organisations, units, areas, people with password and second factor."""

import base64
import hashlib
import json
from datetime import datetime, timedelta

import psycopg
from django.contrib.auth.hashers import make_password

from bench.world.shape import ORGANISATIONS, Organisation, named
from tvaers.accounts.adapters import SecondFactorAdapter, secrets_of
from tvaers.guard.enums import Purpose

PASSWORD = "hundrede-organisationer"  # noqa: S105 - everybody's, in a world of nobody
AREAS = 3
Cursor = psycopg.Cursor[tuple[object, ...]]


def secret_of(email: str) -> str:
    """Return the secret that somebody's authenticator app would hold, in base32."""
    return base64.b32encode(hashlib.sha256(email.encode()).digest()[:20]).decode()


def build(connection: psycopg.Connection[tuple[object, ...]], now: datetime) -> None:
    """Write all of it with the maintenance login."""
    everybody = [Organisation(number) for number in range(ORGANISATIONS)]
    with connection.transaction(), connection.cursor() as cursor:
        _organisations(cursor, everybody)
        _accounts(cursor, everybody)
        _memberships(cursor, everybody)
        _frame(cursor, everybody, now)


def _organisations(cursor: Cursor, everybody: list[Organisation]) -> None:
    cursor.executemany(
        "INSERT INTO partnerships_organisation (id, name, short_name, mark, kind, phone, is_host)"
        " VALUES (%s, %s, %s, %s, %s, '', %s)",
        [(o.id, f"Prøvested {o.number}", f"P{o.number}", f"{o.number}"[-2:], o.kind, o.number == 1) for o in everybody],
    )
    cursor.executemany(
        "INSERT INTO partnerships_unit (id, organisation_id, name, kind) VALUES (%s, %s, %s, %s)",
        [
            row
            for o in everybody
            for row in ((o.units[0], o.id, "Forebyggelse", o.unit_kind), (o.units[1], o.id, "En anden enhed", "other"))
        ],
    )
    cursor.executemany(
        "INSERT INTO areas_area (id, kind, name) VALUES (%s, 'municipality', %s)",
        [(named(f"area {o.number}"), f"Prøvested {o.number}") for o in everybody],
    )
    cursor.executemany(
        "INSERT INTO areas_area (id, kind, name, parent_id) VALUES (%s, 'housing', %s, %s)",
        [
            (named(f"area {o.number} {place}"), f"Område {place}", named(f"area {o.number}"))
            for o in everybody
            for place in range(AREAS)
        ],
    )


def _accounts(cursor: Cursor, everybody: list[Organisation]) -> None:
    password = make_password(PASSWORD)
    people = [(o.user(place), o.email(place)) for o in everybody for place in range(len(o.members))]
    cursor.executemany(
        "INSERT INTO accounts_user (id, email, password, is_active) VALUES (%s, %s, %s, true)",
        [(user, email, password) for user, email in people],
    )
    sealed = []
    for user, email in people:
        with secrets_of(user):
            sealed.append((user, json.dumps({"secret": SecondFactorAdapter().encrypt(secret_of(email))})))
    cursor.executemany(
        "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, 'totp', %s, now())", sealed
    )


def _memberships(cursor: Cursor, everybody: list[Organisation]) -> None:
    rows = [(o, place, member) for o in everybody for place, member in enumerate(o.members)]
    cursor.executemany(
        "INSERT INTO partnerships_membership"
        " (id, user_id, organisation_id, name, title, phone, email, roles, state, reviewed_at)"
        " VALUES (%s, %s, %s, %s, 'konsulent', '', %s, %s, 'active', now())",
        [
            (member, o.user(place), o.id, f"Prøve {o.number} Nr. {place}", o.email(place), int(o.role))
            for o, place, member in rows
        ],
    )
    cursor.executemany(
        "INSERT INTO partnerships_unitmembership (membership_id, unit_id) VALUES (%s, %s)",
        [(member, o.units[member == o.members[-1]]) for o, _place, member in rows],
    )


def _frame(cursor: Cursor, everybody: list[Organisation], now: datetime) -> None:
    frame, year = named("frame agreement"), timedelta(days=365)
    cursor.execute(
        "INSERT INTO sharing_frame (id, kind, title, basis, purposes, in_force_from, in_force_until)"
        " VALUES (%s, 'agreement', 'Prøveaftalen', '§ 115, stk. 1, nr. 1', %s, %s, %s)",
        (frame, int(Purpose.SSP | Purpose.RADICALISATION), now - 4 * year, now + 4 * year),
    )
    cursor.executemany(
        "INSERT INTO sharing_frameparty (frame_id, organisation_id) VALUES (%s, %s)", [(frame, o.id) for o in everybody]
    )
