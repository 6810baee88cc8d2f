"""What typed parts mean: parts, taxonomy and places together become queries of the index."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from smartland.domain.text import query_words
from smartland.ports.search import (
    AllOf,
    AnyOf,
    BestOf,
    CodeIs,
    Everything,
    Not,
    Phrase,
    Query,
    TermIs,
    Words,
)
from smartland.services.searching.codes import has_digit, typed_codes
from smartland.services.searching.expansion import Segment, segments
from smartland.services.searching.grammar import (
    Comparison,
    FieldValue,
    QuotedPhrase,
    Typed,
    Word,
    read_typed,
)
from smartland.services.searching.names import NameTable
from smartland.services.searching.units import Units, joined, read_units, undot
from smartland.services.searching.values import Values

CODE_BOOST = 20.0
LETTERS_BOOST = 0.4
"""A code of letters alone (cnr, agid) may be a mere word: above all sums of words, which reach some
350, and below names."""
WORD_BOOST = 0.03
"""One that is a word of our taxonomy too (data, casa): below titles that say it, above texts."""
NAME_BOOST = 500.0
"""What is called exactly so comes before everything but what has a code with a digit."""
FORM_BOOST = 20.0
SIDE_BY_SIDE = 1.0
EXACT_BOOST = 25.0
"""Above what a rare stem in a title gives (20 to 25): stems also join words that only begin alike,
rifiuti and Rifiano."""
MOST_EXACT = 8
"""In longer texts there is more to go by, and each word has its cost."""
MOST_SIDE_BY_SIDE = 5
NAMED = "named"
FEWEST_BUT_ONE, MOST_BUT_ONE = 3, 6

Where = FieldValue | Comparison | QuotedPhrase | Word


@dataclass(frozen=True)
class Meaning:
    """``query`` holds everything that was typed; ``wider`` some of the words, or similar ones.

    ``units`` are the words that were taken, ``segments`` those in the groups that were understood,
    ``codes`` the identifiers that they may be.
    """

    typed: Typed
    query: Query
    wider: Query
    units: Units
    segments: tuple[Segment, ...] = ()
    codes: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    conditions: tuple[Query, ...] = field(default=())

    def without(self, words: frozenset[str]) -> "Query | None":
        """The strict query without some of the words; None when none would be left."""
        kept = tuple(one for one in self.units.units if one.word not in words)
        if not kept or len(kept) == len(self.units.units):
            return None
        return _all((Words(joined(kept)), *self.conditions))

    def all_but_one(self) -> "Query | None":
        """What has all words but one, whichever; None for few words or many."""
        words = list(dict.fromkeys(one.word for one in self.units.units))
        if not FEWEST_BUT_ONE <= len(words) <= MOST_BUT_ONE:
            return None
        ways = (" ".join(words[:n] + words[n + 1 :]) for n in range(len(words)))
        return _all((_any([Words(one) for one in ways]), *self.conditions))


def plain_query(text: str) -> Query:
    """The query for ``text`` without knowing any concept or place."""
    nothing = NameTable({})
    return understand(text, Values("", nothing, nothing)).query


def understand(text: str, values: Values) -> Meaning:
    """The meaning of ``text``; never raises, and an empty text asks for everything."""
    typed = read_typed(text)
    spoken, conditions, phrases = _sorted(typed, values)
    ends = bool(spoken) and spoken[-1] is typed.parts[-1]
    units = read_units(spoken, ends=ends)
    found = tuple(segments(units.units, values.concepts, values.places))
    codes = typed_codes([undot(one.text) for one in spoken])
    asked = tuple(_phrase(one.text) for one in phrases)
    exact = tuple(_exact(units, codes, values.concepts))
    strict = (*_strict(spoken, units, found, exact), *asked, *conditions)
    wide = (*_wider(spoken, units, found, exact, phrases), *conditions)
    return Meaning(
        typed,
        _all(strict),
        _all(wide),
        units,
        found,
        codes,
        tuple(one.text for one in phrases),
        conditions,
    )


def _sorted(
    typed: Typed, values: Values
) -> tuple[list[Word], tuple[Query, ...], list[QuotedPhrase]]:
    """The words, the conditions that hold whatever the words are, and the phrases."""
    spoken: list[Word] = []
    conditions: list[Query] = []
    phrases: list[QuotedPhrase] = []
    for part in typed.parts:
        match part:
            case Word() if not part.excluded:
                spoken.append(part)
            case QuotedPhrase() if not part.excluded:
                phrases.append(part)
            case _:
                condition = _condition(part, values)
                if condition is None:  # a value that no field of that name can have
                    spoken.append(Word(part.text, part.start, part.end))
                else:
                    conditions.append(Not(condition) if part.excluded else condition)
    return spoken, tuple(conditions), phrases


def _condition(part: Where, values: Values) -> Query | None:
    match part:
        case FieldValue():
            return values.query(part)
        case Comparison():
            return values.compare(part)
        case QuotedPhrase():
            return Phrase(undot(part.text))
        case Word():
            return Words(undot(part.text))


def _strict(
    spoken: Sequence[Word], units: Units, found: Sequence[Segment], exact: Sequence[Query]
) -> Iterator[Query]:
    """What holds every word, or the code, or is called so."""
    if not spoken:
        return
    words = _every(units, found) or Words(_spelled(spoken), prefix=True)
    yield _any((*exact, words, *_side_by_side(units)))


def _exact(units: Units, codes: Sequence[str], concepts: NameTable) -> Iterator[Query]:
    """The code or the name that was typed: with one of these a document need not have the words."""
    for one in codes:
        if has_digit(one):
            yield CodeIs(one, CODE_BOOST)
        else:
            yield CodeIs(one, WORD_BOOST if concepts.says(one) else LETTERS_BOOST)
    if units.name:
        yield TermIs(NAMED, units.name, NAME_BOOST)
    if units.formed:
        yield TermIs(NAMED, units.formed, FORM_BOOST)


def _side_by_side(units: Units) -> Iterator[Query]:
    """What has the words in order is all found already; this puts it further up."""
    if 2 <= len(units.units) <= MOST_SIDE_BY_SIDE:
        yield Phrase(units.text, SIDE_BY_SIDE)


def _phrase(text: str) -> Query:
    """A phrase; or the code that was put into quotes."""
    codes = (CodeIs(one, CODE_BOOST) for one in typed_codes(text.split()) if has_digit(one))
    return _any((*codes, Phrase(undot(text))))


def _every(units: Units, found: Sequence[Segment]) -> Query | None:
    if not units.units:
        return None
    parts: list[Query] = []
    plain: list[Segment] = []
    for place, one in enumerate(found):
        ending = units.last and place == len(found) - 1
        if not one.meanings:
            plain.append(one)
        if plain and (one.meanings or place == len(found) - 1):
            text = joined(unit for each in plain for unit in each.units)
            parts.append(_spoken(text, prefix=ending and not one.meanings))
            plain = []
        if one.meanings:
            words = _spoken(joined(one.units), prefix=ending)
            others = (query for meaning in one.meanings for query in meaning.queries)
            parts.append(BestOf((words, *others)))
    return _all(parts)


def _spoken(text: str, *, prefix: bool) -> Query:
    """All words of ``text`` by their stems; what holds one as it was typed comes further up."""
    found = list(dict.fromkeys(query_words(text)))
    if not 0 < len(found) <= MOST_EXACT:
        return Words(text, prefix=prefix)
    last = text.rsplit(maxsplit=1)[-1]
    return _all([_by_stem_or_form(one, prefix=prefix and one == last) for one in found])


def _by_stem_or_form(word: str, *, prefix: bool) -> Query:
    return AnyOf((Words(word, prefix=prefix), Words(word, exact=True, boost=EXACT_BOOST)))


def _wider(
    spoken: Sequence[Word],
    units: Units,
    found: Sequence[Segment],
    exact: Sequence[Query],
    phrases: Sequence[QuotedPhrase],
) -> Iterator[Query]:
    """Any of the words, also misspelt, or of what they mean."""
    texts = [units.text or _spelled(spoken), *(one.text for one in phrases)]
    text = " ".join(one for one in texts if one)
    if not text:
        return
    words = Words(text, every=False, prefix=units.last and not phrases, fuzzy=True)
    meant = (query for one in found for meaning in one.meanings for query in meaning.queries)
    yield _any((*exact, words, *meant))


def _spelled(spoken: Sequence[Word]) -> str:
    return " ".join(undot(one.text) for one in spoken)


def _all(parts: Sequence[Query]) -> Query:
    wanted = [one for one in parts if not isinstance(one, Not)]
    every = tuple(parts) if wanted else (Everything(), *parts)
    return every[0] if len(every) == 1 else AllOf(every)


def _any(parts: Sequence[Query]) -> Query:
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))
