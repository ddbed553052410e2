"""Draws `docs/reference/states.md` from the tables of the rules, so that a drawing never differs from what holds.

`python -m tools.states` writes it; `tests/repo/test_docs.py` fails when it is stale.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from tvaers.agreements import rules as agreements
from tvaers.cases import rules as cases
from tvaers.civilsociety import rules as civilsociety
from tvaers.concerns import rules as concerns
from tvaers.conflict import rules as conflict
from tvaers.efforts import rules as efforts
from tvaers.emergencies import rules as emergencies
from tvaers.methods import rules as methods
from tvaers.plans import rules as plans
from tvaers.plans.enums import TaskState
from tvaers.sharing import rules as sharing
from tvaers.surveys import rules as surveys

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "docs/reference/states.md"

HEAD = """# States and steps

Drawn by `python -m tools.states` from the tables of the rules; edit those, not this.
"""


def _diagram(lines: Iterable[str]) -> str:
    return "\n".join(["```mermaid", "stateDiagram-v2", *(f"    {line}" for line in lines), "```"])


def _concern() -> Iterator[str]:
    yield "[*] --> received"
    for state, following in concerns.TRANSITIONS.items():
        for then in sorted(following):
            yield f"{state.value} --> {then.value}"
    yield "decided --> [*]: erased"


def _case() -> Iterator[str]:
    yield "[*] --> open: opened"
    for (state, step), then in cases.STEPS.items():
        yield f"{state.value} --> {then.value}: {step.value}"
    yield "closed --> [*]: erased"


def _outcomes() -> Iterator[str]:
    yield "| outcome | kept, months |"
    yield "|---|---|"
    for outcome, rule in concerns.OUTCOMES.items():
        yield f"| {outcome.value} | {rule.months_kept} |"


def _ends() -> Iterator[str]:
    yield "| outcome | kept, months |"
    yield "|---|---|"
    for outcome, months in cases.MONTHS_KEPT.items():
        yield f"| {outcome.value} | {months} |"


def _stands() -> Iterator[str]:
    yield "| state | last disclosure | stands as |"
    yield "|---|---|---|"
    for state in TaskState:
        for offer in ("", *plans.STAND_OF_OFFER):
            yield f"| {state.value} | {offer or '–'} | {plans.stand(state, offer or None).value} |"


def _agreement() -> Iterator[str]:
    yield "[*] --> draft: begun"
    for (state, step), then in agreements.STEPS.items():
        yield f"{state.value} --> {then.value}: {step.value}"


def _emergency() -> Iterator[str]:
    yield "[*] --> open: somebody found"
    yield "[*] --> waiting: nobody found"
    for (state, step), then in emergencies.STEPS.items():
        yield f"{state.value} --> {then.value}: {step}"


def _method() -> Iterator[str]:
    yield "[*] --> draft: begun"
    for state, following in methods.STEPS.items():
        for then in sorted(following):
            yield f"{state.value.replace('-', '_')} --> {then.value.replace('-', '_')}"
    yield "draft --> [*]: dropped"


def _effort() -> Iterator[str]:
    yield "[*] --> draft: begun"
    for state, following in efforts.STEPS.items():
        for then in sorted(following):
            yield f"{state.value} --> {then.value}"
    yield "draft --> [*]: dropped"


def _conflict() -> Iterator[str]:
    yield "[*] --> draft: begun"
    for state, following in conflict.STEPS.items():
        for then in sorted(following):
            yield f"{state.value.replace('-', '_')} --> {then.value.replace('-', '_')}"
    yield "draft --> [*]: dropped"
    yield "closed --> [*]: erased"


def _survey() -> Iterator[str]:
    yield "[*] --> draft: begun"
    for state, following in surveys.STEPS.items():
        for then in sorted(following):
            yield f"{state.value} --> {then.value}"
    yield "draft --> [*]: dropped"
    yield "published --> [*]: its day has come"
    yield "ended --> [*]: its day has come"


def _volunteer() -> Iterator[str]:
    yield "[*] --> asked: written down"
    for state, following in civilsociety.STEPS.items():
        for then in sorted(following):
            yield f"{state.value} --> {then.value}"
    yield f"ended --> [*]: erased after {civilsociety.MONTHS_AFTER_END} months"


def _disclosure() -> Iterator[str]:
    yield "[*] --> drafted: the organisation's rule asks"
    yield "[*] --> offered: shared"
    for (state, step), then in sharing.DISCLOSURE_STEPS.items():
        yield f"{state.value} --> {then.value}: {step}"


def _question() -> Iterator[str]:
    yield "[*] --> drafted: the organisation's rule asks"
    yield "[*] --> asked: asked"
    for (state, step), then in sharing.QUESTION_STEPS.items():
        yield f"{state.value.replace('-', '_')} --> {then.value.replace('-', '_')}: {step}"


def document() -> str:
    """Return the whole page."""
    parts = (
        ("Concern (bekymring)", _diagram(_concern())),
        ("Outcomes of triage, and how long a concern is kept after each (R23)", "\n".join(_outcomes())),
        ("Case (forløb)", _diagram(_case())),
        ("How a case ended, and how long it is kept after that (R23)", "\n".join(_ends())),
        ("Agreement (partnerskabsaftale)", _diagram(_agreement())),
        ("Disclosure (videregivelse)", _diagram(_disclosure())),
        ("Question to another organisation (spørgsmål), as the asker sees it", _diagram(_question())),
        ("Emergency look-up (nødopslag)", _diagram(_emergency())),
        ("Version of a method (metodeside)", _diagram(_method())),
        ("Effort of the catalogue (indsats)", _diagram(_effort())),
        ("Plan of a conflict (handleplan, beredskabsplan)", _diagram(_conflict())),
        ("Survey of safety (tryghedsundersøgelse)", _diagram(_survey())),
        ("Volunteer (frivillig)", _diagram(_volunteer())),
        ("How a task stands, from its state and what became of its offer (R2)", "\n".join(_stands())),
    )
    return HEAD + "".join(f"\n## {title}\n{text}\n" for title, text in parts)


def main() -> None:
    """Write the page."""
    BUILT.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()
