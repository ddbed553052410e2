"""The register of legal bases as it begins; docs/reference/legal-bases.md is drawn from it.

What stands here was written into databases that are at work and is never changed: the law as it becomes is a new
version, made by an administrator at the host. The versions count from the day on which barnets lov came into force;
of what the laws said before, the register says nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from tvaers.foundation.clock import COPENHAGEN
from tvaers.guard.enums import ALL_CATEGORIES, Category, Purpose
from tvaers.partnerships.enums import RECEIVES_DISCLOSURES, OrganisationKind, Role
from tvaers.sharing.enums import DisclosureState, FrameKind, QuestionState

NAMESPACE: Final = UUID("0a53b7f2-6c1d-4e0f-8f4e-3f6f4d1c7b15")
SINCE: Final = datetime(2024, 1, 1, tzinfo=COPENHAGEN)
CONSENT: Final = "consent"

_AGREED = (FrameKind.AGREEMENT, FrameKind.STATUTE)
_MUNICIPALITY, _POLICE, _HOUSING = OrganisationKind.MUNICIPALITY, OrganisationKind.POLICE, OrganisationKind.HOUSING
_PROBATION, _SCHOOL = OrganisationKind.PROBATION, OrganisationKind.SCHOOL
_INSTITUTION = OrganisationKind.INSTITUTION_PUBLIC
# Whoever told is a person of their own: who told goes along only to the authority that must assess it (R29).
_ORDINARY = ALL_CATEGORIES & ~Category.HEALTH & ~Category.REPORTER
_WORK = Purpose(127)
_CONFIRM_DA = "Bekræft med jeres jurist"


@dataclass(frozen=True, kw_only=True)
class First:
    """A basis and its first version. guidance: two lines, what it is for and what it is not for.

    cited_as: by which words, a regular expression, a statute's frame is known to be this one; "" for none.
    offence_bound: offences go along only where police or probation service stand at one end.
    unverified: the law's number or reach is to be confirmed by a lawyer, and the guidance says so.
    meetings: how often a young person can be spoken of on it without consent (R26); None for no number.
    """

    code: str
    title_da: str
    title_en: str
    law_da: str
    law_en: str
    guidance_da: str
    guidance_en: str
    frames: tuple[FrameKind, ...]
    senders: tuple[OrganisationKind, ...]
    receivers: tuple[OrganisationKind, ...]
    purposes: Purpose
    categories: Category
    cited_as: str
    offence_bound: bool = False
    unverified: bool = False
    meetings: int | None = None

    @property
    def id(self) -> UUID:
        """The basis's id."""
        return basis_id(self.code)

    @property
    def version_id(self) -> UUID:
        """The first version's id."""
        return uuid5(NAMESPACE, f"{self.code} 1")


def basis_id(code: str) -> UUID:
    """Return the id of the basis with a code."""
    return uuid5(NAMESPACE, code)


