"""The steps of the main job: from a telephone call about a boy to a case, a plan in four organisations, and erasure.

Everybody works in a browser of their own, with the hands that the day gives them: a mouse, or the keyboard alone.
Every address that somebody opens is remembered: in the end it is tried by those who may not.
"""

import datetime as dt
import re

from tests.journeys import arriving
from tests.journeys.arriving import press
from tests.journeys.conftest import NARROW, PICTURES, WIDE
from tvaers.foundation import clock

NAME = "Noah Prøvesen"
FACT = (
    "Memo har stået ved cykelstativet efter ottende lektion fire dage i træk. Mandag gav en ældre dreng ham en taske."
)
THOUGHT = "Klasselæreren tror, at han bliver brugt som bud og ikke ved, hvordan han siger nej."
SOURCE = "Klasselæreren har selv set det fra lærerværelset."
STRONG = "God til at reparere cykler. Kommer altid i værkstedet om onsdagen."
BASIS = "Retsplejelovens § 115, stk. 1, nr. 1, og serviceloven"
REASON = "Drengen bruges som bud, og skolen kan ikke løse det alene."

OWN_WORDS = "Jeg vil bare være i fred og lave cykler."
MOTHER = "Han er en god dreng, men vi ved ikke, hvor han er om aftenen."
NOTE = "Moderen og Noah var hjemme. Vi aftalte at ses igen på tirsdag."
GOALS = ("Jeg vil være i værkstedet to gange om ugen", "Jeg vil kunne gå hjem fra skole i fred")
NECESSITY = "Aftalen holder kun, hvis der er en voksen på pladsen."
SSP, KSP = "Forebyggelse af kriminalitet (SSP)", "Kriminalforsorg, sociale myndigheder og politi (KSP)"
HANNE, PALLE, KAREN = (
    "Hanne Nabo, SSP-konsulent",
    "Palle Patrulje, forebyggelsesbetjent",
    "Karen Tilsynsby, tilsynsførende",
)
ELSEWHERE = (
    (HANNE, "Find en fast voksen i værkstedet om tirsdagen", SSP, "Prøveaftalen"),
    (PALLE, "Gå forbi cykelstativet efter ottende lektion", SSP, "Prøveaftalen"),
    (KAREN, "Fortæl, om værkstedet tager imod unge i praktik", KSP, "Retsplejelovens § 115"),
)

COMMENT = "Torben tager imod ham på tirsdag kl. 15."
NOT_FOR = "Må ikke bruges til efterforskning"

HANNE_TASK, PALLE_TASK, KAREN_TASK = (text for _who, text, *_ in ELSEWHERE)


class Day:
    """One day's work: a browser for each, and the addresses they opened.

    checks: whether axe looks at each new page; it is itself a script. hands: what works a page, if not a mouse.
    """

    def __init__(self, journey, *, width=WIDE, javascript=True, hands=None):
        self.journey, self.width, self.javascript, self.hands = journey, width, javascript, hands
        self.checks = javascript and hands is None
        self.addresses = []
        self.tasks = {}
        self._pages = {}

    def at(self, key, address=None):
        """The page of somebody, moved to an address when one is given."""
        if key not in self._pages:
            browser = self.journey.browser(key=key, width=self.width, javascript=self.javascript)
            self._pages[key] = self.hands(browser) if self.hands else browser.new_page()
        page = self._pages[key]
        if address:
            page.goto(address)
        return page

    def look(self, page, name):
        """A page not met before: axe, and what `meet` does."""
        if self.checks:
            self.journey.check(page, name)
        self.meet(page, name)

    def meet(self, page, name):
        """Nothing stands beside the screen of a telephone; the address is remembered."""
        self.addresses.append(page.url.removeprefix(self.journey.address))
        page.set_viewport_size({"width": NARROW, "height": 900})
        spill = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if PICTURES:
            self.journey.picture(page, name if self.javascript else f"{name}-plain")
        page.set_viewport_size({"width": self.width, "height": 900})
        assert spill <= 0, f"{page.url} is {spill} px wider than a telephone"


def fill(page, label, text):
    """Type into the field whose label begins with these words."""
    page.get_by_role("textbox", name=re.compile(f"^{re.escape(label)}")).first.fill(text)


def follow(page, label):
    """Follow the first link whose name holds these words."""
    arriving.follow(page, label, exact=False)


def says(page, *texts):
    for text in texts:
        page.get_by_text(text).first.wait_for()


def type_date(page, group, day):
    within = page.get_by_role("group", name=group)
    for label, number in (("Dag", day.day), ("Måned", day.month), ("År", day.year)):
        within.get_by_label(label, exact=True).fill(str(number))


def in_days(days):
    return clock.today() + dt.timedelta(days=days)


# --- Dina, on the street ------------------------------------------------------------------------------


