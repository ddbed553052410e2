"""A process in one world that asks for its pages: python -m bench.pages.asker, told by lines of JSON what to do.

It runs the whole program in itself, from the request to the answer, with the server's own logins; a page is timed
from asking to the whole answer. What it answers with: seconds of each round, or counts.
"""

import json
import logging
import sys
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()
# A line for each answer would hide the figures; the logger of answers sets a level of its own.
logging.disable(logging.INFO)

from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.browser import code_of
from bench.pages import guarded, people, plain
from bench.world.fill import maintenance
from bench.world.house import PASSWORD
from bench.world.making import FRAME
from bench.world.shape import HOME, ORGANISATIONS, POLICE, Organisation
from tvaers.people.access import PersonCard
from tvaers.people.queries import token_key
from tvaers.people.rules.tokens import Traits, to_find

# How many different cases, concerns and people are asked for in turn.
VARIED = 40
LIST = 100
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
SHOWN, MOVED = 200, 302
SIDES = {"home": HOME, "police": POLICE}


class WrongAnswerError(RuntimeError):
    """A page did not answer as it should: what was measured would not be the page."""


class Asker:
    """Somebody in the home municipality, or in the police district, who works."""

    def __init__(self, side: str, sql: plain.Plain) -> None:
        """Find what there is to ask for; sign in."""
        self.organisation, self.sql = Organisation(SIDES[side]), sql
        self.known = sql.known(self.organisation, VARIED)
        self.actors = [people.actor(self.organisation, place) for place in range(len(self.organisation.members) - 1)]
        self.turn = 0
        self.people = guarded.people_of(self.actors[0], self.known.cases)

    def material(self) -> dict[str, list[str]]:
        """Return what a browser can ask for: cases to open, names to find."""
        return {"cases": [str(case) for case in self.known.cases], "names": [card.name for card in self.people]}

    def client(self) -> Client:
        """Return the browser of one of the colleagues, another each time: nobody may search sixty times a minute."""
        return people.client(self.organisation, self.turn % len(self.actors))

    def _asked(self, ask: Callable[[Client], Any], status: int) -> float:
        browser = self.client()
        began = time.perf_counter()
        answer = ask(browser)
        taken = time.perf_counter() - began
        if answer.status_code != status:
            raise WrongAnswerError(f"{answer.status_code} for {answer.request['PATH_INFO']}")
        self.turn += 1
        return taken

    def list_to_assess(self) -> float:
        """Ask for the work list."""
        return self._asked(lambda it: it.get("/concerns/?view=to-assess&about=person", secure=True), SHOWN)

    def list_decided(self) -> float:
        """Ask for the newest of what has been decided, one's own and what others share."""
        return self._asked(lambda it: it.get("/concerns/?view=decided&about=person", secure=True), SHOWN)

    def case(self) -> float:
        """Open a case."""
        path = f"/cases/{self.known.cases[self.turn % len(self.known.cases)]}/"
        return self._asked(lambda it: it.get(path, secure=True), SHOWN)

    def cases(self) -> float:
        """Ask for the open cases."""
        return self._asked(lambda it: it.get("/cases/?view=open", secure=True), SHOWN)

    def today(self) -> float:
        """Ask what waits."""
        return self._asked(lambda it: it.get("/", secure=True), SHOWN)

    def tasks(self) -> float:
        """Ask for one's tasks."""
        return self._asked(lambda it: it.get("/tasks/", secure=True), SHOWN)

    def person(self) -> float:
        """Find a person by name."""
        wanted = self._wanted().name
        return self._asked(lambda it: it.post("/people/", {"q": wanted}, secure=True), SHOWN)

    def given(self, place: int) -> float:
        """Open the case that was given to so many readers (shape.GRANTS), by its place."""
        return self._asked(lambda it: it.get(f"/cases/{self.known.given[place]}/", secure=True), SHOWN)

    def save(self) -> float:
        """Decide on a concern; the decision is taken back afterwards, which is not timed."""
        concern = self.known.concerns[self.turn % len(self.known.concerns)]
        sent = {"version": "1", "view": "to-assess", "outcome": "advice", "reason": "Talt med skolen.", "stay": "1"}
        taken = self._asked(lambda it: it.post(f"/concerns/{concern}/decide/", sent, secure=True), MOVED)
        self.sql.run(plain.UNDONE, concern=concern)
        return taken

    def sign_in(self) -> float:
        """Sign in with password and code; each time somebody else, as a code opens once."""
        self.turn += 1
        organisation = Organisation(self.turn % ORGANISATIONS)
        place = (self.turn // ORGANISATIONS) % len(organisation.members)
        email, browser = organisation.email(place), Client(headers={"host": "127.0.0.1"})
        browser.get("/login/", secure=True)
        began = time.perf_counter()
        first = browser.post("/login/", {"login": email, "password": PASSWORD}, secure=True)
        second = browser.post("/login/code/", {"code": code_of(email)}, secure=True)
        taken = time.perf_counter() - began
        if (first.status_code, second.status_code, second.headers.get("Location")) != (MOVED, MOVED, "/"):
            raise WrongAnswerError(f"{email} was not let in")
        return taken

    def _wanted(self) -> PersonCard:
        return self.people[self.turn % len(self.people)]

    def ended(self) -> dict[str, float]:
        """End the agreement, ask what is left of what it carried, and put it in force again, which is not timed.

        Returns how many disclosures it carries, how many of a thousand that this receiver got could be seen before and
        after, and the seconds from the end to the statement that shows what is left of them.
        """
        carried = self.sql.rows(plain.CARRIED, frame=FRAME)[0][0]
        given = [row[0] for row in self.sql.rows(plain.GIVEN_TO, organisation=self.organisation.id, frame=FRAME)]
        shown = guarded.seen(self.actors[0], given)
        began = time.perf_counter()
        self.sql.run((plain.END,), frame=FRAME)
        try:
            left = guarded.seen(self.actors[0], given)
            taken = time.perf_counter() - began
        finally:
            self.sql.run((plain.MEND,), frame=FRAME)
        return {"carried": carried, "shown": len(shown), "left": len(left), "seconds": taken}

    # --- the same, without a guard ------------------------------------------------------------------------

    def plain(self, name: str) -> float:
        """Do the work of a page as hand-written SQL; return the seconds of its statements."""
        self.turn += 1
        values: dict[str, Any] = {"owner": self.organisation.id, "unit": self.organisation.units[0], "most": 51}
        statements = {
            "list_to_assess": (plain.TO_ASSESS,),
            "list_decided": (plain.DECIDED,),
            "case": plain.CASE,
            "person": plain.PERSON,
            "save": plain.SAVE,
        }[name]
        if name == "case":
            values["case"] = self.known.cases[self.turn % len(self.known.cases)]
        elif name == "person":
            traits = Traits(name=self._wanted().name)
            values["tokens"] = [token for _, token in to_find(traits, key=token_key(self.actors[0]))]
        elif name == "save":
            values |= {"concern": self.known.concerns[self.turn % len(self.known.concerns)], "by": self.actors[0].id}
        began = time.perf_counter()
        self.sql.run(statements, **values)
        taken = time.perf_counter() - began
        if name == "save":
            self.sql.run(plain.UNDONE, concern=values["concern"])
        return taken

    def statements(self, name: str) -> dict[str, float]:
        """Return how many statements a page takes, on both connections, and their seconds."""
        ask: Callable[[], float] = getattr(self, name)
        ask()
        timed = guarded.Timed()
        with CaptureQueriesContext(connections["default"]) as work, CaptureQueriesContext(connections["ticket"]) as log:
            ask()
        # Read before the next request, which empties the list.
        taken = [each["sql"] for each in (*work.captured_queries, *log.captured_queries)]
        with timed:
            ask()
        return {"number": sum(not each.startswith(CONTROL) for each in taken), "seconds": timed.seconds}

    def guarded_list(self, view: str, most: int) -> list[float]:
        """Return the seconds of a list's own statement with its guard and of the hand-written one, in turn."""
        statement, parameters = guarded.list_statement(self.actors[0], view, most)
        by_hand = {"to-assess": plain.TO_ASSESS, "decided": plain.DECIDED}[view]
        values = {"owner": self.organisation.id, "unit": self.organisation.units[0], "most": most + 1}
        return guarded.side_by_side(self.actors[0], (statement, parameters), lambda: self.sql.rows(by_hand, **values))


def main() -> None:
    """Do what each line asks until there are no more."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    with maintenance() as connection:
        askers = {side: Asker(side, plain.Plain(connection)) for side in SIDES}
        print(json.dumps("ready"), flush=True)
        for line in sys.stdin:
            asked = json.loads(line)
            asker = askers[asked["side"]]
            do: Callable[..., Any] = getattr(asker, asked["do"])
            rounds = asked.get("rounds", 1)
            print(json.dumps([do(*asked.get("with", ())) for _ in range(rounds)]), flush=True)


if __name__ == "__main__":
    main()