BASES: Final = (
    First(
        code="rpl-115-1",
        title_da="Forebyggelse af kriminalitet (SSP)",
        title_en="Prevention of crime (SSP)",
        law_da="Retsplejelovens § 115, stk. 1, nr. 1",
        law_en="Administration of Justice Act § 115(1)(1)",
        guidance_da="Når skole, kommune og politi forebygger sammen, og det er nødvendigt for netop dét.\n"
        "Ikke helbred, ikke hvem der fortalte, aldrig til efterforskning. Lovovertrædelser kun til eller fra politiet.",
        guidance_en="When school, municipality and police prevent together, and it is necessary for just that.\n"
        "Not health, not who told, never for investigation. Offences only to or from the police.",
        frames=_AGREED,
        senders=(_MUNICIPALITY, _POLICE, _SCHOOL, _INSTITUTION),
        receivers=(_MUNICIPALITY, _POLICE, _SCHOOL, _INSTITUTION),
        purposes=Purpose.SSP | Purpose.RADICALISATION | Purpose.PARENTS,
        categories=_ORDINARY,
        cited_as=r"§ ?115(?!.*nr\. ?[023456789])",
        offence_bound=True,
    ),
    First(
        code="rpl-115-2",
        title_da="Socialt udsatte (PSP)",
        title_en="People in a vulnerable position (PSP)",
        law_da="Retsplejelovens § 115, stk. 1, nr. 2",
        law_en="Administration of Justice Act § 115(1)(2)",
        guidance_da="Når politi, socialforvaltning og psykiatri hjælper en udsat; også helbred, om nødvendigt.\n"
        "Ikke hvem der fortalte, aldrig til efterforskning. Lovovertrædelser kun til eller fra politiet.",
        guidance_en="When police, social services and psychiatry help somebody vulnerable; also health, if necessary.\n"
        "Not who told, never for investigation. Offences only to or from the police.",
        frames=_AGREED,
        senders=(_MUNICIPALITY, _POLICE, _INSTITUTION),
        receivers=(_MUNICIPALITY, _POLICE, _INSTITUTION),
        purposes=Purpose.PSP,
        categories=ALL_CATEGORIES & ~Category.REPORTER,
        cited_as=r"§ ?115(?!.*nr\. ?[013456789])",
        offence_bound=True,
    ),
    First(
        code="rpl-115-3",
        title_da="Løsladelse og tilsyn (KSP)",
        title_en="Release and supervision (KSP)",
        law_da="Retsplejelovens § 115, stk. 1, nr. 3",
        law_en="Administration of Justice Act § 115(1)(3)",
        guidance_da="Når kriminalforsorg, kommune og politi hjælper en dømt videre. Exit: bekræft med jeres jurist.\n"
        "Ikke helbred, ikke hvem der fortalte, aldrig til efterforskning.",
        guidance_en="When probation, municipality and police help somebody sentenced. Exit: confirm with your lawyer.\n"
        "Not health, not who told, never for investigation.",
        frames=_AGREED,
        senders=(_MUNICIPALITY, _POLICE, _PROBATION, _INSTITUTION),
        receivers=(_MUNICIPALITY, _POLICE, _PROBATION, _INSTITUTION),
        purposes=Purpose.KSP | Purpose.RELEASE | Purpose.EXIT,
        categories=_ORDINARY,
        cited_as=r"§ ?115(?!.*nr\. ?[012456789])",
        offence_bound=True,
        unverified=True,
    ),
    First(
        code=CONSENT,
        title_da="Samtykke",
        title_en="Consent",
        law_da="Samtykke efter databeskyttelsesforordningens artikel 6 og 9",
        law_en="Consent under GDPR articles 6 and 9",
        guidance_da="Når den unge eller forældrene har sagt ja til netop dette, til netop denne modtager.\n"
        "Ikke hvem der fortalte. Tages det tilbage, lukker det, der er delt, straks.",
        guidance_en="When the young person or the parents have said yes to just this, to just this receiver.\n"
        "Not who told. When it is taken back, what was shared closes at once.",
        frames=(FrameKind.CONSENT,),
        senders=tuple(OrganisationKind),
        receivers=tuple(kind for kind in OrganisationKind if kind in RECEIVES_DISCLOSURES),
        purposes=_WORK,
        categories=ALL_CATEGORIES & ~Category.REPORTER,
        cited_as="",
    ),
    First(
        code="bl-133-135",
        title_da="Underretning",
        title_en="Notification of concern",
        law_da="Barnets lov §§ 133 og 135",
        law_en="Child's Act §§ 133 and 135",
        guidance_da="Når et barn kan have brug for støtte, og kommunen skal vide det. Fagpersoner har pligt til det.\n"
        "Kun til kommunen. Kommunen afgør selv, hvad der videre sker.",
        guidance_en="When a child may need support and the municipality must know. For professionals it is a duty.\n"
        "Only to the municipality. It decides itself what follows.",
        frames=(FrameKind.STATUTE,),
        senders=tuple(OrganisationKind),
        receivers=(_MUNICIPALITY,),
        purposes=_WORK,
        categories=ALL_CATEGORIES,
        cited_as=r"[Uu]nderretning|[Bb]arnets lov.*§ ?13[35]|§§ 133",
    ),
    First(
        code="fvl-28",
        title_da="Videregivelse mellem myndigheder",
        title_en="Passing on between authorities",
        law_da="Forvaltningslovens § 28",
        law_en="Public Administration Act § 28",
        guidance_da="Når modtageren skal bruge det til sin egen opgave og ikke kan nøjes med mindre. "
        f"{_CONFIRM_DA}.\n"
        "Kun mellem myndigheder. Ikke helbred, ikke hvem der fortalte.",
        guidance_en="When the receiver needs it for a task of its own and less will not do. Confirm with your lawyer.\n"
        "Only between authorities. Not health, not who told.",
        frames=(FrameKind.STATUTE,),
        senders=(_MUNICIPALITY, _POLICE, _PROBATION, _SCHOOL),
        receivers=(_MUNICIPALITY, _POLICE, _PROBATION, _SCHOOL),
        purposes=_WORK,
        categories=_ORDINARY,
        cited_as=r"[Ff]orvaltningslov.*§ ?28",
        offence_bound=True,
        unverified=True,
    ),
    First(
        code="al-63-d",
        title_da="Politiet til boligorganisation",
        title_en="Police to housing organisation",
        law_da="Almenboligloven § 63 d",
        law_en="Social Housing Act § 63 d",
        guidance_da="Når politiet underretter om en afgørelse mod en beboer i et område med en tryghedsindsats. "
        f"{_CONFIRM_DA}.\n"
        "Kun fra politiet til boligorganisationen, og kun navn og afgørelse. Har sin egen formular.",
        guidance_en="When the police tell of a decision against a resident where there is a safety effort. "
        "Confirm with your lawyer.\n"
        "Only from the police to the housing organisation, only name and decision. Has a form of its own.",
        frames=(FrameKind.STATUTE,),
        senders=(_POLICE,),
        receivers=(_HOUSING,),
        purposes=Purpose.SSP,
        categories=Category.IDENTITY | Category.OFFENCE,
        cited_as=r"63 ?d",
        offence_bound=True,
        unverified=True,
    ),
    First(
        code="al-63-e",
        title_da="Mellem boligorganisationer",
        title_en="Between housing organisations",
        law_da="Almenboligloven § 63 e",
        law_en="Social Housing Act § 63 e",
        guidance_da=f"Når boligorganisationer udveksler navn og adresse. {_CONFIRM_DA}.\n"
        "Intet andet end navn og kontakt. Har sin egen formular.",
        guidance_en="When housing organisations exchange name and address. Confirm with your lawyer.\n"
        "Nothing but name and ways to reach. Has a form of its own.",
        frames=(FrameKind.STATUTE,),
        senders=(_HOUSING,),
        receivers=(_HOUSING,),
        purposes=Purpose.SSP,
        categories=Category.IDENTITY,
        cited_as=r"63 ?e",
        unverified=True,
    ),
    First(
        code="ssd",
        title_da="Skole, socialforvaltning og sundhed (SSD)",
        title_en="School, social services and health (SSD)",
        law_da="Tidligere servicelovens § 49 a; nyt nummer ikke bekræftet",
        law_en="Formerly Social Services Act § 49 a; new number not confirmed",
        guidance_da=f"Tidligt, om et barns udvikling; søg samtykke først. {_CONFIRM_DA}, også lovens nummer.\n"
        "Uden samtykke ét møde, undtagelsesvis ét til. Ikke til politiet, ikke helbred, ikke lovovertrædelser.",
        guidance_en="Early, about a child's development; seek consent first. Confirm with your lawyer, number too.\n"
        "Without consent one meeting, by exception one more. Not to the police, not health, not offences.",
        frames=(FrameKind.STATUTE,),
        senders=(_MUNICIPALITY, _SCHOOL, _INSTITUTION),
        receivers=(_MUNICIPALITY, _SCHOOL, _INSTITUTION),
        purposes=Purpose.SSP | Purpose.RADICALISATION | Purpose.PARENTS,
        categories=_ORDINARY & ~Category.OFFENCE,
        cited_as=r"49 ?a|\mSSD\M",
        unverified=True,
        meetings=2,
    ),
    First(
        code="bl-132",
        title_da="Flytning til en anden kommune",
        title_en="Moving to another municipality",
        law_da="Barnets lov § 132",
        law_en="Child's Act § 132",
        guidance_da=f"Når en familie, der kan have brug for støtte, flytter. {_CONFIRM_DA}.\n"
        "Kun fra den gamle kommune til den nye. Ikke hvem der fortalte, ikke lovovertrædelser.",
        guidance_en="When a family that may need support moves. Confirm with your lawyer.\n"
        "Only from the old municipality to the new one. Not who told, not offences.",
        frames=(FrameKind.STATUTE,),
        senders=(_MUNICIPALITY,),
        receivers=(_MUNICIPALITY,),
        purposes=_WORK,
        categories=ALL_CATEGORIES & ~Category.REPORTER & ~Category.OFFENCE,
        cited_as=r"[Bb]arnets lov.*§ ?132",
        unverified=True,
    ),
)