def write_down(day):
    """Dina takes a school's call: the nickname first, then fact, assessment and source apart."""
    page = day.at("dina", "/concerns/new/")
    day.look(page, "concern-new")
    page.get_by_label("En eller flere unge").check()
    fill(page, "Kaldenavn", "Memo")
    page.get_by_label("Omtales som").select_option(label="han")
    fill(page, "Hvad går godt?", STRONG)
    fill(page, "Hvad er set eller hørt?", FACT)
    fill(page, "Hvad kan det betyde?", THOUGHT)
    fill(page, "Hvor ved man det fra?", SOURCE)
    page.get_by_label("Hvem har henvendt sig?").select_option(label="Skole eller dagtilbud")
    page.get_by_text("Modtaget på telefon eller e-mail på andres vegne").click()
    page.get_by_label("Hvordan kom den ind?").select_option(label="På telefon")
    page.get_by_label("Ja, nogen skal handle i dag").check()
    press(page, "Gem bekymringen")
    # A school is named; nothing typed is lost.
    says(page, "Ret én ting")
    day.look(page, "concern-error")
    page.locator("#id_name").fill("Lise Lærervig")
    fill(page, "Arbejdssted", "Kildeskolen")
    press(page, "Gem bekymringen")
    says(page, "Bekymringen er skrevet ned", "Det sker der nu")
    day.look(page, "concern-receipt")


# --- Alice, SSP consultant ----------------------------------------------------------------------------


def read(day):
    """Alice finds it on Today and in the queue with its clocks, and reads what was told; returns its address."""
    page = day.at("alice", "/")
    says(page, "Handl i dag på en bekymring")
    assert page.get_by_text("Intet har frist i dag").count() == 0
    day.look(page, "today")
    if day.width == NARROW:
        page.get_by_text("Menu", exact=True).first.click()
    follow(page, "Bekymringer")
    says(page, "Ny", "Handl i dag")
    day.look(page, "queue")
    page.get_by_role("listitem").filter(has_text="Skole").get_by_role("link").click()
    page.get_by_role("heading", name="Din vurdering").wait_for()
    says(page, "Memo", STRONG, FACT, THOUGHT, SOURCE, "skrevet ned af Dina Påfund", "Kvittering")
    day.look(page, "concern")
    return page.url


def triage(day):
    """She answers whether it is urgent, writes down who he is, gives the receipt, and opens a case."""
    page = day.at("alice")
    concern = page.url
    page.get_by_label("Nej, det haster ikke").check()
    press(page, "Gem, og bliv her")
    says(page, "Det er noteret, om bekymringen haster.")
    follow(page, "Memo")
    day.look(page, "person")
    follow(page, "Ret")
    fill(page, "Navn", NAME)
    page.get_by_role("group", name="Født").get_by_label("År", exact=True).fill(str(clock.today().year - 14))
    fill(page, "Skole, uddannelse eller arbejde", "Kildeskolen")
    day.look(page, "person-change")
    press(page, "Gem")
    says(page, NAME)
    page.goto(concern)
    follow(page, "Kvittering")
    says(page, "Lise Lærervig", "Alice Prøvedal")
    assert NAME not in page.get_by_label("Brevet").input_value()
    day.look(page, "letter")
    page.get_by_label("Hvordan blev det givet?").select_option(label="Sikker mail")
    press(page, "Markér som givet")
    says(page, "Brevet er markeret som givet")


def open_case(day, concern):
    """From the concern: criterion, reason, purpose, basis, review date, the parents; checked, then opened."""
    page = day.at("alice", concern)
    page.get_by_label("Åbn et forløb").check()
    fill(page, "Skriv kort hvorfor", REASON)
    day.meet(page, "concern-decide")
    press(page, "Gem, og vis næste")
    page.get_by_label("Gentagen bekymrende adfærd").check()
    assert page.get_by_label("Begrundelsen med ord").input_value() == REASON
    fill(page, "Retsgrundlag", BASIS)
    type_date(page, "Hvornår gennemgås forløbet?", in_days(60))
    page.get_by_label("Forældrene er kontaktet").check()
    fill(page, "Hvordan reagerede de?", "Moderen er bekymret og vil gerne mødes.")
    day.look(page, "case-open")
    press(page, "Se efter, før du åbner")
    says(page, REASON, BASIS, "SSP og forebyggelse", "Alice Prøvedal, SSP-konsulent")
    day.look(page, "case-open-check")
    press(page, "Åbn forløbet")
    says(page, "Forløbet er åbnet", NAME)
    day.look(page, "case-new")
    return page.url


def know(day, case):
    """His own words first, then the parents', what carries him, who is around him, and a note that she signs."""
    page = day.at("alice", case)
    for whose, words, said_by in (("Den unge", OWN_WORDS, "Han selv"), ("Forældrene", MOTHER, "Moderen")):
        follow(page, "Skriv den unges ord")
        page.get_by_label(whose, exact=True).check()
        fill(page, "Ordene", words)
        fill(page, "Hvem sagde det, og hvor?", f"{said_by}, ved køkkenbordet")
        press(page, "Gem ordene")
        says(page, words)
    follow(page, "Skriv en styrke til")
    fill(page, "Hvilken styrke?", "Cykelværkstedet")
    fill(page, "Hvordan?", "Han kan få enhver cykel til at køre igen.")
    fill(page, "Hvem siger det?", "Noah")
    day.look(page, "strength-add")
    press(page, "Gem styrken")
    draw_network(day, page)
    follow(page, "Skriv i forløbet")
    fill(page, "Kort overskrift", "Møde derhjemme")
    fill(page, "Fakta", NOTE)
    day.look(page, "note")
    press(page, "Underskriv notatet")
    says(page, "Notatet er underskrevet", NOTE)
    day.look(page, "timeline")
    page.goto(case)
    says(page, OWN_WORDS, MOTHER, "Cykelværkstedet")
    day.look(page, "case")


