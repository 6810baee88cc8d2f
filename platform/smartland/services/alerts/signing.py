"""Signatures of webhooks, as Standard Webhooks 1.0.0 has them (symmetric, ``v1``)."""

import base64
import binascii
import hashlib
import hmac
import secrets

PREFIX = "whsec_"
KEY_BYTES = 32
"""The specification asks for 24 to 64."""


def new_secret() -> str:
    """A secret of 32 random bytes: ``whsec_`` and their Base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def sign(secret: str, message: str, timestamp: int, body: bytes) -> str:
    """The ``webhook-signature`` of ``body``: ``v1,`` and the Base64 of HMAC-SHA256 over
    ``{message}.{timestamp}.{body}``. Raises ValueError for what is no secret of ours."""
    signed = b".".join((message.encode(), str(timestamp).encode(), body))
    digest = hmac.new(_key(secret), signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def headers(secret: str, message: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers of the specification; ``timestamp`` in seconds since 1970."""
    return {
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(secret, message, timestamp, body),
    }


def _key(secret: str) -> bytes:
    if not secret.startswith(PREFIX):
        raise ValueError("a webhook secret begins with whsec_")
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("a webhook secret is Base64 after whsec_") from error
