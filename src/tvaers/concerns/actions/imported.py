"""Writing one concern of a file down, with everybody its rows name."""

from uuid import UUID

from django.utils.translation import gettext as _

from tvaers.concerns.actions.intake import Account, Part, Teller, token_of_row, write_down
from tvaers.concerns.enums import About, InvolvedRole
from tvaers.concerns.imports.columns import Field
from tvaers.concerns.imports.rows import Reading
from tvaers.concerns.rules import headline
from tvaers.foundation import clock
from tvaers.partnerships.actor import Actor
from tvaers.people.actions import Details
from tvaers.people.rules import cpr as cpr_rules


def write_down_row(*, by: Actor, reading: Reading) -> UUID:
    """Write down what a row says, with the further rows of the same concern; returns the id.

    Raises WrittenAlreadyError when the same came in before, and what `write_down` raises.
    """
    named = [row for row in reading.rows if row.names_somebody]
    parts = [Part(role=row.role, details=_details(row)) for row in named] + _parents(reading)
    return write_down(
        by=by,
        account=_account(reading, named),
        teller=_teller(reading),
        parts=parts,
        unit=reading.unit_id,
        once=token_of_row(by, reading.canonical),
    )


def _account(reading: Reading, named: list[Reading]) -> Account:
    # To say "a person" and name none is not to know who.
    about = About.PERSON if named else About.UNKNOWN
    if reading.about in {About.GROUP, About.UNKNOWN}:
        about = reading.about or about
    young = [row for row in named if row.role is InvolvedRole.OF_CONCERN]
    pronoun, age = (young[0].pronoun, _age(_details(young[0]))) if len(young) == 1 else ("", None)
    return Account(
        about=about,
        fact=reading[Field.FACT],
        headline=headline(about=about, pronoun=pronoun, age=age, area=reading.area),
        assessment=reading[Field.ASSESSMENT],
        source=reading[Field.SOURCE],
        observed=reading[Field.OBSERVED],
        strengths=reading[Field.STRENGTHS],
        tried=reading[Field.TRIED],
        told=reading.told,
        child_view=reading[Field.CHILD_VIEW],
        parents_reaction=reading[Field.PARENTS_REACTION],
        not_told_because=reading[Field.NOT_TOLD],
        channel=reading.channel,
        received_at=reading.received_at,
        area_id=reading.area_id,
        is_acute=True if reading.is_acute else None,
    )


def _details(row: Reading) -> Details:
    return Details(
        name=row[Field.NAME],
        nickname=row[Field.NICKNAME],
        cpr=row.cpr,
        born=row.born,
        pronoun=row.pronoun,
        phone=row[Field.PHONE],
        school=row[Field.SCHOOL],
        language=row[Field.LANGUAGE],
        needs_interpreter=row.needs_interpreter,
    )


def _parents(reading: Reading) -> list[Part]:
    """Return the parents that the rows name; the same on two rows, as of siblings, is one."""
    said = [(row[Field.PARENT], row[Field.PARENT_PHONE]) for row in reading.rows]
    return [
        Part(role=InvolvedRole.RELATIVE, details=Details(name=name, phone=phone), note=_("Parent"))
        for name, phone in dict.fromkeys(said)
        if name or phone
    ]


def _age(details: Details) -> int | None:
    birthday = details.birthday
    if not birthday:
        return None
    today = clock.today()
    if len(birthday) == 4:
        return today.year - int(birthday)
    return cpr_rules.age_on(today.fromisoformat(birthday), today)


def _teller(reading: Reading) -> Teller:
    name = reading[Field.REPORTER_NAME]
    return Teller(
        kind=reading.reporter_kind,
        name=name,
        workplace=reading[Field.WORKPLACE],
        contact=reading[Field.CONTACT],
        relation=reading[Field.RELATION],
        is_unnamed=not name,
    )