def draw_network(day, page):
    follow(page, "Netværk")
    for name, relation, circle in (("Samira", "mor", "Familie"), ("Torben", "cykelmager", "Fritid")):
        follow(page, "Tilføj en person")
        fill(page, "Navn", name)
        fill(page, "Relation", relation)
        page.get_by_label(circle, exact=True).check()
        page.get_by_label("Tæt kontakt").check()
        press(page, "Føj til netværket")
    says(page, "Samira", "Torben")
    day.look(page, "network")


# --- the plan, in four organisations ------------------------------------------------------------------


def plan(day, case):
    """Two goals in his words, and four tasks: one in the own house, three offered elsewhere."""
    page = day.at("alice", f"{case}plan/")
    for words in GOALS:
        follow(page, "Nyt mål")
        fill(page, "Målet med den unges egne ord", words)
        press(page, "Føj målet til")
    says(page, *GOALS)
    give(day, "Alice Prøvedal (dig)", "Tal med klasselæreren om torsdagene")
    says(page, "Alice Prøvedal har fået opgaven")
    for who, text, purpose, ground in ELSEWHERE:
        give(day, who, text)
        says(page, f"Præcis dette ser {who.split(',')[0]}", text, "hvem den unge er, forløbet, planen")
        page.get_by_label(purpose).check()
        says(page, ground)
        fill(page, "Hvorfor er det nødvendigt?", NECESSITY)
        (day.look if who == HANNE else day.meet)(page, f"task-{who.split()[0].lower()}")
        press(page, "Tilbyd opgaven")
        says(page, f"Opgaven er tilbudt {who.split(',')[0]}, som kan takke nej.")
    assert page.get_by_text("Ikke besvaret endnu").count() == 3
    day.look(page, "plan")


def give(day, who, text):
    page = day.at("alice")
    follow(page, "Ny opgave")
    fill(page, "Hvad skal der gøres?", text)
    page.get_by_label("Hvem gør det?").select_option(label=who)
    type_date(page, "Til hvornår?", in_days(7))
    page.get_by_label("Hvilket mål hører den til?").select_option(label=GOALS[0])
    press(page, "Giv opgaven")


def answers(day, case):
    """Hanne does hers, Palle sees the task and not the case, Karen says no without a reason."""
    task = accept(day, "hanne", HANNE)
    says(task, "Find en fast voksen i værkstedet om tirsdagen")
    assert task.get_by_text("efterforskning").count() == 0
    fill(task, "Skriv på opgaven", COMMENT)
    press(task, "Send")
    press(task, "Markér som gjort")
    says(task, COMMENT, "Gjort: Find en fast voksen")
    day.look(task, "task-hanne-done")

    task = accept(day, "palle", PALLE)
    says(task, "Gå forbi cykelstativet", NOT_FOR)
    day.look(task, "task-palle-accepted")
    assert NAME not in task.content()
    refused(day, "palle", case)

    page = day.at("karen", "/tasks/")
    press(page, re.compile("Sig nej tak"))
    says(page, "Du har sagt nej tak. Ingen spørger hvorfor.")
    day.meet(page, "tasks-karen")


def accept(day, key, who):
    """Somebody elsewhere reads what is asked, accepts, and opens the task; nobody is told who it is about."""
    page = day.at(key, "/")
    says(page, "Gladsaxe Kommune spørger, om du vil tage en opgave")
    day.meet(page, f"today-{key}")
    follow(page, "Læs tilbuddet")
    says(page, "Du bliver spurgt", NECESSITY)
    (day.look if key == "hanne" else day.meet)(page, f"tasks-{key}")
    press(page, re.compile("Tag imod"))
    says(page, "Du har taget imod.")
    follow(page, next(text for one, text, *_ in ELSEWHERE if one == who))
    assert NAME not in page.content()
    day.tasks[key] = page.url
    return page


def how_they_stand(day, case):
    """Alice reads all three answers in words; what was declined is not late."""
    page = day.at("alice", f"{case}plan/")
    day.look(page, "plan-answered")
    for (who, text, *_), stands in zip(ELSEWHERE, ("Gjort", "Om ", "Har takket nej"), strict=True):
        line = page.get_by_role("listitem").filter(has_text=text)
        assert stands in line.inner_text(), f"{who}: {line.inner_text()}"
    line = page.get_by_role("listitem").filter(has_text=ELSEWHERE[2][1])
    assert "over tid" not in line.inner_text()


def refused(day, key, address):
    answer = day.at(key).goto(address)
    assert answer.status == 404
    says(day.at(key), "Vi kan ikke finde siden")
