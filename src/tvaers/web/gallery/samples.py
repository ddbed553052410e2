"""What the gallery shows: invented events in the words of the mock."""

from datetime import date, datetime
from typing import Any

from tvaers.foundation.clock import COPENHAGEN
from tvaers.web.gallery import cast
from tvaers.web.gallery.cast import GLADSAXE, HERLEV, LONG, LONGEST, POLICE, TODAY, at

DUE_ROWS: list[dict[str, Any]] = [
    {
        "when": "Tirsdag",
        "due": date(2026, 3, 10),
        "what": "Ring til skolen om fraværet i uge 10",
        "url": "#",
        "about": "Opgave i forløbet med Noah Vesterlund",
        "do": "Markér som gjort",
        "do_url": "#",
        "do_post": True,
    },
    {
        "when": "13.00",
        "due": at(hours=2 + 1 / 3),
        "calm": True,
        "what": "Møde i lokalgruppen Kildevænget",
        "url": "#",
        "about": "Fem punkter. Du er mødeleder. Referatet fra 12. februar er godkendt.",
        "do": "Åbn mødet",
        "do_url": "#",
    },
    {
        "when": "13.40",
        "due": at(hours=3),
        "of": 24,
        "what": "Vurdér, om en ny bekymring haster",
        "url": "#",
        "about": "Dreng, 13 år, Mågeparken. Fra en nabo i går kl. 13.40.",
        "do": "Læs og vurdér",
        "do_url": "#",
        "lead": True,
    },
    {
        "when": "I dag",
        "due": TODAY,
        "of": 6,
        "what": "Kvittér for en bekymring fra Søndertoftens Skole",
        "url": "#",
        "about": "Fristen er 6 arbejdsdage. Brevet er skrevet på forhånd. Ret det til, og send.",
        "do": "Læs kvitteringen",
        "do_url": "#",
    },
    {
        "when": "Ingen frist",
        "chip": "Spurgt for 4 dage siden",
        "what": "Svar fra Herlev Kommune",
        "url": "#",
        "about": "Du spurgte Camilla Nørregaard, om Herlev kender en 15-årig. Herlev bestemmer selv, om de vil svare.",
        "do": "Se spørgsmålet",
        "do_url": "#",
    },
]

BAR: dict[str, Any] = {
    "name": "Noah Vesterlund",
    "about": "15 år, går i 9. klasse, bor i Gladsaxe",
    "url": "#",
    "authority": "Gladsaxe Kommune",
    "purpose": "Forebygge kriminalitet, SSP",
    "basis": "Retsplejelovens § 115, stk. 1, nr. 1",
    "until": date(2026, 6, 30),
    "limited": True,
    "eye_url": "#",
    "eye_count": 6,
    "shared_by": "Sofie Brandtoft, Gladsaxe",
}
LONG_BAR: dict[str, Any] = BAR | {
    "name": LONG,
    "authority": LONGEST.name,
    "eye_count": 1,
    "basis": "Lov om kommunernes styrelse og retsplejelovens § 115, stk. 1, nr. 1, jf. stk. 3, 2. pkt.",
}

SUBNAV: list[dict[str, Any]] = [
    {"label": "Overblik", "url": "#", "current": True},
    {"label": "Plan og opgaver", "url": "#", "note": "3 åbne"},
    {"label": "Tidslinje", "url": "#"},
    {"label": "Netværk", "url": "#"},
    {"label": "Møder", "url": "#"},
    {"label": "Faglige vurderinger", "url": "#"},
    {"label": "Dokumenter", "url": "#"},
    {"label": "Delinger", "url": "#", "note": "3"},
]
SUBNAV_ACTIONS: list[dict[str, Any]] = [
    {"label": "Skriv i forløbet", "url": "#", "lead": True},
    {"label": "Del", "url": "#", "icon": "share"},
]

