"""Recognition, contributions of several sources, schedules, and leases of jobs."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CODES = {
    "stakeholder": {
        "ipa_code": "ipa",
        "vat": "tax",
        "tax_code": "tax",
        "ror": "ror",
        "pic": "pic",
        "rea": "rea",
    },
    "project": {"cup": "cup", "grant_number": "grant"},
    "tender": {"cig": "cig", "identifier": "notice"},
    "territory": {"istat_code": "istat", "area_code": "area"},
}
"""Kind → field with a register's code → how the register is called in ``identity``."""
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what a platform with many sources needs; what is there stays as it is."""
    op.create_index("ix_revision_kind_sequence", "revision", ["kind", "sequence"])
    op.create_index("ix_revision_at", "revision", ["at"])
    _recognition()
    _recognise_what_is_there()
    _proposals()
    _schedules()
    _leases()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, WORDS, nullable=False)


def _added_text(name: str) -> sa.Column[str]:
    return sa.Column(name, WORDS, nullable=False, server_default=sa.text("''"))


def _recognition() -> None:
    op.create_table(
        "identity",
        sa.Column("kind", WORDS, primary_key=True),
        sa.Column("code", WORDS, primary_key=True),
        sa.Column("iri", WORDS, sa.ForeignKey("resource.iri"), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_identity_iri", "identity", ["iri"])
    op.create_table(
        "contribution",
        sa.Column("claimed", WORDS, primary_key=True),
        sa.Column("source", WORDS, primary_key=True),
        *[_text(name) for name in ("target", "document", "extra", "conflicts")],
        sqlite_with_rowid=False,
    )
    op.create_index("ix_contribution_target", "contribution", ["target"])


def _recognise_what_is_there() -> None:
    """Note the codes of every description that is shown, batch by batch."""
    connection = op.get_bind()
    identity = sa.table("identity", *map(sa.column, ("kind", "code", "iri")))
    shown = sa.text(
        "SELECT resource.iri, resource.kind, revision.document FROM resource "
        "JOIN revision ON revision.sequence = resource.sequence "
        "WHERE NOT resource.withdrawn AND resource.kind IN :kinds AND resource.iri > :after "
        "ORDER BY resource.iri LIMIT 500"
    ).bindparams(sa.bindparam("kinds", expanding=True))
    after = ""
    while rows := connection.execute(shown, {"kinds": list(CODES), "after": after}).all():
        after = rows[-1].iri
        codes = [
            {"kind": row.kind, "code": code, "iri": row.iri}
            for row in rows
            for code in _codes(row.kind, json.loads(row.document))
        ]
        if codes:
            connection.execute(identity.insert(), codes)


def _codes(kind: str, document: dict[str, str]) -> list[str]:
    given = [(name, document[field]) for field, name in CODES[kind].items() if field in document]
    return list(dict.fromkeys(f"{name}-{code}" for name, code in given))


def _proposals() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", SERIAL, primary_key=True),
        *[_text(name) for name in ("kind", "one", "other")],
        sa.Column("score", sa.Integer, nullable=False),
        *[_text(name) for name in ("reasons", "state")],
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("decided", INSTANT),
        _text("actor"),
        sa.UniqueConstraint("one", "other"),
    )
    op.create_index("ix_proposal_state_score", "proposal", ["state", "score"])


def _schedules() -> None:
    with op.batch_alter_table("source") as table:
        table.add_column(_added_text("schedule"))
        table.add_column(sa.Column("paused", sa.Boolean, nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("due", INSTANT))
    op.add_column("harvest_key", sa.Column("missing_since", INSTANT))


def _leases() -> None:
    with op.batch_alter_table("job") as table:
        table.add_column(_added_text("argument"))
        table.add_column(sa.Column("attempts", sa.Integer, nullable=False, server_default="0"))
        table.add_column(sa.Column("leased", INSTANT))
    waiting = sa.text("state = 'waiting'")
    # a queue of an older version may hold the same work twice: one of them is enough
    op.execute(
        "DELETE FROM job WHERE state = 'waiting' AND id NOT IN "
        "(SELECT MIN(id) FROM job WHERE state = 'waiting' GROUP BY verb)"
    )
    op.create_index(
        "uq_job_waiting",
        "job",
        ["verb", "argument"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
