"""Which column is which field: the fields there are, and what headings usually mean."""

import re
from collections.abc import Sequence
from hashlib import sha256

from django.db import models
from django.utils.translation import gettext_lazy as _


class Field(models.TextChoices):
    """A field that a column of a file can fill."""

    RECEIVED = "received", _("Received (date)")
    REPORTER_KIND = "reporter_kind", _("Who told (kind)")
    REPORTER_NAME = "reporter_name", _("Who told (name)")
    WORKPLACE = "workplace", _("Workplace of who told")
    CONTACT = "contact", _("Telephone or e-mail of who told")
    NAME = "name", _("Young person: name")
    NICKNAME = "nickname", _("Young person: nickname")
    BORN = "born", _("Young person: birthday, birth year or age")
    CPR = "cpr", _("Young person: CPR number")
    PRONOUN = "pronoun", _("Young person: boy or girl")
    SCHOOL = "school", _("Young person: school")
    PHONE = "phone", _("Young person: telephone")
    AREA = "area", _("Area")
    STRENGTHS = "strengths", _("What goes well")
    FACT = "fact", _("Facts: what was seen or heard")
    ASSESSMENT = "assessment", _("Assessment")
    SOURCE = "source", _("Source: how do they know")
    TRIED = "tried", _("What has been tried")
    ACUTE = "acute", _("Urgent (yes or no)")


REQUIRED = (Field.FACT, Field.REPORTER_KIND)

# Headings as they are met, Danish first; compared without case, signs and spaces.
_MEANT: dict[Field, str] = {
    Field.RECEIVED: "modtaget dato modtagetdato modtagelsesdato henvendelsesdato received date",
    Field.REPORTER_KIND: "kilde_type indberettertype henvenderstype fra hvemhenvendersig reporterkind kildetype",
    Field.REPORTER_NAME: "indberetter henvender henvendernavn indberetternavn reporter reportername",
    Field.WORKPLACE: "arbejdssted arbejdsplads skole_institution institution workplace",
    Field.CONTACT: "kontakt kontaktoplysninger henvenderkontakt contact",
    Field.NAME: "navn barnetsnavn denungesnavn ungnavn name",
    Field.NICKNAME: "kaldenavn øgenavn tilnavn nickname",
    Field.BORN: "fødselsdato fødselsår alder født født_år born birthday birthyear age",
    Field.CPR: "cpr cprnr cprnummer personnummer",
    Field.PRONOUN: "køn drengpige gender",
    Field.SCHOOL: "skole klub skoleklub school",
    Field.PHONE: "telefon mobil tlf denungestelefon phone",
    Field.AREA: "område boligområde bydel sted area",
    Field.STRENGTHS: "ressourcer styrker detdergårgodt strengths",
    Field.FACT: "fakta hvaderset beskrivelse observation hændelse bekymring fact facts description",
    Field.ASSESSMENT: "vurdering assessment",
    Field.SOURCE: "kilde hvordanvedviddet source",
    Field.TRIED: "forsøgt afprøvet tidligereindsats tried",
    Field.ACUTE: "akut haster urgent acute",
}
_BY_HEADING = {re.sub(r"[^a-zæøå0-9]", "", word): field for field, words in _MEANT.items() for word in words.split()}


def plain(heading: str) -> str:
    """Return a heading without case, signs and spaces."""
    return re.sub(r"[^a-zæøå0-9]", "", heading.casefold())


def guessed(headings: Sequence[str]) -> dict[str, int]:
    """Return, by field, the index of the column that its heading names; the first where there are several."""
    found: dict[str, int] = {}
    for index, heading in enumerate(headings):
        field = _BY_HEADING.get(plain(heading))
        if field is not None:
            found.setdefault(field.value, index)
    return found


def fingerprint(headings: Sequence[str]) -> bytes:
    """Return what tells one kind of file from another: its headings, hashed."""
    return sha256("|".join(map(plain, headings)).encode()).digest()


def check(mapping: dict[str, int], width: int) -> list[Field]:
    """Return the required fields that no column fills; columns outside the file count as none."""
    filled = {field for field, index in mapping.items() if 0 <= index < width}
    return [field for field in REQUIRED if field.value not in filled]
