"""The settings themselves: which do not fit, or are weaker than an installation may be."""

import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from pyrage import RecipientError, x25519

from tvaers.foundation import environment
from tvaers.foundation.environment import MisconfiguredError
from tvaers.operations.questions.findings import Finding, amber, green, red

SUBJECT = "settings"
HERE = frozenset({"", "localhost", "127.0.0.1", "::1"})
SOURCE = Path(__file__).resolve().parents[2]
VERIFYING = frozenset({"verify-ca", "verify-full"})


def ask() -> Iterator[Finding]:
    """Look at every setting; green when there is nothing to say."""
    try:
        found = [finding for question in _QUESTIONS for finding in question()]
    except MisconfiguredError as error:
        yield red(SUBJECT, str(error), "Correct it in the settings.")
        return
    yield from found or [green(SUBJECT, "All settings fit together.")]


def weak() -> list[Finding]:
    """Return what no installation may be set up with."""
    return [finding for finding in ask() if finding.colour == "red"]


def _names() -> Iterator[Finding]:
    for sentence in environment.unknown():
        yield amber(SUBJECT, sentence, "Take it out; it does nothing.")
    for name, variable in environment.TABLE.items():
        environment.number(name) if variable.number else environment.text(name)


def _demonstration() -> Iterator[Finding]:
    if environment.flag("TVAERS_DEMO"):
        yield red(SUBJECT, "TVAERS_DEMO is 1: people would sign in without a password.", "Take it out of the settings.")
    backend = environment.text("TVAERS_EMAIL_BACKEND")
    if backend and not backend.endswith("smtp.EmailBackend"):
        yield red(
            SUBJECT,
            f"TVAERS_EMAIL_BACKEND is {backend}: letters with links that let somebody in would lie on this machine.",
            "Take it out of the settings.",
        )


def _pages() -> Iterator[Finding]:
    address = urlsplit(environment.text("TVAERS_ADDRESS"))
    if not address.netloc:
        yield red(SUBJECT, "TVAERS_ADDRESS is not set.", "Say where people find the pages: https://tvaers.example.dk")
    elif address.scheme != "https":
        yield red(
            SUBJECT, "TVAERS_ADDRESS does not begin with https.", "Put a proxy with a certificate before the server."
        )
    elif address.path.strip("/") or address.query:
        yield red(SUBJECT, "TVAERS_ADDRESS holds a path.", "Give Tværs a host name of its own.")
    hosts = environment.text("TVAERS_HOSTS").split()
    if any(host.startswith((".", "*")) for host in hosts):
        yield red(SUBJECT, "TVAERS_HOSTS lets any host name through.", "List each name, or leave it to TVAERS_ADDRESS.")
    if hosts and address.hostname and address.hostname not in hosts:
        yield red(SUBJECT, f"TVAERS_HOSTS lacks {address.hostname}.", "Add it, or leave it to TVAERS_ADDRESS.")
    host = environment.text("TVAERS_BIND").rpartition(":")[0].strip("[]")
    if host not in HERE - {""} and not host.startswith("unix") and not environment.number("TVAERS_PROXIES"):
        yield red(
            SUBJECT,
            f"TVAERS_BIND opens {host or 'all addresses'} with no proxy before it: passwords would go in the clear.",
            "Listen on 127.0.0.1 behind a proxy with a certificate, and say in TVAERS_PROXIES how many there are.",
        )


def _places() -> Iterator[Finding]:
    place = environment.place()
    if place.is_relative_to(SOURCE):
        yield red(SUBJECT, f"TVAERS_VAR lies in the program ({place}).", "Name a directory of its own: /var/lib/tvaers")
    if place.exists() and place.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield red(SUBJECT, f"{place} is open to others on this machine.", f"Run: chmod 700 {place}")


def _database() -> Iterator[Finding]:
    if environment.database_has_password():
        yield red(
            SUBJECT,
            "TVAERS_DATABASE_URL holds a password: an environment can be dumped.",
            "Take the login out; each role has a password of its own in the secrets file.",
        )
    place = environment.database_place()
    host = place.get("host", "")
    if host not in HERE and not host.startswith("/") and place.get("sslmode") not in VERIFYING:
        yield red(
            SUBJECT,
            f"The way to the database at {host} is not protected.",
            "Add ?sslmode=verify-full&sslrootcert=… to TVAERS_DATABASE_URL.",
        )


def _mail() -> Iterator[Finding]:
    host, security = environment.text("TVAERS_MAIL_HOST"), environment.text("TVAERS_MAIL_SECURITY")
    if security == "none" and host not in HERE:
        yield red(
            SUBJECT,
            f"Letters would go to {host} in the clear, with the links that let somebody in.",
            "Set TVAERS_MAIL_SECURITY to starttls or tls.",
        )
    if environment.text("TVAERS_MAIL_FROM").endswith("@localhost"):
        yield red(SUBJECT, "TVAERS_MAIL_FROM is not set: letters would be refused.", "Name an address that is yours.")
    if environment.text("TVAERS_MAIL_USER") and not environment.text("TVAERS_MAIL_PASSWORD_FILE"):
        yield red(SUBJECT, "TVAERS_MAIL_USER has no password.", "Name its file in TVAERS_MAIL_PASSWORD_FILE.")


def _backup() -> Iterator[Finding]:
    recipient = environment.text("TVAERS_BACKUP_RECIPIENT")
    if not environment.text("TVAERS_BACKUP_TO") or not recipient:
        yield amber(
            SUBJECT,
            "No backup is set up: a lost disk is a lost disk.",
            "Run `tvaers new-backup-key` on another machine; set TVAERS_BACKUP_TO and TVAERS_BACKUP_RECIPIENT.",
        )
        return
    try:
        x25519.Recipient.from_str(recipient)
    except RecipientError:
        yield red(
            SUBJECT,
            "TVAERS_BACKUP_RECIPIENT is no public key.",
            "It begins with age1; `tvaers new-backup-key` makes one, with the private key that stays elsewhere.",
        )
    if environment.number("TVAERS_BACKUP_KEEP_KEYS_DAYS") > environment.number("TVAERS_BACKUP_KEEP_DAYS"):
        yield red(
            SUBJECT,
            "Backups of the key store are kept longer than those of the database: an erasure would not reach them.",
            "Make TVAERS_BACKUP_KEEP_KEYS_DAYS the smaller one.",
        )


_QUESTIONS = (_names, _demonstration, _pages, _places, _database, _mail, _backup)
