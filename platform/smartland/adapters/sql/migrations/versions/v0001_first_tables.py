"""The first tables: the truth, harvests, tokens and jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make every table on an empty database."""
    _truth()
    _harvests()
    _tokens_and_jobs()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, WORDS, nullable=False)


def _texts(names: str) -> list[sa.Column[str]]:
    return [_text(name) for name in names.split()]


def _truth() -> None:
    op.create_table(
        "resource",
        sa.Column("iri", WORDS, primary_key=True),
        *_texts("kind key"),
        sa.Column("sequence", SERIAL, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        sa.UniqueConstraint("kind", "key"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_resource_shown",
        "resource",
        ["kind", "key"],
        sqlite_where=sa.text("withdrawn = 0"),
        postgresql_where=sa.text("NOT withdrawn"),
    )
    op.create_table(
        "revision",
        sa.Column("sequence", SERIAL, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("iri", WORDS, sa.ForeignKey("resource.iri"), nullable=False),
        *_texts("kind key operation document extra triples etag"),
        sa.Column("at", INSTANT, nullable=False),
        *_texts("actor source owner note merged_into"),
        sa.UniqueConstraint("iri", "number"),
    )
    counter = op.create_table(
        "counter",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("value", SERIAL, nullable=False),
    )
    op.bulk_insert(counter, [{"id": 1, "value": 0}])
    op.create_table("meta", sa.Column("name", WORDS, primary_key=True), _text("value"))


def _harvests() -> None:
    op.create_table(
        "source", sa.Column("name", WORDS, primary_key=True), *_texts("importer address")
    )
    op.create_table(
        "harvest_run",
        sa.Column("id", SERIAL, primary_key=True),
        *_texts("source importer address"),
        sa.Column("started", INSTANT, nullable=False),
        _text("state"),
        sa.Column("ended", INSTANT),
        _text("message"),
    )
    op.create_index("ix_harvest_run_source_id", "harvest_run", ["source", "id"])
    running = sa.text("state = 'running'")
    op.create_index(
        "uq_harvest_run_running",
        "harvest_run",
        ["source"],
        unique=True,
        sqlite_where=running,
        postgresql_where=running,
    )
    op.create_table(
        "harvest_item",
        sa.Column("id", SERIAL, primary_key=True),
        sa.Column("run", SERIAL, sa.ForeignKey("harvest_run.id"), nullable=False),
        *_texts("source_key outcome iri reason"),
    )
    op.create_index("ix_harvest_item_run_id", "harvest_item", ["run", "id"])
    op.create_index("ix_harvest_item_run_outcome_id", "harvest_item", ["run", "outcome", "id"])
    _harvest_sums()


def _harvest_sums() -> None:
    op.create_table(
        "harvest_count",
        sa.Column("run", SERIAL, sa.ForeignKey("harvest_run.id"), primary_key=True),
        sa.Column("outcome", WORDS, primary_key=True),
        sa.Column("items", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "harvest_key",
        sa.Column("source", WORDS, primary_key=True),
        sa.Column("source_key", WORDS, primary_key=True),
        _text("iri"),
        sa.Column("last_run", SERIAL, sa.ForeignKey("harvest_run.id"), nullable=False),
        sa.Column("present", sa.Boolean, nullable=False),
        sqlite_with_rowid=False,
    )


def _tokens_and_jobs() -> None:
    op.create_table(
        "token",
        sa.Column("name", WORDS, primary_key=True),
        sa.Column("digest", WORDS, nullable=False, unique=True),
        sa.Column("created", INSTANT, nullable=False),
        sa.Column("revoked", sa.Boolean, nullable=False),
    )
    op.create_table(
        "job",
        sa.Column("id", SERIAL, primary_key=True),
        *_texts("verb state result"),
        sa.Column("asked", INSTANT, nullable=False),
        sa.Column("taken", INSTANT),
        sa.Column("ended", INSTANT),
    )
    op.create_index("ix_job_state_id", "job", ["state", "id"])
