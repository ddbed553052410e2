"""The page that searches in texts: asked in a POST, shows what was found with its words marked, says what it cannot."""

import datetime as dt
import html
import re

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from tests import assessment_scene, case_scene, concern_rows, effort_scene, meeting_scene, picture_scene
from tests.stage import acting_as, statements
from tvaers.cases.actions import people_around, summing
from tvaers.cases.enums import Speaker
from tvaers.foundation import clock
from tvaers.foundation.alphabet import danish
from tvaers.guard.enums import Category
from tvaers.plans.actions import goals, tasks
from tvaers.search import queries, sources
from tvaers.web.people.words import criterion
from tvaers.web.search.showing import WHERE

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/search/"
WORD = "Hyldebærsaft"
# The log, what all words stand in, their rows in one statement, and one for each kind of name.
MOST_STATEMENTS = 20


@pytest.fixture
def case(cast):
    with acting_as("alice") as alice:
        return case_scene.case(alice)


def page(client, **typed):
    answer = client.post(PAGE, typed)
    assert answer.status_code == 200
    return answer.content.decode()


def main(text):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text[text.index("<main") : text.index("</main>")])


def links(text):
    return re.findall(r'class="tv-hits__what"><a href="([^"]+)"', text)


def test_the_empty_page_says_what_is_searched(case, client_for):
    text = client_for("alice").get(PAGE).content.decode()
    assert "Her søges der" in text
    for group in ("Notater", "Opgaver", "Vurderinger", "Møder", "Bekymringer"):
        assert group in text, group
    assert 'method="post"' in text


def test_a_text_is_found_with_its_words_marked_and_whom_it_is_about(case, client_for):
    with acting_as("alice") as alice:
        note = case_scene.note(alice, case, title="Skolen ringede", fact=f"{WORD} & <b>skolefravær</b>")
    text = page(client_for("bo"), text="hyldebærsaft fravær")
    assert links(text) == [reverse("cases:entry", args=[case, note])]
    assert "<mark>Hyldebærsaft</mark>" in text
    assert "&lt;b&gt;<mark>skolefravær</mark>" in text
    assert case_scene.NAME in text
    assert "1 tekst" in text
    assert client_for("bo").get(links(text)[0]).status_code == 200


def test_who_is_not_told_whom_it_is_about_reads_a_young_person(case, client_for):
    with acting_as("alice") as alice:
        goals.agree(by=alice, case=case, words=WORD, said_by="Noah", said_on=clock.today())
    case_scene.share(acting_as, case, Category.PLAN)
    text = page(client_for("hanne"), text=WORD)
    assert len(links(text)) == 1
    assert "En ung" in text
    assert case_scene.NAME not in text


def test_others_find_nothing_and_are_told_so(case, client_for):
    with acting_as("alice") as alice:
        case_scene.note(alice, case, fact=WORD)
    for who in ("hanne", "palle", "oda"):
        text = page(client_for(who), text=WORD)
        assert "Ingen tekst passer" in text, who
        assert case_scene.NAME not in text
    # A word that others hide and one that nobody wrote look the same.
    hidden, nothing = (main(page(client_for("hanne"), text=word)) for word in (WORD, "findesikke"))
    assert hidden.replace(WORD, "findesikke") == nothing


@pytest.mark.parametrize("typed", ["", " ", "og", "010203-1234", "x"])
def test_too_little_is_said_at_the_field_and_what_was_typed_stays(case, client_for, typed):
    text = page(client_for("alice"), text=typed)
    assert 'id="id_text_error"' in text or 'aria-invalid="true"' in text
    assert 'href="#id_text"' in text
    assert "tv-hits" not in text
    if typed.strip():
        assert f'value="{typed}"' in text


def test_what_was_searched_for_stands_in_no_address_and_a_get_searches_nothing(case, client_for):
    with acting_as("alice") as alice:
        case_scene.note(alice, case, fact=WORD)
    text = client_for("alice").get(PAGE, {"text": WORD}).content.decode()
    assert WORD not in text
    found = page(client_for("alice"), text=WORD)
    assert not [each for each in re.findall(r'(?:href|action)="([^"]+)"', found) if "hylde" in each.casefold()]


def ways(text):
    """What the buttons that narrow say, with their numbers, and what each sends."""
    forms = re.findall(r'<li><form method="post" action="([^"]+)">(.*?)</form>', text, re.DOTALL)
    assert {action for action, _form in forms} <= {PAGE}
    found = {}
    for _action, form in forms:
        label = re.sub(r"<[^>]+>", "", form[form.index("<button") :]).strip()
        found[label] = dict(re.findall(r'type="hidden" name="(text|group|period)" value="([^"]*)"', form))
    return found


