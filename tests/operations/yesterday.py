"""Loaded into the released code's own test run: the tables there are today's.

TVAERS_TODAY names today's repository. Only the migrations are exchanged; code and tests stay those of the release.
"""

import os
import subprocess
import sys

import pytest


def todays(url: str, *to: str) -> None:
    """Today's migrations, in place of the release's."""
    today = os.environ["TVAERS_TODAY"]
    environment = {**os.environ, "TVAERS_DATABASE_URL": url, "TVAERS_DATABASE_ROLE": "migrator"}
    environment["PYTHONPATH"] = f"{today}/src"
    command = [sys.executable, "-m", "tvaers", "migrate", *to, "--no-input", "--skip-checks", "--verbosity", "0"]
    subprocess.run(command, env=environment, cwd=today, check=True)


@pytest.fixture(scope="session", autouse=True)
def todays_tables() -> None:
    """Before anybody asks for the database."""
    from tests import postgres  # noqa: PLC0415 - the release's, once its settings are in place

    postgres.migrate = todays
