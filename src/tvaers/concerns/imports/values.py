"""Cells as people write them: Danish dates, years, yes and no, who told. Raises CellError with a code."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import TypeVar

from tvaers.concerns.enums import About, Channel, InvolvedRole, ReporterKind, Told
from tvaers.people.rules import cpr as cpr_rules

_MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()
_BY_NUMBER = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_BY_NAME = re.compile(r"(\d{1,2})\.?\s*([a-zæøå]+)\.?\s*(\d{4})")
_TIME = re.compile(r"(?:t|kl\.?|\s)\s*(\d{1,2})[.:](\d{2})(?::\d{2})?\s*$")
_AGE = re.compile(r"(\d{1,2})\s*(?:år)?")
_YEAR = re.compile(r"(19|20)\d{2}")
_CPR_DIGITS = 10
_YES = frozenset("ja j yes y x 1 sand true akut".split())
_NO = frozenset(["", "nej", "n", "no", "0", "falsk", "false", "-"])

_KINDS: Mapping[ReporterKind, str] = {
    ReporterKind.SCHOOL: "skole lærer daginstitution pædagog sfo gymnasium school",
    ReporterKind.MUNICIPALITY: "kommune kollega sagsbehandler ssp gadeteam sundhedsplejerske jobcenter municipality",
    ReporterKind.POLICE: "politi betjent police",
    ReporterKind.HOUSING: "boligforening boligselskab boligorganisation vicevært ejendomskontor housing",
    ReporterKind.ASSOCIATION: "forening klub træner idrætsforening fritidsklub natteravn association",
    ReporterKind.PARENT: "forælder forældre mor far familie søskende bedsteforælder parent",
    ReporterKind.CITIZEN: "borger nabo anonym butik citizen neighbour",
    ReporterKind.YOUNG: "ung unge selv young",
}
_KIND_OF_WORD = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_BOY = frozenset("dreng mand m han male boy".split())
_GIRL = frozenset("pige kvinde k p hun female girl".split())


_CHANNELS: Mapping[Channel, frozenset[str]] = {
    Channel.TELEPHONE: frozenset("telefon telefonisk tlf opkald ringet telephone phone call".split()),
    Channel.EMAIL: frozenset("mail email sikkermail post epost".split()),
    Channel.MEETING: frozenset("møde mødet fremmøde meeting".split()),
    Channel.LETTER: frozenset("brev brevpost letter".split()),
    Channel.SYSTEM: frozenset("system tværs formular form".split()),
}
_ROLES: Mapping[InvolvedRole, frozenset[str]] = {
    InvolvedRole.OF_CONCERN: frozenset("bekymring bekymret bekymringsbarn ung unge barn barnet concern".split()),
    InvolvedRole.SUSPECT: frozenset("mistænkt suspect".split()),
    InvolvedRole.CHARGED: frozenset("sigtet charged".split()),
    InvolvedRole.VICTIM: frozenset("offer forurettet forurettede victim".split()),
    InvolvedRole.WITNESS: frozenset("vidne witness".split()),
    InvolvedRole.PRESENT: frozenset("tilstede present".split()),
    InvolvedRole.RELATIVE: frozenset("pårørende forælder mor far søskende familie relative parent".split()),
}
_ABOUT: Mapping[About, frozenset[str]] = {
    About.GROUP: frozenset("gruppe gruppen group".split()),
    About.UNKNOWN: frozenset("ukendt ukendte unknown".split()),
    About.PERSON: frozenset("person personer ung unge barn børn people".split()),
}
# Said of both at once; before this, who is named tells.
_TOLD: Mapping[Told, frozenset[str]] = {
    Told.NOBODY: frozenset("hverken ingen nej neither nobody no".split()),
    Told.BOTH: frozenset("begge alle ja both yes".split()),
    Told.UNKNOWN: frozenset("ukendt unknown".split()),
}
_NOT = frozenset("ikke not".split())
_YOUNG_WORDS = frozenset("ung unge barn barnet selv young child".split())
_PARENT_WORDS = frozenset("forældre forældrene forælder mor moren moderen far faren faderen parents parent".split())
T = TypeVar("T")
D = TypeVar("D")


class CellError(ValueError):
    """What stands in a cell cannot be used; `code` says why."""

    def __init__(self, code: str) -> None:
        """Keep the code for the list of rows left out."""
        super().__init__(code)
        self.code = code


def day(text: str) -> date:
    """Return the date in `text`: 3-3-2026, 03.03.26, 3. marts 2026, 2026-03-03. Raises CellError("date")."""
    words = text.strip().casefold()
    try:
        if match := _ISO.match(words):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _BY_NUMBER.match(words):
            year = int(match[3])
            return date(year if year > 99 else 2000 + year, int(match[2]), int(match[1]))
        if (match := _BY_NAME.match(words)) and (month := _month(match[2])):
            return date(int(match[3]), month, int(match[1]))
    except ValueError as impossible:
        raise CellError("date") from impossible
    raise CellError("date")


def _month(name: str) -> int:
    return next((number for number, month in enumerate(_MONTHS, start=1) if month.startswith(name[:3])), 0)


def moment(text: str) -> datetime:
    """Return the date in `text`, with its time of day if it has one, else noon; naive, as on the wall."""
    match = _TIME.search(text.casefold())
    if match is None:
        return datetime.combine(day(text), time(12))
    try:
        return datetime.combine(day(text), time(int(match[1]), int(match[2])))
    except ValueError as impossible:
        raise CellError("date") from impossible


def born(text: str, *, today: date) -> str:
    """Return a birthday as ISO text, or a year: from a date, a year or an age. Raises CellError("born")."""
    words = text.strip().casefold()
    if not words:
        return ""
    if _YEAR.fullmatch(words):
        return words
    if match := _AGE.fullmatch(words):
        return str(today.year - int(match[1]))
    try:
        found = day(words)
    except CellError as wrong:
        raise CellError("born") from wrong
    if found > today:
        raise CellError("born")
    return found.isoformat()


def cpr(text: str) -> str:
    """Return ten digits, or nothing. A spreadsheet drops the first nought of a number. Raises CellError("cpr")."""
    digits = re.sub(r"[\s-]", "", text)
    if not digits:
        return ""
    if digits.isdigit() and len(digits) == _CPR_DIGITS - 1:
        digits = f"0{digits}"
    try:
        return cpr_rules.parse(digits).digits
    except cpr_rules.CprError as wrong:
        raise CellError("cpr") from wrong


def yes(text: str, *, code: str = "acute") -> bool:
    """Return whether a cell says yes. Raises CellError with `code`."""
    word = text.strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellError(code)


def channel(text: str) -> Channel:
    """Return how it came in, from a word such as "telefon"; empty: by the file. Raises CellError("channel")."""
    return _meant(text, _CHANNELS, "channel", otherwise=Channel.IMPORT)


def role(text: str) -> InvolvedRole:
    """Return somebody's part, from a word such as "vidne"; empty: of concern. Raises CellError("role")."""
    return _meant(text, _ROLES, "role", otherwise=InvolvedRole.OF_CONCERN)


