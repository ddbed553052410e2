"""`tvaers upgrade`: after a new version of the program was installed, bring the installation to it.

The server of the version before goes on while this runs: its program works on the new tables. Restart server and worker
afterwards.
"""

import argparse
from collections.abc import Sequence

from tvaers.operations import installing
from tvaers.operations.terminal import say


def main(arguments: Sequence[str]) -> int:
    """Correct roles when a login is given, then tables and built files."""
    parser = argparse.ArgumentParser(prog="tvaers upgrade", description=__doc__)
    parser.add_argument("--login", help="PostgreSQL's administrator; needed when the release notes say so")
    asked = parser.parse_args(arguments)
    if asked.login:
        say("Roles and database")
        installing.make_roles(asked.login)
    say("Tables")
    installing.migrate()
    say("Style sheets and scripts")
    installing.build()
    say("\nDone. Restart the server and the worker, then: tvaers check")
    return 0
