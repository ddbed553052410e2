"""The fixed cast: one invented person for each role, in four organisations and one outside the partnership.

Alice owns, Bo is in her unit, Carl is her colleague in another unit, Hanne is in the next municipality, Palle is
the police, Karen the probation service, Vera a volunteer's association, Olga a municipality outside everything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import LiteralString
from uuid import UUID, uuid5

import psycopg
from psycopg import sql

from tvaers.guard.enums import Purpose
from tvaers.partnerships.actor import ActingOrganisation, Actor
from tvaers.partnerships.enums import OrganisationKind, Role

NAMESPACE = UUID("6f0b3c1a-5b7e-4f0e-9a52-9d8a4c1f2e10")


def named(name: str) -> UUID:
    """Return the fixed id of a thing by its name."""
    return uuid5(NAMESPACE, name)


@dataclass(frozen=True)
class Part:
    """One member of the cast."""

    key: str
    name: str
    title: str
    organisation: str
    unit: str | None
    roles: Role


ORGANISATIONS: dict[str, tuple[str, str, str, OrganisationKind, bool]] = {
    "gladsaxe": ("Gladsaxe Kommune", "Gladsaxe", "G", OrganisationKind.MUNICIPALITY, True),
    "herlev": ("Herlev Kommune", "Herlev", "H", OrganisationKind.MUNICIPALITY, False),
    "police": ("Københavns Vestegns Politi", "Politiet", "P", OrganisationKind.POLICE, False),
    "probation": ("Kriminalforsorgen", "KiF", "K", OrganisationKind.PROBATION, False),
    "association": ("Kildevældets Fritidsforening", "Foreningen", "F", OrganisationKind.ASSOCIATION, False),
    "housing": ("Boligselskabet Prøvely", "Prøvely", "B", OrganisationKind.HOUSING, False),
    "housing-2": ("Boligselskabet Opdigtet Eng", "Opdigtet Eng", "E", OrganisationKind.HOUSING, False),
    "outside": ("Langtborte Kommune", "Langtborte", "L", OrganisationKind.MUNICIPALITY, False),
}
UNITS: dict[str, tuple[str, str, str]] = {
    "gladsaxe-ssp": ("gladsaxe", "SSP og forebyggelse", "ssp"),
    "gladsaxe-family": ("gladsaxe", "Familieafdelingen", "family"),
    "gladsaxe-street": ("gladsaxe", "Gadeteamet", "street"),
    "herlev-ssp": ("herlev", "SSP Herlev", "ssp"),
    "police-prevention": ("police", "Forebyggende afsnit", "prevention"),
    "probation-supervision": ("probation", "Tilsyn København", "probation"),
}
CAST: tuple[Part, ...] = (
    Part("alice", "Alice Prøvedal", "SSP-konsulent", "gladsaxe", "gladsaxe-ssp", Role.SSP_CONSULTANT),
    Part("bo", "Bo Testesen", "SSP-koordinator", "gladsaxe", "gladsaxe-ssp", Role.COORDINATOR),
    Part("carl", "Carl Opdigt", "familierådgiver", "gladsaxe", "gladsaxe-family", Role.CASEWORKER),
    Part("dina", "Dina Påfund", "gademedarbejder", "gladsaxe", "gladsaxe-street", Role.STREET_WORKER),
    Part("erik", "Erik Fantas", "forældrecoach", "gladsaxe", None, Role.PARENT_COACH),
    Part("frida", "Frida Leder", "afdelingsleder", "gladsaxe", "gladsaxe-ssp", Role.SUPERVISOR),
    Part("gerda", "Gerda Nøgleby", "systemadministrator", "gladsaxe", None, Role.ADMINISTRATOR),
    Part("gorm", "Gorm Nøgleby", "systemadministrator", "gladsaxe", None, Role.ADMINISTRATOR),
    Part("signe", "Signe Blækhus", "direktør", "gladsaxe", None, Role.SIGNATORY),
    Part("stine", "Stine Styrup", "borgmester", "gladsaxe", None, Role.STEERING),
    Part("inga", "Inga Tilsyn", "databeskyttelsesrådgiver", "gladsaxe", None, Role.INSPECTOR),
    Part("hanne", "Hanne Nabo", "SSP-konsulent", "herlev", "herlev-ssp", Role.SSP_CONSULTANT),
    Part("henrik", "Henrik Nabo", "systemadministrator", "herlev", None, Role.ADMINISTRATOR),
    Part("palle", "Palle Patrulje", "forebyggelsesbetjent", "police", "police-prevention", Role.POLICE_PREVENTION),
    Part("ida", "Ida Indsigt", "databeskyttelsesjurist", "police", None, Role.INSPECTOR),
    Part("ellen", "Ellen Udvej", "exitkoordinator", "police", None, Role.POLICE_EXIT),
    Part("karen", "Karen Tilsynsby", "tilsynsførende", "probation", "probation-supervision", Role.PROBATION_OFFICER),
    Part("vera", "Vera Frivillig", "frivillig", "association", None, Role.STREET_WORKER),
    Part("helga", "Helga Husvild", "boligsocial leder", "housing", None, Role.COORDINATOR),
    Part("hugo", "Hugo Husvild", "boligsocial medarbejder", "housing", None, Role.STREET_WORKER),
    Part("elin", "Elin Engly", "boligsocial leder", "housing-2", None, Role.COORDINATOR),
    Part("sonja", "Sonja Skrivekløe", "kommunaldirektør", "herlev", None, Role.SIGNATORY),
    Part("poul", "Poul Pennefør", "chefpolitiinspektør", "police", None, Role.SIGNATORY),
    Part("kirsten", "Kirsten Kontrakt", "områdedirektør", "probation", None, Role.SIGNATORY),
    Part("oda", "Oda Udenfor", "SSP-koordinator", "outside", None, Role.COORDINATOR),
    Part("olga", "Olga Udenfor", "SSP-konsulent", "outside", None, Role.SSP_CONSULTANT),
)


def actor(key: str) -> Actor:
    """Return a member of the cast as an actor."""
    part = next(part for part in CAST if part.key == key)
    name, short, mark, kind, host = ORGANISATIONS[part.organisation]
    return Actor(
        id=named(part.key),
        user_id=named(f"user {part.key}"),
        name=part.name,
        title=part.title,
        email=f"{part.key}@example.org",
        phone="",
        roles=int(part.roles),
        organisation=ActingOrganisation(named(part.organisation), name, short, mark, kind, host),
        units=(named(part.unit),) if part.unit else (),
    )


class _Script:
    """Takes statements as a cursor does, and makes one text of them: that is there and back once."""

    def __init__(self) -> None:
        self._statements: list[sql.Composable] = []

    def execute(self, statement: LiteralString, values: Iterable[object]) -> None:
        """Take a statement with its values."""
        self._statements.append(_filled(statement, values))

    def executemany(self, statement: LiteralString, rows: Iterable[Iterable[object]]) -> None:
        """Take a statement that inserts rows."""
        insert, _, marks = statement.rpartition(" VALUES ")
        lines = sql.SQL(", ").join(_filled(marks, values) for values in rows)
        self._statements.append(sql.SQL(insert) + sql.SQL(" VALUES ") + lines)

    def text(self) -> str:
        """Return the whole."""
        return sql.SQL(";\n").join(self._statements).as_string(None)


def _filled(statement: LiteralString, values: Iterable[object]) -> sql.Composed:
    marked = statement.replace("{", "{{").replace("}", "}}").replace("%s", "{}")
    return sql.SQL(marked).format(*map(sql.Literal, values))


def build(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Write the cast with the maintenance role: organisations, units, accounts, memberships, two frames."""
    with connection.transaction():
        connection.execute(_written().encode())


