"""An agreement on paper: a tagged PDF of the text that was signed, its signatures and its fingerprint.

All of the text is drawn from what is hashed, and goes along in the PDF as a file, so that anybody can make its
fingerprint anew.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from tvaers.agreements import access
from tvaers.agreements.access import Whole
from tvaers.agreements.enums import AgreementKind, AnnexKind, State
from tvaers.foundation import clock
from tvaers.sharing.entrance import actor_in
from tvaers.sharing.models import language
from tvaers.ui import dates
from tvaers.ui.attachments import Attachment
from tvaers.ui.letters.document import Attached, Block, Document, Facts, Heading, Notice, Table, Text, render_document
from tvaers.ui.letters.typesetting import LetterError
from tvaers.web.agreements import words
from tvaers.web.agreements.one import back_to

# Of the fingerprint so many signs stand at the foot of every page.
SHORT = 16
ATTACHED = "aftaletekst.json"


@require_safe
def pdf(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Give an agreement that the reader may see as a PDF, in the reader's language; one that binds nobody says so."""
    found = access.get_for_reading(actor=actor_in(request), id=agreement)
    try:
        content = render_document(document(found))
    except LetterError:
        messages.error(
            request, _("It could not be made into a PDF just now. Try again in a moment, or print this page.")
        )
        return back_to(agreement)
    title = " ".join(each for each in (found.agreement.title, _mark(found).lower()) if each)
    return Attachment(content, title=title, ending="pdf", content_type="application/pdf")


def document(found: Whole) -> Document:
    """Return what stands in the PDF of an agreement."""
    said = json.loads(found.text)
    one = found.agreement
    title = said["title"] or _("Draft without a name")
    print_ = hashlib.sha256(found.text.encode()).hexdigest()
    foot = _("%(title)s · fingerprint %(start)s…") % {"title": title, "start": print_[:SHORT]}
    return Document(
        title=title,
        author=", ".join(party["name"] for party in said["parties"] or []) or "Tværs",
        language=language(),
        kicker=" · ".join((_("Partnership agreement"), str(AgreementKind(one.kind).label))),
        mark=_mark(found),
        foot=foot,
        page=_("Page"),
        of=pgettext("page 1 of 2", "of"),
        blocks=tuple(_blocks(found, said, print_)),
        attached=Attached(
            name=ATTACHED, said=_("The text of the agreement, letter for letter as it is signed"), text=found.text
        ),
    )


def _mark(found: Whole) -> str:
    """Return what stands on top of every page of a text that binds nobody."""
    marks = {
        State.DRAFT: pgettext("on paper", "Draft"),
        State.DROPPED: pgettext("on paper", "Draft, given up"),
        State.SENT: pgettext("on paper", "Not signed by all"),
        State.SIGNED: "",
    }
    return marks[State(found.agreement.state)]


def _blocks(found: Whole, said: Mapping[str, Any], print_: str) -> Iterator[Block]:
    yield from (Notice(text=text) for text in _notices(found))
    yield from _first_page(found, said)
    names = _names(found, said)
    for number, theme in enumerate(said["themes"] or [], start=1):
        yield from _theme(number, theme, names)
    yield from _contents_of_annexes(said)
    yield from _signatures(found, said)
    yield from _fingerprint(found, print_)
    for number, annex in enumerate(said["annexes"] or [], start=1):
        if "file" not in annex:
            yield from _annex_in_full(number, annex)


def _notices(found: Whole) -> Iterator[str]:
    """Say what nobody may overlook: that it binds nobody, is invented, has been changed, or has ended."""
    one = found.agreement
    if one.state == State.DRAFT:
        yield _("Draft. It binds nobody until all parties have signed, and can still change.")
    elif one.state == State.DROPPED:
        yield _("Draft that was given up. It binds nobody.")
    elif one.state == State.SENT:
        parties, signed = len(one.parties.all()), len(found.signatures)
        yield ngettext(
            "Sent to be signed: %(signed)d of %(parties)d party has signed. It binds nobody until all have.",
            "Sent to be signed: %(signed)d of %(parties)d parties have signed. It binds nobody until all have.",
            parties,
        ) % {"signed": signed, "parties": parties}
    if one.content_hash and not found.is_as_sent:
        yield _("This is not the text that was signed: it gives another fingerprint. Do not rely on it.")
    if one.is_invented:
        yield _("This agreement is invented for the demonstration. The parties have not signed it.")
    if one.ended_on:
        day = dates.year_day(one.ended_on)
        yield _("It ends when %(day)s has gone: fewer than two parties are left.") % {"day": day}


