"""What is known of an invented colleague."""

import unicodedata
from dataclasses import dataclass
from uuid import UUID

from tvaers.demo.seed import identified
from tvaers.partnerships.enums import Role

_SPELLED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", " ": "."})


@dataclass(frozen=True)
class SecondJob:
    """The other job of somebody who has two."""

    organisation: str
    title: str
    roles: Role
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Worker:
    """Somebody at work. `does` and `first` are for the page of personas: what the person does, what to try first."""

    key: str
    name: str
    title: str
    organisation: str
    roles: Role
    units: tuple[str, ...]
    does: str
    first: str
    second: SecondJob | None = None

    @property
    def user_id(self) -> UUID:
        """The account's id."""
        return identified("user", self.key)

    @property
    def email(self) -> str:
        """The account's address; the ending can never exist (RFC 2606)."""
        place = self.organisation.partition("-")[0] if self.organisation.startswith("school") else self.organisation
        spelled = unicodedata.normalize("NFKD", self.name.lower().translate(_SPELLED))
        return f"{spelled.encode('ascii', 'ignore').decode()}@{place}.example"

    @property
    def phone(self) -> str:
        """A number that cannot ring: no Danish subscriber's number begins with 0."""
        digits = f"{self.user_id.int % 100_000:05d}"
        return f"01 1{digits[0]} {digits[1:3]} {digits[3:]}"

    @property
    def first_name(self) -> str:
        """What colleagues call the person."""
        return self.name.partition(" ")[0]
