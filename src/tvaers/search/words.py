"""A text as the words it is found by: folded to lower case, without what only binds them, each as its Danish stem.

A compound is found by its parts as well. It is cut in two where both pieces have four letters or more and one of them
is known: it stands by itself in the same text, or in `VOCABULARY`. The first piece is known as it is written, a binding
letter left out, the last one in any inflection. Of several cuts one with two known pieces is taken, else the one with
the longest known piece; a piece that is not known is cut again. A number is no word, so that nothing is found by a CPR
number, a telephone or a date.
"""

import hmac
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Final

import snowballstemmer

# Letters alone: whatever is written with figures falls apart, and its figures are left out.
_WORD = re.compile(r"[^\W\d_]+")
_ALIKE = str.maketrans({"ä": "æ", "ö": "ø", "ü": "y", "ß": "ss", "ð": "d", "þ": "th"})
_KEPT = frozenset("æøå")
# Nothing to fold but capitals and aa: most words of a text.
_PLAIN = re.compile(r"[a-zæøå]+")
SHORTEST: Final = 2
SHORTEST_PART: Final = 4
# Longer than any word; a page of letters without a space is not cut at each of them.
LONGEST: Final = 60
KEY_BYTES: Final = 16
# Letters of an excerpt, and how many of them before the first word that was found.
EXCERPT: Final = 220
BEFORE: Final = 70
# Binds two parts: ungdomsklub, drengegruppe.
_LINKS = ("", "s", "e")

# What only binds words together, after Snowball's list: nobody is found by it.
BINDING: Final = frozenset(
    """
    og i jeg det at en den til er som på de med han af for ikke der var mig sig men et har om vi min havde ham hun nu
    over da fra du ud sin dem os op man hans hvor eller hvad skal selv her alle vil blev kunne ind når være dog noget
    ville jo deres efter ned skulle denne end dette mit også under have dig anden hende mine alt meget sit sine vor mod
    disse hvis din nogle hos blive mange ad bliver hendes været thi jer sådan
    """.split()
)
# Ends of words that look like words of their own.
_ENDINGS = frozenset("skab ning else lige løse hede agtig fuld fulde somme mæssig mæssige værelse".split())

# Words that compounds of the field are made of.
VOCABULARY: Final = frozenset(
    """
    adfærd aften aktivitet alkohol anbringelse ansvar arbejde barn bekymring bestyrelse bibliotek bolig bopæl
    bror bruger butik bydel bymidte bypark bånd børn café chef computer cykel dagbog dagtilbud dansk digital
    drenge ejendom elev energi erhverv fagperson familie fester ferie fodbold forbud forebyggelse forening
    forhold forløb forsorg forældre fravær frivillig fritid fængsel fællesskab gade gang gruppe hash helbred
    hensyn hjem hjælp hjørne hold hverdag hærværk idræt indsats institution internat kammerat kamp kilde klasse
    klub knallert kommune konflikt konsulent kontakt kontor krav kriminalitet kultur kvarter kvinde kælder
    lejlighed leder lejr lektie lokale læge lærer læring medarbejder mentor mester misbrug mobil motion musik
    myndighed møde mønster netværk nærmiljø område omsorg opgave ophold opsyn oplysning overgreb overfald park
    person plads plan politi praktik problem projekt psykiatri psykolog pædagog rapport rygning rådgiver
    samarbejde samfund samtale samvær skade skole skov social sogn spil sport sprog spørgsmål station sted
    storcenter støtte svømmehal sygdom søster søvn tandlæge team teenager telefon terapi tilbud tilsyn time torv
    trappe trivsel trussel tyveri træning udvalg uddannelse udeliv underretning undervisning ungdom vagt vaner
    vejleder venner venskab vold voksen vrede værested ældre økonomi
    """.split()
)


@dataclass(frozen=True)
class Word:
    """A word where it stands in a text, with the stems it is found by."""

    start: int
    end: int
    stems: frozenset[str]


def folded(word: str) -> str:
    """Return a word in lower case, without accents, with aa as å: as everybody writes it."""
    lower = word.casefold()
    if _PLAIN.fullmatch(lower):
        return lower.replace("aa", "å")
    plain = unicodedata.normalize("NFC", word).casefold().translate(_ALIKE).replace("aa", "å")
    return "".join(letter if letter in _KEPT else _bare(letter) for letter in plain)


def _bare(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))


class Stems:
    """Danish stems, each worked out once. Snowball's stemmer keeps the word it is at, so each use has its own."""

    def __init__(self) -> None:
        self._stemmer = snowballstemmer.stemmer("danish")
        self._known: dict[str, str] = {}

    def of(self, word: str) -> str:
        """Return the stem of a folded word."""
        if word not in self._known:
            self._known[word] = self._stemmer.stemWord(word)
        return self._known[word]


