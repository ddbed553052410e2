"""The questionnaires, word for word. One that was asked is never changed: another wording is another version."""

from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tvaers.surveys.enums import QuestionKind

# The cell for sheets on which a question with one answer was left open.
NOT_ANSWERED: Final = "not-answered"
LEFT_OPEN = pgettext_lazy("survey", "Not answered")


@dataclass(frozen=True)
class Question:
    """A question with its choices, code → words. hidden_first: which cells protect a small one, before the others."""

    code: str
    kind: QuestionKind
    text: str | Promise
    choices: dict[str, str | Promise]
    hidden_first: tuple[str, ...] = ()

    @property
    def cells(self) -> dict[str, str | Promise]:
        """What is counted, code → words: the choices, and for one answer the sheets that were left open."""
        return self.choices | ({NOT_ANSWERED: LEFT_OPEN} if self.kind is QuestionKind.ONE else {})


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire (spørgeskema) in one version. source: what it is built on."""

    code: str
    version: int
    name: str | Promise
    source: str | Promise
    questions: tuple[Question, ...] = field(repr=False)


_DONT_KNOW = {"dont-know": pgettext_lazy("survey", "Do not know")}
_SAFE: dict[str, str | Promise] = {
    "very-safe": _("Very safe"),
    "safe": _("Safe"),
    "neither": _("Neither safe nor unsafe"),
    "unsafe": _("Unsafe"),
    "very-unsafe": _("Very unsafe"),
    **_DONT_KNOW,
}
_MIDDLE_FIRST = (NOT_ANSWERED, "dont-know", "neither")

TRYGHED_1: Final = Questionnaire(
    code="tryghed",
    version=1,
    name=_("Safety where you live"),
    source=_(
        "Our own words. What is asked about follows the national safety survey (feeling safe, trust in help from the"
        " police, unsafe places) and municipal surveys with a list of worries; their figures cannot be compared with"
        " these."
    ),
    questions=(
        Question("day", QuestionKind.ONE, _("How safe do you feel outside here by day?"), _SAFE, _MIDDLE_FIRST),
        Question("dark", QuestionKind.ONE, _("How safe do you feel outside here after dark?"), _SAFE, _MIDDLE_FIRST),
        Question(
            "home", QuestionKind.ONE, _("How safe do you feel in your own stairwell and home?"), _SAFE, _MIDDLE_FIRST
        ),
        Question(
            "police",
            QuestionKind.ONE,
            _("Do you trust that the police help you when you need it?"),
            {
                "fully": pgettext_lazy("trust", "Yes, fully"),
                "mostly": pgettext_lazy("trust", "Yes, mostly"),
                "little": pgettext_lazy("trust", "Only a little"),
                "not": pgettext_lazy("trust", "No, not at all"),
                **_DONT_KNOW,
            },
            (NOT_ANSWERED, "dont-know"),
        ),
        Question(
            "places",
            QuestionKind.SEVERAL,
            _("Are there places here where you do not feel safe?"),
            {
                "none": pgettext_lazy("place", "No, nowhere"),
                "paths": _("Paths and shortcuts"),
                "stairwells": _("Stairwells and basements"),
                "parking": _("Car parks and garages"),
                "playground": _("Playgrounds and green areas"),
                "station": _("The station or the bus stop"),
                "shops": _("By the shops"),
                "school": _("By the school or the club"),
                "other": pgettext_lazy("place", "Somewhere else"),
            },
        ),
        Question(
            "worries",
            QuestionKind.SEVERAL,
            _("What worries you here?"),
            {
                "none": pgettext_lazy("worry", "Nothing"),
                "noise": _("Noise and unrest"),
                "groups": _("Groups that hang out"),
                "drugs": _("Selling of drugs"),
                "vandalism": _("Vandalism and graffiti"),
                "driving": _("Mopeds and cars that drive too fast"),
                "fire": _("Fires and fireworks"),
                "theft": _("Burglary and theft"),
                "threats": _("Threats and violence"),
                "light": _("Poor light and rubbish"),
                "other": pgettext_lazy("worry", "Something else"),
            },
        ),
        Question(
            "avoid",
            QuestionKind.ONE,
            _("Do you keep away from places here because you do not feel safe?"),
            {
                "never": pgettext_lazy("avoid", "No, never"),
                "sometimes": pgettext_lazy("avoid", "Now and then"),
                "often": pgettext_lazy("avoid", "Often"),
                **_DONT_KNOW,
            },
            (NOT_ANSWERED, "dont-know"),
        ),
        Question(
            "helps",
            QuestionKind.SEVERAL,
            _("What would make it safer here?"),
            {
                "light": _("More light"),
                "upkeep": _("Tidier and better kept"),
                "adults": _("More adults outside in the evening"),
                "police": _("More police that one can talk to"),
                "young": _("More for young people to do"),
                "neighbours": _("Knowing the neighbours better"),
                "traffic": _("Calmer traffic"),
                "other": pgettext_lazy("help", "Something else"),
            },
        ),
        Question(
            "age",
            QuestionKind.ONE,
            _("How old are you?"),
            {
                "15-24": _("15–24 years"),
                "25-39": _("25–39 years"),
                "40-64": _("40–64 years"),
                "from-65": _("65 years or more"),
            },
            (NOT_ANSWERED,),
        ),
        Question(
            "lived",
            QuestionKind.ONE,
            _("How long have you lived here?"),
            {
                "under-1": _("Less than a year"),
                "1-5": _("1–5 years"),
                "over-5": _("More than 5 years"),
                "not-here": _("I do not live here"),
            },
            (NOT_ANSWERED, "not-here"),
        ),
    ),
)
# What a new survey asks.
NEWEST: Final = TRYGHED_1
QUESTIONNAIRES: Final = {(each.code, each.version): each for each in (TRYGHED_1,)}
