"""The migrations go back and forth on a real database: what comes again is what was there, and what fails leaves all.

While others work, a migration waits for a lock no longer than its role allows, and gives up.
"""

import json
import os
import subprocess
import sys

import pytest

from tests import postgres
from tests.operations.schema import defined

pytestmark = pytest.mark.first


def test_all_goes_back_and_comes_again(second):
    before = defined(second)
    assert all(before.values())
    postgres.migrate(second.url(), "guard", "zero")
    gone = defined(second)
    assert not gone["functions"]
    assert not gone["policies"]
    assert not [each for each in gone["triggers"] if "guard." in each]
    postgres.migrate(second.url())
    again = defined(second)
    for kind, lines in before.items():
        assert again[kind] == lines, kind


def failing(database, *arguments):
    """What tests/operations/failing.py found in a database."""
    environment = {**os.environ, "TVAERS_DATABASE_URL": database.url(), "TVAERS_DATABASE_ROLE": "migrator"}
    environment["PYTHONPATH"] = f"{postgres.ROOT / 'src'}:{postgres.ROOT}"
    command = [sys.executable, "-m", "tests.operations.failing", *arguments]
    done = subprocess.run(command, env=environment, cwd=postgres.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-5000:]
    return json.loads(done.stdout)


def test_a_migration_that_fails_anywhere_leaves_all_as_it_was(beside):
    found = failing(beside("failing"))
    assert found["tried"] > 100
    assert not found["faults"], "\n".join(found["faults"])


def test_a_migration_that_leaves_something_behind_is_caught(beside):
    faults = failing(beside("careless"), "--control")["faults"]
    assert any("operation 1 of 2: left other" in fault and "tables" in fault for fault in faults)


def test_a_migration_that_must_wait_gives_up_and_goes_through_later(beside):
    waits = beside("waits")
    postgres.migrate(waits.url(), "work", "0003")
    postgres.migrate(waits.url(), "concerns", "0012")
    before = defined(waits)
    with waits.administrator() as connection:
        # As the role's own limit, only sooner.
        connection.execute(f"ALTER ROLE tvaers_migrator IN DATABASE {waits.name} SET lock_timeout = '200ms'")
    with waits.connect("tvaers_maintenance") as long_writer:
        long_writer.execute("DELETE FROM concerns_concern")
        with pytest.raises(RuntimeError, match=r"Somebody worked with a table.*Run the same command again"):
            postgres.migrate(waits.url(), "concerns", "0013")
        assert defined(waits) == before
        # Nobody stands behind the one that gave up.
        with waits.connect("tvaers_maintenance", options="-c lock_timeout=1s") as another:
            another.execute("DELETE FROM concerns_concern")
    postgres.migrate(waits.url(), "concerns", "0013")
    assert defined(waits) != before
