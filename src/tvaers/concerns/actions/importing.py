"""Importing many concerns from one file: read, matched, started, run in pieces, stopped (indlæsning)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.http import Http404

from tvaers.areas.models import Area
from tvaers.audit.actions import record
from tvaers.concerns.actions.imported import write_down_row
from tvaers.concerns.actions.intake import WrittenAlreadyError, arrived, receivers, token_of_row
from tvaers.concerns.enums import ImportState, StoppedBecause
from tvaers.concerns.imports import columns, grouping
from tvaers.concerns.imports.columns import Field
from tvaers.concerns.imports.rows import Flaw, Known, Problem, Reading
from tvaers.concerns.models import Import, ImportMapping
from tvaers.files.tables import Line, Table
from tvaers.foundation import clock, queue
from tvaers.guard.enums import Purpose
from tvaers.partnerships.actor import Actor
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import DossierKind
from tvaers.sharing.sealing import open_rows, sealed

TASK = "concerns.run_import"
# The list of rows that were left out is kept this long, so that the file can be mended.
KEPT = timedelta(days=30)
# Rows written in one transaction: short, so that the bar moves and a stop is heard.
PIECE = 10
_TEXTS = ("filename", "table", "problems")


class WrongImportStateError(ValueError):
    """The import is not where this step begins: it runs, or is over."""


class NotMatchedError(ValueError):
    """No column is chosen for a required field; `fields` names them."""

    def __init__(self, fields: Sequence[Field]) -> None:
        """Keep the fields for the message."""
        super().__init__("not matched")
        self.fields = tuple(fields)


@dataclass(frozen=True, kw_only=True)
class ImportView:
    """An import as its owner sees it."""

    id: UUID
    state: ImportState
    filename: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    mapping: Mapping[str, int]
    problems: tuple[Problem, ...]
    total: int
    done: int
    written: int
    known: int
    bad: int
    stopped_because: StoppedBecause | None = None

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more happens."""
        return self.state in {ImportState.DONE, ImportState.CANCELLED}


def begin(*, by: Actor, filename: str, table: Table) -> UUID:
    """Keep a file's cells, sealed, for the actor alone, columns matched where they can be; returns the id."""
    with transaction.atomic():
        # An import is nobody else's business before its concerns are written.
        opened = sharing.open_dossier(by=by, kind=DossierKind.IMPORT, purpose=Purpose.SSP, member=by.id)
        texts = {"filename": filename[:200], "table": _packed(table), "problems": ""}
        Import.objects.create(
            id=opened,
            member_id=by.id,
            erase_on=clock.today() + KEPT,
            mapping=_remembered(by, table.headings) or columns.guessed(table.headings),
            total=len(table.lines),
            **sealed(Import, dossier=opened, row=opened, texts=texts),
        )
        record("concerns.import_read", object_id=opened, dossier_id=opened, detail={"rows": len(table.lines)})
    return opened


def _packed(table: Table) -> str:
    return json.dumps({"headings": table.headings, "lines": [[line.number, *line.cells] for line in table.lines]})


def _packed_problems(problems: Iterable[Problem]) -> str:
    return json.dumps(
        [[each.line, [[flaw.code, flaw.field, flaw.heading] for flaw in each.flaws]] for each in problems]
    )


def _unpacked_problems(text: str) -> tuple[Problem, ...]:
    """Return the problems by line. A list that was kept before columns were named holds codes alone."""
    found = [
        Problem(line=line, flaws=tuple(Flaw(*([said] if isinstance(said, str) else said)) for said in flaws))
        for line, flaws in json.loads(text or "[]")
    ]
    return tuple(sorted(found, key=lambda problem: problem.line))


def _remembered(by: Actor, headings: Sequence[str]) -> dict[str, int]:
    known = ImportMapping.objects.filter(organisation_id=by.organisation.id, headings=columns.fingerprint(headings))
    return dict(known.values_list("mapping", flat=True).first() or {})


def get(*, import_id: UUID) -> ImportView:
    """Return an import of the asker's. Raises Http404."""
    found = open_rows(Import, Import.objects.filter(id=import_id).values(), _TEXTS, dossier="id")
    if not found:
        raise Http404
    row = found[0]
    table = json.loads(row["table"]) if row["table"] else {"headings": [], "lines": []}
    return ImportView(
        id=row["id"],
        state=ImportState(row["state"]),
        filename=row["filename"],
        headings=tuple(table["headings"]),
        lines=tuple(Line(number, tuple(cells)) for number, *cells in table["lines"]),
        mapping=row["mapping"],
        problems=_unpacked_problems(row["problems"]),
        stopped_because=StoppedBecause(row["stopped_because"]) if row["stopped_because"] else None,
        **{name: row[name] for name in ("total", "done", "written", "known", "bad")},
    )


