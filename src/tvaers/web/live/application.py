"""The streams over HTTP, as a plain ASGI application: /live/ is a stream of events, /live/health says whether it works.

Django's own handler would bring a request's middlewares, which open a transaction around an answer that lasts hours.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
from django.conf import settings
from django.db import DatabaseError
from django.http import parse_cookie
from django.http.request import split_domain_port, validate_host

from tvaers.foundation import live
from tvaers.foundation.keystore import KeyStoreUnavailableError
from tvaers.web.live import doors
from tvaers.web.live.doors import NotLetInError, Seat
from tvaers.web.live.listening import listen
from tvaers.web.live.streams import Hub, Send, Stream

STREAM, HEALTH = "/live/", "/live/health"
# How long streams may take to end when the process is told to stop.
ENDING_SECONDS = 2.0
# Who waits to be let in at the same time; more are told to come again.
MOST_AT_THE_DOOR = 500
AWAY = (psycopg.OperationalError, KeyStoreUnavailableError, DatabaseError)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Headers = list[tuple[bytes, bytes]]

_ALWAYS: Headers = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    # A proxy that gathers an answer before it passes it on would gather this one for hours.
    (b"x-accel-buffering", b"no"),
]


class Application:
    """One process's streams."""

    def __init__(self) -> None:
        """Begin; the hub comes with the event loop."""
        self._hub: Hub | None = None
        self._running: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or begin and end with the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Listen from the server's start to its end; then end every stream."""
        await receive()
        hub = self._hub = Hub()
        with suppress(*AWAY):
            await hub.ask(doors.prepare)
        duties = [asyncio.create_task(duty) for duty in (listen(hub), hub.tell(), hub.watch())]
        await send({"type": "lifespan.startup.complete"})
        await receive()
        hub.close()
        if self._running:
            await asyncio.wait(self._running, timeout=ENDING_SECONDS)
        for duty in duties:
            duty.cancel()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a stream, with how it stands, or with a number."""
        hub, path, headers = self._hub, scope["path"], _read(scope)
        if hub is None or path not in {STREAM, HEALTH}:
            await _said(send, 404)
        elif scope["method"] != "GET":
            await _said(send, 405)
        elif not validate_host(split_domain_port(headers.get("host", ""))[0], settings.ALLOWED_HOSTS):
            await _said(send, 400)
        elif path == HEALTH:
            await _said(send, 200 if hub.is_listening else 503)
        else:
            await self._stream(hub, scope, headers, receive, send)

    async def _stream(self, hub: Hub, scope: Scope, headers: dict[str, str], receive: Receive, send: Send) -> None:
        """Let somebody in and tell them what happens until they go, or are let out."""
        origin = headers.get("origin", "")
        if origin and origin != live.beside(settings.TVAERS_ADDRESS, urlsplit(origin).netloc):
            await _said(send, doors.NOT_YOURS)
            return
        shared = _shared(origin)
        stream = await self._let_in(hub, scope, headers)
        if isinstance(stream, int):
            await _said(send, stream, shared)
            return
        try:
            await self._tell(hub, stream, shared, receive, send)
        finally:
            hub.part(stream)

    async def _let_in(self, hub: Hub, scope: Scope, headers: dict[str, str]) -> Stream | int:
        """Return the stream of whoever asks, which counts from then on; or the number that refuses it."""
        member = parse_qs(scope["query_string"].decode("latin-1")).get("as", [""])[0]
        cookies = headers.get("cookie", "")
        # Not the beginning of a session: nobody is asked about.
        if settings.SESSION_COOKIE_NAME not in parse_cookie(cookies):
            return doors.UNKNOWN
        if hub.at_the_door >= MOST_AT_THE_DOOR:
            return 503
        try:
            seat: Seat = await hub.ask(doors.let_in, cookies, headers.get("accept-language", ""), member)
        except NotLetInError as refused:
            return refused.status
        except AWAY:
            return 503
        if hub.is_full(seat.key):
            return 429
        stream = Stream(seat)
        hub.enter(stream)
        return stream

    async def _tell(self, hub: Hub, stream: Stream, shared: Headers, receive: Receive, send: Send) -> None:
        kind = (b"content-type", b"text/event-stream; charset=utf-8")
        await send({"type": "http.response.start", "status": 200, "headers": [kind, *_ALWAYS, *shared]})
        sending = asyncio.create_task(stream.send_all(send))
        gone = asyncio.create_task(_gone(receive))
        dropped = asyncio.create_task(_dropped(stream))
        self._running.add(sending)
        try:
            try:
                await hub.join(stream)
            except AWAY:
                # The browser comes again by itself, and fetches its page then.
                stream.put(None)
            await asyncio.wait({sending, gone, dropped}, return_when=asyncio.FIRST_COMPLETED)
            # Not read for too long: the connection is cut, for an orderly end would wait to be read as well.
            if dropped.done():
                raise asyncio.CancelledError
            if sending.done():
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self._running.discard(sending)
            for each in (sending, gone, dropped):
                each.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(sending, gone, dropped, return_exceptions=True)


def _read(scope: Scope) -> dict[str, str]:
    """Return the headers by name; of cookies sent in several, all."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}; {text}" if key == "cookie" and key in found else text
    return found


def _shared(origin: str) -> Headers:
    """Return what lets the pages read a stream where it has an address of its own: them alone."""
    if not origin:
        return []
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"origin"),
    ]


async def _said(send: Send, status: int, shared: Headers | None = None) -> None:
    """Answer with a number and its words."""
    body = f"{HTTPStatus(status).phrase}\n".encode()
    kind = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*kind, *_ALWAYS, *(shared or [])]})
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _dropped(stream: Stream) -> None:
    await stream.dropped.wait()
