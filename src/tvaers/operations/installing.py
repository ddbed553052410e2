"""What setting up and upgrading have in common: tables, built files, and the login that backups use."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

from tvaers.foundation import environment
from tvaers.foundation.secrets import Secrets, read_private_line, write_private
from tvaers.guard.bootstrap import BACKUP, bootstrap
from tvaers.operations.terminal import OperationError

_PASSWORD_BYTES = 32
LOGIN_FILE = "pgpass"


def start_django(role: str) -> None:
    """Load Django with our settings, to ask the database as `role`; once in a process."""
    os.environ.update(TVAERS_DATABASE_ROLE=role, DJANGO_SETTINGS_MODULE="tvaers.config.settings")
    import django  # noqa: PLC0415 - a command looks at the settings first: they are what may be wrong

    django.setup()


def backup_directory() -> Path:
    """Return where taking backups keeps its own things; the server has no business there."""
    return environment.place() / "backup"


def hand_over() -> None:
    """Give what root made in the installation's directory to the account whose it is."""
    if os.geteuid() == 0:
        place = environment.place()
        owner = place.stat()
        for each in place.rglob("*"):
            os.chown(each, owner.st_uid, owner.st_gid, follow_symlinks=False)


def pass_file() -> Path:
    """Return the file that libpq takes the backups' password from; made at the first call."""
    path = backup_directory() / LOGIN_FILE
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(path, f"*:*:*:{BACKUP}:{secrets.token_urlsafe(_PASSWORD_BYTES)}\n".encode())
    return path


def make_roles(login: str) -> None:
    """Make or correct roles and database as the administrator that `login` names. Raises BootstrapError."""
    bootstrap(
        login,
        database=environment.database_name(),
        secrets=Secrets.load(environment.secrets_file()),
        backup_password=read_private_line(str(pass_file())).rpartition(":")[2],
    )


def migrate() -> None:
    """Bring the tables to this version's state. A step that fails leaves the state before it. Raises OperationError."""
    _django(["migrate", "--no-input", "--skip-checks", "--verbosity", "0"], role="migrator")


def build() -> None:
    """Put style sheets and scripts where the server takes them from. Raises OperationError."""
    # Former files stay: the server of the version before goes on giving them out.
    _django(["collectstatic", "--no-input", "--verbosity", "0"], role="app")


def _django(arguments: list[str], *, role: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tvaers", *arguments],
        env={**os.environ, "TVAERS_DATABASE_ROLE": role},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise OperationError(f"`tvaers {arguments[0]}` failed:\n{(done.stdout + done.stderr).strip()[-3000:]}")
