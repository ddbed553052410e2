"""The invented texts: distinct, whole, consistent; fact and assessment apart; nothing follows from a name."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from tvaers.concerns.enums import Told
from tvaers.demo import cases as case_texts
from tvaers.demo import concerns as concern_texts
from tvaers.demo import names
from tvaers.demo.cases import cases
from tvaers.demo.concerns import THEMES, concerns
from tvaers.demo.inbox import INBOX
from tvaers.demo.names import BOY, GIRL, modulus
from tvaers.demo.saying import BECAUSE, CHILD, PARENTS, said
from tvaers.demo.seed import dice
from tvaers.demo.settling import settled
from tvaers.demo.texts import (
    assessments,
    endings,
    entries,
    facts_school,
    facts_street,
    network,
    plans,
    reporters,
    steps,
    strengths,
    tried,
    voices,
)
from tvaers.demo.texts.fitting import fits, fitting, joined, plain

TODAY = date(2026, 11, 23)
CONCERNS = concerns(TODAY)
CASES = cases(TODAY)
MODULES = [assessments, endings, entries, facts_school, facts_street, plans, steps, strengths, tried, voices]
SLOTS = {"name", "he", "He", "him", "his", "boy", "school", "place", "spot", "club", "weekday", "time"}
# How somebody speaks who judges; an observation does not.
JUDGING = re.compile(
    r"\b(vurder\w*|min vurdering|jeg tror|vi tror|jeg er i tvivl|virker truende|formentlig|sikkert)\b", re.IGNORECASE
)
ORIGIN = re.compile(
    r"\b(indvandrer|etnisk|muslim\w*|islam\w*|kristen\w*|jøde\w*|araber\w*|tyrker\w*|somalier\w*|religiøs\w*)\b",
    re.IGNORECASE,
)


def strings(value):
    """All sentences of a module's table, however it is nested."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for each in value.values() for text in strings(each))
    elif isinstance(value, tuple):
        yield from (text for each in value for text in strings(each))


def tables():
    for module in MODULES:
        for name, value in vars(module).items():
            if name.isupper() and isinstance(value, dict | tuple):
                yield f"{module.__name__.rpartition('.')[2]}.{name}", value


def texts_of(thing):
    """Every text of a concern or a case, as a reader sees it."""
    for name, value in vars(thing).items():
        if name in {"youth", "concern", "reporter"}:
            continue
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, str):
                yield each
            elif hasattr(each, "__dataclass_fields__"):
                yield from texts_of(each)


ALL = [text for thing in [*CONCERNS, *CASES] for text in texts_of(thing)]


def test_there_are_as_many_as_promised():
    assert len(CONCERNS) == 400
    assert len(CASES) == 120
    assert len({each.concern.number for each in CASES}) == 120


def test_no_two_concerns_tell_the_same():
    assert len({each.facts for each in CONCERNS}) == 400
    assert len({(each.assessment, each.strengths, each.tried) for each in CONCERNS}) > 380
    assert max(Counter(note.text for case in CASES for note in case.notes).values()) <= 16


def test_the_same_seed_gives_the_same_and_another_gives_other():
    assert concerns(TODAY) == CONCERNS
    assert cases(TODAY) == CASES
    assert concerns(TODAY, number=7) != CONCERNS
    assert len({each.facts for each in concerns(TODAY, number=7)}) == 400


@pytest.mark.parametrize(("name", "table"), list(tables()), ids=lambda value: value if isinstance(value, str) else "")
def test_building_sentences_are_whole_and_differ(name, table):
    sentences = [text for text in strings(table) if " " in text]
    for sentence in sentences:
        text = plain(sentence)
        assert set(re.findall(r"{(\w+)}", text)) <= SLOTS, text
        assert text[-1] in ".?”!", text
        assert text[0].isupper() or text[0] == "{", text
        assert "  " not in text, text
        assert not ORIGIN.search(text), text
    twice = [text for text, number in Counter(sentences).items() if number > 1]
    assert not twice, f"{name}: {twice}"


def test_there_is_enough_to_build_with():
    found = {name: sum(" " in text for text in strings(table)) for name, table in tables()}
    assert found["facts_school.FACTS"] + found["facts_street.FACTS"] + found["facts_street.GROUP"] >= 150
    assert found["assessments.ASSESSMENTS"] * found["assessments.RESERVES"] >= 150
    assert found["strengths.OWN"] + found["strengths.FAMILY"] + found["strengths.AROUND"] >= 80
    assert found["voices.YOUNG"] + found["voices.PARENTS"] + found["voices.GOALS"] >= 150
    assert sum(found.values()) >= 900


