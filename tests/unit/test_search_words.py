"""A text as the words it is found by: Danish stems, parts of compounds, no numbers; and what of it is shown."""

import unicodedata
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvaers.foundation import crypto
from tvaers.search import words

CUT = (
    *("sundhed", "gæld", "rådgivning", "skole", "fravær", "dreng", "ungdom", "forening", "fællesskab", "behandling"),
    *("station", "plejersken", "klubberne", "netværket", "naboerne", "brev", "sklub", "weekend", "cafeen", "ting"),
)


def stems(*texts):
    return words.stems_of(texts)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Kammeraterne kom", "kammerat"),
        ("klubben er lukket", "Klubber"),
        ("Mødet blev aflyst", "møder"),
        ("BEKYMRINGER", "bekymringen"),
        ("På Aagade", "ågade"),
        ("idéer", "ideer"),
        ("Ring til Möller", "møller"),
        ("SSP-konsulenten", "ssp"),
        ("SSP-konsulenten", "konsulent"),
    ],
)
def test_a_word_is_found_in_any_form(written, typed):
    (asked,) = words.asked_for(typed)
    assert asked in stems(written)


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("skolefravær", ["skole", "fravær"]),
        ("ungdomsklubben", ["ungdom", "klub"]),
        ("drengegruppe", ["drenge", "gruppe"]),
        ("skolefraværssamtale", ["skole", "fravær", "samtale", "skolefravær"]),
        ("Nørregade", ["gade"]),
        ("sundhedsplejersken", ["sundhed", "sundhedsplejerske", "plejerske"]),
        ("gældsrådgivningen", ["gæld", "rådgivning"]),
        ("familierådgivning", ["rådgivning", "familie"]),
        ("nyhedsbrev", ["nyhed", "brev"]),
        ("sikkerhedsbælte", ["sikkerhed", "bælte"]),
        ("ungdomscafé", ["café", "ungdom"]),
    ],
)
def test_a_compound_is_found_by_its_parts(compound, parts):
    found = stems(compound)
    assert [part for part in parts if words.asked_for(part)[0] not in found] == []


def digest(read):
    return sha256(" ".join(sorted(stem for text in read for stem in (*stems(text), "|"))).encode()).hexdigest()[:16]


def test_who_changes_how_words_are_cut_counts_the_rules_on():
    """Fails when a word is found by other stems than before: raise `words.CUTTER`, and write the new digest here."""
    pairs = [one + other for one in CUT for other in CUT]
    assert (words.CUTTER, digest(sorted(words.VOCABULARY) + pairs)) == (2, "96c54ac3e04bad22")


def test_a_part_is_known_when_it_stands_by_itself_in_the_same_object():
    assert "blæse" not in {*stems("Blæksprutteøvelse")}
    alone, beside = stems("knaldperlegynge"), stems("knaldperlegynge", "En gynge i teltet")
    assert words.asked_for("gynge")[0] not in alone
    assert words.asked_for("gynge")[0] in beside


@pytest.mark.parametrize(
    "word",
    [
        *("kammeratskab", "venskaber", "skolerne", "aktiviteter", "Gladsaxe", "fritidsjob", "klubskab"),
        *("kammeratskabet", "naboerne", "naboernes", "myndigheden", "springsovn", "kingstonby"),
    ],
)
def test_a_word_that_is_no_compound_of_four_letters_a_part_stays_whole(word):
    assert len(stems(word)) == 1


@pytest.mark.parametrize(
    "number",
    [
        *("010203-1234", "0102031234", "010203 1234", "12 34 56 78", "+45 12345678", "3. 12. 2026", "x0102031234y"),
        *("cpr0102031234", "٠١٠٢٠٣", "½", "10²"),
    ],
)
def test_a_number_is_never_a_word(number):
    assert not any(any(letter.isnumeric() for letter in stem) for stem in stems(f"Ring {number} nu"))
    assert not any(any(letter.isnumeric() for letter in stem) for stem in words.asked_for(f"Ring {number} nu"))


def test_what_only_binds_words_is_neither_kept_nor_asked_for():
    assert stems("og det er i") == frozenset()
    assert words.asked_for("og det er i") == []
    assert words.asked_for("Ali og klubben og ALI") == ["ali", "klub"]


def test_a_page_of_letters_without_a_space_is_no_word():
    assert stems("a" * 5000) == frozenset()


def test_a_key_tells_nothing_without_its_key():
    one, other = crypto.new_key(), crypto.new_key()
    assert words.key_of("klub", key=one) == words.key_of("klub", key=one)
    assert words.key_of("klub", key=one) != words.key_of("klub", key=other)
    assert len(words.key_of("klub", key=one)) == words.KEY_BYTES


WRITTEN = st.lists(
    st.sampled_from([*sorted(words.VOCABULARY), "Aagade", "Möller", "og", "idéer", "SSP", "knaldperle", "weekend"]),
    min_size=1,
    max_size=3,
).map("".join)
TEXTS = st.lists(st.lists(WRITTEN, max_size=12).map(" ".join), max_size=3)


@given(TEXTS, st.data())
def test_looked_through_for_some_stems_the_same_words_have_them(texts, data):
    every = sorted(stems(*texts))
    wanted = frozenset(data.draw(st.lists(st.sampled_from(every), max_size=3))) if every else frozenset()
    whole, sought = words.found_in(texts), words.found_in(texts, wanted=wanted)
    for having, found in zip(whole, sought, strict=True):
        assert [word for word in found if word.stems & wanted] == [word for word in having if word.stems & wanted]


@given(st.text(alphabet="abeksåæøéöüÅÆAaß", max_size=12))
def test_a_plain_word_is_folded_as_any_other(word):
    plain = unicodedata.normalize("NFC", word).casefold().translate(words._ALIKE).replace("aa", "å")
    assert words.folded(word) == "".join(each if each in "æøå" else words._bare(each) for each in plain)


@given(WRITTEN)
def test_a_stem_is_what_its_word_begins_with(written):
    word = words.folded(written)
    assert word.startswith(words.Stems().of(word))


def shown(texts, typed):
    pieces = words.excerpt(texts, frozenset(words.asked_for(typed)))
    return "".join(f"[{text}]" if is_hit else text for text, is_hit in pieces)


def test_an_excerpt_marks_each_word_that_was_found_the_compound_whole():
    assert shown(["Hans skolefravær stiger, siger skolen."], "skole") == "Hans [skolefravær] stiger, siger [skolen]."
    assert shown(["", "Han går i klub."], "klubben") == "Han går i [klub]."


def test_an_excerpt_begins_shortly_before_the_first_word_and_is_cut_between_words():
    said = shown([f"{'ord ' * 100}klubben {'bagefter ' * 100}"], "klub")
    assert said.startswith("… ord ord")
    assert "[klubben] bagefter" in said
    assert said.endswith(" …")
    assert len(said) < words.EXCERPT + 20


def test_of_several_texts_the_one_with_the_most_of_the_words_is_shown():
    assert shown(["Han går i klub.", "Klubben ringede til skolen."], "klub skole") == "[Klubben] ringede til [skolen]."


def test_nothing_is_shown_of_an_object_without_all_the_words():
    assert words.excerpt(["Han går i klub."], frozenset(words.asked_for("klub skole"))) == []


def test_every_stem_of_a_word_leads_back_to_where_it_stands():
    text = "Forældremødet handlede om fraværet"
    ((first, *_rest),) = words.found_in([text])
    assert text[first.start : first.end] == "Forældremødet"
    assert first.stems == stems("Forældremødet")
