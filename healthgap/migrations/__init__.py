"""Alembic migrations: every change of the tables, for SQLite and PostgreSQL."""
