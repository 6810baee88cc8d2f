"""Alembic's entry: run the steps in the transaction that ``migrate.upgrade`` opened."""

from alembic import context

from smartland.adapters.sql.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
