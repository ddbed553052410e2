"""What the guard's own tables hold: that there is a dossier, and who was let into it on what ground.

A dossier's row alone names nobody; together with the person's own rows it does, so it counts as personal.
"""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord, NumberKind

_plain = partial(FieldRecord, personal=False)
_dossier = partial(
    FieldRecord,
    personal=True,
    ground="the ground of the dossier itself",
    retention="with the dossier; its row stays, without content, as the receipt of erasure",
    extract=True,
)
_access = partial(
    FieldRecord,
    personal=True,
    ground="showing who was given what and why (GDPR art. 5(2), 15 and 19)",
    retention="with the log, whose time each controller sets",
    extract=True,
)

RECORDS: Final = (
    _dossier("Dossier.kind"),
    _dossier("Dossier.owner"),
    _dossier("Dossier.opened_at"),
    _dossier("Dossier.erased_at"),
    _plain("Frame.kind"),
    _plain("Frame.title"),
    _plain("Frame.basis"),
    _plain("Frame.purposes"),
    _plain("Frame.owner"),
    _plain("Frame.in_force_from"),
    _plain("Frame.in_force_until"),
    _plain("Frame.ended_at"),
    _dossier("Frame.categories", number=NumberKind.MASK),
    _dossier("Frame.superseded_at"),
    _dossier("Frame.dossier_id"),
    _plain("FrameParty.frame"),
    _plain("FrameParty.organisation"),
    _plain("FrameParty.until_at"),
    _plain("FrameBasis.frame"),
    _plain("FrameBasis.basis"),
    _plain("LegalBasis.code"),
    _plain("LegalBasis.place"),
    _plain("LegalBasis.cited_as"),
    *(
        _plain(f"LegalBasisVersion.{name}")
        for name in (
            "basis",
            "number",
            "from_at",
            "until_at",
            "title_da",
            "title_en",
            "law_da",
            "law_en",
            "guidance_da",
            "guidance_en",
            "frame_kinds",
            "sender_kinds",
            "receiver_kinds",
            "purposes",
            "categories",
            "offence_bound",
            "unverified",
        )
    ),
    _access("Access.dossier"),
    _access("Access.owner"),
    _access("Access.organisation"),
    _access("Access.unit"),
    _access("Access.member", extract=False),
    _access("Access.reader_id", extract=False),
    _access("Access.categories", number=NumberKind.MASK),
    _access("Access.may", number=NumberKind.ORDER),
    _access("Access.purpose", number=NumberKind.MASK),
    _access("Access.frame"),
    _access("Access.basis"),
    _access("Access.source"),
    _access("Access.state"),
    _access("Access.granted_by", extract=False),
    _access("Access.granted_at"),
    _access("Access.from_at"),
    _access("Access.until_at"),
    _access("Access.ended_at"),
    _access("Access.answered_at"),
    _access("Disclosure.dossier_id"),
    _access("Disclosure.group_id", extract=False),
    _access("Disclosure.necessity"),
    _dossier("Link.kind"),
    _dossier("Link.source"),
    _dossier("Link.target"),
    _dossier("Link.linked_at"),
    _dossier("Question.who"),
    _dossier("Question.wanted"),
    _dossier("Question.permitted"),
    _dossier("Question.helps_by"),
    _dossier("Question.asked_member_id", extract=False),
    _dossier("Question.asked_by", extract=False),
    _dossier("Question.asked_at"),
    _dossier("QuestionAnswer.dossier_id"),
    _dossier("QuestionAnswer.outcome"),
    _dossier("QuestionAnswer.words"),
    _dossier("QuestionAnswer.organisation_id"),
    _dossier("QuestionAnswer.told_at"),
    _dossier("QuestionDisclosure.dossier_id"),
    _dossier("QuestionDisclosure.group_id", extract=False),
    _dossier("QuestionDisclosure.at"),
)
