"""How soon a bulletin is on a thousand open pages, from its commit: streams of two processes, ten organisations.

And how soon five hundred open pages of one process hear that a meeting has gone on, and what that process holds.

Run by `make bench`. The clients are bare ones, in a process of their own on the same machine; each has a session and a
stream of its own.
"""

import argparse
import sys
import time

import psycopg

from bench.promises import p50, p95, promise
from bench.served import MIB, resident, served
from bench.talking import told
from bench.world.place import World, WorldError

SIZE = 10_000
CLIENTS, ORGANISATIONS, PROCESSES, ROUNDS = 1000, 10, 2, 10
AT_A_MEETING, HOLDS_MIB = 500, 150
STREAMS = ("--config", "python:tvaers.config.streams")
REACHES_S = 1


def measure(world: World, clients: int, *, event: str = "new", processes: int = PROCESSES) -> None:
    """Print how long it took, and what a stream holds. event: of a bulletin, or of a meeting that goes on."""
    environment = world.environment | {"TVAERS_LIVE_WORKERS": str(processes)}
    begin = {"clients": clients, "organisations": ORGANISATIONS, "event": event}
    with served(environment, command=STREAMS) as running:
        before = sum(map(resident, running.workers()))
        with told(world, "bench.listeners", begin={"port": running.port, **begin}) as listeners:
            grown = sum(map(resident, running.workers())) - before
            seconds: list[float] = []
            for _ in range(ROUNDS):
                heard = listeners.ask(do="write")["seconds"]
                seconds += heard
                if len(heard) < clients:
                    print(f"{clients - len(heard)} of {clients} clients heard nothing")
                time.sleep(0.5)
            print(
                f"{len(seconds)} receipts: p50 {p50(seconds):.0f} ms, p95 {p95(seconds):.0f}, last {max(seconds):.1f} s"
            )
            held = running.worker_bytes() / MIB
            print(f"{grown / MIB:.0f} MiB more for {clients} streams, {held:.0f} MiB a process")
            if event == "new":
                promise(f"a bulletin on {clients} pages, p95", p95(seconds) / 1000, REACHES_S, "s")
                return
            promise(
                f"a meeting that goes on, on {clients} pages of one process, p95", p95(seconds) / 1000, REACHES_S, "s"
            )
            promise(f"a process with {clients} streams", held, HOLDS_MIB, "MiB")


def main() -> int:
    """Measure; return the exit code, which tells of failures and not of promises."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clients", type=int, nargs="?", default=CLIENTS, help=f"how many listen ({CLIENTS})")
    asked = parser.parse_args()
    world = World(SIZE)
    try:
        with world.running(), psycopg.connect(world.admin, autocommit=True) as admin:
            try:
                measure(world, asked.clients)
                measure(world, min(asked.clients, AT_A_MEETING), event="changed", processes=1)
            finally:
                admin.execute("DELETE FROM localpicture_bulletin")
                admin.execute("DELETE FROM accounts_session")
    except WorldError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
