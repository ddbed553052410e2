"""What the operator can set: one table of every TVAERS_* variable, and the one way to read them.

The reference (`docs/reference/environment.md`) is drawn from it, and so are the answers to a mistyped name.
Nothing secret is among them: a process's environment can be dumped, so secrets lie in files.
"""

import difflib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

PREFIX = "TVAERS_"
CONFIG = "TVAERS_CONFIG"
DEFAULT_CONFIG = Path("/etc/tvaers/tvaers.env")
_SOURCE = Path(__file__).resolve().parents[3]


class MisconfiguredError(Exception):
    """A setting cannot be used; the text names it and says what to do."""


class Group(StrEnum):
    """Which part of an installation a variable is about, in the reference's order."""

    PLACE = "Where things are"
    PAGES = "Pages"
    DATABASE = "Database"
    MAIL = "Mail"
    SMS = "Text messages"
    BACKUP = "Backup"
    PROJECT = "For developers"


@dataclass(frozen=True, kw_only=True)
class Variable:
    """One variable. default: as the operator would write it; `stands_for` says in words what an empty one means.

    choices: the words allowed, when there are few. number: a whole number that is not negative.
    """

    name: str
    group: Group
    meaning: str
    default: str = ""
    stands_for: str = ""
    choices: tuple[str, ...] = ()
    number: bool = False


def _v(name: str, group: Group, meaning: str, default: str = "", **more: object) -> tuple[str, Variable]:
    full = PREFIX + name
    return full, Variable(name=full, group=group, meaning=meaning, default=default, **more)  # type: ignore[arg-type]