def _first_page(found: Whole, said: Mapping[str, Any]) -> Iterator[Block]:
    one = found.agreement
    # What an amendment does not say beforehand is known when all have signed.
    first = one.from_date if said["from"] is None else date.fromisoformat(said["from"])
    last = date.fromisoformat(said["until"]) if said["until"] else None
    rows = [(_("Term"), (_term(first, last),))]
    if one.previous:
        rows.append((_("Follows"), (one.previous.title,)))
    if said["purpose"]:
        rows.append((_("What the parties want to reach"), (said["purpose"],)))
    shared = words.purposes(said["purposes"])
    rows.append(
        (
            _("What may be shared for"),
            (capfirst(shared) if shared else _("Nothing. It carries no frame for sharing."),),
        )
    )
    if one.source:
        rows.append((_("Source"), (one.source,)))
    yield Heading(text=_("Term and purposes"))
    yield Facts(rows=tuple(rows))
    bases = words.bases(one)
    if bases and said["purposes"]:
        yield Heading(text=_("On these legal bases"), level=3)
        yield Table(
            head=(_("Legal basis"), _("Rule of law")),
            rows=tuple((basis["title"], basis["law"]) for basis in bases),
            widths=(1, 1),
        )
    yield Heading(text=_("Parties"))
    left = {str(party.organisation_id): party.left_on for party in one.parties.all()}
    yield Table(
        head=(_("Organisation"), _("Signs for it")),
        rows=tuple((_party(party, left.get(party["organisation"])), party["signs"] or "–") for party in _by_name(said)),
        widths=(1, 1),
    )
    if said["themes"]:
        yield Heading(text=_("What the parties do together"))


