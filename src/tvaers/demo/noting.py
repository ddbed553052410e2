"""What is written in a case: own words, what carries, the network, and the notes."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from tvaers.cases.actions import entries, people_around
from tvaers.cases.actions.entries import Note
from tvaers.cases.enums import Circle, Closeness, Speaker
from tvaers.demo import names
from tvaers.demo.cases import Note as Told
from tvaers.demo.casework import Running
from tvaers.demo.desks import works_for
from tvaers.demo.names import BOY, GIRL
from tvaers.demo.people_at_work import Job
from tvaers.demo.shift import Shift
from tvaers.demo.texts import network, steps
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import Role

KINDS = {
    "telefon": "Telefonsamtale",
    "besøg": "Besøg",
    "gaden": "På gaden",
    "møde": "Møde",
    "besked": "Besked",
    "aftale": "Aftale",
    "opfølgning": "Opfølgning",
    "rettelse": "Rettelse",
}
# Whom a telephone call or a visit was with, by a word in its first sentence.
WITH = (
    ("klasselærer", "klasselæreren"),
    ("læreren", "læreren"),
    ("moren", "moren"),
    ("Moren", "moren"),
    ("faren", "faren"),
    ("Faren", "faren"),
    ("armoren", "farmoren"),
    ("ræneren", "træneren"),
    ("klubben", "klubben"),
    ("UU-vejleder", "UU-vejlederen"),
    ("ilsynet", "tilsynet"),
    ("arbejdsgiver", "arbejdsgiveren"),
    ("mentor", "mentoren"),
    ("politi", "politiet"),
    ("okalbetjent", "lokalbetjenten"),
    ("boligselskab", "boligselskabet"),
    ("gældsrådgiver", "gældsrådgiveren"),
    ("skolen", "skolen"),
    ("bank", "banken"),
)
HEALTH = ("læge", "usmiddel", "behandling")


def write_around(made: Running, by: Actor) -> None:
    """Write down own words, what carries and who is around, in the first weeks of a case."""
    case, youth = made.case, made.case.youth
    began = made.opened + timedelta(hours=3)
    with clock.frozen(began):
        for place, words in enumerate(case.own_words):
            said = min(began + timedelta(days=4 + 16 * place), made.ends)
            people_around.write_voice(
                by=by,
                case=made.id,
                speaker=Speaker.YOUNG,
                words=words,
                said_by=youth.name.given,
                said_on=said.date(),
                is_approved=made.chance.random() < 0.85,
            )
        if case.parents_words:
            _write_parents(made, by)
        for sentence in dict.fromkeys(case.strengths):
            people_around.write_strength(
                by=by, case=made.id, title=_title(sentence), words=sentence, said_by=_who_says(made, sentence)
            )
        for line in _network(made):
            people_around.add_to_network(by=by, case=made.id, **line)


def _write_parents(made: Running, by: Actor) -> None:
    near = made.case.youth.relatives
    relation = near[0].relation if near else "mor"
    people_around.write_voice(
        by=by,
        case=made.id,
        speaker=Speaker.PARENTS if len(near) > 1 or relation in {"mor", "far"} else Speaker.FAMILY,
        words=made.case.parents_words,
        said_by=f"{near[0].name.given}, {relation}" if near else relation,
        said_on=min(made.opened + timedelta(days=6), made.ends).date(),
        is_approved=made.chance.random() < 0.7,
    )


def _title(sentence: str) -> str:
    return next((title for word, title in network.TITLES if word in sentence), "Styrke")


def _who_says(made: Running, sentence: str) -> str:
    who = [made.case.youth.name.given, made.lead.worker.first_name]
    near = made.case.youth.relatives
    if near:
        who.append(f"{near[0].name.given}, {near[0].relation}")
    if any(word in sentence for word in ("lærer", "kole", "klasse", "matematik", "engelsk")):
        who.append("skolen")
    return made.chance.choice(who)


def _network(made: Running) -> list[dict[str, Any]]:
    """Return the lines of the network: the family that there is, a friend or two, school or work, leisure, us."""
    chance, youth = made.chance, made.case.youth
    lines: list[dict[str, object]] = []

    def add(circle: Circle, name: str, relation: str, brings: str, weights: tuple[int, int, int]) -> None:
        closeness = chance.choices((Closeness.CLOSE, Closeness.BUILDING, Closeness.BROKEN), weights)[0]
        lines.append({"circle": circle, "closeness": closeness, "name": name, "relation": relation, "brings": brings})

    relations = {relative.relation: relative.name.given for relative in youth.relatives}
    for word, relation in network.NAMED_IN_STRENGTHS.items():
        if any(word in sentence for sentence in made.case.strengths) and relation not in relations:
            gender = BOY if relation in {"storebror", "morbror", "stedfar"} else GIRL
            relations[relation] = names.relative(chance, youth.name, gender).given
    for relation, name in relations.items():
        circle = Circle.FAMILY if relation != "nabo" else Circle.FRIENDS
        pool = network.FAMILY.get(relation, network.FAMILY["moster"])
        add(circle, name, relation, chance.choice(pool), (6, 3, 2 if relation == "far" else 1))
    for relation, brings in chance.sample(network.FRIENDS, chance.choice((1, 1, 2))):
        add(Circle.FRIENDS, names.draw(chance, chance.choice((BOY, GIRL))).given, relation, brings, (4, 3, 3))
    learning = network.WORK if made.is_grown else network.SCHOOL
    for relation, brings in chance.sample(learning, chance.choice((1, 1, 2))):
        add(Circle.SCHOOL, names.draw(chance, chance.choice((BOY, GIRL))).given, relation, brings, (3, 4, 1))
    if chance.random() < 0.75:
        relation, brings = chance.choice(network.LEISURE)
        add(Circle.LEISURE, names.draw(chance, chance.choice((BOY, GIRL))).given, relation, brings, (3, 4, 2))
    for worker in [made.lead, *made.helpers]:
        add(
            Circle.PROFESSIONAL, worker.worker.first_name, worker.title, chance.choice(network.PROFESSIONALS), (5, 4, 0)
        )
    return lines


def write_notes(made: Running, shift: Shift, *, is_draft: bool) -> None:
    """Have lead and helpers write the notes, the last one perhaps a draft still; a correction points at its note."""
    street = next((each for each in made.helpers if each.roles & Role.STREET_WORKER), None)
    last: dict[str, UUID] = {}
    for place, told in enumerate(made.case.notes):
        author = street if street is not None and told.kind == "gaden" else made.lead
        draft = is_draft and place == len(made.case.notes) - 1
        shift.give(author, lambda by, told=told, draft=draft: _write(made, by, told, last, draft=draft))


def _write(made: Running, by: Actor, told: Told, last: dict[str, UUID], *, draft: bool) -> None:
    at = made.moment(told.days_ago)
    note = Note(
        happened_at=at,
        title=_heading(made, told),
        fact=told.text,
        source="Egen iagttagelse" if told.kind in {"gaden", "besøg"} else "",
        category=_category(by, told.text),
    )
    corrects = last.get("id") if told.kind == "rettelse" else None
    with clock.frozen(min(at + timedelta(minutes=made.chance.randint(20, 200)), made.ends)):
        written = entries.write(by=by, case=made.id, note=note, sign=not draft, corrects=corrects)
    if not draft and told.kind != "rettelse" and note.category is Category.ENTRY:
        last["id"] = written


def _category(by: Actor, text: str) -> Category:
    if by.has_role(Role.CASEWORKER) and any(word in text for word in HEALTH):
        return Category.HEALTH
    return Category.ENTRY


def _heading(made: Running, told: Told) -> str:
    first = told.text.partition(". ")[0]
    heading = KINDS[told.kind]
    if told.kind in {"telefon", "møde", "besked", "aftale", "opfølgning", "besøg"}:
        whom = next((who for word, who in WITH if word in first), made.case.youth.name.given)
        join = {"besøg": "hos", "besked": "fra"}.get(told.kind, "med")
        if first.startswith("Hjemmebesøg"):
            return "Hjemmebesøg"
        if first.startswith("Netværksmøde"):
            return "Netværksmøde"
        return f"{heading} {join} {whom}"
    return heading


def police_note(made: Running, officer: Job, shift: Shift) -> None:
    """Have the police write what they bring in, for prevention only (R3)."""
    at = made.moment(
        max((made.now - made.opened).days // 3, 1) if made.closed is None else made.case.closed_days_ago or 1
    )
    text = made.words(steps.POLICE_NOTES)

    def do(by: Actor) -> None:
        note = Note(happened_at=at, title="Fra politiet", fact=text, source="Oplyst efter retsplejelovens § 115")
        with clock.frozen(at):
            entries.write(by=by, case=made.id, note=note, sign=True)

    if works_for(officer, made.purpose if made.purpose is not Purpose.PARENTS else Purpose.SSP):
        shift.give(officer, do)
