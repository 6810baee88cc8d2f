"""Bearer tokens for writing: shown once, kept as hashes."""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from smartland.errors import Invalid, Label, Problem, Unauthorised
from smartland.ports.tokens import Token, Tokens
from smartland.services.catalogue import now
from smartland.services.contributions import is_harvest

PREFIX = "sl_"
NO_TOKEN = Label(
    it="Serve un token valido nell'intestazione «Authorization: Bearer …».",
    en="A valid token is needed in the header “Authorization: Bearer …”.",
)

RESERVED = Label(
    it="I nomi che iniziano con «harvest:» sono delle fonti: sceglierne un altro.",
    en="Names that begin with “harvest:” are those of sources: choose another.",
)


class TokenOffice:
    """Gives out tokens and recognises them."""

    def __init__(self, tokens: Tokens, clock: Callable[[], datetime] = now) -> None:
        self._tokens = tokens
        self._clock = clock

    def create(self, name: str) -> str:
        """A new token for ``name``, readable now and never again.

        Raises Conflict, or Invalid for a name under which sources write: who holds it would pass
        for a register, and have a person's edits taken for the register's.
        """
        if is_harvest(name):
            raise Invalid.of((Problem("name", RESERVED),))
        secret = PREFIX + secrets.token_urlsafe(32)
        self._tokens.add(Token(name, _digest(secret), self._clock()))
        return secret

    def holder(self, secret: str) -> str:
        """Who holds the token. Raises Unauthorised for an unknown or revoked one."""
        token = self._tokens.by_digest(_digest(secret))
        if token is None or token.revoked:
            raise Unauthorised(NO_TOKEN)
        return token.name

    def all(self) -> Sequence[Token]:
        """Every token, by name."""
        return self._tokens.all()

    def revoke(self, name: str) -> bool:
        """Make a token useless; False when there is none of that name."""
        return self._tokens.revoke(name)


def _digest(secret: str) -> str:
    """SHA-256 (hex): the secret has 256 random bits, so a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()
