"""The names of an index's fields, the same in every engine."""

POSITION_IRI = "position:"
"""The IRI of the one document that is not a resource: it holds the last sequence applied."""

PARTS = ("title", "text")


def stemmed(part: str, language: str) -> str:
    """The field of stems of ``part`` (title, text) in one language."""
    return f"{part}_{language}"


def unstemmed(part: str) -> str:
    """The field of folded words of ``part`` in all languages: prefixes, typing errors."""
    return f"{part}_words"


def term_field(name: str) -> str:
    """The field of exact values called ``name``."""
    return f"term_{name}"


def number_field(name: str) -> str:
    """The field of the number called ``name``."""
    return f"number_{name}"


def date_field(name: str) -> str:
    """The field of the day called ``name``, counted from 0001-01-01."""
    return f"date_{name}"
