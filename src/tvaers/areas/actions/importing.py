"""Reading a file of borders in: kept, matched, looked through, run in pieces, stopped (indlæsning af grænser)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from tvaers.areas import shapes
from tvaers.areas.actions.drawing import Drawn, draw
from tvaers.areas.actions.placing import Placed, placed, settle_police_districts
from tvaers.areas.imports.outlines import Outline, Problem, guessed, outlines
from tvaers.areas.imports.reading import Feature, FeatureFile
from tvaers.areas.models import Area, AreaKind, BorderFile, FileState
from tvaers.audit.actions import record
from tvaers.foundation import clock, ids, queue
from tvaers.partnerships.actions import NotAdministratorError
from tvaers.partnerships.actions.refusals import refusals
from tvaers.partnerships.actor import Actor

TASK = "areas.run_file"
# Areas drawn in one transaction: short, so that the bar moves and a stop is heard.
PIECE = 20


class WrongStateError(ValueError):
    """The file is not where this step begins: it runs, or is over."""


class NoNamesError(ValueError):
    """The property that was chosen for the names is none of the file's, or empty throughout."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What whoever reads a file in says of it.

    kind: what its areas are. from_on: the day from which the borders hold. source: who made them.
    """

    kind: AreaKind
    from_on: date
    source: str
    is_schematic: bool = False


def begin(*, owner: UUID, by: UUID | None, filename: str, file: FeatureFile, said: Said) -> UUID:
    """Keep what a file holds until it is started, its name and code guessed; return the id.

    by: who reads it in; None for the machine's operator. Raises NotAdministratorError.
    """
    name, code = guessed(file)
    held = {
        "owner_id": owner,
        "by_id": by,
        "filename": filename[:200],
        "content": [asdict(feature) for feature in file.features],
        **asdict(said),
    }
    # Sent twice, it is the same that waits to be looked through.
    before = BorderFile.objects.filter(state=FileState.READ, **held).values_list("id", flat=True).first()
    if before is not None:
        return before
    properties = list(file.properties)
    kept = BorderFile(id=ids.opaque(), properties=properties, name_property=name, code_property=code, **held)
    with refusals():
        kept.save(force_insert=True)
    record("areas.file_read", object_id=kept.id, detail={"kind": said.kind.value, "features": len(file.features)})
    return kept.id


def get(*, file_id: UUID) -> BorderFile:
    """Return a file of the own organisation. Raises Http404."""
    found = BorderFile.objects.filter(id=file_id).first()
    if found is None:
        raise Http404
    return found


def match(*, file_id: UUID, name: str, code: str) -> None:
    """Say which properties hold the name and the code. Raises Http404, WrongStateError, NoNamesError."""
    kept = get(file_id=file_id)
    if kept.state != FileState.READ:
        raise WrongStateError
    if not any(feature["properties"].get(name) for feature in kept.content):
        raise NoNamesError
    changed = {"name_property": name, "code_property": code if code in kept.properties and code != name else ""}
    with refusals():
        BorderFile.objects.filter(id=file_id).update(**changed)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a file would do: areas that have a place, and what would be left out, and why."""

    placed: tuple[Placed, ...]
    problems: tuple[Problem, ...]


def preview(kept: BorderFile) -> Preview:
    """Look a file through and write nothing."""
    kind = AreaKind(kept.kind)
    file = FeatureFile(tuple(kept.properties), tuple(Feature(**each) for each in kept.content))
    found, problems = outlines(file, kind, name=kept.name_property, code=kept.code_property)
    whole = placed(found, kind, on=kept.from_on)
    lost = [
        Problem(number, each.outline.name, each.reason)
        for each in whole
        if each.reason
        for number in each.outline.numbers[:1]
    ]
    return Preview(
        placed=tuple(each for each in whole if not each.reason),
        problems=tuple(sorted((*problems, *lost), key=lambda problem: problem.number)),
    )


