"""The operator's commands by name; any other name is one of Django's."""

import logging
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from pwd import getpwuid

import psycopg

from tvaers.foundation import environment, logs
from tvaers.foundation.environment import MisconfiguredError
from tvaers.foundation.keystore import KeyStoreUnavailableError
from tvaers.foundation.secrets import SecretsError
from tvaers.guard.bootstrap import BootstrapError
from tvaers.operations.terminal import OperationError, complain, say

COMMANDS = {
    "init": "set up a new installation",
    "check": "say how the installation stands, and what to do",
    "serve": "run the server",
    "stream": "run the streams beside it, which tell open pages of what happens",
    "upgrade": "bring the installation to a new version of the program",
    "read-borders": "read a file of borders in, as the administrators' page does",
    "send-test-letter": "see whether letters arrive",
    "new-backup-key": "make the key pair for backups",
    "backup": "make a whole backup",
    "follow": "bring what changes to the backups, until stopped",
    "restore": "bring an installation back",
    "drill": "restore into a place of its own, look, and clear up",
}
#: Given on another machine, where there is no installation.
ELSEWHERE = frozenset({"new-backup-key"})
#: What root may give although the installation is another account's: PostgreSQL's files are not that account's.
BY_ROOT = frozenset({"restore", "drill"})
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
    lines = logging.StreamHandler()
    lines.setFormatter(logs.Lines(readable=True))
    logging.basicConfig(handlers=[lines])
    logs.tell_crashes()
    for number in (signal.SIGTERM, signal.SIGHUP):
        # What was begun is cleared up: a server of ours ends, opened keys go.
        signal.signal(number, lambda _number, _frame: sys.exit(1))
    try:
        if name not in ELSEWHERE:
            environment.read_file()
            _check_account(name)
        code: int = command.main(arguments)
    except EXPECTED as error:
        complain(f"tvaers {name}: {error}")
        return 1
    return code


def _check_account(name: str) -> None:
    """Raise OperationError for root where the installation is another's, who could not read what root makes."""
    place = environment.place()
    owner = place.stat().st_uid if place.exists() else 0
    if os.geteuid() == 0 and owner and name not in BY_ROOT:
        account = getpwuid(owner).pw_name
        raise OperationError(
            f"{place} is {account}'s. Give the command as that: runuser -u {account} -- tvaers {name} …"
        )


def listing() -> None:
    """Print what there is."""
    say("tvaers COMMAND …, one of:")
    for name, meaning in COMMANDS.items():
        say(f"  {name:18} {meaning}")
    say("  worker             run the worker")
    say("\nEach says more with --help. `tvaers help` lists Django's commands.")
