"""`tvaers read-borders`: read a file of borders in, GeoJSON or TopoJSON, as the administrators' page does.

For files that are read in again and again, and by who has no browser at hand. It draws nothing that the page would not,
and stands in the log as done by the machine of the organisation that keeps the list.
"""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from tvaers.operations import installing
from tvaers.operations.terminal import OperationError, complain, say

if TYPE_CHECKING:
    from tvaers.areas.actions.importing import Said

ROUTE = "read-borders"
KINDS = ("municipality", "district", "housing", "police")


def main(arguments: Sequence[str]) -> int:
    """Read it, say what would be drawn and what not, and draw it; 1 where nothing could be drawn."""
    parser = argparse.ArgumentParser(prog="tvaers read-borders", description=__doc__)
    parser.add_argument("file", type=Path, help="the file")
    parser.add_argument("--kind", required=True, choices=KINDS, help="what its areas are")
    parser.add_argument("--from", dest="from_on", required=True, type=_day, help="the day from which they hold")
    parser.add_argument("--source", required=True, help="who made them, as it stands under the map")
    parser.add_argument("--name", default="", help="the property that holds the name (guessed)")
    parser.add_argument("--code", default="", help="the property that holds the official code (guessed)")
    parser.add_argument("--sketched", action="store_true", help="drawn by hand: where areas are, not where they end")
    parser.add_argument("--check", action="store_true", help="say what would be drawn, and draw nothing")
    asked = parser.parse_args(arguments)
    installing.start_django("app")
    from tvaers.areas.actions.importing import Said  # noqa: PLC0415 - after Django's start
    from tvaers.areas.models import AreaKind  # noqa: PLC0415 - as above

    said = Said(
        kind=AreaKind(asked.kind), from_on=asked.from_on, source=asked.source[:200], is_schematic=asked.sketched
    )
    return _read_in(asked, said)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"{typed!r} is no day such as 2026-01-31") from wrong


def _read_in(asked: argparse.Namespace, said: "Said") -> int:
    """Look it through and, unless that was all, draw it."""
    from tvaers.areas.actions import importing  # noqa: PLC0415 - after Django's start
    from tvaers.areas.imports.reading import UnreadableFileError, read  # noqa: PLC0415 - as above
    from tvaers.areas.wording import UNREADABLE  # noqa: PLC0415 - as above
    from tvaers.guard.enums import Category, Purpose  # noqa: PLC0415 - as above
    from tvaers.sharing import nightly  # noqa: PLC0415 - as above
    from tvaers.sharing.acting import system_claims, within  # noqa: PLC0415 - as above

    try:
        file = read(asked.file.read_bytes())
    except UnreadableFileError as unreadable:
        raise OperationError(f"{asked.file}: {UNREADABLE[unreadable.code]}") from unreadable
    host = nightly.host(ROUTE)
    if host is None:
        raise OperationError("there is no organisation that keeps the areas yet: tvaers init first.")
    claims = system_claims(host, categories=Category(0), purposes=Purpose(0))
    with within(claims, route=ROUTE):
        kept = importing.begin(owner=host, by=None, filename=asked.file.name, file=file, said=said)
        if asked.name or asked.code:
            _match(kept, asked)
        drawable = _tell(kept)
        if asked.check or not drawable:
            importing.stop(file_id=kept)
            return 0 if drawable else 1
        importing.start(by=None, file_id=kept)
    while True:
        with within(claims, route=ROUTE):
            more = importing.run_piece(file_id=kept)
            now = importing.get(file_id=kept)
        say(f"{now.done} of {now.outlines} areas")
        if not more:
            break
    say(f"Drawn: {now.added} borders that were not there, {now.moved} that ran otherwise; {now.same} ran like that.")
    return 0


def _match(kept: UUID, asked: argparse.Namespace) -> None:
    from tvaers.areas.actions import importing  # noqa: PLC0415 - after Django's start

    row = importing.get(file_id=kept)
    for each in filter(None, (asked.name, asked.code)):
        if each not in row.properties:
            raise OperationError(f"no area has {each!r}; the file has: {', '.join(row.properties)}")
    try:
        importing.match(file_id=kept, name=asked.name or row.name_property, code=asked.code or row.code_property)
    except importing.NoNamesError as empty:
        raise OperationError(f"nothing stands in {asked.name!r}") from empty


def _tell(kept: UUID) -> int:
    """Say what would be drawn, and of what is left out each with its reason; return how many areas it is."""
    from tvaers.areas.actions import importing  # noqa: PLC0415 - after Django's start
    from tvaers.areas.wording import REASONS  # noqa: PLC0415 - as above

    found = importing.preview(importing.get(file_id=kept))
    for problem in found.problems:
        complain(f"left out: piece {problem.number} ({problem.name or 'without a name'}): {REASONS[problem.code]}")
    new = sum(each.area is None for each in found.placed)
    say(
        f"{len(found.placed)} areas: {new} new, {len(found.placed) - new} in the list already; "
        f"{len(found.problems)} pieces left out"
    )
    return len(found.placed)