def _usable(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word not in BINDING


def found_in(
    texts: Iterable[str], stems: Stems | None = None, *, wanted: frozenset[str] | None = None
) -> list[list[Word]]:
    """Return the words of each of the texts of one object, with the stems and parts that each is found by.

    stems: those that are worked out already, where many objects are read. wanted: the only stems that are asked for; a
    word without the letters of any of them is left out, as a stem is what a word or its part begins with.
    """
    stems = stems or Stems()
    read = [[(match, folded(match[0])) for match in _WORD.finditer(text)] for text in texts]
    usable = {word for words in read for _match, word in words if _usable(word)}
    known = _Known({word for word in usable if len(word) >= SHORTEST_PART}, stems)
    asked = usable if wanted is None else {word for word in usable if any(stem in word for stem in wanted)}
    by_word = {word: frozenset(_stems_of(word, known)) for word in asked}
    return [
        [Word(match.start(), match.end(), by_word[word]) for match, word in words if word in by_word] for words in read
    ]


def stems_of(texts: Iterable[str]) -> frozenset[str]:
    """Return all stems that an object with these texts is found by."""
    return frozenset().union(*(word.stems for words in found_in(texts) for word in words))


def asked_for(text: str) -> list[str]:
    """Return the stems of what somebody searches for, each once, in their order; a compound as it is typed."""
    stems = Stems()
    words = (folded(match[0]) for match in _WORD.finditer(text))
    return list(dict.fromkeys(stems.of(word) for word in words if _usable(word)))


def excerpt(texts: Sequence[str], wanted: frozenset[str], stems: Stems | None = None) -> list[tuple[str, bool]]:
    """Return a piece of what an object says, around the first of the words searched for, those words marked.

    Empty where not all of them stand in it. stems: as of `found_in`.
    """
    read = found_in(texts, stems, wanted=wanted)
    if not wanted <= frozenset().union(*(word.stems for words in read for word in words)):
        return []
    counted = [len(wanted & frozenset().union(*(word.stems for word in words))) for words in read]
    best = counted.index(max(counted))
    text, hits = texts[best], [word for word in read[best] if word.stems & wanted]
    begin, end = _around(text, hits[0].start)
    pieces, at = [("… ", False)] if begin else [], begin
    for word in hits:
        if word.end <= end:
            pieces += [(text[at : word.start], False), (text[word.start : word.end], True)]
            at = word.end
    pieces.append((text[at:end] + (" …" if end < len(text) else ""), False))
    return [piece for piece in pieces if piece[0]]


def _around(text: str, at: int) -> tuple[int, int]:
    """Return where an excerpt around `at` begins and ends: between words."""
    begin = 0 if at <= BEFORE else text.find(" ", at - BEFORE, at) + 1 or at
    rest = text[begin : begin + EXCERPT]
    return begin, len(text) if begin + EXCERPT >= len(text) else begin + max(rest.rfind(" "), at - begin + LONGEST)


def key_of(stem: str, *, key: bytes) -> bytes:
    """Return what stands in the database for a stem: readable to nobody who lacks the key."""
    return hmac.digest(key, stem.encode(), sha256)[:KEY_BYTES]


class _Known:
    """The words that compounds are cut at: as they are written before another, by their stem at the end."""

    def __init__(self, alone: set[str], stems: Stems) -> None:
        self.forms, self.stems, self._alone = alone | VOCABULARY, stems, alone

    @cached_property
    def _ends(self) -> set[str]:
        return {self.stems.of(word) for word in self._alone}

    def ends(self, word: str) -> bool:
        stem = self.stems.of(word)
        return stem in _VOCABULARY_ENDS or stem in self._ends


_VOCABULARY_ENDS = frozenset(map(Stems().of, VOCABULARY))


def _stems_of(word: str, known: _Known, *, is_part: bool = False) -> Iterable[str]:
    yield known.stems.of(word)
    for part in _cut(word, known, is_part=is_part):
        yield from _stems_of(part, known, is_part=True)


def _cut(word: str, known: _Known, *, is_part: bool) -> tuple[str, ...]:
    """Return the two parts of a compound without the letter that binds them, or nothing for a word that is none."""
    if is_part and known.ends(word):
        return ()
    cuts = [cut for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1) if (cut := _cut_at(word, at, known))]
    return max(cuts)[1] if cuts else ()


def _cut_at(word: str, at: int, known: _Known) -> tuple[tuple[int, int], tuple[str, str]] | None:
    """Return the parts to both sides of `at`, after how many of them are known and how long; None where none is."""
    left, right = word[:at], word[at:]
    if right in _ENDINGS:
        return None
    left = next((form for link in _LINKS if (form := left.removesuffix(link)) in known.forms), left)
    known_left, known_right = left in known.forms, known.ends(right)
    if known_left and not known_right:
        right = right.removeprefix("s")
    if not (known_left or known_right) or min(len(left), len(right)) < SHORTEST_PART:
        return None
    return (known_left + known_right, max(known_left * len(left), known_right * len(right))), (left, right)