FAMILY = {
    "words": "Han er en god storebror. Vi mangler bare én, vi kan ringe til, når det går skævt.",
    "said": "Mette Vesterlund, mor, ved netværksmødet 24. februar",
}
STRENGTHS: list[dict[str, str]] = [
    {"what": "Fodbold", "how": "Spillede seks år og savner det.", "by": "Noah selv"},
    {"what": "Mormor Birthe", "how": "Noah spiser hos hende hver onsdag.", "by": "Mette, mor"},
    {
        "what": "Værkstedet",
        "how": "Møder til tiden og hjælper de yngre.",
        "by": "Lise Thorhauge, kontaktlærer",
    },
    {"what": "Lillebror Elias", "how": "Noah henter ham i SFO to gange om ugen.", "by": "Mette, mor"},
]
GOALS: list[dict[str, Any]] = [
    {
        "title": "Noah kommer i skole hver dag",
        "state": "Begyndt",
        "said": "siger Lise Thorhauge 6. marts",
        "tasks": [
            {
                "what": "Ring til skolen om fraværet i uge 10",
                "url": "#",
                "organisation": GLADSAXE,
                "who": "Sofie Brandtoft (dig)",
                "due": date(2026, 3, 10),
            },
            {
                "what": "Morgenaftale med kontaktlærer kl. 7.50",
                "organisation": GLADSAXE,
                "who": "Lise Thorhauge",
                "detail": "Kildevængets Skole",
                "done": date(2026, 3, 2),
            },
        ],
    },
    {
        "title": "Noah spiller fodbold igen",
        "state": "Begyndt",
        "said": "siger Noah 9. marts",
        "tasks": [
            {
                "what": "Prøvetræning i Hedeager IF, Herlev",
                "url": "#",
                "organisation": HERLEV,
                "who": "Camilla Nørregaard",
                "due": date(2026, 3, 18),
            },
            {
                "what": "Fritidspas til kontingent",
                "url": "#",
                "organisation": LONGEST,
                "who": LONG,
                "due": date(2026, 3, 20),
            },
        ],
    },
    {
        "title": "Familien ved, hvem de kan ringe til",
        "state": "Nået",
        "said": "siger Mette Vesterlund 8. marts",
        "tasks": [],
    },
]
LOOKS, LOOK_VIEWS = cast.LOOKS, cast.LOOK_VIEWS
TIMELINE: list[dict[str, Any]] = [
    {
        "at": datetime(2026, 3, 10, 9, 15, tzinfo=COPENHAGEN),
        "title": "Skolen ringede",
        "fact": "Noah var ikke i skole 4., 5. og 9. marts. Ingen sygemelding.",
        "assessment": "Skolen tror, det hænger sammen med en konflikt i klassen.",
        "source": "Lise Thorhauge, kontaktlærer, til Sofie Brandtoft",
    },
    {
        "at": datetime(2026, 3, 5, 16, 30, tzinfo=COPENHAGEN),
        "title": "Besøg hjemme",
        "fact": "Mor, far og Noah talte med Peter Aamand i 40 minutter. De fik hans direkte nummer.",
        "source": "Peter Aamand, Københavns Vestegns Politi.",
        "limited": True,
    },
    {
        "at": datetime(2026, 2, 24, 15, 0, tzinfo=COPENHAGEN),
        "title": "Netværksmøde: planen blev aftalt",
        "url": "#",
        "text": "Noah, mor, mormor, skolen og tre fagpersoner deltog.",
        "by": "Skrevet af Sofie Brandtoft",
    },
]
NETWORK: list[dict[str, Any]] = [
    {
        "title": "Familie",
        "people": [
            {"name": "Mette", "relation": "mor", "contact": "tæt kontakt"},
            {"name": "Birthe", "relation": "mormor", "contact": "tæt kontakt"},
        ],
    },
    {
        "title": "Fritid, skole og fagfolk",
        "people": [{"name": "Emil Rask", "relation": "træner", "contact": "ved at blive bygget op"}],
    },
]
VIEWS: list[dict[str, Any]] = [
    {"label": "Skal vurderes", "url": "#", "count": 4, "current": True},
    {"label": "Skal kvitteres", "url": "#", "count": 2},
    {"label": "Venter på andre", "url": "#", "count": 0},
    {"label": "Mine områder", "url": "#", "count": 7},
    {"label": "Afsluttede", "url": "#", "count": None},
]
QUEUE: list[dict[str, Any]] = [
    {
        "title": "Dreng, 13 år, Mågeparken",
        "url": "#",
        "from": "Fra en nabo, i går kl. 13.40",
        "due": at(hours=3),
        "of": 24,
        "current": True,
    },
    {
        "title": "Pige, 16 år, Søndertoftens Skole",
        "url": "#",
        "from": "Fra skolen, onsdag 4. marts",
        "due": TODAY,
        "of": 6,
    },
    {
        "title": "Dreng, 15 år, Kildevænget",
        "url": "#",
        "from": "Fra politiet, § 115, tirsdag 10. marts",
        "due": date(2026, 3, 18),
    },
    {
        "title": f"Unge ved hallen, 2 henvendelser, {LONGEST.name}",
        "url": "#",
        "from": "Fra en forening og en forælder, i går",
        "due": date(2026, 3, 19),
    },
]
CLOCKS: list[dict[str, Any]] = [
    {"label": "Haster det? Vurderes senest", "when": "i dag kl. 13.40", "due": at(hours=3), "of": 24},
    {"label": "Kvittering senest", "when": "torsdag 19. marts", "due": date(2026, 3, 19)},
]
CONCERN: dict[str, Any] = {
    "good": "Han hilser altid og hjælper sin lillesøster på cykel.",
    "fact": "Ude efter kl. 23 fire aftener siden 2. marts, sammen med to, der ser ældre ud. I tirsdags havde han en rift på kinden.",
    "assessment": "At de store får ham til at løbe ærinder, og at han ikke tør sige nej.",
    "source": "Nabo, som vil være anonym. Har selv set det fra altanen og på trappen.",
}
TRUNK: list[dict[str, Any]] = [
    {"label": "Aftale", "strong": "Partnerskabsaftalen", "text": "gælder til 31. december 2026"},
    {"label": "Formål", "strong": "Forebygge kriminalitet, SSP"},
    {"label": "Retsgrundlag", "strong": "Retsplejelovens § 115, stk. 1, nr. 1"},
]
READERS: list[dict[str, Any]] = [
    {
        "organisation": HERLEV,
        "who": "Camilla Nørregaard",
        "sees": "Kort resumé og én opgave",
        "note": "Delt af Sofie Brandtoft 6. marts. Kiggede sidst i går.",
        "until": date(2026, 4, 30),
    },
    {
        "organisation": POLICE,
        "who": "Peter Aamand",
        "sees": "Sin egen opgave og mødets beslutninger",
        "note": "Delt på netværksmødet 24. februar. Kiggede sidst 5. marts.",
        "until": date(2026, 6, 30),
    },
]
OWN_READERS: list[dict[str, Any]] = [
    {
        "organisation": GLADSAXE,
        "who": "Sofie Brandtoft (dig)",
        "detail": "ansvarlig for forløbet",
        "sees": "Hele forløbet",
        "note": "Kiggede sidst i dag.",
        "until": date(2026, 6, 30),
    },
    {
        "organisation": GLADSAXE,
        "who": LONG,
        "detail": LONGEST.name,
        "sees": "Målet om skole",
        "note": "Har ikke kigget endnu.",
        "until": date(2027, 1, 31),
    },
]
COLUMNS: list[dict[str, Any]] = [
    {"label": "Område", "url": "#", "sort": "ascending"},
    {"label": "Kommune", "url": "#"},
    {"label": "Opgaver gjort til tiden", "url": "#", "number": True},
    {"label": "Opgaver i alt", "number": True},
]
ROWS: list[list[Any]] = [
    [{"text": "Hedeager", "url": "#"}, "Herlev", 14, 16],
    ["Kildevænget", "Gladsaxe", 9, 12],
    ["Mågeparken", "Gladsaxe", 21, 21],
]
ANSWERS: list[dict[str, str]] = [
    {"question": "Modtager", "answer": "Camilla Nørregaard, Herlev Kommune", "url": "#"},
    {"question": "Hvor meget", "answer": "Et kort resumé", "url": "#"},
    {
        "question": "Hvorfor er det nødvendigt?",
        "answer": "Noah skal prøve fodbold i Herlev, hvor ingen fagperson kender ham.\nCamilla skal kunne tage imod ham.",
        "url": "#",
    },
    {"question": "Bemærkning", "answer": "", "url": "#"},
]
STEPS: list[dict[str, Any]] = [
    {"title": "Parter", "url": "#", "state": "Færdig"},
    {
        "title": "Formål og grundlag",
        "url": "#",
        "hint": "Mangler underskrift fra politiet",
        "state": "Mangler noget",
        "strong": True,
    },
    {"title": "Underskrift", "url": "", "state": "Kan ikke begyndes endnu"},
]
JOBS: dict[str, dict[str, Any]] = {
    "running": {
        "key": "running",
        "title": "Samler materiale til årsrapporten",
        "words": "120 af 400 opgaver talt",
        "done": 120,
        "total": 400,
        "state": "running",
        "cancel_url": "#",
    },
    "unknown": {
        "key": "unknown",
        "title": "Kontrollerer loggen",
        "words": "Det tager normalt et halvt minut",
        "done": 0,
        "total": 0,
        "state": "running",
    },
    "done": {
        "key": "done",
        "title": "Årsrapporten er færdig",
        "words": "400 opgaver er talt. Rapporten ligger under Aftale og tal.",
        "done": 1,
        "total": 1,
        "state": "done",
    },
}
FILES: list[dict[str, str]] = [
    {"name": "Referat 24. februar.pdf", "size": "240 kB", "state": "Kontrolleret", "remove_url": "#"},
    {
        "name": "plan-med-et-meget-langt-filnavn-uden-mellemrum-version-3-endelig.docx",
        "size": "1,2 MB",
        "state": "Kontrolleres",
    },
]
PREVIEW = [
    "Noah vil gerne spille fodbold igen og begynder med en prøvetræning i Hedeager IF tirsdag 17. marts kl. 17.",
    "Han trives bedst med én fast voksen, der byder ham velkommen.",
    "Kommer han ikke, så ring til Sofie Brandtoft på 12 34 56 78 samme aften.",
]

OTHER_BASES: list[dict[str, str]] = [
    {
        "title": "Politi, socialforvaltning og psykiatri (PSP)",
        "law": "Retsplejelovens § 115, stk. 1, nr. 2",
        "reason": "Formålet er et andet: forebyggelse af kriminalitet (SSP).",
    },
]
