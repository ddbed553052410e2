"""Copies of the key store: one whole with the secrets and passwords, then what came since, in numbered files.

They lie apart from the database's and are forgotten sooner: when the last of them that held a key is gone, what the key
sealed is erased from every old backup of the database too.
"""

import hmac
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from pyrage import x25519

from tvaers.foundation import environment
from tvaers.foundation.keystore import Changes, KeyStore, Mark
from tvaers.foundation.secrets import Secrets
from tvaers.operations import installing
from tvaers.operations.copies import place, sealed
from tvaers.operations.copies.sealed import BrokenCopyError

FOLDER = "keys"
STORE, SECRETS, SETTINGS, LOGIN = "keys.sqlite3", "secrets.json", "tvaers.env", installing.LOGIN_FILE
_STATE = "followed.json"


def store() -> KeyStore:
    """Return the installation's key store, without Django."""
    root_key = bytes.fromhex(Secrets.load(environment.secrets_file()).root_key)
    return KeyStore(environment.key_store_file(), root_key)


def copy(target: Path, to: x25519.Recipient) -> place.Copy:
    """Make a whole copy below `target`, and note that the following goes on from it."""
    secrets_file = environment.secrets_file()
    root_key = bytes.fromhex(Secrets.load(secrets_file).root_key)
    made = place.new(target / FOLDER)
    with tempfile.TemporaryDirectory(dir=installing.backup_directory()) as scratch:
        mark = store().copy_to(Path(scratch) / STORE)
        archive = io.BytesIO()
        with tarfile.open(fileobj=archive, mode="w") as tar:
            tar.add(Path(scratch) / STORE, STORE)
            tar.add(secrets_file, SECRETS)
            tar.add(installing.pass_file(), LOGIN)
            _add(tar, SETTINGS, _settings())
        archive.seek(0)
        written = sealed.seal(archive, made / place.KEYS, to)
    finished = place.finish(
        made,
        root_key,
        kind=FOLDER,
        installation=str(store().identity()),
        size=written.size,
        sha256=written.digest,
    )
    _remember(made.name, 0, mark)
    return finished


def follow(target: Path, to: x25519.Recipient) -> bool:
    """Write what came to the key store since the last time, if anything; tell whether something did.

    A whole copy is made when there is none to go on from.
    """
    noted = _remembered(target)
    if noted is None:
        copy(target, to)
        return True
    name, number, mark = noted
    changes, after = store().since(mark)
    if after == mark:
        return False
    root_key = bytes.fromhex(Secrets.load(environment.secrets_file()).root_key)
    body = {"of": name, "number": number + 1, **asdict(changes)}
    content = json.dumps({"body": body, "signature": place.signature(root_key, body)}).encode()
    sealed.seal(io.BytesIO(content), target / FOLDER / name / f"{number + 1:06d}.age", to)
    _remember(name, number + 1, after)
    return True


def restore(copied: place.Copy, into: Path, key: x25519.Identity) -> Secrets:
    """Write the key store, the secrets and the settings of a copy, with what came since, into the directory `into`.

    Returns the secrets. Raises BrokenCopyError when the copy or something that came since is damaged, missing, or
    another installation's.
    """
    archive = io.BytesIO()
    sealed.unseal(copied.path / place.KEYS, archive, key, digest=copied.body.get("sha256"))
    archive.seek(0)
    try:
        with tarfile.open(fileobj=archive) as tar:
            for name in (STORE, SECRETS, SETTINGS, LOGIN):
                content = tar.extractfile(name)
                (into / name).touch(mode=0o600)
                (into / name).write_bytes(content.read() if content else b"")
    except (KeyError, tarfile.TarError) as error:
        raise BrokenCopyError(f"{copied.path / place.KEYS} lacks a part: {error}.") from error
    secrets = Secrets.load(into / SECRETS)
    root_key = bytes.fromhex(secrets.root_key)
    copied.verify(root_key)
    restored = KeyStore(into / STORE, root_key)
    if str(restored.identity()) != copied.body["installation"]:
        raise BrokenCopyError(f"{copied.path} holds another installation's key store.")
    for number, path in enumerate(sorted(copied.path.glob("[0-9]*.age")), start=1):
        restored.merge(_changes(path, copied.path.name, number, root_key, key))
    return secrets


def _changes(path: Path, name: str, number: int, root_key: bytes, key: x25519.Identity) -> Changes:
    if path.name != f"{number:06d}.age":
        raise BrokenCopyError(
            f"{path.parent / f'{number:06d}.age'} is missing: what came to the key store then is lost."
        )
    content = io.BytesIO()
    sealed.unseal(path, content, key)
    said = json.loads(content.getvalue())
    body = said["body"]
    if not hmac.compare_digest(said["signature"], place.signature(root_key, body)) or (body["of"], body["number"]) != (
        name,
        number,
    ):
        raise BrokenCopyError(f"{path} was not written by this installation for this place.")
    return Changes(keys=[tuple(row) for row in body["keys"]], erased=[tuple(row) for row in body["erased"]])


def _settings() -> bytes:
    lines = [f"{name}={os.environ[name]}" for name in environment.TABLE if os.environ.get(name)]
    return ("\n".join(lines) + "\n").encode()


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


def _remember(name: str, number: int, mark: Mark) -> None:
    noted = {"of": name, "number": number, **asdict(mark)}
    place.write(installing.backup_directory() / _STATE, json.dumps(noted).encode())


def _remembered(target: Path) -> tuple[str, int, Mark] | None:
    """Return the copy that the following goes on from, its last number and mark; None when that is not there."""
    path = installing.backup_directory() / _STATE
    if not path.exists():
        return None
    noted: Mapping[str, object] = json.loads(path.read_text(encoding="utf-8"))
    name, number = str(noted["of"]), int(str(noted["number"]))
    if not (target / FOLDER / name / place.MANIFEST).exists():
        return None
    return name, number, Mark(int(str(noted["key"])), str(noted["made"]), int(str(noted["erased"])))
