"""`tvaers drill`: restore the newest backup into a place of its own, look at it, and clear up.

It proves what a green backup does not: that the private key opens it, that the changes can be replayed, that what was
erased stays erased, and that texts can be read. The installation is not touched.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tvaers.foundation import environment
from tvaers.foundation.keystore import KeyStore
from tvaers.operations import installing
from tvaers.operations.copies import keys, place, restoring, server
from tvaers.operations.copies.restoring import Own, Source
from tvaers.operations.terminal import say

STATE = "drill.json"


def main(arguments: Sequence[str]) -> int:
    """Drill; note that it went well, for `tvaers check`."""
    parser = argparse.ArgumentParser(prog="tvaers drill", description=__doc__)
    restoring.ask(parser)
    parser.add_argument("--in", dest="near", type=Path, help="directory with room for all of it")
    asked = parser.parse_args(arguments)
    source = restoring.source_of(asked)
    began = time.monotonic()
    runs_as = server.account(asked.server_account)
    # PostgreSQL's account has no way into our directory.
    near = asked.near or (environment.place() if runs_as.is_us else Path("/var/tmp"))  # noqa: S108 - private below it
    with tempfile.TemporaryDirectory(dir=near, prefix="tvaers-drill-") as scratch:
        raw = _drill(source, Path(scratch), runs_as)
    seconds = time.monotonic() - began
    state = installing.backup_directory() / STATE
    state.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.write(state, json.dumps({"ended": datetime.now(UTC).isoformat()}).encode())
    installing.hand_over()
    say(f"The drill went well: {raw / 1e6:.0f} MB in {seconds:.0f} s, {raw / 1e6 / seconds:.0f} MB/s.")
    return 0


def _drill(source: Source, scratch: Path, runs_as: server.Account) -> int:
    """Return how many bytes of database were restored."""
    scratch.chmod(0o711)  # the server's account passes through
    with restoring.opened_keys(source, environment.place()) as (opened, secrets):
        say("[1/4] Keys and secrets: they open, and belong together")
        installation = str(KeyStore(opened / keys.STORE, bytes.fromhex(secrets.root_key)).identity())
        say("[2/4] The database's files")
        data = scratch / "postgres"
        copied, files = restoring.restore_files(source, data, secrets, installation=installation)
        say("[3/4] Changes since, and erasures")
        with restoring.opened(files, source=source, copied=copied, own=Own.below(opened), runs_as=runs_as):
            from tvaers.operations.copies import erasures, looking  # noqa: PLC0415 - Django stands in this block

            dossiers, forgotten = erasures.replay()
            say(f"      Erased again: {dossiers} dossiers in the database, {forgotten} keys in the key store")
            say("[4/4] A look at what is there")
            for sentence in looking.look(copied.body["counts"]):
                say(f"      {sentence}")
    return int(copied.body["raw"])