def start(*, by: Actor | None, file_id: UUID) -> None:
    """Let the worker draw what has a place; the operator's command draws it itself.

    Raises Http404, WrongStateError, NotAdministratorError.
    """
    with transaction.atomic(), refusals():
        kept = get(file_id=file_id)
        if kept.state != FileState.READ:
            raise WrongStateError
        found = preview(kept)
        changed = BorderFile.objects.filter(id=file_id, state=FileState.READ).update(
            state=FileState.RUNNING,
            content=[_packed(each.outline) for each in found.placed],
            outlines=len(found.placed),
            problems=[[each.number, each.name, each.code] for each in found.problems],
        )
        if not changed:
            raise WrongStateError
        if by is not None:
            queue.enqueue(TASK, file_id=str(file_id), only_one=f"{TASK}:{file_id}")
        record("areas.file_started", object_id=file_id, detail={"kind": kept.kind, "areas": len(found.placed)})


def _packed(outline: Outline) -> list[Any]:
    return [outline.code, outline.name, shapes.packed(outline.shape), outline.numbers]


def _unpacked(content: Sequence[Any]) -> Outline:
    code, name, rings, numbers = content
    return Outline(code, name, shapes.unpacked(rings), tuple(numbers))


def stop(*, file_id: UUID) -> None:
    """Stop a file, or throw it away before it has begun; what is drawn stays. Raises Http404."""
    with transaction.atomic():
        # Held first: the worker may end it while this is asked.
        held = BorderFile.objects.select_for_update().filter(id=file_id).values("state").first()
        if held is None:
            raise Http404
        if held["state"] in {FileState.READ, FileState.RUNNING}:
            _end(file_id, FileState.STOPPED)
            record("areas.file_stopped", object_id=file_id)


def _end(file_id: UUID, state: FileState) -> None:
    if not BorderFile.objects.filter(id=file_id).update(state=state, ended_at=clock.now(), content=[]):
        raise NotAdministratorError


def run_piece(*, file_id: UUID) -> bool:
    """Draw the next areas of a running file, and tell whether there are more. Run again, it goes on where it was.

    Raises Http404, NotAdministratorError.
    """
    with transaction.atomic(), refusals():
        kept = BorderFile.objects.select_for_update().filter(id=file_id).first()
        if kept is None:
            raise Http404
        if kept.state != FileState.RUNNING:
            return False
        piece = [_unpacked(each) for each in kept.content[kept.done : kept.done + PIECE]]
        kind, counts = AreaKind(kept.kind), dict.fromkeys(Drawn, 0)
        for each in placed(piece, kind, on=kept.from_on):
            counts[_drawn(each, kept)] += 1
        BorderFile.objects.filter(id=file_id).update(
            done=kept.done + len(piece),
            added=kept.added + counts[Drawn.ADDED],
            moved=kept.moved + counts[Drawn.MOVED],
            same=kept.same + counts[Drawn.SAME],
        )
        is_over = kept.done + len(piece) >= kept.outlines
        if is_over:
            if kind in {AreaKind.MUNICIPALITY, AreaKind.POLICE}:
                settle_police_districts(on=max(kept.from_on, clock.today()))
            _end(file_id, FileState.DONE)
            record("areas.file_done", object_id=file_id, detail={"kind": kept.kind, "areas": kept.outlines})
    return not is_over


def _drawn(each: Placed, kept: BorderFile) -> Drawn:
    """Draw one area, which is added to the list where it is new, and gets its code where it had none."""
    outline, area = each.outline, each.area
    if area is None:
        made = Area(id=ids.opaque(), kind=kept.kind, name=outline.name, code=outline.code)
        made.parent_id = each.around.id if each.around else None
        made.save(force_insert=True)
        where = made.id
    else:
        where = area.id
        if outline.code and not area.code:
            Area.objects.filter(id=where).update(code=outline.code)
    return draw(
        area=where, shape=outline.shape, from_on=kept.from_on, source=kept.source, is_schematic=kept.is_schematic
    )
