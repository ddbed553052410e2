"""A process of browsers that press a running server: python -m bench.driver, told by lines of JSON what to do.

Sixteen people of two organisations sign in over HTTP with both factors; each has a connection of its own. Told how many
connections to use at once and for how long, it goes from one request to the next without a pause.
"""

import json
import re
import sys
import threading
import time
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

    def case(self) -> bool:
        """Open a case."""
        return self.browser.get(f"/cases/{self.cases[self.turn % len(self.cases)]}/").status == SHOWN

    def concern(self) -> bool:
        """Write a concern down and save it."""
        return self.browser.post("/concerns/new/", form=str(uuid4()), **CONCERN).status == FOUND

    def list(self) -> bool:
        """Read a hundred of the filtered work list: two of its pages."""
        first = self.browser.get(LIST)
        following = NEXT.search(first.body)
        if first.status != SHOWN or following is None:
            return False
        return self.browser.get(following[1].replace("&amp;", "&")).status == SHOWN

    def find(self) -> bool:
        """Find a person by name."""
        found: Answer = self.browser.post("/people/", q=self.names[self.turn % len(self.names)])
        return found.status == SHOWN

    def stream(self) -> bool:
        """Ask for the smallest page there is."""
        return self.browser.get("/profile/").status == SHOWN


@dataclass
class Taken:
    """What came of one person's requests: seconds of those that were answered rightly, and how many were not."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0


def press(people: list[Person], what: str, until: float, taken: Taken) -> None:
    """Let some people do something one after the other until the time is over."""
    while time.monotonic() < until:
        for person in people:
            began = time.perf_counter()
            try:
                fine = bool(getattr(person, what)())
            except OSError:
                fine = False
                person.browser.close()
            if fine:
                taken.seconds.append(time.perf_counter() - began)
            else:
                taken.errors += 1
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
        "errors": sum(each.errors for each in taken),
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
