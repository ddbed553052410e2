"""Talking with a process that is told by lines of JSON what to do, and answers each with one."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bench.world.place import World


class Told:
    """Such a process."""

    def __init__(self, process: subprocess.Popen[str], begin: Mapping[str, Any] | None) -> None:
        """Say what it begins with, if anything, and wait until it is ready."""
        self.process = process
        if begin is not None:
            self._say(begin)
        self._answer()

    def ask(self, **what: Any) -> Any:  # noqa: ANN401 - what JSON holds
        """Have it do something; return its answer."""
        self._say(what)
        return self._answer()

    def _say(self, what: Mapping[str, Any]) -> None:
        assert self.process.stdin is not None  # noqa: S101 - it was started with pipes
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()

    def _answer(self) -> Any:  # noqa: ANN401 - as above
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            raise SystemExit("The process that asks has ended; what it said stands above.")
        return json.loads(line)


@contextmanager
def told(world: World, module: str, *, begin: Mapping[str, Any] | None = None) -> Iterator[Told]:
    """Start such a module in a world, and end it."""
    process = world.spawn(module)
    try:
        yield Told(process, begin)
    finally:
        process.terminate()
        process.communicate()
