"""A text as the words it is found by: folded to lower case, without what only binds them, each as its Danish stem.

A compound is found by its parts as well. It is cut in two where both pieces have four letters or more and one of them
is known: it stands by itself in the same text, or in `VOCABULARY`. The first piece is known as it is written, a binding
letter left out, and where it ends as only a noun that binds with -s- does (sundhed-s-plejerske); the last one in any
inflection. Of several cuts one with two known pieces is taken, else the one with the longest known piece; a piece that
is not known is cut again. A number is no word, so that nothing is found by a CPR number, a telephone or a date.
"""

import hmac
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from typing import Final

# Letters alone: whatever is written with figures falls apart, and its figures are left out.
_WORD = re.compile(r"[^\W\d_]+")
_ALIKE = str.maketrans({"ä": "æ", "ö": "ø", "ü": "y", "ß": "ss", "ð": "d", "þ": "th"})
_KEPT = frozenset("æøå")
# Nothing to fold but capitals and aa: most words of a text.
_PLAIN = re.compile(r"[a-zæøå]+")
# Which rules these are. Whoever changes by which stems a word is found counts on: what older rules kept is kept anew at
# night.
CUTTER: Final = 2
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
# How nouns end that bind with -s- whatever follows, with two letters and more before it.
_BINDS_WITH_S = re.compile(r"..+(?:hed|dom|skab|ning|ling|ring|else|tion|sion|itet)s")

# What only binds words together, after Snowball's list: nobody is found by it.
BINDING: Final = frozenset(
    """
    og i jeg det at en den til er som på de med han af for ikke der var mig sig men et har om vi min havde ham hun nu
    over da fra du ud sin dem os op man hans hvor eller hvad skal selv her alle vil blev kunne ind når være dog noget
    ville jo deres efter ned skulle denne end dette mit også under have dig anden hende mine alt meget sit sine vor mod
    disse hvis din nogle hos blive mange ad bliver hendes været thi jer sådan
    """.split()
)
# Ends of words that look like words of their own, in any inflection: nabo-erne, kammerat-skabet, myndig-heden.
_ENDINGS = frozenset(
    "skab ning else lige løse hede agtig fuld fulde somme mæssig mæssige værelse ende rne rnes".split()
) | {
    begin + end
    for begin in ("er", "hed", "skab", "ning", "ering", "else", "ende")
    for end in "e en et er ne nes ns es n r s ernes erne ens ets ers rne rnes".split()
}

# Words that compounds of the field are made of.
VOCABULARY: Final = frozenset(
    """
    adfærd adresse advokat afdeling afdrag afgørelse afhøring afsoning aftale aften aktindsigt aktivitet alkohol
    anbringelse angst anmeldelse ansvar arbejde attest bande barn barndom basketball beboer bedsteforældre behandler
    behandling behov bekymring besked beskyttelse beskæftigelse bestyrelse betjent bibliotek billede blanket boksning
    bolig bopæl bror bruger budget butik bydel bymidte bypark bøde børn bånd café chef chikane computer cykel dagbog
    dagtilbud dansk depression diagnose digital domstol dreng drenge ejendom eksamen ekstremisme elev energi erfaring
    erhverv evaluering fagperson familie farmor ferie fester flygtning fodbold forbud forebyggelse forening forhold
    forløb forsorg forsørgelse forvaltning forælder forældre frafald fravær frikvarter fritid frivillig frivillighed
    fællesskab fængsel fængsling fætter gade gaming gang grundlag gruppe gruppering gæld hash helbred hensyn
    henvendelse hjem hjælp hjørne hold hospital husorden hverdag hærværk hævn håndbold idræt indlæggelse indsats
    institution integration internat kammerat kamp karakter kilde kiosk kirke klasse klub knallert kniv kommune
    konflikt konsulent kontakt kontanthjælp kontingent kontor kontrakt koordinator krav kriminalitet krise kultur
    kursus kusine kvarter kvinde kælder leder lejemål lejlighed lejr lektie lektier lokale lomme læge lærer læring
    lærling løntilskud løsladelse medarbejder medicin mentor mester miljø misbrug mistrivsel mobil mobning mormor
    moské motion musik myndighed mægling møde mønster nabo narko netcafé netværk nærmiljø område omsorg onkel
    opfølgning opgang opgave ophold oplysning opsyn optagelse opvækst ordning overfald overgreb park partshøring pause
    penge person pige piger plads plan pleje plejerske politi praktik problem projekt prøvetid psykiatri psykolog
    pædagog radikalisering ransagning rapport referat rekruttering religion rusmiddel rygning rådgiver rådgivning
    samarbejde samfund samtale samtykke samvær selvmord selvskade sikkerhed skade skilsmisse skole skolegang skov
    social sogn spil spiller sport sprog spørgsmål station sted stoffer storcenter støtte sundhed svømmehal svømning
    sygdom sygehus søskende søster søvn tandlæge team teenager telefon terapi tilbud tilladelse tilsyn time tolk torv
    tovholder trappe trivsel trusler trussel tryghed træner træning tunnel tyveri uddannelse udeliv udredning
    udsættelse udvalg underretning undervisning ungdom vagt vaner varetægt vejleder vejledning venner venskab video
    vidne voksen vold vrede vurdering værested værge våben weekend ældre økonomi
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
        # It loads the rules of thirty languages: a tenth of every start, also of those that look for nothing.
        import snowballstemmer  # noqa: PLC0415 - see above

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
        self.forms, self.stems, self._alone = alone | _VOCABULARY_FORMS, stems, alone

    @cached_property
    def _ends(self) -> set[str]:
        return {self.stems.of(word) for word in self._alone}

    def ends(self, word: str) -> bool:
        stem = self.stems.of(word)
        return stem in _vocabulary_ends() or stem in self._ends


_VOCABULARY_FORMS = frozenset(map(folded, VOCABULARY))


@cache
def _vocabulary_ends() -> frozenset[str]:
    return frozenset(map(Stems().of, _VOCABULARY_FORMS))


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


def _first(left: str, known: _Known) -> tuple[str, bool]:
    """Return the first piece of a compound without what binds it, and whether it is known."""
    for link in _LINKS:
        if left.removesuffix(link) in known.forms:
            return left.removesuffix(link), True
    return (left[:-1], True) if _BINDS_WITH_S.fullmatch(left) else (left, False)


def _cut_at(word: str, at: int, known: _Known) -> tuple[tuple[int, int], tuple[str, str]] | None:
    """Return the parts to both sides of `at`, after how many of them are known and how long; None where none is."""
    left, right = word[:at], word[at:]
    # With the letter that would bind them too: kammerat-s-kabet is none.
    if right in _ENDINGS or (left.endswith("s") and f"s{right}" in _ENDINGS):
        return None
    left, known_left = _first(left, known)
    known_right = known.ends(right)
    if known_left and not known_right:
        right = right.removeprefix("s")
    if not (known_left or known_right) or min(len(left), len(right)) < SHORTEST_PART:
        return None
    return (known_left + known_right, max(known_left * len(left), known_right * len(right))), (left, right)