# Each step of a disclosure; the functions of the database hold to it.
DISCLOSURE_STEPS: Final[dict[tuple[DisclosureState, str], DisclosureState]] = {
    (DisclosureState.DRAFTED, "a leader approves"): DisclosureState.OFFERED,
    (DisclosureState.DRAFTED, "sent back, or taken back"): DisclosureState.DROPPED,
    (DisclosureState.OFFERED, "accepted"): DisclosureState.ACCEPTED,
    (DisclosureState.OFFERED, "declined"): DisclosureState.DECLINED,
    (DisclosureState.OFFERED, "taken back"): DisclosureState.REVOKED,
    (DisclosureState.OFFERED, "goes on, on another frame"): DisclosureState.MOVED,
    (DisclosureState.ACCEPTED, "taken back"): DisclosureState.REVOKED,
    (DisclosureState.ACCEPTED, "given back"): DisclosureState.ENDED,
    (DisclosureState.ACCEPTED, "goes on, on another frame"): DisclosureState.MOVED,
}
# Each step of a question, as the asker sees it; a decline on the day after.
QUESTION_STEPS: Final[dict[tuple[QuestionState, str], QuestionState]] = {
    (QuestionState.DRAFTED, "a leader approves"): QuestionState.ASKED,
    (QuestionState.DRAFTED, "sent back, or taken back"): QuestionState.NOT_SENT,
    (QuestionState.ASKED, "answered"): QuestionState.WHOLE,
    (QuestionState.ASKED, "a part answered"): QuestionState.PART,
    (QuestionState.ASKED, "declined"): QuestionState.DECLINED,
    (QuestionState.ASKED, "taken back"): QuestionState.WITHDRAWN,
    (QuestionState.ASKED, "six weeks have gone"): QuestionState.ENDED,
    (QuestionState.PART, "the rest answered"): QuestionState.WHOLE,
    (QuestionState.PART, "the rest declined"): QuestionState.REST_DECLINED,
    (QuestionState.PART, "taken back"): QuestionState.WITHDRAWN,
    (QuestionState.REST_DECLINED, "the rest answered"): QuestionState.WHOLE,
    (QuestionState.DECLINED, "answered after all"): QuestionState.WHOLE,
}

# Who is asked about a young person by another organisation (R5): whose role it is to work across organisations.
ASKED: Final = (
    Role.COORDINATOR | Role.SSP_CONSULTANT | Role.POLICE_PREVENTION | Role.POLICE_EXIT | Role.PROBATION_OFFICER
)
# What a question tells the one asked: who is meant, and what about.
QUESTION: Final = Category.IDENTITY | Category.CONCERN
# How long a question can be answered, and how long it is kept. The database refuses what lasts longer.
QUESTION_OPEN: Final = timedelta(weeks=6)
QUESTION_KEPT: Final = timedelta(weeks=26)
