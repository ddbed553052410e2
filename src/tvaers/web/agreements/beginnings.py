"""Annexes to begin from (R24): a protocol for sharing data and an impact assessment, filled in from the draft.

The texts lie in `annex_texts/`, one file for each annex and language. From the first word changed they are the
partnership's own; what only its parties can say stands in square brackets (docs/explanation/annexes.md).
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from django.utils.text import capfirst

from tvaers.agreements.enums import AnnexKind
from tvaers.agreements.models import Agreement
from tvaers.partnerships.wording import listed
from tvaers.sharing.models import language
from tvaers.web.agreements import words

TEXTS: Final = Path(__file__).parent / "annex_texts"
OFFERED: Final = (AnnexKind.PROTOCOL, AnnexKind.DPIA)
_PLACE = re.compile(r"\{(\w+)\}")


def beginning(kind: AnnexKind, draft: Agreement) -> Mapping[str, str]:
    """Return what a new annex of a kind begins with, in the reader's language: kind, title and text."""
    text = (TEXTS / f"{kind.value}.{language()}.txt").read_text(encoding="utf-8").strip()
    nothing = "[…]"
    said = {
        "parties": listed(party.organisation.name for party in draft.parties.all()),
        "purposes": words.purposes(draft.purposes) or nothing,
        "bases": "\n".join(f"{basis['title']}: {basis['law']}." for basis in words.bases(draft)) or nothing,
    }
    # In one go: what a draft says is never looked into for places of its own.
    filled = _PLACE.sub(lambda place: said[place[1]], text)
    return {"kind": kind.value, "title": capfirst(str(kind.label)), "text": filled}