TABLE: Mapping[str, Variable] = dict(
    [
        _v(
            "CONFIG",
            Group.PLACE,
            "File of lines NAME=value, read before anything else; what the environment says wins. Empty: no file.",
            stands_for=f"{DEFAULT_CONFIG}, when there is one",
        ),
        _v(
            "VAR",
            Group.PLACE,
            "Directory of everything this installation keeps on its own disk: secrets, key store, built files.",
            stands_for="`var` in the source's folder; an installed program needs it set",
        ),
        _v(
            "SECRETS",
            Group.PLACE,
            "The secrets file (mode 0600): keys, and the passwords of the database's roles.",
            stands_for="`secrets.json` in TVAERS_VAR",
        ),
        _v(
            "KEY_STORE",
            Group.PLACE,
            "The key store. It may lie on another disk than the rest; never on the database's.",
            stands_for="`keys/keys.sqlite3` in TVAERS_VAR",
        ),
        _v("ADDRESS", Group.PAGES, "Where people find the pages, such as https://tvaers.example.dk."),
        _v(
            "HOSTS",
            Group.PAGES,
            "Host names the pages answer to, with spaces between.",
            stands_for="the host of TVAERS_ADDRESS; without one, 127.0.0.1 and localhost",
        ),
        _v("BIND", Group.PAGES, "Address and port that the server listens on.", "127.0.0.1:8000"),
        _v(
            "PROXIES",
            Group.PAGES,
            "How many proxies of your own stand before the server. With too many, a visitor can forge the own address;"
            " with too few, all visitors share one and its limits. From 1 on, whoever reaches the port is believed to"
            " be the proxy (X-Forwarded-Proto): let nobody else reach it.",
            "0",
            number=True,
        ),
        _v(
            "TILES",
            Group.PAGES,
            "Address of a base map's tiles, such as https://tiles.example.dk/{z}/{x}/{y}.png: pictures of 256 by 256 in"
            " Web Mercator, from a server that lets other sites show them (CORS). It learns which places are looked at,"
            " so let it be your own. Empty: maps are drawn without one.",
        ),
        _v("TILES_BY", Group.PAGES, "Whom the base map's terms ask to be named under it."),
        _v(
            "LIVE",
            Group.PAGES,
            "Where browsers find the streams that tell an open page of what happens: /live/ where the proxy sends that"
            " to the process of `tvaers stream`, or a whole address, whose host must be the pages' own. Empty: pages"
            " change when they are loaded again.",
        ),
        _v("LIVE_BIND", Group.PAGES, "Address and port that `tvaers stream` listens on.", "127.0.0.1:8001"),
        _v("LIVE_WORKERS", Group.PAGES, "Processes of `tvaers stream`.", "1", number=True),
        _v("WORKERS", Group.PAGES, "Server processes.", "2", number=True),
        _v("THREADS", Group.PAGES, "Threads of each server process.", "4", number=True),
        _v(
            "DATABASE_URL",
            Group.DATABASE,
            "The database, such as postgresql://127.0.0.1:5432/tvaers. A login in it is not used: each role has one.",
            stands_for="the file `database.url` in TVAERS_VAR, which the demonstration writes",
        ),
        _v("DATABASE_NAME", Group.DATABASE, "The database's name, instead of the one in TVAERS_DATABASE_URL."),
        _v("MAIL_HOST", Group.MAIL, "The mail server that takes the letters.", "localhost"),
        _v("MAIL_PORT", Group.MAIL, "Its port.", "25", number=True),
        _v(
            "MAIL_SECURITY",
            Group.MAIL,
            "How the way to it is protected. Letters carry links that let somebody in: `none` is for a mail server on"
            " this machine only.",
            "starttls",
            choices=("starttls", "tls", "none"),
        ),
        _v("MAIL_USER", Group.MAIL, "Login at the mail server, when it asks for one."),
        _v("MAIL_PASSWORD_FILE", Group.MAIL, "File of mode 0600 with that login's password."),
        _v("MAIL_FROM", Group.MAIL, "The sender's address.", "tvaers@localhost"),
        _v(
            "SMS_URL",
            Group.SMS,
            "Gateway of text messages, such as https://sms.example.dk/send: it takes a POST of JSON with to, text and"
            " from. Who waits for a team in the street is told by it. Empty: no text messages.",
        ),
        _v("SMS_FROM", Group.SMS, "Whom a text message names as its sender.", "Tvaers"),
        _v("SMS_TOKEN_FILE", Group.SMS, "File of mode 0600 with the gateway's token, sent as Authorization: Bearer."),
        _v("BACKUP_TO", Group.BACKUP, "Directory that backups are written to, best on another machine's disk."),
        _v(
            "BACKUP_RECIPIENT",
            Group.BACKUP,
            "The operator's public key (age1…). Backups can be read with the private one alone, which lies elsewhere.",
        ),
        _v(
            "BACKUP_KEEP_DAYS",
            Group.BACKUP,
            "Days that a backup of the database is kept.",
            "90",
            number=True,
        ),
        _v(
            "BACKUP_KEEP_KEYS_DAYS",
            Group.BACKUP,
            "Days that a backup of the key store is kept. What was erased can be read from old backups for so long.",
            "14",
            number=True,
        ),
        _v(
            "POSTGRESQL_BIN",
            Group.BACKUP,
            "Directory of PostgreSQL's programs (pg_basebackup and others).",
            stands_for="Debian's place for the server's version, or the search path",
        ),
        _v(
            "DATABASE_ROLE",
            Group.PROJECT,
            "Which role to log in as.",
            "app",
            choices=("app", "migrator", "maintenance"),
        ),
        _v("DEMO", Group.PROJECT, "1: this is the demonstration, with invented people and no passwords.", "0"),
        _v("GALLERY", Group.PROJECT, "1: show the gallery of components.", "0"),
        _v("EMAIL_BACKEND", Group.PROJECT, "Django's mail backend.", stands_for="SMTP; files in the demonstration"),
    ]
)


def text(name: str) -> str:
    """Return what `name` is set to, or its default. Raises MisconfiguredError for a word that is not allowed."""
    variable = TABLE[name]
    value = os.environ.get(name, "").strip() or variable.default
    if variable.choices and value not in variable.choices:
        raise MisconfiguredError(f"{name} is {value!r}; it is one of {', '.join(variable.choices)}.")
    return value


def address(name: str) -> str:
    """Return the address of a base map's tiles, or "". Raises MisconfiguredError for one that cannot be asked."""
    value = text(name)
    parts = urlsplit(value)
    plain = parts.hostname in {"127.0.0.1", "localhost"}
    whole = all(each in value for each in ("{z}", "{x}", "{y}"))
    if value and not (whole and parts.hostname and parts.scheme in ({"http", "https"} if plain else {"https"})):
        raise MisconfiguredError(f"{name} is {value!r}; it is an https address with {{z}}, {{x}} and {{y}} in it.")
    return value


