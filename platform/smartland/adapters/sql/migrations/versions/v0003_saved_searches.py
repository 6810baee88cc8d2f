"""Saved searches, what they found, and the webhooks that are told."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add three tables; nothing that is there changes."""
    _searches()
    _webhooks()
    _alerts()


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, WORDS, nullable=False) for name in names]


def _of_search() -> sa.ForeignKey:
    return sa.ForeignKey("saved_search.id")


def _searches() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", WORDS, primary_key=True),
        *_texts("owner", "name", "query", "language", "events", "state", "reason"),
        sa.Column("created", INSTANT, nullable=False),
        sa.Column("after", SERIAL, nullable=False),
    )
    op.create_index("ix_saved_search_owner", "saved_search", ["owner"])


def _webhooks() -> None:
    op.create_table(
        "webhook",
        sa.Column("search", WORDS, _of_search(), primary_key=True),
        *_texts("address", "secret", "state", "reason"),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due", INSTANT),
        sa.Column("delivered", INSTANT),
        *_texts("message"),
        sa.Column("first", INSTANT),
        sa.Column("upto", SERIAL, nullable=False),
        sa.Column("leased", INSTANT),
        sa.Column("position", SERIAL, nullable=False),
        sa.Column("omitted", sa.Integer, nullable=False),
    )
    op.create_index("ix_webhook_due", "webhook", ["due"])


def _alerts() -> None:
    op.create_table(
        "alert",
        sa.Column("id", SERIAL, primary_key=True),
        sa.Column("search", WORDS, _of_search(), nullable=False),
        *_texts("iri", "kind", "key"),
        sa.Column("sequence", SERIAL, nullable=False),
        *_texts("event"),
        sa.Column("at", INSTANT, nullable=False),
        sa.UniqueConstraint("search", "iri", "sequence"),
    )
    op.create_index("ix_alert_search_id", "alert", ["search", "id"])
