"""The one connection of a process on which the database announces what changed."""

import asyncio
import logging

import psycopg
from django.db import connections
from psycopg import AsyncConnection
from psycopg.conninfo import make_conninfo

from tvaers.foundation.live import CHANNEL
from tvaers.guard.context import ALIAS
from tvaers.guard.pool import CONNECTING
from tvaers.web.live.streams import Hub

log = logging.getLogger(__name__)
AGAIN_SECONDS = 1.0


def address() -> str:
    """Return where the application's login connects to."""
    place = connections[ALIAS].settings_dict
    way = {name: str(value) for name, value in place["OPTIONS"].items() if name.startswith("ssl") or name in CONNECTING}
    return make_conninfo(
        dbname=place["NAME"],
        host=place["HOST"],
        port=place["PORT"],
        user=place["USER"],
        password=place["PASSWORD"],
        **way,
    )


async def listen(hub: Hub) -> None:
    """Hear what is announced, for as long as the process runs. What came before a connection stood was missed."""
    while True:
        try:
            async with await AsyncConnection.connect(address(), autocommit=True) as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                hub.is_listening = True
                hub.all_changed()
                async for heard in connection.notifies():
                    hub.notice(heard.payload)
        except (psycopg.Error, OSError) as lost:
            log.warning("The database announces nothing at the moment; trying again.", exc_info=lost)
        hub.is_listening = False
        await asyncio.sleep(AGAIN_SECONDS)
