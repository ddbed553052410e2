"""Which column is which field: the fields there are, and what headings usually mean."""

import re
from collections.abc import Sequence
from hashlib import sha256

from django.db import models
from django.utils.translation import gettext_lazy as _


class Field(models.TextChoices):
    """A field that a column of a file can fill."""

    REFERENCE = "reference", _("Reference (the same on several rows: one concern about several people)")
    RECEIVED = "received", _("Received (date)")
    CHANNEL = "channel", _("How it came in (telephone, e-mail, meeting, letter)")
    UNIT = "unit", _("Unit that receives it")
    REPORTER_KIND = "reporter_kind", _("Who told (kind)")
    REPORTER_NAME = "reporter_name", _("Who told (name)")
    WORKPLACE = "workplace", _("Workplace of who told")
    CONTACT = "contact", _("Telephone or e-mail of who told")
    RELATION = "relation", _("How who told knows the young person")
    ABOUT = "about", _("Whom it is about (person, group, unknown)")
    ROLE = "role", _("Part in it (of concern, suspect, victim, witness, relative)")
    NAME = "name", _("Young person: name")
    NICKNAME = "nickname", _("Young person: nickname")
    BORN = "born", _("Young person: birthday, birth year or age")
    CPR = "cpr", _("Young person: CPR number")
    PRONOUN = "pronoun", _("Young person: boy or girl")
    SCHOOL = "school", _("Young person: school")
    PHONE = "phone", _("Young person: telephone")
    LANGUAGE = "language", _("Young person: language, if not Danish")
    INTERPRETER = "interpreter", _("Young person: interpreter (yes or no)")
    PARENT = "parent", _("Parent: name")
    PARENT_PHONE = "parent_phone", _("Parent: telephone")
    AREA = "area", _("Area")
    STRENGTHS = "strengths", _("What goes well")
    FACT = "fact", _("Facts: what was seen or heard")
    OBSERVED = "observed", _("When it happened")
    ASSESSMENT = "assessment", _("Assessment")
    SOURCE = "source", _("Source: how do they know")
    TRIED = "tried", _("What has been tried")
    TOLD = "told", _("Who knows of it (both, young person, parents, neither)")
    CHILD_VIEW = "child_view", _("What the young person says")
    PARENTS_REACTION = "parents_reaction", _("How the parents reacted")
    NOT_TOLD = "not_told_because", _("Not told, because")
    ACUTE = "acute", _("Urgent (yes or no)")


REQUIRED = (Field.FACT, Field.REPORTER_KIND)
# What a row tells of one person; everything else is told of the whole concern.
OF_PERSON = (
    Field.ROLE,
    Field.NAME,
    Field.NICKNAME,
    Field.BORN,
    Field.CPR,
    Field.PRONOUN,
    Field.SCHOOL,
    Field.PHONE,
    Field.LANGUAGE,
    Field.INTERPRETER,
    Field.PARENT,
    Field.PARENT_PHONE,
)

# Headings as they are met, Danish first; compared without case, signs and spaces.
_MEANT: dict[Field, str] = {
    Field.REFERENCE: "reference henvisning løbenummer nummer id",
    Field.CHANNEL: "kanal indgang modtagetvia channel",
    Field.UNIT: "enhed modtager modtagendeenhed afdeling unit receiver",
    Field.RELATION: "relation henvenderrelation relationtildenunge",
    Field.ABOUT: "om handlerom vedrører about",
    Field.ROLE: "rolle part role",
    Field.LANGUAGE: "sprog modersmål language",
    Field.INTERPRETER: "tolk behovfortolk interpreter",
    Field.PARENT: "forælder forældre forældernavn parent parentname",
    Field.PARENT_PHONE: "forældertelefon forældretelefon parentphone",
    Field.OBSERVED: "hvornår tidspunkt skete observeret when observed",
    Field.TOLD: "orienteret hvemved orientering told",
    Field.CHILD_VIEW: "denungesiger barnetssyn denungessyn barnetsstemme childview",
    Field.PARENTS_REACTION: "forældrenesreaktion forældrereaktion parentsreaction",
    Field.NOT_TOLD: "ikkeorienteretfordi nottoldbecause",
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

# The headings of the empty file, in Danish and in English.
HEADINGS: dict[Field, tuple[str, str]] = {
    Field.REFERENCE: ("Reference", "Reference"),
    Field.RECEIVED: ("Modtaget", "Received"),
    Field.CHANNEL: ("Kanal", "Channel"),
    Field.UNIT: ("Enhed", "Unit"),
    Field.REPORTER_KIND: ("Henvenderstype", "Reporter kind"),
    Field.REPORTER_NAME: ("Henvender", "Reporter"),
    Field.WORKPLACE: ("Arbejdssted", "Workplace"),
    Field.CONTACT: ("Kontakt", "Contact"),
    Field.RELATION: ("Relation", "Relation"),
    Field.ABOUT: ("Om", "About"),
    Field.ROLE: ("Rolle", "Role"),
    Field.NAME: ("Navn", "Name"),
    Field.NICKNAME: ("Kaldenavn", "Nickname"),
    Field.BORN: ("Fødselsdato", "Born"),
    Field.CPR: ("CPR-nr.", "CPR"),
    Field.PRONOUN: ("Køn", "Gender"),
    Field.SCHOOL: ("Skole", "School"),
    Field.PHONE: ("Telefon", "Phone"),
    Field.LANGUAGE: ("Sprog", "Language"),
    Field.INTERPRETER: ("Tolk", "Interpreter"),
    Field.PARENT: ("Forælder", "Parent"),
    Field.PARENT_PHONE: ("Forældertelefon", "Parent phone"),
    Field.AREA: ("Område", "Area"),
    Field.STRENGTHS: ("Styrker", "Strengths"),
    Field.FACT: ("Fakta", "Facts"),
    Field.OBSERVED: ("Hvornår", "When"),
    Field.ASSESSMENT: ("Vurdering", "Assessment"),
    Field.SOURCE: ("Kilde", "Source"),
    Field.TRIED: ("Forsøgt", "Tried"),
    Field.TOLD: ("Orienteret", "Told"),
    Field.CHILD_VIEW: ("Den unge siger", "Child view"),
    Field.PARENTS_REACTION: ("Forældrenes reaktion", "Parents' reaction"),
    Field.NOT_TOLD: ("Ikke orienteret, fordi", "Not told because"),
    Field.ACUTE: ("Haster", "Urgent"),
}


def template(*, danish: bool) -> list[str]:
    """Return the headings of an empty file, one for each field."""
    return [HEADINGS[field][0 if danish else 1] for field in HEADINGS]


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
