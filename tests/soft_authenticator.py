"""An authenticator made of Python: it answers what a page asks, well or with one thing wrong."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from tests.page_client import Page

PRESENT, VERIFIED, BACKED_UP_ABLE, BACKED_UP, HAS_KEY = 1, 4, 8, 16, 64


def b64(raw: bytes) -> str:
    """Base64url without padding, as WebAuthn writes bytes."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def raw(text: str) -> bytes:
    """The bytes again."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def options_of(page: Page) -> str:
    """What the page hands its script."""
    [field] = [one for one in page.all("input") if one.get("data-passkey")]
    return field.get("data-options") or ""


class SoftAuthenticator:
    """One credential on one device; `counter` rises with each answer unless it is 0 for ever."""

    def __init__(self, origin: str = "http://localhost", rp_id: str = "localhost") -> None:
        self.origin, self.rp_id = origin, rp_id
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = secrets.token_bytes(16)
        self.user_handle = b""
        self.counter = 0
        self.counts = True

    def create(self, options: str, **wrong: Any) -> str:
        """What the form carries when a passkey is made."""
        told = json.loads(options)
        asked = told["publicKey"]
        self.user_handle = raw(asked["user"]["id"])
        client = self._client("webauthn.create", asked["challenge"], wrong)
        held = (
            bytes(16)
            + len(self.credential_id).to_bytes(2, "big")
            + self.credential_id
            + self._cose()
        )
        statement = {"fmt": "none", "attStmt": {}, "authData": self._data(wrong, held)}
        response = {
            "clientDataJSON": b64(client),
            "attestationObject": b64(cbor2.dumps(statement)),
        }
        return self._answer(told["asked"], response, wrong)

    def get(self, options: str, **wrong: Any) -> str:
        """What the form carries when a passkey is used."""
        told = json.loads(options)
        client = self._client("webauthn.get", told["publicKey"]["challenge"], wrong)
        data = self._data(wrong)
        key = wrong.get("key", self.key)
        signature = key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": b64(client),
            "authenticatorData": b64(data),
            "signature": b64(signature),
            "userHandle": b64(wrong.get("user_handle", self.user_handle)),
        }
        return self._answer(told["asked"], response, wrong)

    def _client(self, kind: str, challenge: str, wrong: dict[str, Any]) -> bytes:
        said = {
            "type": wrong.get("type", kind),
            "challenge": wrong.get("challenge", challenge),
            "origin": wrong.get("origin", self.origin),
            "crossOrigin": wrong.get("cross_origin", False),
        }
        return json.dumps(said).encode()

    def _data(self, wrong: dict[str, Any], held: bytes = b"") -> bytes:
        self.counter += self.counts
        flags = wrong.get("flags", PRESENT | VERIFIED) | (HAS_KEY if held else 0)
        host = hashlib.sha256(wrong.get("rp_id", self.rp_id).encode()).digest()
        counter = wrong.get("counter", self.counter)
        return host + bytes([flags]) + counter.to_bytes(4, "big") + held

    def _cose(self) -> bytes:
        point = self.key.public_key().public_numbers()
        return cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        )

    def _answer(self, asked: int, response: dict[str, str], wrong: dict[str, Any]) -> str:
        own = b64(wrong.get("credential_id", self.credential_id))
        credential = {"id": own, "rawId": own, "type": "public-key", "response": response}
        return json.dumps({"asked": wrong.get("asked", asked), "credential": credential})
