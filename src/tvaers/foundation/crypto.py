"""Sealing: AES-256-GCM with what the text belongs to as associated data, so that nothing sealed can be moved."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
NONCE = 12
KEY = 32


class UnsealError(ValueError):
    """What was to be opened was changed, moved, or sealed with another key."""


def new_key() -> bytes:
    """Return a fresh key."""
    return os.urandom(KEY)


def derived(root: bytes, purpose: str) -> bytes:
    """Return the key for one purpose of the machinery's own, made of `root`; it needs no key store to be there."""
    return HKDF(algorithm=SHA256(), length=KEY, salt=None, info=purpose.encode()).derive(root)


def seal(key: bytes, text: bytes, *, about: bytes) -> bytes:
    """Return `text` sealed with `key` and bound to `about` (such as table, row and column)."""
    nonce = os.urandom(NONCE)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, text, VERSION + about)


def unseal(key: bytes, sealed: bytes, *, about: bytes) -> bytes:
    """Return what `seal` sealed. Raises UnsealError when it was changed or belongs elsewhere."""
    version, nonce, body = sealed[:1], sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    if version != VERSION:
        message = "Sealed with an unknown method."
        raise UnsealError(message)
    try:
        return AESGCM(key).decrypt(nonce, body, VERSION + about)
    except (InvalidTag, ValueError) as wrong:  # a ValueError when it was cut short
        message = "Changed, moved or sealed with another key."
        raise UnsealError(message) from wrong
