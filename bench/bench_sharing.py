"""What sharing costs with a million dossiers: a case given to many, and an agreement that carries very much, ending.

Run by `make bench`; SIZE=100000 takes a smaller world.
"""

import argparse
import sys

from bench.promises import p50, p95, promise, ratio
from bench.talking import Told, told
from bench.turns import IN_A_ROUND, ROUNDS, Rounds, done, flat
from bench.world.place import World, WorldError
from bench.world.shape import GRANTS

FEW, MUCH = 2, 200
MORE, AT_ONCE_S = 1.3, 1
LEAST = 100_000


def grants(asked: Told) -> None:
    """Print what a case costs that was given to few readers and to many, asked for in turn."""
    print("\nA case given to so many readers elsewhere, at home: milliseconds")
    seconds: dict[int, Rounds] = {many: [] for many in GRANTS}
    for number in range(ROUNDS + 1):
        for place, many in enumerate(GRANTS):
            taken = done(asked, "home", "given", place, rounds=IN_A_ROUND)
            # The first round warms up.
            if number:
                seconds[many].append(taken)
    for many, taken in seconds.items():
        print(f"{many:6} {p50(flat(taken)):8.1f} p50 {p95(flat(taken)):8.1f} p95", flush=True)
    promise(f"a case shared with {MUCH}, beside one shared with {FEW}", ratio(seconds[MUCH], seconds[FEW]), MORE, "×")


def ending(asked: Told) -> None:
    """End the agreement that carries every disclosure, and print how soon its receiver has nothing of it any more."""
    found = done(asked, "police", "ended", rounds=ROUNDS // 2)
    carried = found[0]["carried"]
    print(
        f"\nAn agreement that carries {carried} disclosures ends; of a thousand that one receiver got,"
        f" {found[0]['shown']} concerns and cases could be seen before, and {found[0]['left']} after"
    )
    if not found[0]["shown"]:
        raise SystemExit("Nothing was shown before, so nothing could go.")
    if any(each["left"] for each in found):
        raise SystemExit("Something was still shown.")
    few = f", fewer than the {LEAST} of the promise" if carried < LEAST else ""
    seconds = [each["seconds"] for each in found]
    promise(f"from the end to a statement that shows nothing{few}", p95(seconds) / 1000, AT_ONCE_S, "s")


def main() -> int:
    """Measure; return the exit code, which tells of failures and not of promises."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, nargs="?", default=1_000_000, help="how many dossiers (1000000)")
    world = World(parser.parse_args().size)
    try:
        with world.running(), told(world, "bench.pages.asker") as asked:
            grants(asked)
            ending(asked)
    except WorldError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
