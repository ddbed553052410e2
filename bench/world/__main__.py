"""Make a world, or find it made: python -m bench.world SIZE [DIRECTORY]."""

import argparse
import sys
from pathlib import Path

from bench.world.place import World, WorldError


def main() -> int:
    """Make it; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.world", description=__doc__)
    parser.add_argument("size", type=int, help="how many dossiers, such as 10000, 100000 or 1000000")
    parser.add_argument("directory", type=Path, nargs="?", help="where (var/bench/SIZE)")
    asked = parser.parse_args()
    try:
        world = World(asked.size, asked.directory)
        with world.running():
            print(f"A world of {world.size} dossiers lies in {world.directory}; its rows took {world.seconds:.0f} s.")
    except WorldError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