@cache
def _written() -> str:
    script = _Script()
    script.executemany(
        "INSERT INTO partnerships_organisation (id, name, short_name, mark, kind, phone, is_host)"
        " VALUES (%s, %s, %s, %s, %s, '', %s)",
        [(named(key), name, short, mark, kind, host) for key, (name, short, mark, kind, host) in ORGANISATIONS.items()],
    )
    script.executemany(
        "INSERT INTO partnerships_unit (id, organisation_id, name, kind) VALUES (%s, %s, %s, %s)",
        [(named(key), named(organisation), name, kind) for key, (organisation, name, kind) in UNITS.items()],
    )
    script.executemany(
        "INSERT INTO accounts_user (id, email, password, is_active) VALUES (%s, %s, '!', true)",
        [(named(f"user {part.key}"), f"{part.key}@example.org") for part in CAST],
    )
    script.executemany(
        "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, 'totp', '{}', now())",
        [(named(f"user {part.key}"),) for part in CAST],
    )
    script.executemany(
        "INSERT INTO partnerships_membership"
        " (id, user_id, organisation_id, name, title, phone, email, roles, state)"
        " VALUES (%s, %s, %s, %s, %s, '', %s, %s, 'active')",
        [
            (
                named(p.key),
                named(f"user {p.key}"),
                named(p.organisation),
                p.name,
                p.title,
                f"{p.key}@example.org",
                p.roles,
            )
            for p in CAST
        ],
    )
    script.executemany(
        "INSERT INTO partnerships_unitmembership (membership_id, unit_id) VALUES (%s, %s)",
        [(named(part.key), named(part.unit)) for part in CAST if part.unit],
    )
    _frames(script)
    return script.text()


def employ_beside(connection: psycopg.Connection[tuple[object, ...]], key: str, number: int) -> str:
    """Write down, with the maintenance role, somebody with the job of a member of the cast; return their key."""
    new = f"{key}-{number}"
    account, email = named(f"user {new}"), f"{new}@example.org"
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_user (id, email, password, is_active) VALUES (%s, %s, '!', true)", [account, email]
        )
        cursor.execute(
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, 'totp', '{}', now())",
            [account],
        )
        cursor.execute(
            "INSERT INTO partnerships_membership"
            " (id, user_id, organisation_id, name, title, phone, email, roles, state)"
            " SELECT %s, %s, organisation_id, name, title, phone, %s, roles, state"
            " FROM partnerships_membership WHERE id = %s",
            [named(new), account, email, named(key)],
        )
        cursor.execute(
            "INSERT INTO partnerships_unitmembership (membership_id, unit_id)"
            " SELECT %s, unit_id FROM partnerships_unitmembership WHERE membership_id = %s",
            [named(new), named(key)],
        )
    return new


def _frames(script: _Script) -> None:
    frames = (
        (
            "agreement",
            "Prøveaftalen",
            "§ 115, stk. 1, nr. 1",
            Purpose.SSP | Purpose.RADICALISATION,
            ("gladsaxe", "herlev", "police"),
        ),
        (
            "statute",
            "Retsplejelovens § 115",
            "§ 115, stk. 1, nr. 3",
            Purpose.KSP,
            ("gladsaxe", "herlev", "police", "probation"),
        ),
    )
    for kind, title, basis, purposes, parties in frames:
        script.execute(
            "INSERT INTO sharing_frame (id, kind, title, basis, purposes, in_force_from, in_force_until)"
            " VALUES (%s, %s, %s, %s, %s, now() - interval '1 year', now() + interval '3 years')",
            (named(title), kind, title, basis, int(purposes)),
        )
        script.executemany(
            "INSERT INTO sharing_frameparty (frame_id, organisation_id) VALUES (%s, %s)",
            [(named(title), named(party)) for party in parties],
        )
