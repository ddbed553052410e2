"""The organisations of the demonstration: the real partners, and invented schools, institutions and associations."""

from dataclasses import dataclass
from uuid import UUID

from tvaers.demo.seed import identified
from tvaers.partnerships.actor import ActingOrganisation
from tvaers.partnerships.enums import OrganisationKind, UnitKind


@dataclass(frozen=True)
class Unit:
    """A part of an organisation."""

    key: str
    name: str
    kind: UnitKind

    @property
    def id(self) -> UUID:
        """The unit's id."""
        return identified("unit", self.key)


@dataclass(frozen=True)
class Organisation:
    """An organisation and its units. `about` says what it is, for the page of personas."""

    key: str
    name: str
    short_name: str
    mark: str
    kind: OrganisationKind
    about: str
    units: tuple[Unit, ...] = ()
    is_host: bool = False

    @property
    def id(self) -> UUID:
        """The organisation's id."""
        return identified("organisation", self.key)

    @property
    def letter(self) -> str:
        """The mark, as the shell's organisation tag reads it."""
        return self.mark

    @property
    def acting(self) -> ActingOrganisation:
        """The organisation as an actor carries it."""
        return ActingOrganisation(self.id, self.name, self.short_name, self.mark, self.kind, self.is_host)


ORGANISATIONS: tuple[Organisation, ...] = (
    Organisation(
        "gladsaxe",
        "Gladsaxe Kommune",
        "Gladsaxe",
        "G",
        OrganisationKind.MUNICIPALITY,
        "Kommune. Vært for partnerskabet: holder listen over organisationer og områder.",
        (
            Unit("gladsaxe-ssp", "SSP og forebyggelse", UnitKind.SSP),
            Unit("gladsaxe-family", "Familieafdelingen", UnitKind.FAMILY),
            Unit("gladsaxe-street", "Gadeteamet", UnitKind.STREET),
            Unit("gladsaxe-youth", "Ungeafdelingen", UnitKind.YOUTH),
            Unit("gladsaxe-parents", "Forældrestøtten", UnitKind.PARENTS),
            Unit("gladsaxe-leadership", "Direktion og sekretariat", UnitKind.LEADERSHIP),
        ),
        is_host=True,
    ),
    Organisation(
        "herlev",
        "Herlev Kommune",
        "Herlev",
        "H",
        OrganisationKind.MUNICIPALITY,
        "Kommune.",
        (
            Unit("herlev-ssp", "SSP Herlev", UnitKind.SSP),
            Unit("herlev-family", "Børne- og familierådgivningen", UnitKind.FAMILY),
            Unit("herlev-street", "Gadeplan Herlev", UnitKind.STREET),
            Unit("herlev-leadership", "Ledelsen", UnitKind.LEADERSHIP),
        ),
    ),
    Organisation(
        "ballerup",
        "Ballerup Kommune",
        "Ballerup",
        "B",
        OrganisationKind.MUNICIPALITY,
        "Kommune.",
        (
            Unit("ballerup-ssp", "SSP Ballerup", UnitKind.SSP),
            Unit("ballerup-family", "Familierådgivningen", UnitKind.FAMILY),
            Unit("ballerup-street", "Det opsøgende team", UnitKind.STREET),
            Unit("ballerup-parents", "Forældrevejledningen", UnitKind.PARENTS),
            Unit("ballerup-leadership", "Ledelsen", UnitKind.LEADERSHIP),
        ),
    ),
    Organisation(
        "police",
        "Københavns Vestegns Politi",
        "Politiet",
        "P",
        OrganisationKind.POLICE,
        "Politikreds.",
        (
            Unit("police-prevention", "Forebyggelsesafsnittet", UnitKind.PREVENTION),
            Unit("police-local", "Lokalpolitiet", UnitKind.PREVENTION),
            Unit("police-exit", "Exitenheden", UnitKind.EXIT),
            Unit("police-leadership", "Kredsledelsen", UnitKind.LEADERSHIP),
        ),
    ),
    Organisation(
        "probation",
        "Kriminalforsorgen",
        "Kriminalforsorgen",
        "K",
        OrganisationKind.PROBATION,
        "Deltager efter retsplejelovens § 115, ikke efter aftalen.",
        (
            Unit("probation-supervision", "Tilsyn, Vestegnen", UnitKind.PROBATION),
            Unit("probation-youth", "Ungekriminalforsorgen", UnitKind.YOUTH),
        ),
    ),
    Organisation(
        "school-gladsaxe",
        "Lygtemoseskolen",
        "Lygtemoseskolen",
        "L",
        OrganisationKind.SCHOOL,
        "Opdigtet folkeskole i Gladsaxe.",
        (Unit("school-gladsaxe-team", "Trivselsteamet", UnitKind.SCHOOL),),
    ),
    Organisation(
        "school-herlev",
        "Skolen ved Mælkevejen",
        "Mælkevejen",
        "M",
        OrganisationKind.SCHOOL,
        "Opdigtet folkeskole i Herlev.",
    ),
    Organisation(
        "school-ballerup",
        "Tordenhøjskolen",
        "Tordenhøj",
        "T",
        OrganisationKind.SCHOOL,
        "Opdigtet folkeskole i Ballerup.",
    ),
    Organisation(
        "compass",
        "Ungehuset Kompasnålen",
        "Kompasnålen",
        "U",
        OrganisationKind.INSTITUTION_PUBLIC,
        "Opdigtet selvejende institution, der løser en opgave for kommunen.",
        (Unit("compass-contact", "Kontaktpersonerne", UnitKind.YOUTH),),
    ),
    Organisation(
        "workshop",
        "Det Åbne Værksted Skruenøglen",
        "Skruenøglen",
        "S",
        OrganisationKind.INSTITUTION,
        "Opdigtet selvejende institution uden offentlig opgave. Kan ikke modtage oplysninger om den enkelte.",
    ),
    Organisation(
        "housing",
        "Boligselskabet Fem Høje",
        "Fem Høje",
        "F",
        OrganisationKind.HOUSING,
        "Opdigtet boligorganisation med en boligsocial helhedsplan.",
        (Unit("housing-social", "Helhedsplanen", UnitKind.OTHER),),
    ),
    Organisation(
        "football",
        "Boldklubben Månevang",
        "Månevang",
        "BM",
        OrganisationKind.ASSOCIATION,
        "Opdigtet idrætsforening. Tilbyder fritid, modtager ingen oplysninger.",
    ),
    Organisation(
        "mentors",
        "Mentorforeningen Tagkammeret",
        "Tagkammeret",
        "TK",
        OrganisationKind.ASSOCIATION,
        "Opdigtet forening af frivillige mentorer. Modtager ingen oplysninger om den enkelte.",
    ),
)
BY_KEY: dict[str, Organisation] = {organisation.key: organisation for organisation in ORGANISATIONS}
UNITS: dict[str, Unit] = {unit.key: unit for organisation in ORGANISATIONS for unit in organisation.units}
