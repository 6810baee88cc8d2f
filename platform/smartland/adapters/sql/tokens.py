"""Bearer tokens in a table, as digests."""

from collections.abc import Sequence

from sqlalchemy import Select, insert, select, update
from sqlalchemy.exc import IntegrityError

from smartland.adapters.sql.engine import Engines
from smartland.adapters.sql.tables import TOKEN
from smartland.errors import Conflict, Label
from smartland.ports.tokens import Token

_IN_USE = Label(it="Esiste già un token «{name}».", en="There is a token “{name}” already.")


class SqlTokens:
    """``ports.tokens.Tokens`` on SQLite or PostgreSQL."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def add(self, token: Token) -> None:
        """Store one. Raises Conflict when the name (or the digest) is in use, revoked or not."""
        row = {
            "name": token.name,
            "digest": token.digest,
            "created": token.created,
            "revoked": token.revoked,
        }
        try:
            with self._engines.writing() as connection:
                connection.execute(insert(TOKEN).values(row))
        except IntegrityError as error:
            raise Conflict(_IN_USE.format(name=token.name)) from error

    def by_digest(self, digest: str) -> Token | None:
        """The token with this SHA-256 (hex), revoked or not."""
        found = self._read(select(TOKEN).where(TOKEN.c.digest == digest))
        return found[0] if found else None

    def all(self) -> Sequence[Token]:
        """All tokens, by name."""
        return self._read(select(TOKEN).order_by(TOKEN.c.name))

    def revoke(self, name: str) -> bool:
        """Make a token useless; False when there is none of that name."""
        with self._engines.writing() as connection:
            revoked = update(TOKEN).where(TOKEN.c.name == name).values(revoked=True)
            return connection.execute(revoked).rowcount > 0

    def _read(self, query: Select[tuple[object, ...]]) -> list[Token]:
        with self._engines.reading() as connection:
            return [Token(**row) for row in connection.execute(query).mappings()]
