"""The tables of saved searches, of what they found, and of what is sent about it."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, UniqueConstraint, select

from smartland.adapters.sql.tables import SERIAL, TOKEN, WORDS, Instant, metadata

SAVED_SEARCH = Table(
    "saved_search",
    metadata,
    Column("id", WORDS, primary_key=True),
    Column("owner", WORDS, nullable=False),
    Column("name", WORDS, nullable=False),
    Column("query", WORDS, nullable=False),
    Column("language", WORDS, nullable=False),
    Column("events", WORDS, nullable=False),
    Column("state", WORDS, nullable=False),
    Column("reason", WORDS, nullable=False),
    Column("created", Instant, nullable=False),
    Column("after", SERIAL, nullable=False),
    Index(None, "owner"),
)

WEBHOOK = Table(
    "webhook",
    metadata,
    Column("search", WORDS, ForeignKey("saved_search.id"), primary_key=True),
    Column("address", WORDS, nullable=False),
    Column("secret", WORDS, nullable=False),
    Column("state", WORDS, nullable=False),
    Column("reason", WORDS, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due", Instant),
    Column("delivered", Instant),
    # the message under way: its id, when it was made, its last alert; and who holds it until when
    Column("message", WORDS, nullable=False),
    Column("first", Instant),
    Column("upto", SERIAL, nullable=False),
    Column("leased", Instant),
    # the last alert that was accepted, and how many behind it were too many to be kept
    Column("position", SERIAL, nullable=False),
    Column("omitted", Integer, nullable=False),
    Index(None, "due"),
)

ALERT = Table(
    "alert",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("search", WORDS, ForeignKey("saved_search.id"), nullable=False),
    Column("iri", WORDS, nullable=False),
    Column("kind", WORDS, nullable=False),
    Column("key", WORDS, nullable=False),
    Column("sequence", SERIAL, nullable=False),
    Column("event", WORDS, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("search", "iri", "sequence"),
    Index(None, "search", "id"),
)

OWNED = (
    ~select(TOKEN.c.name)
    .where(TOKEN.c.name == SAVED_SEARCH.c.owner, TOKEN.c.revoked)
    .correlate(SAVED_SEARCH)
    .exists()
)
"""Whose owner's token is not revoked: nobody could ask us any more to stop telling."""