def about(text: str) -> About | None:
    """Return whom it is about, or None where the row's names tell it. Raises CellError("about")."""
    return _meant(text, _ABOUT, "about", otherwise=None)


def told(text: str) -> Told:
    """Return who knows of it, from words such as "kun moderen"; empty is not known. Raises CellError("told")."""
    words = frozenset(_words(text))
    if not words:
        return Told.UNKNOWN
    # "The father does not know" tells of one of them only, and by what it denies.
    if words & _NOT:
        raise CellError("told")
    for meant, known in _TOLD.items():
        if words & known:
            return meant
    young, parents = bool(words & _YOUNG_WORDS), bool(words & _PARENT_WORDS)
    if young or parents:
        return Told.BOTH if young and parents else Told.YOUNG if young else Told.PARENTS
    raise CellError("told")


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[^a-zæøå]+", text.casefold()) if word]


def _meant(text: str, known: Mapping[T, frozenset[str]], code: str, *, otherwise: D) -> T | D:
    """Return the first of `known` that a word of the cell means; `otherwise` for an empty cell."""
    words = _words(text)
    if not words:
        return otherwise
    for word in words:
        for meant, said in known.items():
            if word in said:
                return meant
    raise CellError(code)


def reporter_kind(text: str) -> ReporterKind:
    """Return who told, from a word such as "skole" or "nabo". Raises CellError("reporter_kind")."""
    for word in re.split(r"[^a-zæøå]+", text.casefold()):
        for known, kind in _KIND_OF_WORD.items():
            if word == known or (len(known) > 4 and known in word):
                return kind
    raise CellError("reporter_kind")


def pronoun(text: str) -> str:
    """Return "he" or "she" from a word such as "dreng", else nothing."""
    word = text.strip().casefold()
    if word in _BOY:
        return "he"
    return "she" if word in _GIRL else ""
