"""Draws `docs/reference/roles.md` from the rules: what each role can see at most, and what for (R7, R21).

`python -m tools.roles` writes it; `tests/repo/test_docs.py` fails when it is stale.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.enums import OrganisationKind, Role
from tvaers.partnerships.rules import DECIDING, ROLE_CATEGORIES, ROLE_PLACES, ROLE_PURPOSES

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "docs/reference/roles.md"

HEAD = """# What each role can see at most

Drawn by `python -m tools.roles` from `tvaers.partnerships.rules`. A role opens nothing by itself. Somebody sees a row
when an access row names them, their unit or their organisation, for a purpose of their role and a category of their
role, from one time until another, on a frame in force or as the owner's own (`sharing.Access`); the database asks all
of it for each row. What a role cannot see, no access row opens to it.

Which kinds of work a case can be is its purpose: the second table. Within an organisation a unit or a colleague is
let in, not everybody. Signatories, steering members and administrators see nothing of a young person; inspectors see
who looked, and the organisation's counts.
"""
YES, NO = "yes", "–"


def _table(first: str, columns: Iterable[str], rows: Iterable[tuple[str, Iterable[str]]]) -> Iterator[str]:
    names = [first, *columns]
    yield f"| {' | '.join(names)} |"
    yield "|" + " --- |" * len(names)
    for name, cells in rows:
        yield f"| {' | '.join([name, *cells])} |"
    yield ""


def _word(member: Role | Category | Purpose | OrganisationKind) -> str:
    return str(member.name).lower().replace("_", " ")


def _by(every: type[Category] | type[Purpose], masks: dict[Role, Category] | dict[Role, Purpose]) -> Iterator[str]:
    rows = ((_word(role), (YES if each & masks[role] else NO for each in every)) for role in Role)
    yield from _table("Role", map(_word, every), rows)


def _places() -> Iterator[str]:
    rows = (
        (_word(role), (YES if role & DECIDING else NO, ", ".join(_word(kind) for kind in sorted(ROLE_PLACES[role]))))
        for role in Role
    )
    yield from _table("Role", ("Decides whom something is given to, and when it ends", "At"), rows)


def drawn() -> str:
    """Return the whole page."""
    parts = (
        ("Categories", _by(Category, ROLE_CATEGORIES)),
        ("Purposes", _by(Purpose, ROLE_PURPOSES)),
        ("Where there are such roles", _places()),
    )
    return "\n".join([HEAD, *(line for title, lines in parts for line in (f"## {title}\n", *lines))])


if __name__ == "__main__":
    BUILT.write_text(drawn(), encoding="utf-8")
