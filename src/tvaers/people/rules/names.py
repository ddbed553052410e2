"""Names as they sound, so that Mohammed meets Muhammad and Møller meets Moeller (design: analytics §1).

A part of a name gets a few keys: our consonant skeleton in each way the spelling can be read, and Double
Metaphone's. Two spellings meet when any key is shared.
"""

import re
from itertools import product

from anyascii import anyascii
from doublemetaphone import doublemetaphone

_DANISH = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ö": "o", "ä": "ae", "ü": "y"})
# Spellings that sound alike, applied in this order before the vowels go.
_FOLDS: tuple[tuple[str, str], ...] = (
    ("oe", "o"),
    ("gaard", "gar"),
    ("gard", "gar"),
    ("aa", "a"),
    ("sch", "s"),
    ("sh", "s"),
    ("tz", "z"),
    ("tj", "k"),
    ("kh", "k"),
    ("ch", "k"),
    ("gh", "k"),
    ("ph", "f"),
    ("th", "t"),
    ("dh", "t"),
    ("ck", "k"),
    ("dz", "s"),
    ("hj", "j"),
    ("hv", "v"),
    ("x", "ks"),
)
_LETTERS = str.maketrans({"q": "k", "c": "k", "z": "s", "w": "v", "b": "p", "d": "t", "g": "k", "y": "i"})
_VOWELS = re.compile(r"[aeiouyjh]")
_DOUBLED = re.compile(r"(.)\1+")
_ARTICLE = re.compile(r"^(al|el|as|ash|an|ad|ar)[-' ]+")
_NOT_A_LETTER = re.compile(r"[^a-z]")
# Other ways in which a spelling can be read, each where its look allows it:
# Somali x is the h of Hassan, and c a sound that others leave out; long vowels give Somali away.
_SOMALI = re.compile(r"x|aa|ee|ii|oo|uu")
_UNHEARD = re.compile(r"^c(?=[aiou])|(?<=[aeiou])c(?=[aeiou]|$)")
# Turkish c is the j of Jamal.
_TURKISH_C = re.compile(r"^c(?=[aei])")
# Arabic kh is h in Turkish (Khalid, Halit), and th in Othman is the s of Osman.
_ARABIC_KH = re.compile(r"^kh")
_ARABIC_TH = re.compile(r"^([ou])th")
# The article written in one word with the name (Elkhatib).
_GLUED_ARTICLE = re.compile(r"^[ae]l(?=kh|sh|gh|[hjqz])(?=.{4})")
# Variants that no rule of sound brings together: the same name in Turkish, Arabic, Somali and Danish spelling.
_SAME = {
    "suleyman": "solomon",
    "sulejman": "solomon",
    "sulaiman": "solomon",
    "saleban": "solomon",
    "yusuf": "josef",
    "yousef": "josef",
    "joseph": "josef",
    "ibrahim": "abraham",
    "ebrahim": "abraham",
    "ismail": "ishmael",
    "hatice": "khadija",
    "gamal": "jamal",
    "cali": "ali",
    "cabdi": "abdi",
    "cumar": "omar",
    "cilmi": "elmi",
}
_SHORTEST = 2


def parts(name: str) -> list[str]:
    """Return the parts of a name in small letters, articles such as al- taken off."""
    words = re.split(r"[\s,.]+", re.sub(r"\b(al|el)\s+(?=\w)", r"\1-", name.strip().lower()))
    split = [piece for word in words for piece in re.split(r"-", _ARTICLE.sub("", word))]
    return [piece for piece in split if _plain(piece)]


def _plain(part: str) -> str:
    """Return the part in the letters a to z."""
    return _NOT_A_LETTER.sub("", anyascii(part.lower().translate(_DANISH)).lower())


def _readings(plain: str) -> set[str]:
    """Return the ways in which a spelling can be read, itself among them."""
    read = {plain, _TURKISH_C.sub("j", plain), _ARABIC_KH.sub("h", plain), _ARABIC_TH.sub(r"\1s", plain)}
    read.add(_GLUED_ARTICLE.sub("", plain))
    if _SOMALI.search(plain):
        read.add(_UNHEARD.sub("", plain.replace("x", "h")))
    return {_SAME.get(each, each) for each in read} - {""}


def _skeleton(text: str) -> str:
    for spelling, sound in _FOLDS:
        text = text.replace(spelling, sound)
    # Doubled letters go before the vowels do: Mahmud keeps both of its m's, Hannah has one n.
    text = _DOUBLED.sub(r"\1", text.translate(_LETTERS))
    first = "0" if text[:1] in "aeiou" else text[:1]
    return first + _VOWELS.sub("", text[1:])


def keys(part: str) -> set[str]:
    """Return the keys under which one part of a name is found."""
    plain = _plain(part)
    if not plain:
        return set()
    # The second sound reads j as Spanish does, which would make one name of Jamal and Emil.
    heard = doublemetaphone(_SAME.get(plain, plain))[: 1 if plain.startswith("j") else 2]
    sounds = {f"m{sound}" for sound in heard if sound}
    return sounds | {f"s{_skeleton(reading)}" for reading in _readings(plain)}


def pairs(name: str) -> set[str]:
    """Return the pairs of keys of a name: the first part with each other one, in either order.

    A name of one part gives that part's keys alone.
    """
    pieces = parts(name)
    if len(pieces) < _SHORTEST:
        return {key for piece in pieces for key in keys(piece)}
    first, *others = pieces
    return {"+".join(sorted(pair)) for other in others for pair in product(keys(first), keys(other))}


def singles(name: str) -> set[str]:
    """Return the keys of the first part of a name of several parts; of a name of one part, `pairs` gives them."""
    pieces = parts(name)
    return keys(pieces[0]) if len(pieces) >= _SHORTEST else set()


def telephone(text: str) -> str:
    """Return a telephone number's digits without country code, or "" when there are too few."""
    digits = re.sub(r"[^0-9]", "", text)
    eight = 8
    return digits[-eight:] if len(digits) >= eight else ""