def test_what_was_found_is_narrowed_by_kind_and_time_with_what_the_reader_may_read(case, client_for):
    """Two texts of Alice's; Hanne was given one of them: nothing she sees counts the other."""
    with acting_as("alice") as alice:
        case_scene.note(alice, case, fact=WORD, happened_at=clock.now() - dt.timedelta(days=500))
        case_scene.note(alice, case, title="To", fact=WORD, happened_at=clock.now() - dt.timedelta(days=100))
        goals.agree(by=alice, case=case, words=WORD, said_by="Noah", said_on=clock.today())
    text = page(client_for("bo"), text=WORD)
    assert list(ways(text)) == [
        "Notater 2",
        "Plan og opfølgning 1",
        "De seneste 30 dage 1",
        "Det seneste år 2",
        "Ældre end et år 1",
    ]
    notes = ways(text)["Notater 2"]
    assert notes == {"text": WORD, "group": "notes", "period": ""}
    narrowed = page(client_for("bo"), **notes)
    assert len(links(narrowed)) == 2
    assert list(ways(narrowed)) == ["Alle slags", "Det seneste år 1", "Ældre end et år 1"]
    older = ways(narrowed)["Ældre end et år 1"]
    assert older == {"text": WORD, "group": "notes", "period": "older"}
    last = page(client_for("bo"), **older)
    assert len(links(last)) == 1
    assert ways(last) == {
        "Alle slags": {"text": WORD, "group": "", "period": "older"},
        "Når som helst": {"text": WORD, "group": "notes", "period": ""},
    }
    case_scene.share(acting_as, case, Category.PLAN)
    given = page(client_for("hanne"), text=WORD)
    assert len(links(given)) == 1
    assert ways(given) == {}
    assert "tv-ways" not in given
    hidden, nothing = (page(client_for("hanne"), text=each, group="notes") for each in (WORD, "findesikke"))
    for each in (hidden, nothing):
        assert [way.pop("text") for way in ways(each).values()]
    assert list(ways(hidden)) == list(ways(nothing)) == ["Alle slags"]


def test_nothing_is_counted_that_the_words_no_longer_stand_in(case, client_for, as_administrator):
    with acting_as("alice") as alice:
        case_scene.note(alice, case, fact=WORD)
        note = case_scene.note(alice, case, title="Kaktus", fact="Intet")
        goals.agree(by=alice, case=case, words=WORD, said_by="Noah", said_on=clock.today())
    as_administrator.execute(
        "INSERT INTO search_posting (dossier_id, category, source, object_id, narrow, at, key)"
        " SELECT dossier_id, category, source, %s, narrow, at, key FROM search_posting WHERE source = 'cases_entry'"
        " AND object_id <> %s",
        [note, note],
    )
    assert list(ways(page(client_for("bo"), text=WORD))) == ["Notater 1", "Plan og opfølgning 1"]


def test_a_full_page_counts_at_least_and_leads_to_what_is_older(case, client_for, monkeypatch):
    monkeypatch.setattr(queries, "MOST", 2)
    with acting_as("alice") as alice:
        for days in (0, 10, 500):
            at = clock.now() - dt.timedelta(days=days)
            case_scene.note(alice, case, fact=WORD, title=f"For {days} dage siden", happened_at=at)
    text = page(client_for("bo"), text=WORD)
    assert list(ways(text)) == ["Ældre end et år"]
    assert len(links(page(client_for("bo"), **ways(text)["Ældre end et år"]))) == 1


def test_a_period_that_there_is_not_narrows_nothing(case, client_for):
    with acting_as("alice") as alice:
        case_scene.note(alice, case, fact=WORD)
    assert len(links(page(client_for("bo"), text=WORD, period="yesterday"))) == 1


def completed(text):
    """What the field completes."""
    assert 'list="known-words"' in text
    held = re.search(r'<datalist id="known-words"[^>]*>(.*?)</datalist>', text, re.DOTALL).group(1)
    return [html.unescape(value) for value in re.findall(r'<option value="([^"]*)">', held)]


def test_the_field_completes_words_of_the_field_and_nothing_of_anybody(case, client_for, as_administrator):
    picture_scene.drawn(as_administrator)
    with acting_as("alice") as alice:
        case_scene.note(alice, case, title=WORD, fact=WORD)
    effort_scene.offered()
    effort_scene.begun(title="Kladde & klub")
    effort_scene.offered("bo", "police", title="Kun <b>politiet</b>")
    assessment_scene.used()
    for where in (client_for("bo").get(PAGE).content.decode(), page(client_for("bo"), text=WORD)):
        found = completed(where)
        assert {"Fritidspas", "Netværksmøde", "Hærværk", "Kun <b>politiet</b>", "fravær", "Mentor"} <= set(found)
        names = found.index("adfærd")
        assert found == sorted(found[:names], key=danish) + sorted(found[names:], key=danish)
        assert len(found) == len({each.casefold() for each in found})
        assert not [each for each in found if "hylde" in each.casefold() or case_scene.NAME.split()[0] in each]
        assert "Kladde & klub" not in found


