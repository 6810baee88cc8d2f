"""How large a query may be: the same for every engine, so that none refuses what another takes."""

from smartland.adapters.search_common.weights import MOST_FORGIVEN
from smartland.domain.text import every_word
from smartland.errors import Invalid, Label
from smartland.ports.search import AllOf, AnyOf, BestOf, Not, Phrase, Query, Words

MOST_WORDS = 200
"""More words in one place cost more than an answer is worth."""

MOST_CLAUSES = 960
"""Elasticsearch and OpenSearch refuse 1,024; what is left is for the filters."""

DEEPEST = 14
"""Deeper queries are not safe to recurse into, and servers refuse 20 levels, six of them ours."""

A_WORD, A_BEGINNING, A_SIMILAR, A_VALUE = 4, 2, 2, 1
"""Clauses of one word (parts × languages), of its beginnings, of what is similar; of a value."""

TOO_LARGE = Label(
    it="Ricerca troppo complessa: usare meno parole o condizioni.",
    en="The search is too complex: use fewer words or conditions.",
)


def check_query(query: Query) -> None:
    """Raise Invalid for a query that is too deep, or has too many words and values."""
    if _clauses(query, 1) > MOST_CLAUSES:
        raise Invalid(TOO_LARGE)


def _clauses(query: Query, depth: int) -> int:
    if depth > DEEPEST:
        raise Invalid(TOO_LARGE)
    match query:
        case AllOf(parts) | AnyOf(parts) | BestOf(parts):
            return 1 + sum(_clauses(part, depth + 1) for part in parts)
        case Not(part):
            return 1 + _clauses(part, depth + 1)
        case Words():
            count = min(len(set(every_word(query.text))), MOST_WORDS)
            similar = min(count, MOST_FORGIVEN) * A_SIMILAR if query.fuzzy else 0
            return count * A_WORD + similar + (A_BEGINNING if query.prefix else 0)
        case Phrase():
            return A_WORD
        case _:
            return A_VALUE
