"""What the page of a meeting takes with a long agenda and many at the table, beside a short one with three.

Run by `make bench`. Half of the items are about people, each a dossier of its own to which all colleagues at the table
are let in.
"""

import sys

from bench.promises import p50, p95, promise, ratio
from bench.talking import Told, told
from bench.world.place import World, WorldError

SIZE = 10_000
LARGE, SMALL = (40, 30), (4, 3)
ROUNDS, IN_A_ROUND = 20, 5
GROWTH = 1.5


def pages(asked: Told) -> None:
    """Print both, asked in turn, and how much more the long one takes."""
    found: dict[str, list[list[float]]] = {"small": [], "large": []}
    for name, (items, participants) in (("small", SMALL), ("large", LARGE)):
        (sit,) = asked.ask(do="call", **{"with": [name, items, participants]})
        print(f"a meeting of {items} items and {sit} participants is called", flush=True)
        asked.ask(do="page", **{"with": [name]}, rounds=IN_A_ROUND)
    for turn in range(ROUNDS):
        for name in ("small", "large") if turn % 2 else ("large", "small"):
            found[name].append(asked.ask(do="page", **{"with": [name]}, rounds=IN_A_ROUND))
    for name, rounds in found.items():
        every = [each for one in rounds for each in one]
        print(f"{name:8} {p50(every):8.1f} ms p50 {p95(every):8.1f} p95", flush=True)
    promise("a meeting of 40 items and 30 beside one of 4 and 3", ratio(found["large"], found["small"]), GROWTH, "×")


def main() -> int:
    """Measure; return the exit code, which tells of failures and not of promises."""
    world = World(SIZE)
    try:
        with world.running(), told(world, "bench.meetings_asker") as asked:
            pages(asked)
    except WorldError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
