"""What a search takes with a million dossiers, beside ten thousand, for a municipality and for a police district.

Run by `make bench`. The home municipality owns as much in both worlds; the police see three in ten of all dossiers.
"""

import argparse
import sys
from contextlib import ExitStack

from bench.promises import p50, p95, promise, ratio
from bench.talking import Told, told
from bench.world.place import World, WorldError

SMALL = 10_000
ROUNDS, IN_A_ROUND = 12, 5
P95, GROWTH = 100, 2.0
SEARCHES = (
    "fravær",
    "hyldebær",
    "findesikke",
    "fravær klub",
    "fravær knallert",
    "hyldebær fravær",
    "fravær klub kiosk",
    "skovhytte knallert",
)


def searches(small: Told, large: Told, who: str) -> tuple[list[float], float]:
    """Print what each search takes in both worlds, asked in turn; return all of the large one's, and how they grow."""
    every: list[float] = []
    grown: list[float] = []
    for text in SEARCHES:
        taken: dict[Told, list[list[float]]] = {small: [], large: []}
        (many,) = large.ask(do="found", **{"with": [who, text]})
        for each in (small, large):
            each.ask(do="search", rounds=2, **{"with": [who, text]})
        for number in range(ROUNDS):
            for each in (small, large) if number % 2 else (large, small):
                taken[each].append(each.ask(do="search", rounds=IN_A_ROUND, **{"with": [who, text]}))
        flat = [seconds for one in taken[large] for seconds in one]
        growth = ratio(taken[large], taken[small])
        print(
            f"{who:7} {text:20} {many:3} found {p50(flat):8.1f} ms p50 {p95(flat):8.1f} p95 {growth:6.2f} ×", flush=True
        )
        every += flat
        grown.append(growth)
    return every, max(grown)


def measured(small: Told, large: Told) -> None:
    """Let both be found, and print the promises."""
    for name, each in (("small", small), ("large", large)):
        ((objects, postings),) = each.ask(do="fill")
        print(f"{name}: {objects} objects are found by {postings} words", flush=True)
    for who in ("home", "police"):
        every, growth = searches(small, large, who)
        promise(f"a search, {who}, p95", p95(every), P95, "ms")
        promise(f"a search, {who}, beside ten thousand", growth, GROWTH, "×")


def main() -> int:
    """Measure; return the exit code, which tells of failures and not of promises."""
    parser = argparse.ArgumentParser()
    parser.add_argument("size", type=int, nargs="?", default=1_000_000)
    small, large = World(SMALL), World(parser.parse_args().size)
    try:
        with ExitStack() as stack:
            for world in (small, large):
                stack.enter_context(world.running())
            measured(*(stack.enter_context(told(world, "bench.search_asker")) for world in (small, large)))
    except WorldError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
