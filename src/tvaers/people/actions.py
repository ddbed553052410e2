"""Registering, changing and merging people, and showing a CPR number."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields, replace
from uuid import UUID

from django.db import DatabaseError, connections, transaction
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.foundation import ids
from tvaers.guard import context
from tvaers.guard.enums import Category, Purpose
from tvaers.guard.turns import take_turn
from tvaers.partnerships.actor import Actor
from tvaers.people import doubles
from tvaers.people.access import ADDRESS, PersonCard, card_of, rows_with_address
from tvaers.people.enums import Knowledge, RevealReason, TokenKind
from tvaers.people.models import Address, Person, Reveal, Token
from tvaers.people.queries import token_key
from tvaers.people.rules import cpr as cpr_rules
from tvaers.people.rules.tokens import Traits, of_form, to_store
from tvaers.sharing import actions as sharing
from tvaers.sharing import seen
from tvaers.sharing.enums import DossierKind
from tvaers.sharing.sealing import open_rows, sealed
from tvaers.sharing.telling import tell_identity


class ChangedMeanwhileError(Exception):
    """Somebody else saved in between; `theirs` is what stands now."""

    def __init__(self, theirs: PersonCard) -> None:
        """Keep what stands now, to show beside what was typed."""
        super().__init__("changed meanwhile")
        self.theirs = theirs


class NotYoursToChangeError(Exception):
    """Only who works on a person for its owner organisation changes what is known."""


class DifferentOwnersError(Exception):
    """Only doubles inside one organisation can be merged, by who works on both and decides there."""


class RegisteredAlreadyError(Exception):
    """The same form was sent twice; `person` was registered the first time."""

    def __init__(self, person: UUID) -> None:
        """Keep the person, to lead there."""
        super().__init__("registered already")
        self.person = person


@dataclass(frozen=True, kw_only=True)
class Details:
    """What is known about somebody. born: ISO date, or a year alone; cpr: ten digits; all may be empty."""

    name: str = ""
    nickname: str = ""
    description: str = ""
    cpr: str = ""
    born: str = ""
    pronoun: str = ""
    phone: str = ""
    school: str = ""
    language: str = ""
    street: str = ""
    place: str = ""
    needs_interpreter: bool = False
    has_protected_address: bool = False

    @property
    def knowledge(self) -> Knowledge:
        """How well this knows somebody."""
        if self.cpr:
            return Knowledge.IDENTIFIED
        return Knowledge.PARTLY if self.name or self.nickname else Knowledge.UNKNOWN

    @property
    def birthday(self) -> str:
        """The birthday as given, else as the CPR number tells."""
        return self.born or (cpr_rules.parse(self.cpr).born.isoformat() if self.cpr else "")

    @property
    def traits(self) -> Traits:
        """What this person is to be found by."""
        year = int(self.birthday[:4]) if self.birthday else None
        return Traits(cpr=self.cpr, phone=self.phone, name=self.name, nickname=self.nickname, birth_year=year)


FIELDS = tuple(field.name for field in fields(Details))
# What was wrong here is told to whoever was given it (R22); what was not known before was not wrong.
IDENTIFYING = ("name", "cpr", "born")
_TEXTS = tuple(field.name for field in fields(Details) if field.type is str and field.name not in {*ADDRESS, "born"})


def details_on(card: PersonCard) -> Details:
    """Return what a card shows of somebody, to be registered anew by who was given it: no number and no address."""
    return Details(
        name=card.name,
        nickname=card.nickname,
        description=card.description,
        born=card.born,
        pronoun=card.pronoun,
        phone=card.phone,
        school=card.school,
        language=card.language,
        needs_interpreter=card.needs_interpreter,
        has_protected_address=card.has_protected_address,
    )


def register(
    *,
    by: Actor,
    details: Details,
    purpose: Purpose,
    unit: UUID | None = None,
    member: UUID | None = None,
    form: UUID | None = None,
) -> UUID:
    """Register somebody as a dossier of the actor's organisation and return its id.

    form: what the form carried. Raises RegisteredAlreadyError when the actor sent that form before, and what
    sharing.open_dossier raises.
    """
    once = of_form(by.id, form, key=token_key(by)) if form else None
    with transaction.atomic():
        if once is not None:
            _refuse_twice(once)
        person = sharing.open_dossier(by=by, kind=DossierKind.PERSON, purpose=purpose, unit=unit, member=member)
        Person.objects.create(
            id=person,
            knowledge=details.knowledge,
            needs_interpreter=details.needs_interpreter,
            has_protected_address=details.has_protected_address,
            **_sealed_texts(person, details),
        )
        _write_address(person, None, details)
        _write_tokens(by, person, details, once)
        record("people.registered", object_id=person, dossier_id=person, detail={"knowledge": details.knowledge})
    return person


def _refuse_twice(once: bytes) -> None:
    """Raise RegisteredAlreadyError when the form was saved; of two at the same time the second waits here."""
    take_turn(once)
    person = Token.objects.filter(token=once, kind=TokenKind.FORM).values_list("dossier_id", flat=True).first()
    if person is not None:
        raise RegisteredAlreadyError(person)


def change(*, by: Actor, person: UUID, details: Details, version: int, keeps_cpr: bool = False) -> None:
    """Replace what is known about somebody; `keeps_cpr` leaves the number as it is, whatever `details` says.

    Raises Http404, NotYoursToChangeError, or ChangedMeanwhileError when `version` is not the last.
    """
    with transaction.atomic():
        # Held before it is read: what is read counts as shown, and of somebody merged meanwhile nothing can be.
        _hold(person)
        found = rows_with_address([person]).get(person)
        if found is None:
            raise Http404
        before = _details_in(*found)
        new = replace(details, cpr=before.cpr) if keeps_cpr else details
        _save(by, person, before, new, version)
        record("people.changed", object_id=person, dossier_id=person)


def _hold(*people: UUID) -> None:
    """Let nobody else change these people before this transaction ends."""
    list(Person.objects.select_for_update().filter(id__in=people).order_by("id").values_list("id"))


def _save(by: Actor, person: UUID, before: Details, new: Details, version: int) -> None:
    """Write what differs. Raises ChangedMeanwhileError."""
    changed = Person.objects.filter(id=person, version=version).update(
        knowledge=new.knowledge,
        needs_interpreter=new.needs_interpreter,
        has_protected_address=new.has_protected_address,
        version=version + 1,
        **_sealed_texts(person, new),
    )
    if not changed:
        # Read again: whoever was first may have saved after this transaction looked.
        now = card_of(*rows_with_address([person])[person])
        raise NotYoursToChangeError if now.version == version else ChangedMeanwhileError(now)
    _write_address(person, before, new)
    if before.traits != new.traits:
        _write_tokens(by, person, new)
    if any(getattr(before, name) not in {"", getattr(new, name)} for name in IDENTIFYING):
        tell_identity(person=person)


def reveal_cpr(*, by: Actor, person: UUID, reason: RevealReason, words: str) -> str:
    """Return the whole CPR number after writing down who asked and why (R16, R18).

    Raises Http404 when the person is hidden, has no number, or belongs to another organisation.
    """
    rows = open_rows(Person, Person.objects.filter(id=person).values("id", "cpr"), ("cpr",), dossier="id")
    if not rows or not rows[0]["cpr"]:
        raise Http404
    reveal = ids.opaque()
    try:
        with transaction.atomic():
            Reveal.objects.create(
                id=reveal,
                dossier_id=person,
                member_id=by.id,
                reason=reason,
                **sealed(Reveal, dossier=person, row=reveal, texts={"words": words}),
            )
    except DatabaseError as refused:
        # The policy lets only the owner's own people write here: the number stays masked for everybody else.
        raise Http404 from refused
    seen.record(person, Category.IDENTITY)
    record("people.cpr_revealed", object_id=reveal, dossier_id=person, detail={"reason": reason})
    return cpr_rules.parse(rows[0]["cpr"]).formatted


def merge(
    *,
    by: Actor,
    keep: UUID,
    double: UUID,
    from_double: Collection[str] | None = None,
    version: int | None = None,
    double_version: int | None = None,
) -> None:
    """Make one person of two dossiers: what points at the double moves to the one kept, and the double is erased.

    from_double: the fields that the double has right; None fills the gaps of the one kept. version, double_version:
    of the two, as they were looked at. Colleagues who see the double see the one kept, as far and as long as the actor
    does. Raises Http404 when either is hidden, DifferentOwnersError when they are not two people of the actor's
    organisation or the actor does not decide, sharing.WrongPurposeError when a colleague knows the double for a purpose
    that is not the actor's, ChangedMeanwhileError, doubles.KeptApartError.
    """
    with transaction.atomic():
        # Held first, so that nothing begins about either of them while the others are asked.
        _hold(keep, double)
        if obstacles := doubles.obstacles(keep, double):
            raise doubles.KeptApartError(obstacles)
        found = rows_with_address([keep, double])
        if keep not in found or double not in found:
            raise Http404
        if double_version not in {None, found[double][0]["version"]}:
            raise ChangedMeanwhileError(card_of(*found[double]))
        kept, other = _details_in(*found[keep]), _details_in(*found[double])
        _move(keep=keep, double=double)
        taken = {name for name in FIELDS if not getattr(kept, name)} if from_double is None else set(from_double)
        new = replace(kept, **{name: value for name, value in asdict(other).items() if name in taken})
        _save(by, keep, kept, new, found[keep][0]["version"] if version is None else version)
        sharing.erase(dossier=double, why="merged")


def _move(*, keep: UUID, double: UUID) -> None:
    """Have the database move links, readers and what other apps keep of the double. Raises as `merge` does."""
    try:
        with sharing.refusals(), connections[context.ALIAS].cursor() as cursor:
            cursor.execute("SELECT guard.merge_person(%s, %s)", [keep, double])
    except sharing.NotYoursToGiveError as foreign:
        raise DifferentOwnersError from foreign


def _details_in(row: dict[str, object], address: dict[str, object] | None) -> Details:
    where = address or {}
    return Details(**{name: where.get(name, "") if name in ADDRESS else row[name] for name in FIELDS})  # type: ignore[arg-type]


def details_of(*people: UUID) -> dict[UUID, tuple[PersonCard, Details]]:
    """Return everything known about `people`, the whole CPR number included, each beside the card for a page.

    For comparing and searching on the server; a page shows the card. Raises Http404 when one is hidden.
    """
    found = rows_with_address(people)
    if not set(people) <= found.keys():
        raise Http404
    # The card is made last: it takes the number out of the row.
    details = {person: _details_in(*rows) for person, rows in found.items()}
    return {person: (card_of(*rows), details[person]) for person, rows in found.items()}


def _sealed_texts(person: UUID, details: Details) -> dict[str, bytes]:
    texts = {name: getattr(details, name) for name in _TEXTS} | {"born": details.birthday}
    return sealed(Person, dossier=person, row=person, texts=texts)


def _write_address(person: UUID, before: Details | None, new: Details) -> None:
    """Write the address when it differs; `before` is None for somebody new."""
    texts = {name: getattr(new, name) for name in ADDRESS}
    if texts == {name: getattr(before, name, "") for name in ADDRESS}:
        return
    # The person has one address, and its row takes the person's id: what is sealed is bound to it.
    own = sealed(Address, dossier=person, row=person, texts=texts)
    if not any(texts.values()):
        Address.objects.filter(dossier_id=person).delete()
    elif before is None or not (before.street or before.place):
        Address.objects.create(id=person, dossier_id=person, **own)
    else:
        Address.objects.filter(dossier_id=person).update(**own)


def _write_tokens(by: Actor, person: UUID, details: Details, once: bytes | None = None) -> None:
    """Replace what somebody is found by, and add the form's token, in one statement."""
    found_by = sorted(to_store(details.traits, key=token_key(by)))
    if once is not None:
        found_by.append((TokenKind.FORM, once))
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM people_token WHERE dossier_id = %s)"
            " INSERT INTO people_token (dossier_id, kind, token)"
            " SELECT %s, kind, token FROM unnest(%s::smallint[], %s::bytea[]) AS t (kind, token)",
            [person, person, [int(kind) for kind, _ in found_by], [token for _, token in found_by]],
        )
