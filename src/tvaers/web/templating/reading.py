"""A template's document as the pages show it: as it will be filled, with what each question asks for in words."""

from typing import Any

from django.utils.translation import gettext as _

from tvaers.assessments.documents import Document, Question, Section
from tvaers.assessments.enums import Basis, Kind, Known
from tvaers.web.templating.words import seen_by


def shown_document(document: Document) -> dict[str, Any]:
    """Return a document as the preview shows it."""
    return {
        "guidance": document.guidance,
        "concludes": document.concludes,
        "needs_consent": document.needs_consent,
        "sections": [shown_section(section) for section in document.sections],
        "is_empty": not any(section.questions for section in document.sections),
    }


def shown_section(section: Section) -> dict[str, Any]:
    """Return a section as the preview shows it."""
    name, who = seen_by(section.category)
    rows, group = [], ""
    for question in section.questions:
        heading = question.group if question.group != group else ""
        group = question.group or group
        rows.append(shown_question(question) | {"heading": heading})
    return {
        "key": section.key,
        "title": section.title,
        "guidance": section.guidance,
        "category": name,
        "who": who,
        "questions": rows,
    }


def shown_question(question: Question) -> dict[str, Any]:
    """Return a question as the preview shows it."""
    others = [
        *([Known.DONT_KNOW.label] if question.may_not_know else []),
        *([Known.NOT_RELEVANT.label] if question.may_not_matter else []),
    ]
    asks = [
        *([_("must be answered")] if question.is_required else []),
        *([_("how one knows: %(words)s") % {"words": _bases()}] if question.asks_basis else []),
        *([_("with a source")] if question.asks_source else []),
    ]
    return {
        "key": question.key,
        "text": question.text,
        "guidance": question.guidance,
        "kind": question.kind.value,
        "kind_label": question.kind.label,
        "is_text": question.kind is Kind.TEXT,
        "is_network": question.kind is Kind.NETWORK,
        "choices": question.choices,
        "others": [str(each) for each in others],
        "asks": _sentence(asks),
    }


def _bases() -> str:
    return ", ".join(str(each.label).lower() for each in Basis)


def _sentence(parts: list[str]) -> str:
    said = "; ".join(parts)
    return said[:1].upper() + said[1:]
