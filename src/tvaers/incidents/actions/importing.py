"""Reading a file of incidents in: kept, matched, looked through, run in pieces, stopped (indlæsning af hændelser)."""

import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction

from tvaers.areas import shapes
from tvaers.areas.models import AreaKind
from tvaers.areas.queries import bordered, known
from tvaers.areas.rules import INNERMOST
from tvaers.audit.actions import record
from tvaers.files.tables import Bounds, Line, Table
from tvaers.foundation import clock, crypto, ids, queue
from tvaers.foundation.unnamed import NUMBER
from tvaers.guard.turns import take_turn
from tvaers.incidents.access import check_decider, get_file_for_import
from tvaers.incidents.enums import FileState, Origin
from tvaers.incidents.imports import columns as reading
from tvaers.incidents.imports.columns import Field
from tvaers.incidents.imports.places import Places, named
from tvaers.incidents.imports.rows import Judge, Problem, Row, keyed
from tvaers.incidents.models import IncidentFile
from tvaers.incidents.rules import AUDIENCE
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import Organisation

TASK: Final = "incidents.run_file"
BOUNDS: Final = Bounds(most_bytes=20 * 1024 * 1024, rows=150_000, unpacked=160 * 1024 * 1024)
# Incidents written in one transaction: few enough for the bar to move and a stop to be heard.
PIECE: Final = 10_000
# More problems are counted and not listed.
MOST_PROBLEMS: Final = 500
_HASHING: Final = "incidents:reference"
_WRITE: Final = """
INSERT INTO incidents_incident (id, owner_id, file_id, area_id, day, hour, kind, origin, key)
SELECT gen_random_uuid(), %s, %s, told.* FROM unnest(
    %s::uuid[], %s::date[], %s::smallint[], %s::varchar[], %s::varchar[], %s::bytea[]
) AS told ON CONFLICT (owner_id, key) DO NOTHING
"""


class WrongStateError(ValueError):
    """The file is not where this step begins: it runs, or is over."""


class NotMatchedError(ValueError):
    """No column is chosen for a field that no row can do without; `fields` names them."""

    def __init__(self, fields: Sequence[Field]) -> None:
        """Keep the fields for the message."""
        super().__init__("not matched")
        self.fields = tuple(fields)


class NothingReadableError(ValueError):
    """Every column of the file can hold somebody's name, number or words."""


def possible_audience(*, actor: Actor) -> list[tuple[UUID, str]]:
    """Return the other authorities that can be given counts, by name."""
    rows = Organisation.objects.filter(ended_at=None, kind__in=AUDIENCE).exclude(id=actor.organisation.id)
    return list(rows.order_by("name").values_list("id", "name"))


@dataclass(frozen=True, kw_only=True)
class Said:
    """What whoever reads a file in says of it. origin: of rows that do not say. form: sent twice, it is one file."""

    filename: str
    audience: Sequence[UUID]
    origin: Origin
    form: UUID


def begin(*, by: Actor, table: Table, said: Said) -> UUID:
    """Keep the columns of a file that may be read until it is started; return the id.

    Columns and words are as in the last file with the same headings, else guessed. Raises PermissionDenied,
    NothingReadableError.
    """
    check_decider(by)
    taken, left = reading.readable(table)
    if len(taken) < len(reading.REQUIRED):
        raise NothingReadableError
    headings = [table.headings[index] for index in taken]
    made = ids.of_form(said.form, "incidents", by.id)
    take_turn(made.bytes)
    if IncidentFile.objects.filter(id=made).exists():
        return made
    before = _remembered(by, headings)
    with transaction.atomic():
        IncidentFile.objects.create(
            id=made,
            owner_id=by.organisation.id,
            by_id=by.id,
            audience=sorted(set(said.audience)),
            filename=_unnumbered(said.filename)[:200],
            headings=headings,
            left_out=[_unnumbered(each)[:100] for each in left],
            fingerprint=reading.fingerprint(headings),
            columns=before["columns"] if before else reading.guessed(headings),
            words=before["words"] if before else {},
            origin=said.origin,
            content=packed([[line.number, *_cells(line, taken)] for line in table.lines]),
            lines=len(table.lines),
        )
        record("incidents.file_read", object_id=made, detail={"lines": len(table.lines), "left_out": len(left)})
    return made


