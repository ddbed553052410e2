"""What the running server gives over HTTP, at one connection and at sixteen, with ten thousand and a million dossiers.

Run by `make bench`. The server runs as config.server says, on loopback; sixteen people sign in with password and code
and press it from a process of their own. The two worlds' servers are pressed in turn.
"""

import argparse
import sys
from collections import Counter, defaultdict
from contextlib import ExitStack

import psycopg

from bench.promises import p50, p95, promise
from bench.served import MIB, Server, served
from bench.talking import Told, told
from bench.tidy import forget, newest
from bench.world.place import World, WorldError

SMALL = 10_000
CONNECTIONS = (1, 16)
WHAT = {
    "case": "open a case",
    "concern": "save a concern",
    "list": "list of 100, filtered",
    "find": "find a person",
}
SLICES, SECONDS = 3, 2.0
WORKER_MIB = 200


def material(world: World) -> dict[str, dict[str, list[str]]]:
    """Return what there is to ask for in a world: cases and names, for each side."""
    with told(world, "bench.pages.asker") as asker:
        found = {side: asker.ask(side=side, do="material")[0] for side in ("home", "police")}
    return {name: {side: each[name] for side, each in found.items()} for name in ("cases", "names")}


def numbered(errors: Counter[str]) -> str:
    """Return how many answers were wrong, and with which status."""
    each = ", ".join(f"{status}: {number}" for status, number in errors.most_common())
    return f"{errors.total()} ({each})" if errors else "0"


def measure(servers: dict[int, tuple[Server, Told]]) -> None:
    """Press the servers in turn; print requests a second, times and errors."""
    print("over HTTP                connections  dossiers  a second   p50 ms   p95 ms  errors")
    for what, words in WHAT.items():
        for connections in CONNECTIONS:
            seconds: dict[int, list[float]] = defaultdict(list)
            errors: dict[int, Counter[str]] = defaultdict(Counter)
            took: dict[int, float] = defaultdict(float)
            for _ in range(SLICES):
                for size, (server, driver) in servers.items():
                    answer = driver.ask(**{"do": what, "connections": connections, "for": SECONDS, "port": server.port})
                    seconds[size] += answer["seconds"]
                    errors[size].update(answer["errors"])
                    took[size] += answer["took"]
            for size, taken in seconds.items():
                rate = len(taken) / took[size]
                times = f"{p50(taken):8.1f} {p95(taken):8.1f}" if len(taken) > 1 else f"{'-':>8} {'-':>8}"
                print(f"{words:24} {connections:11} {size:9} {rate:9.1f} {times}  {numbered(errors[size])}", flush=True)


def main() -> int:
    """Measure; return the exit code, which tells of failures and not of promises."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, nargs="?", default=1_000_000, help="how many dossiers (1000000)")
    asked = parser.parse_args()
    try:
        with ExitStack() as stack:
            worlds = [World(SMALL), World(asked.size)]
            servers = {}
            for world in worlds:
                environment = stack.enter_context(world.running())
                admin = stack.enter_context(psycopg.connect(world.admin, autocommit=True))
                stack.callback(forget, admin, newest(admin))
                found = material(world)
                server = stack.enter_context(served(environment))
                driver = stack.enter_context(told(world, "bench.driver", begin={"port": server.port, **found}))
                servers[world.size] = (server, driver)
            measure(servers)
            for size, (server, _driver) in servers.items():
                promise(f"{size}: a worker, pressed", server.worker_bytes() / MIB, WORKER_MIB, "MiB")
    except WorldError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
