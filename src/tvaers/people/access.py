"""The doors to a person. Hidden equals missing; what is returned is recorded as seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.people.enums import Knowledge
from tvaers.people.models import Address, Person
from tvaers.people.rules import cpr as cpr_rules
from tvaers.sharing import seen
from tvaers.sharing.parts import parsed, parts
from tvaers.sharing.sealing import open_rows

SEALED = ("name", "nickname", "description", "cpr", "born", "pronoun", "phone", "school", "language")
CALLED = ("name", "nickname", "description")
ADDRESS = ("street", "place")
_YEAR_ONLY = 4


@dataclass(frozen=True, kw_only=True)
class PersonCard:
    """Somebody as a page shows them: opened texts, the CPR number masked. is_erased: the key is gone."""

    id: UUID
    knowledge: Knowledge
    name: str
    nickname: str
    description: str
    cpr_masked: str
    born: str
    pronoun: str
    phone: str
    school: str
    language: str
    needs_interpreter: bool
    has_protected_address: bool
    version: int
    street: str = ""
    place: str = ""
    is_erased: bool = False

    @property
    def birth_year(self) -> int | None:
        """The year of birth, when it is known."""
        return int(self.born[:_YEAR_ONLY]) if self.born else None

    @property
    def birthday(self) -> date | None:
        """The birthday, when the day itself is known."""
        return date.fromisoformat(self.born) if len(self.born) > _YEAR_ONLY else None

    @property
    def age(self) -> int | None:
        """The age today; from a year alone, the age turned this year."""
        if self.birthday is not None:
            return cpr_rules.age_on(self.birthday, clock.today())
        return clock.today().year - self.birth_year if self.birth_year is not None else None

    @property
    def label(self) -> str:
        """What to call somebody: the name, else the nickname, else the description."""
        if self.is_erased:
            return _("Erased")
        return self.name or self.nickname or self.description or _("Somebody unknown")


def card_of(row: dict[str, Any], address: dict[str, Any] | None = None) -> PersonCard:
    """Return the card of an opened row."""
    number = row.pop("cpr")
    shown = {field: row[field] for field in PersonCard.__dataclass_fields__ if field in row}
    shown["knowledge"] = Knowledge(row["knowledge"])
    masked = cpr_rules.parse(number).masked if number else ""
    where = {name: address[name] for name in ADDRESS} if address else {}
    return PersonCard(**shown, cpr_masked=masked, **where)


def opened(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Return rows of people opened; one whose key is gone has no text left and is marked as erased."""
    found: list[dict[str, Any]] = list(rows)
    said = {row["id"] for row in found if any(row[field] for field in SEALED)}
    for row in open_rows(Person, found, SEALED, dossier="id"):
        row["is_erased"] = row["id"] in said and not any(row[field] for field in SEALED)
    return found


def cards(ids: set[UUID]) -> dict[UUID, PersonCard]:
    """Return the cards of those among `ids` that the asker can see, in one statement."""
    if not ids:
        return {}
    rows = opened(Person.objects.filter(id__in=ids).values())
    seen.record_all((row["id"] for row in rows), Category.IDENTITY)
    return {row["id"]: card_of(row) for row in rows}


def called(ids: set[UUID], text: str) -> set[UUID]:
    """Return those among `ids` whose name, nickname or description holds `text`, opened in memory.

    Whoever shows them fetches their `cards`: nobody else counts as seen.
    """
    needle = text.casefold()
    rows = open_rows(Person, Person.objects.filter(id__in=ids).values("id", *CALLED), CALLED, dossier="id")
    return {row["id"] for row in rows if any(needle in row[name].casefold() for name in CALLED)}


def for_counting(ids: set[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return of each the day of birth, or its year, and "female" or "male" as the CPR number tells; "" where not known.

    For figures about many: it counts as a look at each of them.
    """
    columns = ("born", "cpr")
    rows = open_rows(Person, Person.objects.filter(id__in=ids).values("id", *columns), columns, dossier="id")
    seen.record_all((row["id"] for row in rows), Category.IDENTITY)
    found = {}
    for row in rows:
        number = cpr_rules.parse(row["cpr"]) if row["cpr"] else None
        born = row["born"] or (number.born.isoformat() if number else "")
        found[row["id"]] = (born, number.gender if number else "")
    return found


def rows_with_address(ids: Iterable[UUID]) -> dict[UUID, tuple[dict[str, Any], dict[str, Any] | None]]:
    """Return opened rows of people with their addresses where the asker may see them, in one statement.

    They hold whole CPR numbers and are for this app's own doors and actions.
    """
    columns = ("id", "dossier_id", *ADDRESS)
    people = Person.objects.filter(id__in=ids).annotate(address_rows=parts(Address, columns)).values()
    rows: list[Any] = list(people)
    addresses = {row["id"]: parsed(Address, row.pop("address_rows")) for row in rows}
    open_rows(Address, [each for found in addresses.values() for each in found], ADDRESS)
    seen.record_all((row["id"] for row in rows), Category.IDENTITY)
    return {row["id"]: (row, next(iter(addresses[row["id"]]), None)) for row in opened(rows)}


def get_for_reading(*, person: UUID) -> PersonCard:
    """Return one person with address where the asker may see it. Raises Http404 when hidden or missing."""
    found = rows_with_address([person]).get(person)
    if found is None:
        raise Http404
    return card_of(*found)
