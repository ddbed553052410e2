"""`tvaers serve`: the server, as a service manager or a container starts it."""

import argparse
import os
import sys
from collections.abc import Sequence

from tvaers.foundation import environment


def main(arguments: Sequence[str]) -> int:
    """Become gunicorn with the installation's settings; returns only when that cannot be started."""
    parser = argparse.ArgumentParser(prog="tvaers serve", description=__doc__)
    parser.parse_args(arguments)
    command = [sys.executable, "-m", "gunicorn", "--config", "python:tvaers.config.server"]
    command += ["--bind", environment.text("TVAERS_BIND")]
    os.execv(command[0], command)  # noqa: S606 - a service manager watches this very process