def test_what_each_says_stands_in_its_own_field():
    told = [(each, said(each)) for each in CONCERNS]
    assert told == [(each, said(each)) for each in concerns(TODAY)]
    filled = Counter(field for _, found in told for field in (CHILD, PARENTS, BECAUSE) if found[field])
    assert min(filled[field] for field in (CHILD, PARENTS, BECAUSE)) > 60, filled
    for each, found in told:
        texts = [found[CHILD], found[PARENTS], found[BECAUSE]]
        assert not [text for text in texts if re.search(r"[{}|]|  ", text)]
        if each.told:
            assert each.told in texts
        # Nobody reacts to what they were not told, and everybody having been told needs no reason.
        assert not (found["told"] in {Told.PARENTS, Told.NOBODY} and found[CHILD]), found
        assert not (found["told"] in {Told.YOUNG, Told.NOBODY} and found[PARENTS]), found
        assert not (found["told"] == Told.BOTH and found[BECAUSE]), found
        # Whoever tells knows of it.
        assert not (each.reporter.kind in {"parent", "self"} and found["told"] is Told.NOBODY), found


def test_nothing_is_left_unfilled():
    assert len(ALL) > 5000
    assert not [text for text in ALL if re.search(r"[{}|]|\bNone\b|  ", text)]


def test_a_text_speaks_of_one_sex():
    for each in [*CONCERNS, *CASES]:
        if each.youth is None or each.youth.name.gender == BOY:
            continue
        told = each.facts if hasattr(each, "facts") else ""
        # A girl's facts may have a "han" of somebody else in them, but begin with "hun" or the name.
        assert not re.match(r"Han\b", told), told
    assert {each.youth.name.gender for each in CONCERNS if each.youth} == {GIRL, BOY}


def test_facts_do_not_judge_and_assessments_say_that_they_do():
    assert not [each.facts for each in CONCERNS if JUDGING.search(each.facts)]
    for sentences in assessments.ASSESSMENTS.values():
        for sentence in sentences:
            assert JUDGING.search(sentence) or re.search(r"usikkert|uklart|uvist|kan ikke afgøre", sentence), sentence
    assert not [each for each in CONCERNS if each.facts in each.assessment or each.assessment in each.facts]


def test_ages_fit_the_theme_and_the_text():
    for each in CONCERNS:
        if each.youth:
            least, most = THEMES[each.theme][0]
            assert least <= each.youth.age <= most
            assert each.youth.age_on(TODAY - timedelta(days=each.days_ago)) == each.youth.age
    grown = [case for case in CASES if case.youth.age >= 18]
    assert grown
    assert not [case for case in grown if case.parents_words]
    assert not [task.what for case in grown for goal in case.goals for task in goal.tasks if "forældre" in task.what]


def test_nothing_about_somebody_follows_from_the_name(monkeypatch):
    """With every name replaced, all else stays as it was."""

    def without_names(things):
        return [(c.theme, c.days_ago, c.area, c.role, c.acute, c.triage, c.youth and c.youth.age) for c in things]

    before = without_names(CONCERNS)
    monkeypatch.setattr(names, "_WEIGHTS", (1, 0, 0, 0, 0, 0, 0))
    assert without_names(concerns(TODAY)) == before
    assert {c.youth.name for c in concerns(TODAY) if c.youth} != {c.youth.name for c in CONCERNS if c.youth}


def test_personal_numbers_are_nobodys():
    numbers = [(each.youth, each.youth.cpr) for each in CONCERNS if each.youth and each.youth.cpr]
    assert len(numbers) > 200
    for youth, number in numbers:
        assert re.fullmatch(r"\d{6}99\d\d", number)
        assert number.startswith(f"{youth.born:%d%m%y}")
        assert modulus(number) != 0
        assert int(number[-1]) % 2 == (0 if youth.name.gender == GIRL else 1)
        assert (youth.born.month, youth.born.day) != (1, 1)


def test_the_old_check_would_find_a_real_number():
    # The number that public guides use as an example of a valid check digit.
    assert modulus("0707614285") == 0


def test_telephones_cannot_ring():
    phones = [relative.phone for each in CONCERNS if each.youth for relative in each.youth.relatives]
    assert all(re.fullmatch(r"01 \d\d \d\d \d\d", phone) for phone in phones)


