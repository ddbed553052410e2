"""The open streams of one process: who listens for which organisation, and what each is told."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from uuid import UUID

from tvaers.foundation import live
from tvaers.foundation.live import Notice, Told
from tvaers.web.live import doors
from tvaers.web.live.doors import Seat

log = logging.getLogger(__name__)

HEARTBEAT = b": here\n\n"
# From here on a stream hears all.
JOINED = b": joined\n\n"
# A browser that lost its stream asks again after so many milliseconds.
RETRY = b"retry: 3000\n\n"
CHECK_SECONDS = 15.0
# A session that could not be checked for so long is let out.
UNCHECKED_SECONDS = 60.0
# What a browser may leave unread before it is let go, beside what the socket takes.
WAITING = 32
MOST_OF_A_SESSION, MOST = 6, 2000
# How long an organisation is told of what it sees when nobody of it listens: somebody goes from page to page.
LINGERS_SECONDS = 60.0
# What changed so shortly before a stream opened may have come between its page and itself.
JUST_NOW_SECONDS = 15.0
# Browsers fetch their page again spread over a time: so many milliseconds for each that listens, and no more than that.
SPREAD_EACH_MS, SPREAD_MOST_MS = 60, 60_000
# Threads in which somebody is let in; and those in which all are told and checked, whoever stands at the door.
DOORS, DUTIES = 2, 2
# What is announced and not told yet. Of more, browsers hear that all has changed, and after a pause the rest.
MOST_NOTICES, PAUSE_SECONDS = 1000, 1.0

Send = Callable[[dict[str, Any]], Awaitable[None]]
Answer = TypeVar("Answer")


class Stream:
    """One browser's stream: a short queue that is sent as fast as the browser takes it."""

    def __init__(self, seat: Seat) -> None:
        """Begin with what a stream begins with."""
        self.seat = seat
        self.checked_at = time.monotonic()
        self.dropped = asyncio.Event()
        self._waiting: asyncio.Queue[bytes | None] = asyncio.Queue(WAITING)
        self.put(RETRY)

    def put(self, frame: bytes | None) -> None:
        """Have a frame sent; None ends the stream. A browser that does not read is let go."""
        try:
            self._waiting.put_nowait(frame)
        except asyncio.QueueFull:
            self.dropped.set()

    async def send_all(self, send: Send) -> None:
        """Send what comes until the end comes."""
        while (frame := await self._waiting.get()) is not None:
            await send({"type": "http.response.body", "body": frame, "more_body": True})


class Audience:
    """The browsers of one organisation, and the ids that they may have on a page."""

    def __init__(self) -> None:
        """Begin: nothing is known yet of what came before."""
        self.streams: set[Stream] = set()
        self.known: set[UUID] = set()
        self.is_known = False
        self.asking = asyncio.Lock()
        self.changed_at = self.left_at = time.monotonic()

    def tell(self, event: str, said: Mapping[str, Mapping[str, Any]], spread: int, kind: str = "") -> None:
        """Tell every browser, each in its language; what was not said in a language is told without words.

        kind: of what it is told, so that a page which shows none of it stays as it is; "" for whatever there is.
        """
        self.changed_at = time.monotonic()
        frames: dict[str, bytes] = {}
        for stream in self.streams:
            language = stream.seat.language
            if language not in frames:
                frames[language] = live.frame(event, {**said.get(language, {}), "spread": spread, "kind": kind})
            stream.put(frames[language])


