"""How many processes and threads the server should have, and where streams should run: measured for ADR 0018.

    make bench-setups

Each set-up serves the same people in turn, several rounds over, so that what slows the machine down for a while slows
all of them. Not part of `make bench`: the choice is made, and config.server holds it.
"""

import argparse
import socket
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg

from bench.bench_http import material
from bench.promises import p50, p95
from bench.served import MIB, resident, served
from bench.served import STREAMS as STREAMING
from bench.talking import Told, told
from bench.tidy import forget, newest
from bench.world.place import World

SETUPS = ((1, 1), (1, 4), (2, 1), (2, 2), (2, 4), (3, 2), (4, 1))
ROUNDS, SECONDS, CONNECTIONS = 3, 2.5, 16
STREAMS = 200


def setups(world: World, rounds: int) -> None:
    """Print what each set-up gives: requests a second, times, memory."""
    environment = world.environment
    found = material(world)
    seconds: dict[tuple[int, int], list[float]] = defaultdict(list)
    errors: dict[tuple[int, int], int] = defaultdict(int)
    held: dict[tuple[int, int], float] = {}
    driver: Told | None = None
    with ExitStack() as stack:
        for number in range(rounds):
            # Forth and back: no set-up always comes last.
            for setup in SETUPS if number % 2 == 0 else SETUPS[::-1]:
                with served(environment, workers=setup[0], threads=setup[1]) as running:
                    if driver is None:
                        begin = {"port": running.port, **found}
                        driver = stack.enter_context(told(world, "bench.driver", begin=begin))
                    for what in ("case", "list", "find"):
                        asked = {"do": what, "connections": CONNECTIONS, "for": SECONDS, "port": running.port}
                        answer = driver.ask(**asked)
                        seconds[setup] += answer["seconds"]
                        errors[setup] += sum(answer["errors"].values())
                    held[setup] = running.worker_bytes() / MIB
    print(f"{'processes × threads':20} {'answers':>8} {'p50 ms':>8} {'p95 ms':>8} {'errors':>7} {'MiB a process':>14}")
    for setup in SETUPS:
        taken = seconds[setup]
        print(
            f"{setup[0]} × {setup[1]:<16} {len(taken):8} {p50(taken):8.1f} {p95(taken):8.1f} {errors[setup]:7}"
            f" {held[setup]:14.0f}"
        )


@contextmanager
def idle(port: int, number: int) -> Iterator[None]:
    """Hold so many connections open on which nothing is said, as browsers with a stream would."""
    held = []
    try:
        for _ in range(number):
            one = socket.create_connection(("127.0.0.1", port), timeout=10)
            one.sendall(b"GET /live/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n")
            held.append(one)
        yield
    finally:
        for one in held:
            one.close()


def streams(world: World) -> None:
    """Print what pages cost beside so many open streams: none, in a process of their own, and in the pages' threads."""
    print(f"\n{STREAMS} open streams beside pages at {CONNECTIONS} connections")
    with ExitStack() as stack:
        pages = stack.enter_context(served(world.environment))
        begin = {"port": pages.port, **material(world)}
        driver = stack.enter_context(told(world, "bench.driver", begin=begin))
        apart = stack.enter_context(served(world.environment, command=STREAMING))
        before = grown = resident(apart.workers()[0])
        rounds: dict[str, list[float]] = defaultdict(list)
        for _ in range(ROUNDS):
            rounds["no stream"] += _asked(driver, pages.port)
            with idle(apart.port, STREAMS):
                time.sleep(0.5)
                rounds["in a process of their own"] += _asked(driver, pages.port)
                grown = resident(apart.workers()[0]) - before
        for name, taken in rounds.items():
            print(f"{name:28} {len(taken):6} answers {p50(taken):8.1f} p50 {p95(taken):8.1f} p95", flush=True)
        print(f"a stream holds {grown / STREAMS / 1024:.1f} KiB in its process")


def _asked(driver: Told, port: int) -> list[float]:
    answer = driver.ask(**{"do": "case", "connections": CONNECTIONS, "for": SECONDS, "port": port})
    taken: list[float] = answer["seconds"]
    return taken


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, nargs="?", default=10_000, help="how many dossiers (10000)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each set-up has its turn")
    asked = parser.parse_args()
    world = World(asked.size)
    with world.running(), psycopg.connect(world.admin, autocommit=True) as admin:
        before = newest(admin)
        try:
            setups(world, asked.rounds)
            streams(world)
        finally:
            forget(admin, before)
    return 0


if __name__ == "__main__":
    sys.exit(main())
