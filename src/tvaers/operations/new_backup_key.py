"""`tvaers new-backup-key`: a key pair for backups. Run it where the private key shall lie: never on the server.

The file is one that `age` and `age-keygen` know too. Print it, and keep two copies in two places: without it, no backup
opens.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from pyrage import x25519

from tvaers.foundation.secrets import write_private
from tvaers.operations.terminal import say


def main(arguments: Sequence[str]) -> int:
    """Write the private key to a file of mode 0600, and print the public one."""
    parser = argparse.ArgumentParser(prog="tvaers new-backup-key", description=__doc__)
    parser.add_argument("file", type=Path, help="where the private key is written; none is ever overwritten")
    asked = parser.parse_args(arguments)
    made = x25519.Identity.generate()
    write_private(asked.file, f"# public key: {made.to_public()}\n{made}\n".encode())
    say(f"The private key lies in {asked.file}. On the server, set:\nTVAERS_BACKUP_RECIPIENT={made.to_public()}")
    return 0
