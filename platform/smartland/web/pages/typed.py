"""Words of a question as they were typed: the search knows them without accents and capitals."""

import re

from smartland.domain.text import every_word, fold

WORD = re.compile(r"[^\W_]+")


def typed_span(query: str, words: str) -> tuple[int, int] | None:
    """Where the folded ``words`` stand side by side in ``query``: [start, end)."""
    wanted = every_word(words)
    found = list(WORD.finditer(query))
    for first in range(len(found) - len(wanted) + 1 if wanted else 0):
        run = found[first : first + len(wanted)]
        if [fold(one[0]) for one in run] == wanted:
            return run[0].start(), run[-1].end()
    return None


def as_typed(query: str, words: str) -> str:
    """``words`` as ``query`` spells them; as they are where it does not hold them so."""
    span = typed_span(query, words)
    return query[slice(*span)] if span else words
