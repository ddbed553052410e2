"""What a search takes with a million objects and more, beside ten thousand dossiers, for a municipality and the police.

Run by `make bench`. The home municipality owns as much in both worlds; the police see three in ten of all dossiers.

Growth is promised for like with like: the same search showing as many texts in both worlds, a full page or the few that
hold a word. Where a larger world holds more to show, most of what it takes longer is opening and showing that; such
searches are measured and printed too, and have a line of their own, so that nothing is hidden by the comparison.
"""

import argparse
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field

import psycopg

from bench.promises import p50, p95, promise, ratio
from bench.search_words import SEARCHES, fingerprint
from bench.talking import Told, told
from bench.world.bare import bare
from bench.world.place import World, WorldError

SMALL = 10_000
# Two objects and more for each dossier: half of it has a million of them.
LARGE = 1_000_000
ROUNDS, IN_A_ROUND = 12, 5
P95, GROWTH = 100, 2.0
# Pages that differ by no more than this part show as many.
ALIKE = 0.1
POSTINGS = "search_posting"


@dataclass
class Searched:
    """What the searches of one reader took: all of the large world's, and how they grew."""

    seconds: list[float] = field(default_factory=list)
    alike: list[float] = field(default_factory=list)
    more: list[float] = field(default_factory=list)


def searches(small: Told, large: Told, who: str) -> Searched:
    """Print what each search takes in both worlds, asked in turn."""
    all_of_them = Searched()
    for text in SEARCHES:
        taken: dict[Told, list[list[float]]] = {small: [], large: []}
        found = {each: each.ask(do="found", **{"with": [who, text]})[0] for each in (small, large)}
        for each in (small, large):
            each.ask(do="search", rounds=2, **{"with": [who, text]})
        for number in range(ROUNDS):
            for each in (small, large) if number % 2 else (large, small):
                taken[each].append(each.ask(do="search", rounds=IN_A_ROUND, **{"with": [who, text]}))
        flat = [seconds for one in taken[large] for seconds in one]
        before = [seconds for one in taken[small] for seconds in one]
        growth = ratio(taken[large], taken[small])
        is_alike = abs(found[large] - found[small]) <= ALIKE * max(found.values())
        print(
            f"{who:7} {text:20} found {found[small]:3} {found[large]:3} p50 {p50(before):7.1f} {p50(flat):7.1f} ms"
            f" p95 {p95(flat):7.1f} ms {growth:6.2f} ×{'' if is_alike else '  other number shown'}",
            flush=True,
        )
        all_of_them.seconds += flat
        (all_of_them.alike if is_alike else all_of_them.more).append(growth)
    return all_of_them


def fill(world: World, each: Told, name: str) -> None:
    """Let a world's objects be found, unless they are so by these words; print how many."""
    with psycopg.connect(world.admin, autocommit=True) as admin:
        noted = admin.execute("SELECT obj_description(%s::regclass)", [POSTINGS]).fetchone()
        if noted != (fingerprint(),):
            admin.execute(f"TRUNCATE {POSTINGS}".encode())
            with bare(world.admin, [POSTINGS], resting=False):
                (seconds,) = each.ask(do="fill")
            admin.execute(f"COMMENT ON TABLE {POSTINGS} IS '{fingerprint()}'".encode())
            print(f"{name}: filled in {seconds:.0f} s", flush=True)
    ((objects, postings),) = each.ask(do="filled")
    print(f"{name}: {objects} objects are found by {postings} words", flush=True)


def measured(small: Told, large: Told) -> None:
    """Print the promises."""
    for who in ("home", "police"):
        found = searches(small, large, who)
        promise(f"a search, {who}, p95", p95(found.seconds), P95, "ms")
        promise(f"a search, {who}, as many shown, beside ten thousand", max(found.alike), GROWTH, "×")
        promise(f"a search, {who}, others, beside ten thousand", max(found.more, default=0), GROWTH, "×")


def main() -> int:
    """Measure; return the exit code, which tells of failures and not of promises."""
    parser = argparse.ArgumentParser()
    parser.add_argument("size", type=int, nargs="?", default=LARGE, help=f"dossiers of the large world ({LARGE})")
    small, large = World(SMALL), World(parser.parse_args().size)
    try:
        with ExitStack() as stack:
            for world in (small, large):
                stack.enter_context(world.running())
            both = [stack.enter_context(told(world, "bench.search_asker")) for world in (small, large)]
            for name, world, each in zip(("small", "large"), (small, large), both, strict=True):
                fill(world, each, name)
            measured(*both)
    except WorldError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
