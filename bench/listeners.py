"""A process that holds many streams open: python -m bench.listeners, told by lines of JSON what to do.

Begun with {"port", "clients", "organisations"} it signs so many in, each in a session of its own, and opens a stream
for each. Asked to write, it writes a bulletin for all of them and answers with the seconds from the commit to each
receipt; a client that heard nothing is missing there. Asked to go on, it goes from item to item of a meeting at which
somebody of each organisation sits.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import django

django.setup()

from django.conf import settings
from django.db import transaction

from bench.pages.people import actor, session_of
from bench.world.shape import HOME, Organisation
from tvaers.areas.models import Area
from tvaers.foundation import clock
from tvaers.localpicture import actions
from tvaers.localpicture.actions import Reaching, Told
from tvaers.meetings.actions import running
from tvaers.meetings.actions.convening import Call, call
from tvaers.meetings.enums import MeetingKind
from tvaers.meetings.models import Item
from tvaers.sharing.acting import acting

# Seconds within which whoever hears at all has heard.
PATIENCE = 10
# So many streams are opened at once.
AT_ONCE = 20


class Client:
    """A browser that listens. heard: when the event that is waited for came."""

    def __init__(self, organisation: Organisation, place: int, event: str) -> None:
        self.event = f"event: {event}".encode()
        self.member = organisation.members[place]
        self.cookie = _signed_in(organisation, place)
        self.heard: asyncio.Future[float] | None = None

    async def open(self, port: int) -> None:
        """Open the stream; it is read from here on."""
        reader, self._writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"GET /live/?as={self.member} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        self._writer.write(f"{head}Cookie: {settings.SESSION_COOKIE_NAME}={self.cookie}\r\n\r\n".encode())
        status = await reader.readline()
        if b" 200 " not in status:
            raise SystemExit(f"A stream was refused: {status!r}")
        self._reading = asyncio.create_task(self._read(reader))

    async def _read(self, reader: asyncio.StreamReader) -> None:
        async for line in reader:
            if line.startswith(self.event) and self.heard is not None and not self.heard.done():
                self.heard.set_result(time.monotonic())


def _signed_in(organisation: Organisation, place: int) -> str:
    """Return a session that nobody else has; the one that others ask for is made once for each."""
    return str(session_of.__wrapped__(organisation.email(place)))


def write(readers: list[UUID]) -> float:
    """Write a bulletin for organisations; return when it was committed."""
    committed: list[float] = []
    with acting(actor(Organisation(HOME), 0), route="bench") as by:
        told = Told(
            kind="mood",
            certainty="observed",
            area=Area.objects.filter(kind="housing").values_list("id", flat=True)[:1].get(),
            happened_at=clock.now(),
            title="Prøve af strømmene",
            text="Flere aftener mellem kl. 21 og 23. " * 8,
        )
        actions.write(by=by, told=told, reaching=Reaching(audience=readers, until=clock.now() + timedelta(days=1)))
        transaction.on_commit(lambda: committed.append(time.monotonic()))
    return committed[0]


class Table:
    """A meeting with two items, at which the first of each organisation sits; the home municipality leads it."""

    def __init__(self, organisations: list[Organisation]) -> None:
        """Call it and open it."""
        self.chair, begins = actor(Organisation(HOME), 0), clock.now() + timedelta(minutes=30)
        with acting(self.chair, route="bench") as by:
            told = Call(
                kind=MeetingKind.BOARD,
                starts_at=begins,
                ends_at=begins + timedelta(hours=1),
                seats=tuple(each.members[0] for each in organisations if each.members[0] != by.id),
            )
            self.id = call(by=by, told=told)
            running.begin(by=by, meeting=self.id)
            self.items = list(
                Item.objects.filter(meeting_id=self.id).order_by("place").values_list("id", flat=True)[:2]
            )

    def go_on(self, _readers: list[UUID]) -> float:
        """Go to the item that is not open; return when it was committed."""
        self.items.reverse()
        committed: list[float] = []
        with acting(self.chair, route="bench") as by:
            running.open_item(by=by, meeting=self.id, item=self.items[0])
            transaction.on_commit(lambda: committed.append(time.monotonic()))
        return committed[0]


async def round_of(clients: list[Client], readers: list[UUID], change: Callable[[list[UUID]], float]) -> list[float]:
    """Change something and wait; return the seconds it took to each client that heard."""
    loop = asyncio.get_running_loop()
    for client in clients:
        client.heard = loop.create_future()
    committed = await loop.run_in_executor(None, change, readers)
    heard = [client.heard for client in clients if client.heard is not None]
    done, _missing = await asyncio.wait(heard, timeout=PATIENCE)
    return [each.result() - committed for each in done]


async def serve(begin: dict[str, Any]) -> None:
    """Open the streams, say so, and do what is asked."""
    organisations = [Organisation(number) for number in range(begin["organisations"])]
    loop = asyncio.get_running_loop()

    def signed_in() -> list[Client]:
        kinds = [(each, place) for each in organisations for place in range(len(each.members))]
        return [Client(*kinds[number % len(kinds)], begin["event"]) for number in range(begin["clients"])]

    clients = await loop.run_in_executor(None, signed_in)
    for start in range(0, len(clients), AT_ONCE):
        await asyncio.gather(*(client.open(begin["port"]) for client in clients[start : start + AT_ONCE]))
    readers = [each.id for each in organisations]
    change = write if begin["event"] == "new" else (await loop.run_in_executor(None, Table, organisations)).go_on
    say({"open": len(clients)})
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        del line
        say({"seconds": await round_of(clients, readers, change)})


def say(what: dict[str, Any]) -> None:
    """Answer with a line."""
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(json.loads(sys.stdin.readline())))
