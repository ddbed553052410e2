"""The installation's own secrets: made once, kept in one file that only its owner can read."""

import json
import os
import secrets
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tvaers.foundation import environment

#: Database roles that log in, each with a password of its own.
LOGIN_ROLES = (
    "tvaers_migrator",
    "tvaers_app",
    "tvaers_ticket",
    "tvaers_worker",
    "tvaers_maintenance",
)

_KEY_BYTES = 32
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class SecretsError(Exception):
    """The secrets file is missing, open to others, or damaged; the text says what to do."""


class HiddenText(str):
    """A secret that is shown nowhere by accident: not by `diffsettings`, nor beside a variable's name."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'…'"


class HiddenBytes(bytes):
    """A key that is shown nowhere by accident."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "b'…'"


@dataclass(frozen=True, repr=False)
class Secrets:
    """What an attacker must not have. It never appears in a traceback or a log: ``repr`` is blank."""

    #: Django's key for cookies and one-time links.
    django_secret_key: str
    #: Key of the signed database context, hex of 32 bytes.
    context_key: str
    #: The key that wraps every organisation's key, hex of 32 bytes.
    root_key: str
    #: Login role → password.
    passwords: Mapping[str, str]

    def __repr__(self) -> str:
        return "Secrets(…)"

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the file. Raises SecretsError when it is absent, a link, readable by others or damaged."""
        try:
            content = json.loads(_read_private(path))
        except ValueError as error:
            raise SecretsError(
                f"{path} is damaged: it is not JSON. Put it back from a backup: it opens all data."
            ) from error
        return cls._from_json(path, content)

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make new secrets and write them, mode 0600. Raises SecretsError when the file exists already."""
        made = cls(
            django_secret_key=HiddenText(secrets.token_urlsafe(_KEY_BYTES * 2)),
            context_key=HiddenText(secrets.token_hex(_KEY_BYTES)),
            root_key=HiddenText(secrets.token_hex(_KEY_BYTES)),
            passwords={role: HiddenText(secrets.token_urlsafe(_KEY_BYTES)) for role in LOGIN_ROLES},
        )
        content = {
            "django_secret_key": made.django_secret_key,
            "context_key": made.context_key,
            "root_key": made.root_key,
            "passwords": dict(made.passwords),
        }
        write_private(path, json.dumps(content, indent=1).encode())
        return made

    @classmethod
    def load_or_create(cls, path: Path) -> Self:
        """Read the file, or make it when there is none."""
        return cls.load(path) if os.path.lexists(path) else cls.create(path)

    @classmethod
    def _from_json(cls, path: Path, content: object) -> Self:
        if not isinstance(content, dict):
            raise SecretsError(f"{path} is damaged: it does not hold an object. Put it back from a backup.")
        passwords = content.get("passwords")
        missing = [name for name in ("django_secret_key", "context_key", "root_key") if not content.get(name)]
        missing += [role for role in LOGIN_ROLES if not isinstance(passwords, dict) or not passwords.get(role)]
        missing += [name for name in ("context_key", "root_key") if not _is_key(content.get(name))]
        if missing:
            names = ", ".join(dict.fromkeys(missing))
            raise SecretsError(f"{path} is damaged: no valid {names}. Put it back from a backup.")
        return cls(
            django_secret_key=HiddenText(content["django_secret_key"]),
            context_key=HiddenText(content["context_key"]),
            root_key=HiddenText(content["root_key"]),
            passwords={role: HiddenText(content["passwords"][role]) for role in LOGIN_ROLES},
        )


def read_private_line(path: str) -> str:
    """Return the one line of a file of mode 0600, such as another system's password; no path means none.

    Raises SecretsError when it is absent, a link, or readable by others.
    """
    return _read_private(Path(path)).decode().strip() if path else ""


def _is_key(value: object) -> bool:
    try:
        return isinstance(value, str) and len(bytes.fromhex(value)) == _KEY_BYTES
    except ValueError:
        return False


def _owners(path: Path) -> set[int]:
    """Return whose file it may be: ours; for root, who acts for the installation's account, that account's too."""
    own = os.geteuid()
    var = environment.text("TVAERS_VAR")
    places = [path.parent, *([Path(var)] if var else [])] if own == 0 else []
    return {own, *(place.stat().st_uid for place in places if place.exists())}


def _read_private(path: Path) -> bytes:
    """Open without following a link and check the opened file itself, so nobody can swap it in between."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise SecretsError(
            f"{path} is missing. Put it back from a backup, or start over with FRESH=1 make demo."
        ) from error
    except OSError as error:
        reason = "it is a symbolic link" if path.is_symlink() else error.strerror
        raise SecretsError(f"{path} cannot be used: {reason}.") from error
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise SecretsError(f"{path} is not an ordinary file.")
        if status.st_mode & _OTHERS:
            raise SecretsError(
                f"{path} is open to others (mode {stat.S_IMODE(status.st_mode):04o}). Run: chmod 600 {path}"
            )
        if status.st_uid not in _owners(path):
            raise SecretsError(f"{path} belongs to another user (uid {status.st_uid}). Run as that user.")
        return file.read()


def write_private(path: Path, content: bytes) -> None:
    """Write a file of mode 0600, durable: it appears whole or not at all. Raises SecretsError where one is already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), stat.S_IRUSR | stat.S_IWUSR)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(name, path, follow_symlinks=False)
    except FileExistsError as error:
        raise SecretsError(f"{path} exists already and is never overwritten.") from error
    finally:
        Path(name).unlink(missing_ok=True)
    directory = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
