"""The least that a stream can be: an ASGI application that keeps a connection open and says something now and then."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

EVERY_S = 15


async def application(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[dict[str, Any]]],
    send: Callable[[dict[str, Any]], Awaitable[None]],
) -> None:
    """Answer a request with a stream that ends when the browser goes; anything else at once."""
    if scope["type"] != "http":
        return
    is_stream = scope["path"] == "/live/"
    kind = b"text/event-stream" if is_stream else b"text/plain"
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]})
    if is_stream:
        gone = asyncio.ensure_future(_gone(receive))
        while not gone.done():
            await send({"type": "http.response.body", "body": b": here\n\n", "more_body": True})
            await asyncio.wait([gone], timeout=EVERY_S)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _gone(receive: Callable[[], Awaitable[dict[str, Any]]]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
