"""Texts that name nobody: what looks like a CPR number is refused, and what looks like a name is asked about."""

import re
from typing import Final

from django.db import models

# The same expression stands in the tables' constraints: the database refuses what a page let through.
# Digits also as Arabs, Persians and wide letters write them; what stands between them, seen or unseen.
_DIGIT = r"[0-9\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]"
_DASH = r" \u00a0\u2010-\u2015\u2212-"
_BETWEEN = r"[\s./_\u00ad\u2000-\u200f\u2028\u2029\u202f\u205f-\u2064\u3000\ufeff" + _DASH + "]"
# Not 00.
_SOME = r"(?:[0\u0660\u06f0\uff10][1-9\u0661-\u0669\u06f1-\u06f9\uff11-\uff19]"
_DAY = _SOME + r"|[1-9\u0661-\u0669\u06f1-\u06f9\uff11-\uff19]" + _DIGIT + ")"
_MONTH = _SOME + r"|[1\u0661\u06f1\uff11][0-2\u0660-\u0662\u06f0-\u06f2\uff10-\uff12])"
# Six digits, a hyphen or a space or nothing, four digits, which some divide; some write the hyphen as a dash, or put
# spaces around it. With anything else between them, only where it begins with a day and a month: two telephones
# beside each other are no number.
NUMBER: Final = (
    f"{_DIGIT}{{6}}[{_DASH}]{{0,3}}{_DIGIT}{{2}}[{_DASH}]?{_DIGIT}{{2}}"
    f"|{_DAY}{_BETWEEN}{{0,2}}{_MONTH}{_BETWEEN}{{0,2}}{_DIGIT}{{2}}{_BETWEEN}{{0,3}}{_DIGIT}{{4}}"
)
_NUMBER = re.compile(NUMBER)
_HOME = re.compile(r"\bfamilien\b|\bfamiliens\b|\bhjem(?:me|met)?\b|\bhos\b|\bprivat|\blejlighed", re.IGNORECASE)

_SENTENCES = re.compile(r"[.!?:;\n\r\t]+|(?:^|\s)[-–—•*]\s|[»«\"“”()]")
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# A place or a house by how its name ends. Not -lund, -gaard, -berg and -holm: too many are called so.
_PLACE = re.compile(
    r"(?:vej|vejen|gade|gaden|parken|vænget|haven|torv|torvet|plads|pladsen|stien|sti|alléen|allé|bro|broen|kvarteret|"
    r"skole|skolen|skov|skoven|kirke|kirken|hallen|hal|huset|hus|centret|centeret|center|stationen|station|kiosken|"
    r"gården|højen|lunden|dalen|vangen|heden|banen|bakken|marken|engen|mosen|søen|åen|ager|toften|klubben|bibliotek|biblioteket|kommune|politi|kreds|strup|rup|"
    r"løse|bjerg|købing|borg|lev|slev|inge|sted|magle|værk|værket|strøget|kvarter|ringen|buen|planen|værftet)(?:s|es)?$",
    re.IGNORECASE,
)
_KNOWN = frozenset(
    "danmark danmarks sjælland fyn jylland amager vestegnen vestegnens københavn københavns odense aarhus århus"
    " gladsaxe herlev ballerup mørkhøj bagsværd buddinge søborg skovlunde måløv vanløse valby nørrebro vesterbro"
    " østerbro christianshavn frederiksberg lyngby hvidovre rødovre brøndby glostrup albertslund ishøj tåstrup"
    " mandag tirsdag onsdag torsdag fredag lørdag søndag januar februar marts april maj juni juli august september"
    " oktober november december jul julen nytår påske pinse ramadan eid halloween fastelavn"
    " gud allah islam dansk danske engelsk arabisk tyrkisk somalisk svensk tysk polsk"
    " facebook snapchat instagram tiktok youtube whatsapp telegram discord playstation xbox fortnite messenger google"
    " netto rema fakta lidl aldi føtex bilka kvickly irma brugsen coop seven mcdonalds mcdonald's circle"
    " røde kors røde-kors natteravnene natteravne ungdomsskolen ungdomsringen headspace klub"
    " de dem deres jer jeres i".split()
)
# The first names that most boys and girls of today's age have, and who stands in the street; without those that are
# also words ("Bo", "Max", "Liv", "Saga"). At the beginning of a sentence nothing else tells a name from a word.
_FIRST = frozenset(
    "william noah oscar lucas carl victor malthe emil frederik magnus mathias mikkel jonas kasper rasmus simon tobias"
    " sebastian oliver alexander anton philip jacob jakob christian kristian nicolai nikolaj peter lars jens thomas"
    " martin henrik michael søren emma ida sofia freja clara anna karla laura mathilde josefine julie sara sarah"
    " caroline amalie cecilie camilla louise katrine maria mette anne hanne kirsten pia"
    " ali mohammed mohamed muhammad mohammad ahmed ahmad omar hassan hussein ibrahim yusuf yousef mustafa abdi"
    " abdullah abdul bilal hamza khalid karim mehmet murat emre osman hamid hamed samir amir amin zakaria ismail"
    " fatima aisha amina maryam mariam leyla layla zahra yasmin hodan khadija nour noor".split()
)


