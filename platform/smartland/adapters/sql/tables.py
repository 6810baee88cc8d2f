"""The tables, as this version of the code expects them; ``migrations`` brings a database there.

Text sorts by code point everywhere: keyset pages and ``all_heads`` must have one order on every
database, and PostgreSQL's own would follow the server's language.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)


def as_utc(value: datetime) -> datetime:
    """The same instant in UTC. Raises ValueError without a time zone: it would be a guess."""
    if value.tzinfo is None:
        raise ValueError(f"a datetime needs its time zone: {value!r}")
    return value.astimezone(UTC)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC and given back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What is sent to the database."""
        return None if value is None else as_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite keeps no zone; what it keeps is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


WORDS = Text().with_variant(Text(collation="C"), "postgresql")
# SQLite makes only an INTEGER primary key the row's own number
SERIAL = BigInteger().with_variant(Integer(), "sqlite")

RESOURCE = Table(
    "resource",
    metadata,
    Column("iri", WORDS, primary_key=True),
    Column("kind", WORDS, nullable=False),
    Column("key", WORDS, nullable=False),
    Column("sequence", SERIAL, nullable=False),
    Column("number", Integer, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    UniqueConstraint("kind", "key"),
    Index(
        "ix_resource_shown",
        "kind",
        "key",
        sqlite_where=text("withdrawn = 0"),
        postgresql_where=text("NOT withdrawn"),
    ),
    sqlite_with_rowid=False,
)

REVISION = Table(
    "revision",
    metadata,
    Column("sequence", SERIAL, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("iri", WORDS, ForeignKey("resource.iri"), nullable=False),
    Column("kind", WORDS, nullable=False),
    Column("key", WORDS, nullable=False),
    Column("operation", WORDS, nullable=False),
    Column("document", WORDS, nullable=False),
    Column("extra", WORDS, nullable=False),
    Column("triples", WORDS, nullable=False),
    Column("etag", WORDS, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", WORDS, nullable=False),
    Column("source", WORDS, nullable=False),
    Column("owner", WORDS, nullable=False),
    Column("note", WORDS, nullable=False),
    Column("merged_into", WORDS, nullable=False),
    UniqueConstraint("iri", "number"),
    # lists of changes by kind and by date, for those who mirror us
    Index(None, "kind", "sequence"),
    Index(None, "at"),
)

IDENTITY = Table(
    "identity",
    metadata,
    Column("kind", WORDS, primary_key=True),
    Column("code", WORDS, primary_key=True),
    Column("iri", WORDS, ForeignKey("resource.iri"), primary_key=True),
    Index(None, "iri"),
    sqlite_with_rowid=False,
)

CONTRIBUTION = Table(
    "contribution",
    metadata,
    Column("claimed", WORDS, primary_key=True),
    Column("source", WORDS, primary_key=True),
    Column("target", WORDS, nullable=False),
    Column("document", WORDS, nullable=False),
    Column("extra", WORDS, nullable=False),
    Column("conflicts", WORDS, nullable=False),
    Index(None, "target"),
    sqlite_with_rowid=False,
)

PROPOSAL = Table(
    "proposal",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("kind", WORDS, nullable=False),
    Column("one", WORDS, nullable=False),
    Column("other", WORDS, nullable=False),
    Column("score", Integer, nullable=False),
    Column("reasons", WORDS, nullable=False),
    Column("state", WORDS, nullable=False),
    Column("at", Instant, nullable=False),
    Column("decided", Instant),
    Column("actor", WORDS, nullable=False),
    UniqueConstraint("one", "other"),
    Index(None, "state", "score"),
)

COUNTER = Table(
    "counter",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("value", SERIAL, nullable=False),
)

META = Table(
    "meta",
    metadata,
    Column("name", WORDS, primary_key=True),
    Column("value", WORDS, nullable=False),
)

TOKEN = Table(
    "token",
    metadata,
    Column("name", WORDS, primary_key=True),
    Column("digest", WORDS, nullable=False, unique=True),
    Column("created", Instant, nullable=False),
    Column("revoked", Boolean, nullable=False),
)

SOURCE = Table(
    "source",
    metadata,
    Column("name", WORDS, primary_key=True),
    Column("importer", WORDS, nullable=False),
    Column("address", WORDS, nullable=False),
    Column("schedule", WORDS, nullable=False, server_default=text("''")),
    Column("paused", Boolean, nullable=False, server_default=false()),
    Column("due", Instant),
)

HARVEST_RUN = Table(
    "harvest_run",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("source", WORDS, nullable=False),
    Column("importer", WORDS, nullable=False),
    Column("address", WORDS, nullable=False),
    Column("started", Instant, nullable=False),
    Column("state", WORDS, nullable=False),
    Column("ended", Instant),
    Column("message", WORDS, nullable=False),
    Index(None, "source", "id"),
    # one open run a source, whatever two processes do at the same time
    Index(
        "uq_harvest_run_running",
        "source",
        unique=True,
        sqlite_where=text("state = 'running'"),
        postgresql_where=text("state = 'running'"),
    ),
)

HARVEST_ITEM = Table(
    "harvest_item",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("run", SERIAL, ForeignKey("harvest_run.id"), nullable=False),
    Column("source_key", WORDS, nullable=False),
    Column("outcome", WORDS, nullable=False),
    Column("iri", WORDS, nullable=False),
    Column("reason", WORDS, nullable=False),
    Index(None, "run", "id"),
    Index(None, "run", "outcome", "id"),
)

HARVEST_COUNT = Table(
    "harvest_count",
    metadata,
    Column("run", SERIAL, ForeignKey("harvest_run.id"), primary_key=True),
    Column("outcome", WORDS, primary_key=True),
    Column("items", Integer, nullable=False),
    sqlite_with_rowid=False,
)

HARVEST_KEY = Table(
    "harvest_key",
    metadata,
    Column("source", WORDS, primary_key=True),
    Column("source_key", WORDS, primary_key=True),
    Column("iri", WORDS, nullable=False),
    Column("last_run", SERIAL, ForeignKey("harvest_run.id"), nullable=False),
    Column("present", Boolean, nullable=False),
    Column("missing_since", Instant),
    sqlite_with_rowid=False,
)

JOB = Table(
    "job",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("verb", WORDS, nullable=False),
    Column("argument", WORDS, nullable=False, server_default=text("''")),
    Column("state", WORDS, nullable=False),
    Column("result", WORDS, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("asked", Instant, nullable=False),
    Column("taken", Instant),
    Column("leased", Instant),
    Column("ended", Instant),
    Index(None, "state", "id"),
    # the same work is not queued twice, whoever asks at the same moment
    Index(
        "uq_job_waiting",
        "verb",
        "argument",
        unique=True,
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)
