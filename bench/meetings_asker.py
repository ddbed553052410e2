"""A process in a small world that measures meetings: python -m bench.meetings_asker, told what to do by lines.

It calls a small and a large meeting as its people do, half of the items about people, and opens their pages.
"""

import json
import logging
import sys
import time
from datetime import timedelta
from uuid import UUID

import django

django.setup()
logging.disable(logging.INFO)

from django.conf import settings

from bench.pages import people
from bench.world.shape import HOME, POLICE, Organisation
from tvaers.foundation import clock
from tvaers.guard.enums import Purpose
from tvaers.meetings.actions import agenda, convening, letting_in, running
from tvaers.meetings.actions.agenda import Topic, Words
from tvaers.meetings.enums import MeetingKind, Subject
from tvaers.sharing.acting import acting

FACTS = "Set tre aftener i træk sammen med ældre unge. " * 5


class Asker:
    """The chair of a meeting in the home municipality."""

    def __init__(self) -> None:
        """Nothing is called yet."""
        self.home = Organisation(HOME)
        self.called: dict[str, UUID] = {}

    def call(self, name: str, items: int, participants: int) -> int:
        """Call a meeting of so many items, each second one about a person, and so many participants."""
        chair = people.actor(self.home, 0)
        colleagues = self.home.members[1:participants]
        others = Organisation(POLICE).members[: participants - 1 - len(colleagues)]
        begins = clock.now() + timedelta(minutes=30)
        with acting(chair, route="bench") as by:
            told = convening.Call(
                kind=MeetingKind.INFOHUS,
                starts_at=begins,
                ends_at=begins + timedelta(hours=2),
                seats=(*colleagues, *others),
            )
            meeting = convening.call(by=by, told=told)
        for number in range(items - 1):
            with acting(chair, route="bench") as by:
                if number % 2:
                    topic = Topic(subject=Subject.AREA, title=f"Området nummer {number}")
                    agenda.put_on(by=by, meeting=meeting, topic=topic)
                    continue
                words = Words(title="En ung", facts=FACTS, ahead=True)
                item = agenda.bring(by=by, meeting=meeting, words=words, purpose=Purpose.SSP)
                for member in colleagues:
                    letting_in.let_in(by=by, items=[item], member=member)
        with acting(chair, route="bench") as by:
            running.begin(by=by, meeting=meeting)
        self.called[name] = meeting
        return len(colleagues) + len(others) + 1

    def page(self, name: str) -> float:
        """Open a meeting as one who sits there; return the seconds."""
        browser = people.client(self.home, 1)
        began = time.perf_counter()
        answer = browser.get(f"/meetings/{self.called[name]}/", secure=True)
        taken = time.perf_counter() - began
        if answer.status_code != 200:
            message = f"{answer.status_code} for a meeting"
            raise RuntimeError(message)
        return taken


def main() -> None:
    """Do what each line asks until there are no more."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    asker = Asker()
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        do = getattr(asker, asked["do"])
        print(json.dumps([do(*asked.get("with", ())) for _ in range(asked.get("rounds", 1))]), flush=True)


if __name__ == "__main__":
    main()
