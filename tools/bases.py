"""Draws `docs/reference/legal-bases.md` from the rules: the register of legal bases as it begins.

`python -m tools.bases` writes it; `tests/repo/test_bases.py` fails when it is stale.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from tvaers.emergencies.rules import BASIS
from tvaers.guard.enums import Category, Purpose
from tvaers.sharing.rules import BASES, SINCE, First

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "docs/reference/legal-bases.md"

HEAD = f"""# Legal bases as the register begins

Drawn by `python -m tools.bases` from `tvaers.sharing.rules` and `tvaers.emergencies.rules`, which are never changed;
the law as it becomes is a new version, made on a page of Administration by an administrator at the host.

The first versions count from {SINCE:%Y-%m-%d}. A gift needs a frame in force that carries the basis, and the basis must
let such a sender give such categories to such a receiver for the purpose; the database checks it. Associations and
volunteers receive on none of them (R4). Housing organisations are told in a form of their own (`tvaers.notices`). Where
"confirmed" says no, the law's number or reach is to be confirmed by a lawyer before it is used.
"""


def _listed(values: Iterable[str]) -> str:
    return ", ".join(values)


def _flags(mask: Purpose | Category, every: type[Purpose] | type[Category]) -> str:
    return _listed(str(each.name).lower() for each in every if each & mask)


def _basis(each: First) -> Iterator[str]:
    yield f"## `{each.code}` {each.law_en}\n"
    yield f"{each.title_en}. " + " ".join(each.guidance_en.splitlines()) + "\n"
    yield f"- Danish: {each.title_da}; {each.law_da}."
    yield f"- Carried by: {_listed(each.frames) or 'no frame; only an emergency look-up stands on it'}."
    yield f"- Senders: {_listed(each.senders)}."
    yield f"- Receivers: {_listed(each.receivers)}."
    yield f"- Purposes: {_flags(each.purposes, Purpose)}."
    bound = "; offence only where police or probation service stand at one end" if each.offence_bound else ""
    yield f"- Categories: {_flags(each.categories, Category)}{bound}."
    if each.meetings is not None:
        yield f"- Without consent: spoken of on at most {each.meetings} days (R26); the next is refused."
    yield f"- Confirmed: {'no' if each.unverified else 'yes'}.\n"


def drawn() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *(line for each in (*BASES, BASIS) for line in _basis(each))])


if __name__ == "__main__":
    BUILT.write_text(drawn(), encoding="utf-8")
