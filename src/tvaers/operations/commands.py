"""The operator's commands by name; any other name is one of Django's."""

from collections.abc import Sequence
from importlib import import_module

import psycopg

from tvaers.foundation import environment
from tvaers.foundation.environment import MisconfiguredError
from tvaers.foundation.keystore import KeyStoreUnavailableError
from tvaers.foundation.secrets import SecretsError
from tvaers.guard.bootstrap import BootstrapError
from tvaers.operations.terminal import OperationError, complain, say

COMMANDS = {
    "serve": "run the server",
}
#: What a person can do something about; anything else is a defect and keeps its traceback.
EXPECTED = (
    BootstrapError,
    KeyStoreUnavailableError,
    MisconfiguredError,
    OperationError,
    SecretsError,
    OSError,
    psycopg.OperationalError,
)


def run(name: str, arguments: Sequence[str]) -> int:
    """Run the command `name` of COMMANDS and return its exit code."""
    command = import_module(f"tvaers.operations.{name.replace('-', '_')}")
    try:
        environment.read_file()
        code: int = command.main(arguments)
    except EXPECTED as error:
        complain(f"tvaers {name}: {error}")
        return 1
    return code


def listing() -> None:
    """Print what there is."""
    say("tvaers COMMAND …, one of:")
    for name, meaning in COMMANDS.items():
        say(f"  {name:18} {meaning}")
    say("  worker             run the worker")
    say("\nEach says more with --help. `tvaers help` lists Django's commands.")
