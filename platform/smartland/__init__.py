"""Smart Land: stakeholders, competences, needs, calls and projects as linked data."""

__version__ = "0.1.0"