def test_what_is_another_organisation_s_is_no_completion(cast, client_for, as_administrator):
    picture_scene.drawn(as_administrator)
    effort_scene.offered("bo", "herlev", title="Kun for Herlev")
    assessment_scene.used()
    title = as_administrator.execute("SELECT title FROM assessments_templateversion").fetchone()[0]
    seen = {who: set(completed(client_for(who).get(PAGE).content.decode())) for who in ("bo", "hanne", "palle", "oda")}
    assert {who for who, words in seen.items() if "Kun for Herlev" in words} == {"bo", "hanne"}
    assert {who for who, words in seen.items() if title in words} == {"bo"}
    assert all({"Prøveparken", "Engen", "Prøvekøbing"} <= words for words in seen.values())


def test_a_search_is_narrowed_and_a_kind_there_is_not_is_refused(case, client_for):
    with acting_as("alice") as alice:
        case_scene.note(alice, case, fact=WORD)
        goals.agree(by=alice, case=case, words=WORD, said_by="Noah", said_on=clock.today())
    assert len(links(page(client_for("alice"), text=WORD))) == 2
    assert links(page(client_for("alice"), text=WORD, group="plan")) == [reverse("cases:plan", args=[case])]
    assert "Vælg fra listen." in page(client_for("alice"), text=WORD, group="people")


def test_more_than_a_page_is_said(case, client_for, monkeypatch):
    monkeypatch.setattr(queries, "MOST", 1)
    with acting_as("alice") as alice:
        for _ in range(2):
            case_scene.note(alice, case, fact=WORD)
    text = page(client_for("alice"), text=WORD)
    assert len(links(text)) == 1
    assert "Der kan være flere" in text


def test_who_searches_faster_than_a_person_waits(case, client_for, monkeypatch):
    monkeypatch.setattr(queries, "SEARCHES_A_MINUTE", 1)
    client = client_for("alice")
    page(client, text="findesikke")
    answer = client.post(PAGE, {"text": "findesikke"})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"


def test_the_page_is_for_roles_that_see_something_of_persons(cast, client_for):
    client = client_for("alice")
    assert client.get(PAGE).status_code == 200
    assert client.put(PAGE).status_code == 405
    assert client_for("gerda").get(PAGE).status_code == 403
    assert f'href="{PAGE}"' not in client_for("gerda").get("/").content.decode()
    menu = client.get("/").content.decode()
    assert f'href="{PAGE}" data-seek' in menu


def test_every_kind_leads_to_a_page_that_the_reader_opens(case, client_for):
    """One of each that a page can show, all with the same word; each link answers."""
    with acting_as("alice") as alice:
        case_scene.note(alice, case, fact=WORD)
        people_around.write_voice(
            by=alice,
            case=case,
            speaker=Speaker.YOUNG,
            words=WORD,
            said_by="Noah",
            said_on=clock.today(),
            is_approved=True,
        )
        people_around.write_strength(by=alice, case=case, title=WORD, words="", said_by="")
        case_scene.around(alice, case, name=WORD)
        summing.write_summary(by=alice, case=case, words=WORD)
        goals.agree(by=alice, case=case, words=WORD, said_by="Noah", said_on=clock.today())
        goals.follow_up(by=alice, case=case, held_on=clock.today(), present="", words=WORD, next_on=None)
        task = case_scene.task(alice, case, text=WORD)
        tasks.comment(by=alice, task=task, words=WORD)
        concern_rows.written(alice, fact=WORD)
    meeting = meeting_scene.call()
    meeting_scene.bring(meeting, by="alice", facts=WORD)
    client = client_for("alice")
    answer, taken = statements(lambda: client.post(PAGE, {"text": WORD}))
    text = answer.content.decode()
    found = links(text)
    assert len(found) == 11
    assert len(taken) <= MOST_STATEMENTS, taken
    for address in found:
        assert client.get(address).status_code == 200, address
    assert WORD not in re.sub(r"<mark>[^<]*</mark>|value=\"[^\"]*\"|: <span lang=\"da\">[^<]*</span>", "", text)


def test_an_assessment_s_answers_are_read_as_words(case, client_for):
    assessment_scene.signed(case, assessment_scene.used(), "frida")
    text = page(client_for("frida"), text="fodboldhold")
    assert "<mark>fodboldhold</mark>" in text
    assert "{" not in re.search(r'tv-hits__text" lang="da">(.*?)</p>', text).group(1)
    assert client_for("frida").get(links(text)[0]).status_code == 200


def test_the_log_says_what_was_searched_for_in_words():
    with override("da"):
        assert criterion({"text": "fodbold"}) == "ord fodbold"
        narrowed = criterion({"text": "fodbold", "group": "notes", "period": "older"})
        assert narrowed == "ord fodbold, i Notater, dato Ældre end et år"


def test_every_table_that_is_searched_has_a_page():
    assert set(WHERE) == set(sources.all_sources())
    with pytest.raises(NoReverseMatch):
        reverse("search:nothing")
