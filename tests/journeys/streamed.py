"""Pages that change while they are open: the streams beside a journey's server, and waiting until one is open."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.streaming import Streams, streaming


@contextmanager
def streams_beside(journey: Any, database: Any, folder: Path) -> Iterator[Streams]:
    """Run the streams at an address of their own until the block ends."""
    with (
        streaming(database, folder / "streams.log", pages=journey.address) as streams,
        pytest.MonkeyPatch.context() as m,
    ):
        # The pages' own host, whose cookie it is; cookies ask for no port.
        address = f"http://{urlsplit(journey.address).hostname}:{streams.port}/live/"
        m.setattr(settings, "TVAERS_LIVE", address)
        journey.beside.append(address)
        yield streams


def connected(page: Page) -> Any:
    """Wait until the page's stream is open: what just changed, it fetches again at once."""
    return page.expect_response(lambda answer: "tvaers-unasked" in answer.request.headers)
