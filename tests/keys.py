"""A key as a device holds one, without a device: it signs what a page asks, also wrongly."""

import hashlib
import html
import json
import os
import re
import struct
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AuthenticatorData, CollectedClientData

HERE = "http://localhost"
FLAG = AuthenticatorData.FLAG


def asked(page: str) -> dict[str, Any]:
    """What a page asks of the device."""
    (options,) = re.findall(r'data-options="([^"]+)"', page)
    found: dict[str, Any] = json.loads(html.unescape(options))
    return found


class Device:
    """A security key."""

    def __init__(self, host: str = "localhost") -> None:
        """Make a key pair for a host."""
        self.id = os.urandom(32)
        self.host = hashlib.sha256(host.encode()).digest()
        self._key = ec.generate_private_key(ec.SECP256R1())

    def made(
        self, options: dict[str, Any], *, origin: str = HERE, verified: bool = True, public: Any = None
    ) -> dict[str, Any]:
        """What the browser hands over when the key is added. public: another public key than its own."""
        public = public or ES256.from_cryptography_key(self._key.public_key())
        flags = FLAG.UP | FLAG.AT | (FLAG.UV if verified else FLAG(0))
        key = b"\0" * 16 + struct.pack(">H", len(self.id)) + self.id + cbor.encode(public)
        data = AuthenticatorData.create(self.host, flags, 0, key)
        said = CollectedClientData.create("webauthn.create", options["challenge"], origin)
        attested = AttestationObject.create("none", data, {})
        return self._answer(clientDataJSON=said, attestationObject=attested)

    def shown(
        self, options: dict[str, Any], *, origin: str = HERE, verified: bool = True, framed: bool = False
    ) -> dict[str, Any]:
        """What the browser hands over when the key is shown."""
        flags = FLAG.UP | (FLAG.UV if verified else FLAG(0))
        data = AuthenticatorData.create(self.host, flags, 1)
        said = CollectedClientData.create("webauthn.get", options["challenge"], origin, framed)
        signature = self._key.sign(data + said.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=data, signature=signature)

    def _answer(self, **response: bytes) -> dict[str, Any]:
        name = websafe_encode(self.id)
        parts = {part: websafe_encode(value) for part, value in response.items()}
        return {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": parts}


def damaged(answer: dict[str, Any], part: str) -> dict[str, Any]:
    """The same with one bit of one part turned."""
    changed = bytearray(websafe_decode(answer["response"][part]))
    changed[-1] ^= 1
    return {**answer, "response": {**answer["response"], part: websafe_encode(bytes(changed))}}
