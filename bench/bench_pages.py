"""What pages cost on the server with a million dossiers, beside ten thousand and beside SQL without a guard.

Run by `make bench`; SIZE=100000 takes a smaller world. Two worlds run at once and are asked in turn; each figure is
of pages that somebody signed in has asked for. Of both the home municipality, which owns the same thousand dossiers in
every world, and the police district, which sees three in ten of all there are.
"""

import argparse
import sys
from contextlib import ExitStack

from bench.promises import p50, p95, promise, ratio
from bench.served import MIB, served
from bench.talking import Told, told
from bench.turns import ROUNDS, alternately, done, flat
from bench.world.place import World, WorldError

SMALL = 10_000
SIDES = ("home", "police")
# Each page, and whether there is hand-written SQL that does the same work.
PAGES = {
    "list_to_assess": True,
    "list_decided": True,
    "case": True,
    "cases": False,
    "today": False,
    "tasks": False,
    "person": True,
    "save": True,
    "sign_in": False,
}
LIST = 100
GUARD, GROWTH, PAGE_MS, WORKER_MIB, START_S = 2.5, 1.3, 60, 200, 3


def pages(small: Told, large: Told, side: str, sizes: tuple[int, int]) -> None:
    """Print a line for each page, then its promises."""
    print(f"\n{side}: milliseconds at {sizes[0]} dossiers, and at {sizes[1]}", flush=True)
    head = "p50    p95  statements  in them  by hand"
    print(f"{'':16} {head}     {head}   growth")
    kept: list[tuple[str, float, float]] = []
    for page, has_sql in PAGES.items():
        seconds = alternately(small, large, side, page)
        by_hand = alternately(small, large, side, "plain", page) if has_sql else (None, None)
        cells = []
        for each, taken, plain in zip((small, large), seconds, by_hand, strict=True):
            counted = done(each, side, "statements", page)[0]
            hand = f"{p50(flat(plain)):8.1f}" if plain else f"{'':8}"
            cells.append(
                f"{p50(flat(taken)):7.1f} {p95(flat(taken)):6.1f} {counted['number']:11.0f}"
                f" {counted['seconds'] * 1000:8.1f} {hand}"
            )
        growth = ratio(seconds[1], seconds[0])
        print(f"{page:14} {'   '.join(cells)} {growth:8.2f}", flush=True)
        kept.append((page, growth, p95(flat(seconds[1]))))
    for page, growth, slow in kept:
        promise(f"{side}, {page}: growth", growth, GROWTH, "×")
        promise(f"{side}, {page}: p95 (reported, no gate)", slow, PAGE_MS, "ms")


def lists(asked: Told, side: str, size: int) -> None:
    """Print how much a list of a hundred costs with its guard, beside hand-written SQL without one."""
    for view in ("to-assess", "decided"):
        done(asked, side, "guarded_list", view, LIST, rounds=2)
        pairs = done(asked, side, "guarded_list", view, LIST, rounds=ROUNDS * 3)
        found = ratio([[pair[0]] for pair in pairs], [[pair[1]] for pair in pairs])
        promise(f"{side}, {size}: list of {LIST} ({view}), guarded", found, GUARD, "×")


def server(world: World) -> None:
    """Start the server itself, and print how soon it answered and what a worker holds."""
    with served(world.environment) as running:
        promise(f"{world.size}: start to first page", running.seconds, START_S, "s")
        promise(f"{world.size}: a worker that has served its first", running.worker_bytes() / MIB, WORKER_MIB, "MiB")


def main() -> int:
    """Measure; return the exit code, which tells of failures and not of promises."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, nargs="?", default=1_000_000, help="how many dossiers (1000000)")
    asked = parser.parse_args()
    try:
        with ExitStack() as stack:
            worlds = [World(SMALL), World(asked.size)]
            for world in worlds:
                stack.enter_context(world.running())
            small, large = (stack.enter_context(told(world, "bench.pages.asker")) for world in worlds)
            for side in SIDES:
                pages(small, large, side, (SMALL, asked.size))
            print()
            for world, each in zip(worlds, (small, large), strict=True):
                for side in SIDES:
                    lists(each, side, world.size)
            print()
            promise(f"{asked.size} dossiers made", worlds[1].seconds / 60, 10, "min")
            server(worlds[1])
    except WorldError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
