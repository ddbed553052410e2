"""A case with something of every kind in it: what sharing is tried on. Alice leads it, and Palle wrote a note."""

import datetime as dt
from uuid import UUID

from tests.cast import named
from tests.hostile_files import png
from tests.stage import acting_as
from tvaers.cases.actions import course, entries, people_around
from tvaers.cases.actions.parents import Told
from tvaers.cases.enums import Circle, Closeness, Criterion, Parents, Speaker
from tvaers.cases.models import Case
from tvaers.files import actions as files
from tvaers.files.cleaning import Clean
from tvaers.files.washing.kinds import Kind
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.people import actions as people
from tvaers.people.access import get_for_reading
from tvaers.plans.actions import goals
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import May

WORDS: dict[Category, str] = {
    Category.PLAN: "Jeg vil gerne spille fodbold igen, hvis der er en, der tager imod mig",
    Category.CONCERN: "Han er ude sent og har mistet kontakten til klassen",
    Category.IDENTITY: "Noah Prøvesen",
    Category.ENTRY: "Skolen ringede: fraværet er steget siden uge 10",
    Category.ASSESSMENT: "Han trives bedst med én fast voksen ad gangen",
    Category.OTHERS: "Yasmin, storesøster",
    Category.HEALTH: "Sover dårligt og er henvist til egen læge",
    Category.OFFENCE: "Sigtet for hærværk i februar",
}
PICTURE = Clean(kind=Kind.PNG, content=png())
POLICE, DRAFT = "Set med to ældre drenge ved stationen fredag", "Endnu ikke en note"
NOTES = (Category.ENTRY, Category.ASSESSMENT, Category.HEALTH, Category.OFFENCE)


def open_case(by: str = "frida", *, review_in: int = 40) -> UUID:
    """Open the case for Alice's unit, with one thing of each category, a draft, and a note by the police."""
    with acting_as(by) as actor:
        person = people.register(
            by=actor,
            details=people.Details(name="Noah Prøvesen", born="2011-03-04", phone="12 34 56 78", school="Engskolen"),
            purpose=Purpose.SSP,
            unit=named("gladsaxe-ssp"),
        )
        case = course.open_case(
            by=actor,
            opening=course.Opening(
                person=person,
                criterion=Criterion.REPEATED,
                reason=WORDS[Category.CONCERN],
                purpose=Purpose.SSP,
                basis="§ 115, stk. 1, nr. 1",
                review_on=clock.today() + dt.timedelta(days=review_in),
                unit=named("gladsaxe-ssp"),
                lead=named("alice"),
            ),
        )
        _write(actor, case)
    return case


def _write(actor, case):
    people_around.write_voice(
        by=actor,
        case=case,
        speaker=Speaker.YOUNG,
        words=WORDS[Category.PLAN],
        said_by="Noah",
        said_on=clock.today(),
        is_approved=True,
    )
    people_around.write_strength(
        by=actor, case=case, title="Fodbold", words="Træneren i Hedeager IF husker ham", said_by="Noah"
    )
    goals.agree(by=actor, case=case, words="Begynde til træning om tirsdagen", said_by="Noah", said_on=clock.today())
    goals.follow_up(
        by=actor,
        case=case,
        held_on=clock.today(),
        present="Noah, moderen og klasselæreren",
        words="Han begynder til prøvetræning på tirsdag",
        next_on=None,
    )
    people_around.add_to_network(
        by=actor,
        case=case,
        circle=next(iter(Circle)),
        closeness=next(iter(Closeness)),
        name=WORDS[Category.OTHERS],
        relation="søster",
        brings="henter ham efter træning",
    )
    contact = Told(kind=next(iter(Parents)), words="Moderen er glad for, at der sker noget")
    for category in NOTES:
        note = entries.Note(happened_at=clock.now(), title="Notat", fact=WORDS[category], category=category)
        entries.write(by=actor, case=case, note=note, sign=True, told=contact if category is Category.ENTRY else None)
    entries.write(by=actor, case=case, note=entries.Note(happened_at=clock.now(), title=DRAFT), sign=False)
    for category in (Category.PLAN, *NOTES):
        title = f"Bilag: {WORDS[category]}"
        files.keep(by=actor, dossier=case, category=category, title=title, upload=PICTURE)


def police_note(case: UUID, *, by: str = "frida") -> None:
    """Let Palle write a note in the case, and give it back afterwards."""
    with acting_as(by):
        access = sharing.offer(
            dossier=case,
            to=sharing.Reader(organisation=named("police"), member=named("palle")),
            categories=Category.PLAN | Category.ENTRY,
            may=May.CONTRIBUTE,
            purpose=Purpose.SSP,
            frame=named("Prøveaftalen"),
            until=clock.now() + dt.timedelta(days=2),
        )
        sharing.note_necessity(access=access, dossier=case, words="Skal skrive, hvad de så på stationen.")
    with acting_as("palle") as palle:
        sharing.answer(access=access, accepted=True)
        note = entries.Note(happened_at=clock.now(), title="Fra politiet", fact=POLICE)
        entries.write(by=palle, case=case, note=note, sign=True)
        sharing.end(access=access)


def rename(case: UUID, name: str, *, by: str = "frida") -> None:
    """Give the young person another name than the one in the texts."""
    with acting_as(by) as actor:
        person = Case.objects.values_list("person_id", flat=True).get(id=case)
        card = get_for_reading(person=person)
        details = people.Details(name=name, born=card.born, phone=card.phone, school=card.school)
        people.change(by=actor, person=person, details=details, version=card.version)
