"""Search tokens: keyed with the organisation's own key, so that nobody else's table, nor a dump, finds anybody."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from tvaers.people.enums import TokenKind
from tvaers.people.rules import names

# A birth year told by others is often one off.
_YEARS_AROUND = (-1, 0, 1)
UNKNOWN_YEAR = "?"
ANY_YEAR = "*"


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What somebody can be found by; whatever is empty is not used."""

    cpr: str = ""
    phone: str = ""
    name: str = ""
    nickname: str = ""
    birth_year: int | None = None

    def __bool__(self) -> bool:
        """Tell whether anybody can be found by this; a year alone finds nobody."""
        return bool(self.cpr or names.telephone(self.phone) or names.parts(self.name) or names.parts(self.nickname))


def _token(key: bytes, kind: TokenKind, text: str) -> bytes:
    return hmac.new(key, f"{int(kind)}|{text}".encode(), sha256).digest()


def to_store(traits: Traits, *, key: bytes) -> set[tuple[TokenKind, bytes]]:
    """Return the tokens a person is to be found by.

    A first name alone finds somebody of a known year only: without the year it would be a list, not a finding.
    """
    known = [str(traits.birth_year)] if traits.birth_year else []
    tokens = set(_tokens(traits, key, (*(known or [UNKNOWN_YEAR]), ANY_YEAR)))
    return tokens | {_name(key, sound, year) for sound in names.singles(traits.name) for year in known}


def to_find(traits: Traits, *, key: bytes) -> set[tuple[TokenKind, bytes]]:
    """Return the tokens a search asks for: the birth year, the years around it, and an unknown one; else any year."""
    if traits.birth_year is None:
        return set(_tokens(traits, key, (ANY_YEAR,)))
    around = [str(traits.birth_year + offset) for offset in _YEARS_AROUND]
    return set(_tokens(traits, key, (*around, UNKNOWN_YEAR)))


def cpr_token(number: str, *, key: bytes) -> bytes:
    """Return the token of a whole CPR number (ten digits)."""
    return _token(key, TokenKind.CPR, number)


def of_form(actor: UUID, form: UUID, *, key: bytes) -> bytes:
    """Return what a form leaves behind when it is saved; another for each actor."""
    return _token(key, TokenKind.FORM, f"{actor}|{form}")


def _tokens(traits: Traits, key: bytes, years: Iterable[str]) -> Iterable[tuple[TokenKind, bytes]]:
    if traits.cpr:
        yield TokenKind.CPR, cpr_token(traits.cpr, key=key)
    if number := names.telephone(traits.phone):
        yield TokenKind.PHONE, _token(key, TokenKind.PHONE, number)
    for pair in names.pairs(traits.name):
        for year in years:
            yield _name(key, pair, year)
    for part in names.parts(traits.nickname):
        for sound in names.keys(part):
            yield TokenKind.NICKNAME, _token(key, TokenKind.NICKNAME, sound)


def _name(key: bytes, sound: str, year: str) -> tuple[TokenKind, bytes]:
    return TokenKind.NAME, _token(key, TokenKind.NAME, f"{sound}|{year}")
