"""Runs the migrations on the connection that `healthgap.store.database` hands over; opens none of its own."""

from alembic import context

from healthgap.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True
)
context.run_migrations()