def live_address() -> str:
    """Return where the streams are, or "". Raises MisconfiguredError for what is neither a path nor an address."""
    value = text("TVAERS_LIVE")
    parts = urlsplit(value)
    is_address = parts.scheme in {"http", "https"} and parts.hostname and parts.path == "/live/"
    if value not in {"", "/live/"} and not (is_address and not parts.query):
        raise MisconfiguredError(f"TVAERS_LIVE is {value!r}; it is /live/, or an address that ends so.")
    return value


def number(name: str) -> int:
    """Return a whole number that is not negative. Raises MisconfiguredError for anything else."""
    value = text(name)
    if not (value.isascii() and value.isdigit()):
        raise MisconfiguredError(f"{name} is {value!r}; it is a whole number, such as {TABLE[name].default}.")
    return int(value)


def flag(name: str) -> bool:
    """Tell whether `name` is set to 1."""
    return text(name) == "1"


def place() -> Path:
    """Return the installation's own directory, TVAERS_VAR. Raises MisconfiguredError when nothing says where it is."""
    named = text("TVAERS_VAR")
    if named:
        return Path(named).resolve()
    if (_SOURCE / "pyproject.toml").exists():
        return _SOURCE / "var"
    raise MisconfiguredError("TVAERS_VAR is not set: name the directory of this installation, such as /var/lib/tvaers.")


def secrets_file() -> Path:
    """Return where the secrets file lies."""
    return Path(text("TVAERS_SECRETS") or place() / "secrets.json")


def key_store_file() -> Path:
    """Return where the key store lies."""
    return Path(text("TVAERS_KEY_STORE") or place() / "keys" / "keys.sqlite3")


def database_url() -> str:
    """Return the database's address. Raises MisconfiguredError when nothing says where it is."""
    named = text("TVAERS_DATABASE_URL")
    noted = place() / "database.url"
    if not named and not noted.exists():
        raise MisconfiguredError("TVAERS_DATABASE_URL is not set: say where the database is.")
    return named or noted.read_text(encoding="utf-8").strip()


def database_place() -> dict[str, str]:
    """Return where the database is and how the way is protected: what is named of libpq's host, port and ssl….

    Raises MisconfiguredError.
    """
    parts = _database()
    return {name: parts[name] for name in ("host", "port", "sslmode", "sslrootcert") if parts.get(name)}


def database_name() -> str:
    """Return the database's name. Raises MisconfiguredError."""
    return text("TVAERS_DATABASE_NAME") or _database().get("dbname") or "tvaers"


def database_has_password() -> bool:
    """Tell whether the database's address holds a password. Raises MisconfiguredError."""
    return bool(_database().get("password"))


def _database() -> dict[str, str]:
    """Return the parts of the database's address, as libpq itself reads them."""
    try:
        return {name: str(value) for name, value in conninfo_to_dict(database_url()).items()}
    except ProgrammingError:
        # libpq's words repeat the address, and a password may be in it.
        raise MisconfiguredError("TVAERS_DATABASE_URL is no address that PostgreSQL's programs can read.") from None


def unknown() -> Iterator[str]:
    """Return a sentence for each variable that begins like ours and is none of them."""
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in TABLE:
            yield _unknown(name)


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, TABLE, n=1, cutoff=0.8)
    return f"{name} is no setting of Tværs.{f' Is it {near[0]}?' if near else ''}"


def read_file() -> Path | None:
    """Put the lines of the operator's file into the environment where it says nothing yet; return the file read.

    The form is systemd's EnvironmentFile: NAME=value, comments with #, quotation marks around a value if wanted.
    Raises MisconfiguredError for a file that cannot be read, a line that is none, and a name that is not ours.
    """
    named = os.environ.get(CONFIG)
    path = Path(named) if named else DEFAULT_CONFIG
    if named == "" or (named is None and not path.exists()):
        return None
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise MisconfiguredError(f"{path} cannot be read: {error}.") from error
    for order, line in enumerate(map(str.strip, lines), start=1):
        if not line or line.startswith(("#", ";")):
            continue
        name, sign, value = (part.strip() for part in line.partition("="))
        if not sign:
            raise MisconfiguredError(f"{path}, line {order}: {line!r} is not of the form NAME=value.")
        if name not in TABLE:
            raise MisconfiguredError(f"{path}, line {order}: {_unknown(name)}")
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        os.environ.setdefault(name, value)
    return path
