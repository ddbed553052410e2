"""Fills a world that is migrated and empty: python -m bench.world.fill SIZE, with the world's own environment.

The rows are copied in by the maintenance login, several processes at once; their texts are sealed as the program
seals them, with keys that are durable in the key store before the first row is written.
"""

import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import datetime
from itertools import islice
from uuid import UUID, uuid4

import django
import psycopg

django.setup()

from django.conf import settings

from bench.world import house
from bench.world.bare import bare
from bench.world.making import Dossiers, Making
from bench.world.shape import BLOCK, ORGANISATIONS, Block, Organisation, Shape
from bench.world.tables import Tables
from tvaers.foundation import clock, keystore
from tvaers.foundation.secrets import Secrets
from tvaers.sharing.sealing import dossier_key, organisation_key

ROLE = "tvaers_maintenance"
BLOCKS_AT_ONCE = 200
# One process more than there are cores: while one waits for the database, another makes rows.
PROCESSES = (os.cpu_count() or 1) + 1
# A world of no more dossiers is filled under every trigger.
UNDER_TRIGGERS = 10_000
Keyed = tuple[Block, Mapping[UUID, bytes]]


def maintenance() -> psycopg.Connection[tuple[object, ...]]:
    """Log in as the role that loads."""
    place, secrets = settings.DATABASES["default"], Secrets.load(settings.TVAERS_SECRETS_FILE)
    return psycopg.connect(
        dbname=place["NAME"],
        user=ROLE,
        password=secrets.passwords[ROLE],
        host=place["HOST"],
        port=place["PORT"],
        autocommit=True,
    )


def token_key(organisation: Organisation) -> bytes:
    """Return the key that an organisation's people are found with (people.queries.token_key)."""
    return keystore.shared(f"organisation:{organisation.id}:tokens")


def made_keys(shape: Shape) -> Iterator[Keyed]:
    """Make every dossier's key, then return the blocks with theirs."""
    store, blocks = keystore.store(), list(shape.blocks())
    dossiers = [uuid4() for _ in range(len(blocks) * BLOCK)]
    owners = [organisation_key(Organisation(number).id) for number in range(ORGANISATIONS)]
    for owner in owners:
        store.ensure(owner)
    names = [dossier_key(dossier) for dossier in dossiers]
    made = store.add({name: owners[blocks[place // BLOCK].organisation] for place, name in enumerate(names)})
    for number, block in enumerate(blocks):
        of = range(number * BLOCK, (number + 1) * BLOCK)
        yield block, {dossiers[place]: made[names[place]] for place in of}


def copy_in(keyed: list[Keyed], token_keys: Mapping[int, bytes], now: datetime) -> int:
    """Make the rows of some blocks and write them in one transaction; return how many dossiers they are."""
    tables = Tables()
    for block, keys in keyed:
        Making(tables, block, Dossiers.dealt(keys), token_key=token_keys[block.organisation], now=now).write()
    with maintenance() as connection, connection.transaction(), connection.cursor() as cursor:
        # The whole is made anew when it does not come to its end.
        cursor.execute("SET LOCAL synchronous_commit = off")
        for lines in tables.all():
            lines.copy(cursor)
    return len(keyed) * BLOCK


def batches(keyed: Iterable[Keyed]) -> Iterator[list[Keyed]]:
    """Return the blocks in portions."""
    walk = iter(keyed)
    while some := list(islice(walk, BLOCKS_AT_ONCE)):
        yield some


def main() -> None:
    """Fill the world, and say how long each part took."""
    shape, admin, began = Shape(int(sys.argv[1])), os.environ["BENCH_ADMINISTRATOR"], time.monotonic()
    now = clock.now()

    def say(what: str) -> None:
        sys.stdout.write(f"  {time.monotonic() - began:6.1f} s  {what}\n")
        sys.stdout.flush()

    with maintenance() as connection:
        house.build(connection, now)
    keys = {each.number: token_key(each) for each in shape.organisations}
    say(f"{ORGANISATIONS} organisations")
    keyed = list(made_keys(shape))
    say(f"{shape.size} keys in the key store")
    with bare(admin, [lines.table for lines in Tables().all()], resting=shape.size > UNDER_TRIGGERS):
        with ProcessPoolExecutor(PROCESSES) as pool:
            done, step = 0, max(shape.size // 10, 1)
            jobs = [pool.submit(copy_in, some, keys, now) for some in batches(keyed)]
            for job in as_completed(jobs):
                before, done = done, done + job.result()
                if done // step > before // step:
                    say(f"{done} dossiers")
        say("rows copied; now indexes and foreign keys, which look at every row")
    say("ready")


if __name__ == "__main__":
    main()
