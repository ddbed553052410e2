"""Assessments in the demonstration's cases: what a lead concluded in words, what a colleague said of it, and a draft."""

from datetime import timedelta
from random import Random
from uuid import UUID

from tvaers.assessments.access import get_for_reading
from tvaers.assessments.actions import filling, reading
from tvaers.assessments.documents import Question, Section
from tvaers.assessments.enums import Basis, Kind, Known, Tool, Verdict, VersionState
from tvaers.assessments.models import TemplateVersion
from tvaers.assessments.queries import of_case
from tvaers.assessments.rules import Answer, usual_expiry
from tvaers.demo import seed
from tvaers.demo.casework import Running, second_reader
from tvaers.demo.seed import identified
from tvaers.demo.shift import Shift
from tvaers.foundation import clock
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import OrganisationKind
from tvaers.partnerships.rules import categories_for

OVERVIEW, OWN = "ressourcer-og-risici", "den-unge"
# Every so many of the running cases has one; of those, every so many are still written on, and some are looked at again.
EVERY, DRAFTED, AGAIN = 4, 5, 3
FIRST_AFTER, AGAIN_AFTER = timedelta(days=21), timedelta(days=150)
SAID = (
    "Det siger både den unge og klassens lærer.",
    "Set ved tre besøg i klubben.",
    "Forældrene fortæller det samme hver for sig.",
    "Den unge er selv i tvivl.",
)
OWN_WORDS = (
    "Mest min farmor. Hun spørger, og så venter hun på svaret.",
    "At komme ud og spille. Og at de andre ikke kommer og henter mig.",
    "Jeg vil have et job efter skole, bare to dage.",
    "Det ved jeg ikke rigtigt. Spørg mig igen efter sommerferien.",
)
CONCLUDED = (
    "Der er mere, der bærer, end der bekymrer. Vi holder fast i fritiden og lader skolen vide, hvem den kan ringe til.",
    "Hverdagen er skrøbelig, og der skal en fast voksen til. Vi finder en mentor, før sommerferien begynder.",
    "Bekymringen for kammeraterne fylder mest. Vi arbejder med fritidsjob og holder tæt kontakt til hjemmet.",
)
REASONS = (
    "Svarene om fritid og familie peger samme vej. Om vennerne ved vi for lidt, og det står der også.",
    "Der er kun én voksen uden for familien, og den kontakt er ny. Meget hviler på skolen.",
    "Den unge møder op, når noget er aftalt. Aftenerne i weekenden er det, ingen rigtigt ved noget om.",
)
DISSENTS = "Jeg er mindre tryg ved skolen, end konklusionen er. Fraværet i efteråret bør stå tydeligere."


def assess(made: Running, place: int, writing: Shift) -> None:
    """Give the lead an assessment to write, and a colleague to read it second; place: the case among the running."""
    if place % EVERY or made.lead.organisation.kind is not OrganisationKind.MUNICIPALITY or made.closed:
        return
    number = place // EVERY
    writing.give(made.lead, lambda by: _write(made, by, number))


def read(made: Running, place: int, reading_shift: Shift) -> None:
    """Give a colleague the conclusion to read second."""
    reader = second_reader(made)
    if place % EVERY == 0 and reader is not None and reader.id != made.lead.id:
        reading_shift.give(reader, lambda by: _read(made, by, place // EVERY))


def _write(made: Running, by: Actor, number: int) -> None:
    chance = seed.dice(f"assessed {made.case.number}")
    first = _fill(made, by, OVERVIEW, chance, after=FIRST_AFTER, is_draft=number % DRAFTED == DRAFTED - 1)
    if first is None:
        return
    if number % 2 == 0:
        _fill(made, by, OWN, chance, after=FIRST_AFTER + timedelta(days=3))
    if number % AGAIN == 0 and made.ends - made.opened > AGAIN_AFTER + timedelta(days=7):
        _fill(made, by, OVERVIEW, chance, after=AGAIN_AFTER, follows=first)
    if number == 1:
        with clock.frozen(made.ends):
            reading.note_elsewhere(
                by=by, case=made.id, tool=Tool.SDQ, named="", done_on=clock.today(), done_by="PPR, Gladsaxe"
            )


def _fill(
    made: Running,
    by: Actor,
    starter: str,
    chance: Random,
    *,
    after: timedelta,
    follows: UUID | None = None,
    is_draft: bool = False,
) -> UUID | None:
    """Fill a template some days after the case was opened; None where it is too new, or the template is not in use."""
    in_use = TemplateVersion.objects.filter(
        owner_id=by.organisation.id, template__starter=starter, state=VersionState.IN_USE
    )
    version = in_use.values_list("id", flat=True).first()
    if version is None or made.opened + after > made.ends:
        return None
    with clock.frozen(made.opened + after):
        key = identified("assessment", f"{made.case.number} {starter} {after.days}")
        row = filling.begin(
            by=by,
            case=made.id,
            version=version,
            about_on=clock.today(),
            categories=categories_for(by.roles),
            form=key,
            follows=follows,
        )
        _complete(made, by, row, chance, is_draft=is_draft, words=OWN_WORDS if starter == OWN else SAID)
    return row


def _complete(made: Running, by: Actor, row: UUID, chance: Random, *, is_draft: bool, words: tuple[str, ...]) -> None:
    view = get_for_reading(case=made.id, id=row)
    for part in view.parts:
        said = _answers(part.section, chance, words)
        filling.answer(
            by=by, case=made.id, assessment=row, section=part.section.key, answers=said, version=part.version
        )
    if view.concludes:
        second = second_reader(made)
        filling.conclude(
            by=by,
            case=made.id,
            assessment=row,
            version=1,
            words=chance.choice(CONCLUDED),
            reason=chance.choice(REASONS),
            expires_on=usual_expiry(clock.today()),
            second=second.id if second and second.id != by.id else None,
        )
    if not is_draft:
        filling.sign(by=by, case=made.id, assessment=row, version=2 if view.concludes else 1)


def _answers(section: Section, chance: Random, pool: tuple[str, ...]) -> dict[str, Answer]:
    """Answer most of a section, as people do: some in words, some not known."""
    return {question.key: _answer(question, chance, pool) for question in section.questions if chance.random() < 0.8}


def _answer(question: Question, chance: Random, pool: tuple[str, ...]) -> Answer:
    if question.may_not_know and chance.random() < 0.15:
        return Answer(known=Known.DONT_KNOW)
    words = chance.choice(pool) if question.kind is Kind.TEXT or chance.random() < 0.15 else ""
    is_own = pool is OWN_WORDS
    # What somebody says of themselves needs no source.
    basis = None if is_own and not question.asks_basis else chance.choice(list(Basis))
    named = question.asks_source or (chance.random() < 0.2 and not is_own)
    source = "Samtale med den unge og klassens lærer" if named else ""
    chosen = (chance.choice(question.choices),) if question.choices else ()
    return Answer(chosen=chosen, words=words, basis=basis, source=source)


def _read(made: Running, by: Actor, number: int) -> None:
    """Read what is signed and concluded; every third time it is seen differently."""
    for row in of_case(case=made.id):
        if row["concludes"] and row["state"] == "signed" and row["author_id"] != by.id:
            differs = number % 3 == 2
            verdict = Verdict.DISSENTS if differs else Verdict.AGREES
            with clock.frozen(min(row["signed_at"] + timedelta(days=4), made.now)):
                reading.read(
                    by=by,
                    case=made.id,
                    assessment=row["id"],
                    verdict=verdict,
                    words=DISSENTS if differs else "",
                    form=identified("second reading", f"{row['id']} {by.id}"),
                )