def _cells(line: Line, taken: Sequence[int]) -> list[str]:
    return [line.cells[index] if index < len(line.cells) else "" for index in taken]


def _unnumbered(text: str) -> str:
    return re.sub(NUMBER, "…", text)


def packed(content: Any) -> bytes:  # noqa: ANN401 - lists of texts and numbers
    """Return what a file holds, small."""
    return zlib.compress(json.dumps(content, separators=(",", ":")).encode(), level=3)


def unpacked(content: bytes | memoryview) -> Any:  # noqa: ANN401 - as above
    """Return what was packed; nothing for nothing."""
    return json.loads(zlib.decompress(content)) if content else []


def _remembered(by: Actor, headings: Sequence[str]) -> dict[str, Any] | None:
    rows = IncidentFile.objects.filter(owner_id=by.organisation.id, fingerprint=reading.fingerprint(headings))
    found = rows.exclude(state=FileState.READ).order_by("-read_at").values("columns", "words").first()
    return dict(found) if found else None


def match(*, by: Actor, file_id: UUID, columns: Mapping[str, int], words: Mapping[str, Mapping[str, str]]) -> None:
    """Say which column is which field, and what words mean, beside what is known of them already.

    Raises Http404, PermissionDenied, WrongStateError, NotMatchedError.
    """
    missing = reading.missing(columns)
    if missing:
        raise NotMatchedError(missing)
    with transaction.atomic():
        kept = get_file_for_import(actor=by, id=file_id)
        if kept.state != FileState.READ:
            raise WrongStateError
        secret = _secret(kept)
        told = {
            name: {**kept.words.get(name, {}), **{keyed(secret, word): code for word, code in meant.items()}}
            for name, meant in {Field.KIND.value: {}, Field.ORIGIN.value: {}, **words}.items()
        }
        IncidentFile.objects.filter(id=file_id).update(columns=dict(columns), words=told)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a file would do. known: rows that are here already. unknown: by field, texts that mean nothing → rows.

    swapped: points whose columns stand in each other's place, and are read as they are meant.
    """

    rows: tuple[Row, ...]
    known: int
    problems: tuple[Problem, ...]
    unknown: Mapping[str, Mapping[str, int]]
    swapped: int


def preview(kept: IncidentFile) -> Preview:
    """Look a file through and write nothing."""
    rows, problems, judge = _judged(kept)
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM incidents_incident WHERE owner_id = %s AND key = ANY (%s)",
            [kept.owner_id, [row.key for row in rows]],
        )
        here = cursor.fetchone()[0]
    twice = len(rows) - len({row.key for row in rows})
    return Preview(
        rows=tuple(rows),
        known=here + twice,
        problems=tuple(problems),
        unknown=judge.unknown,
        swapped=judge.places.swapped,
    )


def _judged(kept: IncidentFile) -> tuple[list[Row], list[Problem], Judge]:
    today = clock.today()
    inner = sorted(known(INNERMOST), key=lambda area: INNERMOST.index(area.kind))
    around = sorted(bordered(INNERMOST, on=today), key=lambda each: INNERMOST.index(each[0].kind))
    judge = Judge(
        columns=kept.columns,
        meant=kept.words,
        origin=kept.origin,
        places=Places(
            named((area.name, area.id, area.parent if area.kind == AreaKind.HOUSING else None) for area in inner),
            [(area.id, shapes.unpacked(rings)) for area, rings in around],
        ),
        today=today,
        secret=_secret(kept),
    )
    rows, problems = judge.judged(Line(number, tuple(cells)) for number, *cells in unpacked(kept.content))
    return rows, problems, judge


def _secret(kept: IncidentFile) -> bytes:
    return crypto.derived(settings.TVAERS_ROOT_KEY, f"{_HASHING}:{kept.owner_id}")


def start(*, by: Actor, file_id: UUID) -> None:
    """Let the worker write the good rows. Raises Http404, PermissionDenied, WrongStateError, NotMatchedError."""
    with transaction.atomic():
        kept = get_file_for_import(actor=by, id=file_id)
        missing = reading.missing(kept.columns)
        if missing:
            raise NotMatchedError(missing)
        rows, problems, _judge = _judged(kept)
        # Day by day: each piece has weeks of its own, whose counts are written once and not in every piece. And in one
        # order in all files: two that write the same rows wait for each other, and never both.
        rows.sort(key=lambda row: (row.day, row.key))
        changed = IncidentFile.objects.filter(id=file_id, state=FileState.READ).update(
            state=FileState.RUNNING,
            content=packed([[str(r.area), r.day.isoformat(), r.hour, r.kind, r.origin, r.key.hex()] for r in rows]),
            good=len(rows),
            bad=len(problems),
            problems=[[each.line, each.field, each.reason] for each in problems[:MOST_PROBLEMS]],
        )
        if not changed:
            raise WrongStateError
        queue.enqueue(TASK, file_id=str(file_id), only_one=f"{TASK}:{file_id}")
        record("incidents.file_started", object_id=file_id, detail={"rows": len(rows)})


def stop(*, by: Actor, file_id: UUID) -> None:
    """Stop a file, or throw it away before it has begun; what is written stays. Raises Http404, PermissionDenied."""
    with transaction.atomic():
        get_file_for_import(actor=by, id=file_id, with_content=False)
        give_up(file_id=file_id)


def give_up(*, file_id: UUID) -> None:
    """End a file that is not over: asked for, or since whoever started it may not write any more."""
    with transaction.atomic():
        # Held first: the worker may end it while this is asked.
        held = IncidentFile.objects.select_for_update().filter(id=file_id).values("state").first()
        if held and held["state"] in {FileState.READ, FileState.RUNNING}:
            _end(file_id, FileState.STOPPED)
            record("incidents.file_stopped", object_id=file_id)


def _end(file_id: UUID, state: FileState) -> None:
    IncidentFile.objects.filter(id=file_id).update(state=state, ended_at=clock.now(), content=b"")


def run_piece(*, by: Actor, file_id: UUID) -> bool:
    """Write the next rows of a running file, and tell whether there are more. Run again, it goes on where it was.

    The database counts what is new. Raises Http404, PermissionDenied.
    """
    with transaction.atomic():
        IncidentFile.objects.select_for_update().filter(id=file_id).values("id").first()
        kept = get_file_for_import(actor=by, id=file_id)
        if kept.state != FileState.RUNNING:
            return False
        piece = unpacked(kept.content)[kept.done : kept.done + PIECE]
        with connections["default"].cursor() as cursor:
            areas, days, hours, kinds, origins, keys = (
                (list(each) for each in zip(*piece, strict=True)) if piece else ([],) * 6
            )
            cursor.execute(
                _WRITE,
                [kept.owner_id, file_id, areas, days, hours, kinds, origins, [bytes.fromhex(key) for key in keys]],
            )
            added = cursor.rowcount
        done = kept.done + len(piece)
        IncidentFile.objects.filter(id=file_id).update(done=done, added=kept.added + added)
        is_over = done >= kept.good
        if is_over:
            _end(file_id, FileState.DONE)
            record("incidents.file_done", object_id=file_id, detail={"rows": kept.good})
    return not is_over


def take_back(*, by: Actor, file_id: UUID) -> int:
    """Erase the incidents that a file brought, and with them its counts; return how many.

    What another file brought as well stays away until that one is read in again. Raises Http404, PermissionDenied.
    """
    with transaction.atomic():
        kept = get_file_for_import(actor=by, id=file_id, with_content=False)
        if kept.state not in {FileState.DONE, FileState.STOPPED}:
            raise WrongStateError
        with connections["default"].cursor() as cursor:
            cursor.execute("DELETE FROM incidents_incident WHERE file_id = %s", [file_id])
            erased = int(cursor.rowcount)
        if not erased:
            return 0
        IncidentFile.objects.filter(id=file_id).update(added=0)
        record("incidents.file_taken_back", object_id=file_id, detail={"rows": erased})
    return erased
