"""What incidents cost: a scan of a year, a page with a million, a file of a hundred thousand rows.

Run by `make bench`. Seconds of the machine; a scan also beside the same in plain Python, which says how much of it is
the machine.
"""

import math
import sys
import time
from statistics import median

import numpy as np

from bench.promises import p50, p95, promise, ratio
from bench.talking import Told, told
from bench.turns import IN_A_ROUND, ROUNDS, Rounds, flat
from bench.world.place import World, WorldError
from tvaers.incidents.methods import permutation
from tvaers.incidents.methods.series import History, weekday_strata

AREAS, DAYS, REPLICATES, A_DAY = 200, 365, 999, 20
FEW, MANY, ROWS = 10_000, 1_000_000, 100_000
WORLD = 10_000
SCAN_S, PAGE_MS, GROWTH, FILE_S, MAP_KB = 5, 100, 1.5, 60, 200
# Areas of the largest signal: a cylinder holds at most half of all cases.
WIDEST = 100


def year() -> History:
    """Return a made-up year of 200 areas with twenty incidents a day."""
    chance = np.random.default_rng(1)
    counts = chance.poisson(A_DAY / AREAS, (AREAS, DAYS)).astype(np.int32)
    return History(counts=counts, places=chance.random((AREAS, 2)) * 20, strata=weekday_strata(0, DAYS))


def plain_replicate(given: History, among: permutation.Cylinders) -> float:
    """Return the seconds that one replicate takes in plain Python: every cylinder once."""
    recent = given.counts[:, ::-1][:, : among.days].tolist()
    neighbours, expected, reach = among.neighbours.tolist(), among.expected.tolist(), among.reach.tolist()
    began, best = time.perf_counter(), 0.0
    for centre in range(AREAS):
        by_day = [0] * among.days
        for near in range(reach[centre]):
            cases = 0
            for back in range(among.days):
                by_day[back] += recent[neighbours[centre][near]][back]
                cases += by_day[back]
                usual = expected[centre][near][back]
                if cases > usual:
                    rest = among.total - cases
                    ratio = cases * math.log(cases / usual) + rest * math.log(rest / (among.total - usual))
                    best = max(best, ratio)
    return time.perf_counter() - began


def scan() -> None:
    """Print what a scan takes, compiled before, and beside plain Python."""
    given = year()
    began = time.perf_counter()
    permutation.scanned(given, replicates=permutation.PIECES)
    compiling = time.perf_counter() - began
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        permutation.scanned(given, replicates=REPLICATES)
        seconds.append(time.perf_counter() - began)
    promise(f"a scan of {AREAS} × {DAYS} × {REPLICATES}", median(seconds), SCAN_S, "s")
    plain = median(plain_replicate(given, permutation.cylinders(given)) for _ in range(3)) * REPLICATES
    print(
        f"the same in plain Python {plain:.0f} s, {plain / median(seconds):.0f} × as long; compiling {compiling:.1f} s"
    )


def pages(asked: Told) -> None:
    """Print what the page of counts takes with few and many incidents, and a notice with its map."""
    found: dict[str, Rounds] = {"few": [], "many": []}
    for who, number in (("few", FEW), ("many", MANY)):
        asked.ask(do="fill", who=who, **{"with": [number]})
        asked.ask(do="page", who=who, rounds=IN_A_ROUND)
    for turn in range(ROUNDS):
        for who in ("few", "many") if turn % 2 else ("many", "few"):
            found[who].append(asked.ask(do="page", who=who, rounds=IN_A_ROUND))
    for who, number in (("few", FEW), ("many", MANY)):
        print(f"{number:8} incidents {p50(flat(found[who])):8.1f} p50 {p95(flat(found[who])):8.1f} p95", flush=True)
    promise(f"counts by area and week, {MANY} incidents, p95", p95(flat(found["many"])), PAGE_MS, "ms")
    promise(f"its growth from {FEW}", ratio(found["many"], found["few"]), GROWTH, "×")
    asked.ask(do="tell", **{"with": [WIDEST]})
    asked.ask(do="notice", rounds=5)
    seconds, sizes = zip(*asked.ask(do="notice", rounds=ROUNDS * IN_A_ROUND), strict=True)
    promise(f"a notice of {WIDEST} areas with its map, p95", p95(seconds), PAGE_MS, "ms")
    promise("its map", max(sizes) / 1000, MAP_KB, "kB")


def files(asked: Told) -> None:
    """Print what a file takes, from the upload to the last row."""
    for who in ("few", "many"):
        asked.ask(do="clear", who=who)
    (taken,) = asked.ask(do="read_in", **{"with": [ROWS]})
    promise(f"a file of {ROWS} rows", taken["seconds"], FILE_S, "s")
    print(f"of which the program itself took {taken['own']:.0f} s")
    asked.ask(do="clear")


def main() -> int:
    """Measure; return the exit code, which tells of failures and not of promises."""
    scan()
    world = World(WORLD)
    try:
        with world.running(), told(world, "bench.incidents_asker") as asked:
            pages(asked)
            files(asked)
    except WorldError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