def _by_name(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    return sorted(said["parties"] or [], key=lambda party: str(party["name"]))


def _party(party: Mapping[str, Any], left_on: date | None) -> str:
    name = str(party["name"])
    if left_on is None:
        return name
    return "\n".join((name, _("A party through %(day)s.") % {"day": dates.year_day(left_on)}))


def _term(first: date | None, last: date | None) -> str:
    from_, until = (dates.year_day(each) if each else "" for each in (first, last))
    if from_ and until:
        return _("%(from)s through %(until)s") % {"from": from_, "until": until}
    if from_:
        return _("from %(from)s") % {"from": from_}
    if until:
        return _("from the day on which all have signed, through %(until)s") % {"until": until}
    return _("not said yet")


def _names(found: Whole, said: Mapping[str, Any]) -> dict[str, str]:
    """Return the names of those who answer for something, by id: a party's as it was sent."""
    answering = (action.responsible for theme in found.themes for action in theme.actions.all())
    held = {str(each.id): each.name for each in answering if each is not None}
    return held | {party["organisation"]: party["name"] for party in said["parties"] or []}


def _theme(number: int, theme: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Block]:
    yield Heading(text=f"{number}. {theme['text']}", level=3)
    if theme["actions"]:
        yield Heading(text=_("Actions"), level=4)
        yield Table(
            head=(pgettext("action", "What is done"), _("Who answers for it"), _("Shall reach"), _("By when")),
            rows=tuple(
                (
                    action["text"],
                    names.get(action["responsible"] or "", str(words.NOBODY)),
                    action["target"] or "–",
                    dates.year_day(date.fromisoformat(action["due"])) if action["due"] else "–",
                )
                for action in theme["actions"]
            ),
            widths=(5, 4, 4, 3),
        )
    if theme["indicators"]:
        yield Heading(text=_("What we look at"), level=4)
        yield Table(
            head=(_("Indicator"), _("How and how often"), _("Should become")),
            rows=tuple((each["text"], each["measure"] or "–", each["target"] or "–") for each in theme["indicators"]),
            widths=(6, 5, 5),
        )


def _annex(number: int, annex: Mapping[str, Any]) -> str:
    return _("Annex %(number)d: %(title)s") % {"number": number, "title": annex["title"]}


def _annex_in_full(number: int, annex: Mapping[str, Any]) -> Iterator[Block]:
    yield Heading(text=_annex(number, annex), is_new_page=True)
    yield Text(text=str(AnnexKind(annex["kind"]).label), is_quiet=True)
    for heading, text in words.sections(annex["text"]):
        if heading:
            yield Heading(text=heading, level=3)
        if text:
            yield Text(text=text)


def _contents_of_annexes(said: Mapping[str, Any]) -> Iterator[Block]:
    """Name the annexes, with the fingerprint of each; a text's own is made as a file's is."""
    if not said["annexes"]:
        return
    rows = []
    for number, annex in enumerate(said["annexes"], start=1):
        what = str(AnnexKind(annex["kind"]).label)
        is_file = "file" in annex
        print_ = annex["file"] if is_file else hashlib.sha256(annex["text"].encode()).hexdigest()
        rows.append((_annex(number, annex), "\n".join((what, _("A file")) if is_file else (what,)), print_))
    yield Heading(text=_("Annexes"))
    yield Table(head=(_("Annex"), _("What it is"), _("Fingerprint")), rows=tuple(rows), widths=(4, 4, 5))
    yield Text(
        is_quiet=True,
        text=_(
            "They are signed with the agreement. Texts stand in full at the end; files are fetched by the parties, and"
            " each is known by its fingerprint (SHA-256)."
        ),
    )


def _signatures(found: Whole, said: Mapping[str, Any]) -> Iterator[Block]:
    one = found.agreement
    if not one.sending or one.state in {State.DRAFT, State.DROPPED}:
        return
    yield Heading(text=_("Signatures"))
    rows = []
    for party in _by_name(said):
        signature = found.signatures.get(UUID(party["organisation"]))
        if signature is None:
            rows.append((party["name"], "–", _("Has not signed yet."), "–"))
            continue
        who = f"{signature.name}\n{signature.title}"
        shown = str(signature.get_factor_display())
        rows.append((party["name"], who, dates.moment(signature.signed_at), shown))
    head = (_("Organisation"), _("Signed by"), _("When"), _("Shown when signing"))
    yield Table(head=head, rows=tuple(rows), widths=(4, 4, 4, 3))


def _fingerprint(found: Whole, print_: str) -> Iterator[Block]:
    """Say the fingerprint (SHA-256), whether every signature holds the same, and how anybody makes it anew."""
    one = found.agreement
    yield Heading(text=_("Fingerprint of the text"))
    yield Text(text=print_)
    if one.content_hash:
        kept = bytes(one.content_hash).hex()
        if found.is_as_sent:
            yield Text(
                text=_(
                    "It was tried when this PDF was made: the text gives the fingerprint that was kept when it was"
                    " sent, and each signature holds the same."
                )
            )
        else:
            yield Text(text=_("When it was sent, the text gave another fingerprint: %(kept)s") % {"kept": kept})
    elif one.state == State.SIGNED:
        yield Text(
            text=_(
                "The agreement was signed elsewhere and written down here afterwards, so no signature holds a"
                " fingerprint."
            )
        )
    yield Text(
        is_quiet=True,
        text=_(
            "The fingerprint is the SHA-256 of the file %(file)s, which is attached to this PDF and holds the text"
            " letter for letter. One letter changed makes another. Signs that the typeface lacks are drawn as an empty"
            " square here, and are whole in the file."
        )
        % {"file": ATTACHED},
    )
    made = dates.moment(clock.now())
    yield Text(is_quiet=True, text=_("This PDF was made %(moment)s.") % {"moment": made})
