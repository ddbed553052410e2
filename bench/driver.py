"""A process of browsers that press a running server: python -m bench.driver, told by lines of JSON what to do.

Sixteen people of two organisations sign in over HTTP with both factors; each has a connection of its own. Told how many
connections to use at once and for how long, it goes from one request to the next without a pause.
"""

import json
import re
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import django

django.setup()

from bench.browser import FOUND, Answer, Browser
from bench.world.shape import HOME, POLICE, Organisation

PEOPLE = 16
# One of four works in the police district, which sees three in ten of everything.
OF_POLICE = 4
NEXT = re.compile(r'href="(/concerns/\?[^"]*after=[^"]*)"')
SHOWN = 200
LIST = "/concerns/?view=to-assess&about=person"
CONCERN = {
    "parts": "1",
    "part-0-role": "of-concern",
    "part-0-name": "Bænk Opdigt",
    "part-0-born_year": "2012",
    "about": "person",
    "fact": "Set ude efter kl. 23 fire aftener.",
    "kind": "school",
    "name": "Lise Lærer",
    "told": "unknown",
    "channel": "system",
}


@dataclass
class Person:
    """Somebody at a browser, with what they ask for in turn: cases to open, names to find."""

    side: str
    browser: Browser
    cases: list[str]
    names: list[str]
    turn: int = 0

    def case(self) -> str:
        """Open a case. Return, as all below, what was wrong with the answer, "" for nothing."""
        return wrong(self.browser.get(f"/cases/{self.cases[self.turn % len(self.cases)]}/"))

    def concern(self) -> str:
        """Write a concern down and save it."""
        return wrong(self.browser.post("/concerns/new/", form=str(uuid4()), **CONCERN), FOUND)

    def list(self) -> str:
        """Read a hundred of the filtered work list: two of its pages."""
        first = self.browser.get(LIST)
        following = NEXT.search(first.body)
        if wrong(first) or following is None:
            return wrong(first) or "other page"
        return wrong(self.browser.get(following[1].replace("&amp;", "&")))

    def find(self) -> str:
        """Find a person by name."""
        return wrong(self.browser.post("/people/", q=self.names[self.turn % len(self.names)]))

    def stream(self) -> str:
        """Ask for the smallest page there is."""
        return wrong(self.browser.get("/profile/"))


def wrong(answer: Answer, expected: int = SHOWN) -> str:
    """Return the status of an answer that is not as expected, "" for one that is."""
    return "" if answer.status == expected else str(answer.status)


@dataclass
class Taken:
    """What came of one person's requests: seconds of those that were answered rightly, and what the others got.

    errors: how often each status; "none" where no answer came, "other page" where it was not what was asked for.
    """

    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


def press(people: list[Person], what: str, until: float, taken: Taken) -> None:
    """Let some people do something one after the other until the time is over."""
    while time.monotonic() < until:
        for person in people:
            began = time.perf_counter()
            try:
                fault = getattr(person, what)()
            except OSError:
                fault = "none"
                person.browser.close()
            if fault:
                taken.errors[fault] += 1
            else:
                taken.seconds.append(time.perf_counter() - began)
            person.turn += 1
            if time.monotonic() >= until:
                return


def pressed(people: list[Person], what: str, connections: int, seconds: float) -> dict[str, Any]:
    """Press the server with so many requests at once; return seconds of each, errors, and how long it took.

    connections: 1 lets all take turns on one request at a time; as many as there are people, each asks for itself.
    """
    groups = [people[place::connections] for place in range(connections)]
    taken = [Taken() for _ in groups]
    began = time.monotonic()
    threads = [
        threading.Thread(target=press, args=(group, what, began + seconds, each))
        for group, each in zip(groups, taken, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "seconds": [second for each in taken for second in each.seconds],
        "errors": sum((each.errors for each in taken), Counter[str]()),
        "took": time.monotonic() - began,
    }


def main() -> None:
    """Sign in at the port that the first line names, then do what each line asks until there are no more."""
    begin = json.loads(sys.stdin.readline())
    people = []
    for place in range(PEOPLE):
        side = "police" if place % OF_POLICE == OF_POLICE - 1 else "home"
        organisation = Organisation(POLICE if side == "police" else HOME)
        browser = Browser(begin["port"]).sign_in(organisation.email(place))
        people.append(Person(side, browser, begin["cases"][side], begin["names"][side], turn=place))
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        for person in people:
            if person.browser.port != asked["port"]:
                person.browser.close()
                person.browser.port = asked["port"]
        print(json.dumps(pressed(people, asked["do"], asked["connections"], asked["for"])), flush=True)


if __name__ == "__main__":
    main()
