"""`tvaers check`: how the installation stands, part by part, in green, amber and red, and what to do.

Exit code: 0 when all is green or amber, 1 when something is red. Nothing is changed, no letter is sent.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib import import_module
from types import ModuleType

from tvaers.foundation import environment
from tvaers.foundation.environment import MisconfiguredError
from tvaers.foundation.secrets import SecretsError
from tvaers.operations import installing
from tvaers.operations.questions import backups, disk, files
from tvaers.operations.questions import environment as own_settings
from tvaers.operations.questions.findings import Colour, Finding, red
from tvaers.operations.terminal import coloured, say

#: Questions that need Django's settings, in the order of what to mend first.
_WITH_DJANGO = ("program", "database", "work", "mail")
_SIGNS = {Colour.GREEN: "ok  ", Colour.AMBER: "look", Colour.RED: "mend"}


def main(arguments: Sequence[str]) -> int:
    """Ask everything and print the answers."""
    parser = argparse.ArgumentParser(prog="tvaers check", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON list, for a monitoring system")
    asked = parser.parse_args(arguments)
    found = list(findings())
    if asked.json:
        say(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1))
    else:
        for each in found:
            _print(each)
    return 1 if any(each.colour is Colour.RED for each in found) else 0


def findings() -> Iterator[Finding]:
    """Return every answer. A question that cannot be asked is an answer too."""
    yield from _asked(own_settings)
    yield from _asked(disk)
    yield from _asked(files)
    try:
        environment.database_url()
        installing.start_django("app")
    except (MisconfiguredError, SecretsError) as error:
        yield red("program", f"The settings cannot be loaded: {error}", "Mend this first; then ask again.")
    else:
        for name in _WITH_DJANGO:
            yield from _asked(import_module(f"tvaers.operations.questions.{name}"))
    yield from _asked(backups)


def _asked(question: ModuleType) -> Iterator[Finding]:
    """Return what a question is answered with, or that it could not be asked."""
    try:
        yield from question.ask()
    except Exception as error:  # noqa: BLE001 - whatever it is, the other parts are asked as well
        name = question.__name__.rpartition(".")[2]
        yield red(name, f"This could not be asked: {type(error).__name__}: {error}", "Look at what the sentence names.")


def _print(finding: Finding) -> None:
    say(f"{coloured(_SIGNS[finding.colour], finding.colour)} {finding.subject}: {finding.text}")
    if finding.remedy:
        say(f"       {finding.remedy}")
