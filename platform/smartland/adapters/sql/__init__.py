"""The truth in a relational database: SQLite embedded, PostgreSQL when grown."""

from smartland.adapters.sql.database import Database, open_database

__all__ = ["Database", "open_database"]