def test_dates_follow_each_other():
    for case in CASES:
        end = case.closed_days_ago or 0
        assert end <= case.opened_days_ago < case.concern.days_ago
        assert (case.closure is None) == (case.closed_days_ago is None)
        assert all(end <= note.days_ago <= case.opened_days_ago for note in case.notes)
        assert all(end <= share.days_ago <= case.opened_days_ago for share in case.shares)
        for task in (task for goal in case.goals for task in goal.tasks):
            assert task.done is None or task.done <= -end
            assert task.done is not None or case.closure is None


def test_all_that_the_demonstration_is_to_show_is_there():
    states = Counter(share.state for case in CASES for share in case.shares)
    assert set(states) == {"accepted", "declined", "offered", "revoked"}
    assert any(share.state == "declined" and not share.answer for case in CASES for share in case.shares)
    assert any(task.due < 0 and task.done is None for case in CASES for goal in case.goals for task in goal.tasks)
    assert 30 < sum(case.closure is None for case in CASES) < 90
    assert {each.triage[0] for each in CONCERNS if each.triage} == set(endings.TRIAGE)
    assert {each.role for each in CONCERNS} == {"of-concern", "victim"}
    assert any(each.youth is None for each in CONCERNS)
    assert any(each.days_ago <= 6 and each.triage is None for each in CONCERNS)
    assert {each.theme for each in CONCERNS} == set(THEMES)


def test_professionals_are_never_anonymous():
    assert any(each.reporter.anonymous for each in CONCERNS)
    for each in CONCERNS:
        if each.reporter.kind in reporters.PROFESSIONAL:
            assert each.reporter.name
            assert not each.reporter.anonymous


def test_a_sentence_is_only_for_whom_it_names():
    assert fits("Alle.", frozenset())
    assert fits("school+child,club|A.", frozenset({"club"}))
    assert not fits("school+child,club|A.", frozenset({"school"}))
    assert fitting(["adult|A.", "B."], frozenset({"child"})) == ["B."]


def test_some_are_about_somebody_known_already():
    about = Counter(each.youth.key for each in CONCERNS if each.youth)
    assert sum(number > 1 for number in about.values()) > 15
    assert max(about.values()) < 8


def test_the_queues_are_neither_empty_nor_overflowing():
    waiting = [each for each in CONCERNS if each.arrived]
    assert [each.triage for each in waiting] == [None] * len(INBOX)
    assert all(each.municipality == each.arrived.municipality == each.received_by for each in waiting)
    assert min(each.days_ago for each in CONCERNS if not each.arrived) >= 9
    by_day = Counter(each.days_ago for each in CONCERNS if not each.arrived)
    assert max(by_day.values()) <= 8


def test_what_was_decided_fits_what_followed():
    decided = settled(CONCERNS, CASES)
    cases_of = {case.concern.number: case for case in CASES}
    assert {number for number, (outcome, _) in decided.items() if outcome == "open"} == set(cases_of)
    assert all(reason and "{" not in reason for _, reason in decided.values())
    about = {case.youth.key: case for case in CASES}
    joined_ = [each for each in CONCERNS if decided.get(each.number, ("",))[0] == "join"]
    assert joined_
    for each in joined_:
        assert (about[each.youth.key].closed_days_ago or 0) < each.days_ago < about[each.youth.key].opened_days_ago
    assert not set(decided) & {each.number for each in CONCERNS if each.arrived}


def test_what_carries_names_only_family_that_there_is():
    for case in CASES:
        near = {relative.relation.removeprefix("pleje") for relative in case.youth.relatives}
        for sentence in case.strengths:
            first = sentence.partition(" ")[0]
            assert first != "Faren" or "far" in near, (sentence, near)
            assert first != "Moren" or "mor" in near, (sentence, near)


@pytest.mark.parametrize("pool", ["OWN", "FAMILY", "AROUND"])
def test_everything_that_carries_has_a_name_of_its_own(pool):
    for sentence in getattr(strengths, pool):
        assert [title for words, title in network.TITLES if words in plain(sentence)], sentence


def test_little_is_said_twice_in_what_is_open():
    texts = Counter(task.what for case in CASES if not case.closure for goal in case.goals for task in goal.tasks)
    assert max(texts.values()) <= 4
    said = Counter(goal.words for case in CASES for goal in case.goals)
    assert max(said.values()) <= 6


def test_the_name_stands_first_and_once():
    slots = names.draw(dice("x"), GIRL).slots
    text = joined(["{He} kom.", "{name} gik.", "Så så vi {him}."], slots)
    assert text == f"{slots['name']} kom. Hun gik. Så så vi hende."


def test_the_modules_know_no_model():
    for module in (case_texts, concern_texts, names):
        assert not [name for name in vars(module) if name in {"models", "transaction", "connections"}]
