"""What was decided about each concern once it is known which of them led to a case."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from tvaers.demo import seed
from tvaers.demo.cases import Case
from tvaers.demo.concerns import Concern
from tvaers.demo.texts import endings
from tvaers.demo.texts.fitting import drawn, fitting, joined


def settled(
    all_of_them: Sequence[Concern], cases: Sequence[Case], *, moved: AbstractSet[int] = frozenset()
) -> dict[int, tuple[str, str]]:
    """Return outcome and reason by the number of the concern; without those that nobody has decided on.

    One that came while there was a case about the young person joined it; one is opened for each case. moved: those
    whose case is led by the police or the probation service, to whom they were passed on.
    """
    begun = {case.concern.number: case for case in cases}
    about = {case.youth.key: case for case in cases if case.concern.number not in moved}
    found: dict[int, tuple[str, str]] = {}
    for concern in all_of_them:
        if concern.triage is None:
            continue
        case = about.get(concern.youth.key) if concern.youth else None
        if concern.number in moved:
            found[concern.number] = ("pass", _drawn(concern, endings.MOVED))
        elif concern.number in begun:
            found[concern.number] = ("open", _opening(concern, begun[concern.number]))
        elif case is not None and _is_running(case, concern) and concern.received_by == concern.municipality:
            found[concern.number] = ("join", _drawn(concern, endings.JOINED))
        elif concern.triage[0] == "open":
            found[concern.number] = ("advise", _drawn(concern, endings.TRIAGE["advise"]))
        else:
            found[concern.number] = concern.triage
    return found


def _opening(concern: Concern, case: Case) -> str:
    reason = concern.triage[1] if concern.triage and concern.triage[0] == "open" else case.reason[1]
    return (
        reason if reason.endswith("forløb.") else f"{reason} {case.reason[1]}" if reason != case.reason[1] else reason
    )


def _is_running(case: Case, concern: Concern) -> bool:
    return (case.closed_days_ago or 0) < concern.days_ago < case.opened_days_ago


def _drawn(concern: Concern, reasons: Sequence[str]) -> str:
    youth = concern.youth
    tags = {concern.theme, concern.reporter.kind, concern.municipality} | (youth.tags if youth else frozenset())
    chance = seed.dice(f"settled {concern.number}")
    pool = [text for text in reasons if fitting([text], tags)]
    return joined(drawn(chance, pool, tags), youth.slots if youth else {})
