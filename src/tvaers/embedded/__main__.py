"""`python -m tvaers.embedded start|stop|status`: a server for development that goes on by itself."""

import argparse
import os
import shlex
import sys
from pathlib import Path

from tvaers.embedded.cluster import Cluster, ClusterError
from tvaers.embedded.place import PlaceError
from tvaers.foundation.secrets import Secrets, SecretsError
from tvaers.guard.bootstrap import BootstrapError, bootstrap

DATABASE = "tvaers"


def main() -> int:
    """Do what the arguments say; `start` prints shell lines that point the program at the server."""
    parser = argparse.ArgumentParser(prog="python -m tvaers.embedded", description=__doc__)
    parser.add_argument("action", choices=["start", "stop", "status"])
    default = Path(os.environ.get("TVAERS_VAR", "var/develop"))
    parser.add_argument("directory", nargs="?", type=Path, default=default, help="default: $TVAERS_VAR or %(default)s")
    arguments = parser.parse_args()
    cluster = Cluster(arguments.directory, outlive=True, say=lambda text: print(text, file=sys.stderr))
    try:
        if arguments.action == "start":
            _start(cluster)
        elif arguments.action == "stop":
            cluster.stop()
    except (ClusterError, PlaceError, BootstrapError, SecretsError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"# PostgreSQL {'runs' if cluster.running else 'is stopped'}")
    return 0


def _start(cluster: Cluster) -> None:
    address = cluster.start()
    secrets = Secrets.load_or_create(cluster.directory / "secrets.json")
    bootstrap(address, database=DATABASE, secrets=secrets)
    print(f"export TVAERS_VAR={shlex.quote(str(cluster.directory))}")
    print(f"export TVAERS_DATABASE_URL={shlex.quote(cluster.url(DATABASE))}")


if __name__ == "__main__":
    sys.exit(main())