def looks_like_number(text: str) -> bool:
    """Tell whether a text holds what looks like a CPR number (R16). Its check digit is not asked: many have none."""
    return _NUMBER.search(text) is not None


def named_in(text: str, name: str) -> str:
    """Return the part of somebody's name that stands in a text, in whatever form; "" when none does."""
    words = {word.casefold() for word in _WORDS.findall(text)}
    forms = words | {word.removesuffix("s") for word in words}
    return next((part for part in name.split() if len(part) > 1 and part.casefold() in forms), "")


def looks_like_home(text: str) -> bool:
    """Tell whether a text may give where a family lives: a home, with a number of a house or a floor; to ask about."""
    return bool(_HOME.search(text) and re.search(r"\d", text))


def likely_names(text: str, *, known: frozenset[str] = frozenset()) -> list[str]:
    """Return the words of a Danish text that look like somebody's name, each once, in their order; to ask about only.

    A word with a capital letter inside a sentence that is no place, month, weekday, make or acronym, and common first
    names anywhere. known: further words that name nobody, in small letters, such as the names of areas.
    """
    found: dict[str, None] = {}
    for sentence in _SENTENCES.split(text):
        words = _WORDS.findall(sentence)
        run: list[str] = []
        for at, word in enumerate(words):
            if _is_name(word, before=words[at - 1] if at else None, known=known):
                run.append(word)
                continue
            _close(run, found)
        _close(run, found)
    return list(found)


def _is_name(word: str, *, before: str | None, known: frozenset[str]) -> bool:
    small = word.lower()
    bare = small.removesuffix("s")
    definite = small.removesuffix("en")
    if not word[0].isupper() or (len(word) > 1 and word[1:].isupper()):
        return False
    if small in _FIRST or bare in _FIRST:
        return True
    if before is None or len(word) == 1:
        return False
    unknown = not ({small, bare, definite} & (_KNOWN | known)) and not _PLACE.search(word)
    # What something lies in is a place.
    return unknown and before.lower() != "i"


def _close(run: list[str], found: dict[str, None]) -> None:
    if run:
        found[" ".join(run)] = None
        run.clear()


def for_browser() -> dict[str, str]:
    """Return what a page goes by that asks without the server: lists of words, and expressions that both can read."""
    return {
        "first": " ".join(sorted(_FIRST)),
        "known": " ".join(sorted(_KNOWN)),
        "place": _PLACE.pattern,
        "number": NUMBER,
    }


def without_numbers(name: str, *fields: str) -> models.CheckConstraint:
    """Return the constraint that no text of a row holds what looks like a CPR number (R16)."""
    holds = models.Q()
    for field in fields:
        holds |= models.Q(**{f"{field}__regex": NUMBER})
    return models.CheckConstraint(condition=~holds, name=name)