class Hub:
    """All streams of a process. Lives in one event loop; the database is asked in a few threads."""

    def __init__(self) -> None:
        """Begin without anybody."""
        self.audiences: dict[UUID, Audience] = {}
        self.is_listening = False
        self.at_the_door = 0
        self._notices: dict[Notice, None] = {}
        self._missed = False
        self._came = asyncio.Event()
        self._doors = ThreadPoolExecutor(DOORS, thread_name_prefix="live-door")
        self._duties = ThreadPoolExecutor(DUTIES, thread_name_prefix="live")

    @property
    def streams(self) -> list[Stream]:
        """Return all of them."""
        return [stream for audience in self.audiences.values() for stream in audience.streams]

    @property
    def _spread(self) -> int:
        """Return over how many milliseconds browsers fetch again; one alone does so at once."""
        return min(SPREAD_MOST_MS, SPREAD_EACH_MS * (len(self.streams) - 1))

    async def ask(self, work: Callable[..., Answer], *what: object) -> Answer:
        """Ask the database, for somebody at the door, in a thread."""
        self.at_the_door += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._doors, work, *what)
        finally:
            self.at_the_door -= 1

    async def _do(self, work: Callable[..., Answer], *what: object) -> Answer:
        """Ask the database, for all who listen, in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._duties, work, *what)

    def is_full(self, key: bytes) -> bool:
        """Tell whether a session, or the process, has as many streams as it may."""
        streams = self.streams
        return len(streams) >= MOST or Counter(each.seat.key for each in streams)[key] >= MOST_OF_A_SESSION

    def enter(self, stream: Stream) -> None:
        """Count a stream in, before anything is waited for: of many that come at once, so many are too many."""
        self.audiences.setdefault(stream.seat.organisation, Audience()).streams.add(stream)

    async def join(self, stream: Stream) -> None:
        """Let a stream hear what is told to its organisation from now on; what has just changed it hears now.

        Raises what asking the database raises; the next one asks again.
        """
        self.enter(stream)
        audience = self.audiences[stream.seat.organisation]
        was_known = audience.is_known
        async with audience.asking:
            if not audience.is_known:
                audience.known |= await self.ask(doors.standing, stream.seat.organisation)
                audience.is_known = True
        if not was_known or time.monotonic() - audience.changed_at < JUST_NOW_SECONDS:
            stream.put(live.frame(live.CHANGED, {"spread": 0}))
        stream.put(JOINED)

    def part(self, stream: Stream) -> None:
        """Let a stream go."""
        audience = self.audiences.get(stream.seat.organisation)
        if audience is not None:
            audience.streams.discard(stream)
            audience.left_at = time.monotonic()

    def notice(self, payload: str) -> None:
        """Take in what the database announced; the same twice in a row is told once, and too much as one."""
        notice = live.read(payload)
        if notice is None:
            return
        if len(self._notices) >= MOST_NOTICES:
            self._notices.clear()
            self._missed = True
        self._notices[notice] = None
        self._came.set()

    def all_changed(self) -> None:
        """Have every page fetched again: something may have been missed."""
        for audience in self.audiences.values():
            audience.tell(live.CHANGED, {}, self._spread)

    async def tell(self) -> None:
        """Tell what is announced, for as long as the process runs."""
        while True:
            await self._came.wait()
            self._came.clear()
            while self._notices:
                if self._missed:
                    self._missed = False
                    self._notices.clear()
                    log.warning("More was announced than can be told; pages are fetched again.")
                    self.all_changed()
                    await asyncio.sleep(PAUSE_SECONDS)
                    continue
                notice = next(iter(self._notices))
                del self._notices[notice]
                try:
                    await self._tell(notice)
                except Exception:
                    log.exception("A notice could not be told; pages are fetched again.")
                    self.all_changed()

    async def _tell(self, notice: Notice) -> None:
        """Ask each organisation that listens, and tell each as soon as it has answered."""
        loop = asyncio.get_running_loop()
        asked = {
            organisation: {stream.seat.language for stream in audience.streams}
            for organisation, audience in self.audiences.items()
        }
        known = {organisation for organisation in asked if notice.id in self.audiences[organisation].known}

        def answered(organisation: UUID, told: Told | None) -> None:
            loop.call_soon_threadsafe(self._pass_on, organisation, notice, told)

        await self._do(doors.ask_all, notice, asked, known, answered)

    def _pass_on(self, organisation: UUID, notice: Notice, told: Told | None) -> None:
        """Tell an organisation what it sees now, or that what it saw is gone, or nothing."""
        audience = self.audiences.get(organisation)
        if audience is None:
            return
        if told is None or told.event == live.GONE:
            if notice.id in audience.known:
                audience.known.discard(notice.id)
                said = {"id": str(notice.id)}
                languages = {stream.seat.language for stream in audience.streams}
                audience.tell(live.GONE, dict.fromkeys(languages, said), self._spread, notice.kind)
            return
        if told.said:
            audience.known.add(notice.id)
        audience.tell(told.event, told.said, self._spread, notice.kind)

    async def watch(self) -> None:
        """Check every session again and again, and let out whose session or membership has ended."""
        checking: asyncio.Task[None] | None = None
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            for stream in self.streams:
                stream.put(HEARTBEAT)
            if checking is None or checking.done():
                checking = asyncio.create_task(self._checked(self.streams))
            # A check that hangs is not waited for: whom it does not reach is let out below.
            await asyncio.wait({checking}, timeout=CHECK_SECONDS)
            now = time.monotonic()
            for stream in self.streams:
                if now - stream.checked_at > UNCHECKED_SECONDS:
                    stream.put(None)
            for organisation, audience in list(self.audiences.items()):
                if not audience.streams and now - audience.left_at > LINGERS_SECONDS:
                    del self.audiences[organisation]

    async def _checked(self, streams: Iterable[Stream]) -> None:
        """Check, and write into the log what went wrong: it is tried again."""
        try:
            await self.check(streams)
        except Exception:
            log.exception("The sessions of those who listen could not be checked.")

    async def check(self, streams: Iterable[Stream]) -> None:
        """End the streams of sessions that no longer hold."""
        streams = list(streams)
        held = await self._do(doors.still_in, {stream.seat for stream in streams}) if streams else set()
        for stream in streams:
            if stream.seat in held:
                stream.checked_at = time.monotonic()
            else:
                stream.put(None)

    def close(self) -> None:
        """End every stream."""
        for stream in self.streams:
            stream.put(None)
