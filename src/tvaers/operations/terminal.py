"""How a command speaks to the person at the terminal: plain lines, coloured where somebody looks."""

import os
import sys

_COLOURS = {"green": "32", "amber": "33", "red": "31"}


class OperationError(Exception):
    """The command cannot go on; the text says why and what to do."""


def say(text: str) -> None:
    """Print one line at once, also into a log."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """Print one line where errors go."""
    sys.stderr.write(f"{text}\n")


def coloured(text: str, colour: str) -> str:
    """Return `text` in green, amber or red for a terminal; as it is for a file, a pipe, or who asks for no colour."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\033[{_COLOURS[colour]}m{text}\033[0m"
