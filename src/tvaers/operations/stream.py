"""`tvaers stream`: the process that holds the streams, as a service manager or a container starts it."""

import argparse
import os
import sys
from collections.abc import Sequence

from tvaers.foundation import environment


def main(arguments: Sequence[str]) -> int:
    """Become gunicorn with the settings of the streams; returns only when that cannot be started."""
    parser = argparse.ArgumentParser(prog="tvaers stream", description=__doc__)
    parser.parse_args(arguments)
    command = [sys.executable, "-m", "gunicorn", "--config", "python:tvaers.config.streams"]
    command += ["--bind", environment.text("TVAERS_LIVE_BIND")]
    os.execv(command[0], command)  # noqa: S606 - a service manager watches this very process
