"""What the person at the terminal sees: numbered steps with their time, and what a step has to say."""

import select
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO


class Progress:
    """Prints `[2/6] Database … 0.4 s`."""

    def __init__(self, steps: int) -> None:
        self.steps = steps
        self.number = 0
        self._open_line = False

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Show the title at once and the time at the end; nothing more when the step fails."""
        self.number += 1
        head = f"[{self.number}/{self.steps}] {title}"
        started = time.monotonic()
        self._write(f"{head} … ")
        self._open_line = True
        try:
            yield
        except BaseException:
            self._end_line()
            raise
        took = f"{time.monotonic() - started:.1f} s\n"
        self._write(took if self._open_line else f"      {took}")
        self._open_line = False

    def say(self, text: str) -> None:
        """Show a line of its own below the step."""
        self._end_line()
        self._write("".join(f"      {line}\n" for line in text.splitlines()))

    def _end_line(self) -> None:
        if self._open_line:
            self._write("\n")
        self._open_line = False

    def _write(self, text: str) -> None:
        tell(text, end="")


def tell(text: str, *, end: str = "\n", stream: TextIO | None = None) -> None:
    """Write to the terminal at once. One that was closed meanwhile must not keep us from tidying up."""
    with suppress(OSError, ValueError):
        print(text, end=end, file=stream or sys.stdout, flush=True)


class Terminal:
    """Notices that the window was closed: the kernel tells a session's first process only, which may be `make`."""

    def __init__(self) -> None:
        self._poll = select.poll() if sys.stdout.isatty() else None
        if self._poll:
            self._poll.register(sys.stdout.fileno(), 0)

    @property
    def closed(self) -> bool:
        """Tell whether it was there at the start and is gone now."""
        return bool(self._poll and self._poll.poll(0))