def match(*, by: Actor, import_id: UUID, mapping: Mapping[str, int]) -> None:
    """Set which column is which field, for this file and, for the organisation, for all with the same headings.

    Raises Http404, WrongImportStateError, NotMatchedError.
    """
    view = get(import_id=import_id)
    if view.state is not ImportState.READ:
        raise WrongImportStateError
    missing = columns.check(dict(mapping), len(view.headings))
    if missing:
        raise NotMatchedError(missing)
    with transaction.atomic():
        Import.objects.filter(id=import_id).update(mapping=dict(mapping))
        kind = {"organisation_id": by.organisation.id, "headings": columns.fingerprint(view.headings)}
        if not ImportMapping.objects.filter(**kind).update(mapping=dict(mapping), changed_at=clock.now()):
            ImportMapping.objects.bulk_create([ImportMapping(**kind, mapping=dict(mapping))], ignore_conflicts=True)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What an import would do: rows to write, rows that are here already, rows left out and why."""

    readings: tuple[Reading, ...]
    known: int
    problems: tuple[Problem, ...]


def preview(*, by: Actor, import_id: UUID) -> Preview:
    """Judge every row and write nothing. Raises Http404."""
    view = get(import_id=import_id)
    good, bad = _judged(by, view, view.lines)
    tokens = {token_of_row(by, reading.canonical): reading for reading in good}
    known = arrived(by=by, tokens=tokens)
    fresh = tuple(reading for token, reading in tokens.items() if token not in known)
    rows_of = {token: len(reading.rows) for token, reading in tokens.items()}
    known_rows = sum(len(reading.rows) for reading in good) - sum(
        count for token, count in rows_of.items() if token not in known
    )
    return Preview(readings=fresh, known=known_rows, problems=tuple(bad))


def _judged(by: Actor, view: ImportView, lines: Sequence[Line]) -> tuple[list[Reading], list[Problem]]:
    known = Known(
        now=clock.now(),
        areas={name.casefold(): id_ for id_, name in Area.objects.values_list("id", "name").order_by("id")},
        units={name.casefold(): unit for unit, name in receivers(by).items()},
        headings=view.headings,
    )
    return grouping.all_judged(lines, view.mapping, known)


def start(*, by: Actor, import_id: UUID) -> None:
    """Let the worker write the good rows. Raises Http404, WrongImportStateError."""
    with transaction.atomic():
        get(import_id=import_id)
        waiting = Import.objects.filter(id=import_id, state=ImportState.READ)
        if not waiting.update(state=ImportState.RUNNING):
            raise WrongImportStateError
        queue.enqueue(TASK, import_id=str(import_id), only_one=f"{TASK}:{import_id}")
        record("concerns.import_started", object_id=import_id, dossier_id=import_id)


def cancel(*, by: Actor, import_id: UUID) -> None:
    """Stop an import; what is written stays, and one that has just ended stays as it ended. Raises Http404."""
    with transaction.atomic():
        # Held first: the worker may end it while this is asked.
        Import.objects.select_for_update().filter(id=import_id).values("id").first()
        if not get(import_id=import_id).is_over:
            _cancelled(import_id, StoppedBecause.ASKED)


def give_up(*, import_id: UUID) -> None:
    """End a running import whose owner may not write concerns down any more; what is written stays.

    In the name of the organisation, as nobody is left to do it: the job calls it, no page.
    """
    with transaction.atomic():
        running = Import.objects.select_for_update().filter(id=import_id, state=ImportState.RUNNING)
        if running.values("id").first():
            _cancelled(import_id, StoppedBecause.ROLE)


def _cancelled(import_id: UUID, because: StoppedBecause) -> None:
    _end(import_id, ImportState.CANCELLED, because)
    record("concerns.import_cancelled", object_id=import_id, dossier_id=import_id, detail={"because": because})


def _end(import_id: UUID, state: ImportState, because: StoppedBecause | str = "") -> None:
    """Note the end; the cells go now, the list of rows left out later."""
    Import.objects.filter(id=import_id).update(state=state, ended_at=clock.now(), table=b"", stopped_because=because)


def mark_result_read(*, import_id: UUID) -> None:
    """Note that the owner has read the result."""
    Import.objects.filter(id=import_id, seen_at=None, ended_at__isnull=False).update(seen_at=clock.now())


def run_piece(*, by: Actor, import_id: UUID) -> bool:
    """Handle the next rows of a running import, and tell whether there are more. Run again, it goes on where it was.

    Raises Http404.
    """
    with transaction.atomic():
        held = Import.objects.select_for_update().filter(id=import_id).values("state", "done").first()
        if held is None:
            raise Http404
        if held["state"] != ImportState.RUNNING:
            return False
        view = get(import_id=import_id)
        piece = _next_piece(view)
        written, known, problems = _written(by, view, piece)
        texts = {"problems": _packed_problems((*view.problems, *problems))}
        Import.objects.filter(id=import_id).update(
            done=view.done + len(piece),
            written=view.written + written,
            known=view.known + known,
            bad=view.bad + len(problems),
            **sealed(Import, dossier=import_id, row=import_id, texts=texts),
        )
        is_over = view.done + len(piece) >= view.total
        if is_over:
            _end(import_id, ImportState.DONE)
            record("concerns.imported", object_id=import_id, dossier_id=import_id, detail={"rows": view.total})
    return not is_over


def _next_piece(view: ImportView) -> list[Line]:
    """Return the next rows to be handled: whole concerns, whose rows may stand anywhere in the file."""
    piece: list[Line] = []
    handled = 0
    for rows in grouping.together(view.lines, view.mapping):
        if handled >= view.done:
            piece += rows
        handled += len(rows)
        if len(piece) >= PIECE:
            break
    return piece


def _written(by: Actor, view: ImportView, piece: Sequence[Line]) -> tuple[int, int, list[Problem]]:
    good, bad = _judged(by, view, piece)
    written = known = 0
    for reading in good:
        try:
            write_down_row(by=by, reading=reading)
            written += 1
        except WrittenAlreadyError:
            known += len(reading.rows)
    return written, known, bad
