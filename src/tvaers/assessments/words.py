"""What a word to choose may be: a word. No figure, no colour and no grade, whatever it is dressed as (R13).

Pure. A number, a colour or a grade would be summed and sorted sooner or later, here or on somebody's paper.
"""

import re
import unicodedata
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIGURE = _("Write it in words: an answer with a figure in it would sooner or later be added up.")
RESULT = _("Write the place and the profession, without figures and grades. What it said stays where it was made.")
NOTHING = _("Write a word.")
SIGN = _("Write words alone. A sign, a star or a face is read as a grade.")
COLOUR = _("Say it in words, not with a colour. No colour says anything about a person here.")
GRADE = _("Say it in words, not as a number or a grade. Nothing here counts anything about a person.")

# Found also at the end of a word, as in “dark green”.
_HUES = "rød rødt røde gul gult gule grøn grønt grønne orange blå ravgul"
_COLOURS: Final = frozenset(
    f"{_HUES} sort sorte hvid hvide lilla brun brune grå rødlig gullig grønlig amber"
    " red yellow green blue black white purple brown grey gray".split()
)
_ENDS: Final = tuple(_HUES.split())
_ONES = "en|to|tre|fire|fem|seks|syv|otte|ni"
_TENS = "tyve|tredive|fyrre|halvtreds|tres|halvfjerds|firs|halvfems"
_TEN = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONE = "one|two|three|four|five|six|seven|eight|nine"
_NUMBER: Final = re.compile(
    rf"nul|én|et|ét|{_ONES}|ti|elleve|tolv|tretten|fjorten|femten|seksten|sytten|atten|nitten|(?:(?:{_ONES})og)?(?:{_TENS})"
    r"|(?:hundrede?|tusind|million)(?:er)?|første|tredje|fjerde|femte|sjette|syvende|ottende|niende|tiende"
    rf"|zero|{_ONE}|ten|eleven|twelve|\w+teen|(?:{_TEN})(?:{_ONE})?|hundred|thousand"
    r"|first|second|third|fourth|fifth|x{0,3}(?:ix|iv|v?i{0,3})"
)
# What is counted or graded; with a colour or a number it is one, and alone it says nothing.
_COUNTS: Final = frozenset(
    "point points score scoren scoret niveau niveauet level grad graden trin trinnet skala skalaen scale rang rank"
    " procent percent pct stjerne stjerner star stars karakter karakteren tal tallet nummer nr number no ud af out of"
    " plus minus høj højt høje lav lavt lave middel mellem moderat meget mindre medium high low middle"
    " risiko risikoen risk".split()
)
# What a tool of others says; none of it stands in the name of a place.
_RESULTS: Final = frozenset("risiko risikoen risk point points score scoren scoret procent percent pct".split())
# What a colour is said of.
_OF_COLOUR: Final = frozenset(
    "zone zonen lys lyset lyst mørk mørkt mørke lyse flag flaget kort kortet felt feltet område området farve farven"
    " kategori kategorien gruppe gruppen fase fasen light zone dark flag colour color category group phase"
    " i på the a er is".split()
)
_SIGNS: Final = frozenset({"So", "Sm", "Sk", "Sc"})
_TAIL = re.compile(r"(?:zone|zonen|lys|flag|kort|felt|niveau|markeret)$")
_WORDS = re.compile(r"[^\W_]+")


def _plain(word: str) -> str:
    """Return a word as it is read: wide and raised letters as plain ones, and without what nobody sees."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    return "".join(each for each in folded if unicodedata.category(each) != "Cf")


def _is_colour(word: str) -> bool:
    bare = _TAIL.sub("", word)
    return word in _COLOURS or bare in _COLOURS or bare.endswith(_ENDS)


def check_word(word: str) -> str | Promise:
    """Return what is wrong with a word to choose; "" for one that is a word (R13)."""
    plain = _plain(word)
    if "%" in plain or "‰" in plain or any(unicodedata.numeric(each, None) is not None for each in word + plain):
        return FIGURE
    # Before it is made plain: a sign of its own can look like a letter in a frame.
    if "*" in word or any(unicodedata.category(each) in _SIGNS for each in word):
        return SIGN
    if not any(each.isalpha() for each in plain):
        return NOTHING
    return _graded(_WORDS.findall(plain))


def check_place(text: str) -> str | Promise:
    """Return what is wrong with a text that says where and by whom something was done; "" for one that says no more."""
    plain = _plain(text)
    figures = "%" in plain or any(unicodedata.numeric(each, None) is not None for each in text + plain)
    return RESULT if figures or _RESULTS & set(_WORDS.findall(plain)) else ""


def _graded(words: list[str]) -> str | Promise:
    """Return what is wrong with words that, together, say nothing but a number, a grade or a colour."""
    # A letter by itself is a grade: A, B, C.
    graded = [len(each) == 1 or _NUMBER.fullmatch(each) is not None or each in _COUNTS for each in words]
    coloured = [_is_colour(each) for each in words]
    beside = [each in _OF_COLOUR for each in words]
    if all(graded):
        return GRADE
    if any(coloured) and all(map(any, zip(graded, coloured, beside, strict=True))):
        return COLOUR
    if any(graded) and all(map(any, zip(graded, beside, strict=True))):
        return GRADE
    return ""
