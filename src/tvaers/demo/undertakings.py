"""What the parties of the invented agreement do: actions and indicators of it, and what they began under it since."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dateutil.relativedelta import relativedelta

from tvaers.demo import agreements
from tvaers.demo.seed import identified


@dataclass(frozen=True)
class Undertaking:
    """What is done for one theme. actions: what, who, until what is reached, by the end of which year of the term.

    indicators: what is looked at, how it is measured, what is aimed at. initiatives: what, who, on which money, how it
    went so far.
    """

    place: int
    actions: tuple[tuple[str, str, str, int], ...] = ()
    indicators: tuple[tuple[str, str, str], ...] = ()
    initiatives: tuple[tuple[str, str, str, str], ...] = ()


ALL = (
    Undertaking(
        0,
        actions=(
            (
                "Alle SSP-konsulenter og forebyggelsesbetjente bruger samme samtaleguide",
                "gladsaxe",
                "Guiden er taget i brug hos alle fire parter",
                1,
            ),
        ),
        indicators=(
            (
                "Hvor længe en bekymring venter, før nogen har vurderet den",
                "Arbejdsdage fra modtagelse til vurdering, hvert kvartal",
                "Højst fem arbejdsdage",
            ),
        ),
    ),
    Undertaking(
        1,
        actions=(
            ("Netværksmøde senest 10 arbejdsdage efter en ny sag", "herlev", "Ni ud af ti møder holdes til tiden", 2),
        ),
        initiatives=(
            (
                "Familierne er med til at vælge, hvem der sidder ved bordet",
                "herlev",
                "Fælles pulje, 150.000 kr. om året",
                "Prøvet i elleve familier. De fleste valgte en, vi ikke kendte i forvejen.",
            ),
        ),
    ),
    Undertaking(
        2,
        actions=(
            ("Fælles vagtplan for gademedarbejdere fredag og lørdag", "ballerup", "Ingen aften uden nogen på gaden", 1),
        ),
        indicators=(
            (
                "Om unge kender en gademedarbejder ved navn",
                "Spørgeskema i udskolingen hvert efterår",
                "Flere end året før",
            ),
        ),
        initiatives=(
            (
                "To gademedarbejdere på tværs af kommunegrænsen",
                "ballerup",
                "Ballerups og Herlevs SSP-budget, halvt af hver",
                "",
            ),
        ),
    ),
    Undertaking(
        9,
        actions=(("Tallene lægges frem for byrådene i samme måned", "gladsaxe", "Samme side i alle tre kommuner", 3),),
    ),
)


def _invented(today: date) -> tuple[UUID, date]:
    last = agreements.chain(today)[-1]
    return last.id, last.from_date


def _theme(place: int) -> UUID:
    return identified("agreement theme", f"invented {place}")


def actions(today: date) -> list[tuple[object, ...]]:
    """Return the rows of actions."""
    agreement, begins = _invented(today)
    return [
        (
            identified("agreement action", f"{each.place} {number}"),
            agreement,
            _theme(each.place),
            number,
            text,
            identified("organisation", responsible),
            target,
            begins + relativedelta(years=year, days=-1),
        )
        for each in ALL
        for number, (text, responsible, target, year) in enumerate(each.actions)
    ]


def indicators(today: date) -> list[tuple[object, ...]]:
    """Return the rows of indicators."""
    agreement, _begins = _invented(today)
    return [
        (identified("agreement indicator", f"{each.place} {number}"), agreement, _theme(each.place), number, *said)
        for each in ALL
        for number, said in enumerate(each.indicators)
    ]


def initiatives(today: date) -> list[tuple[object, ...]]:
    """Return the rows of initiatives."""
    agreement, _begins = _invented(today)
    return [
        (
            identified("agreement initiative", f"{each.place} {number}"),
            agreement,
            _theme(each.place),
            identified("organisation", owner),
            text,
            budget,
            result,
        )
        for each in ALL
        for number, (text, owner, budget, result) in enumerate(each.initiatives)
    ]
