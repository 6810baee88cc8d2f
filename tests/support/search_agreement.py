"""Documents and queries, made by chance but always the same, on which search engines must agree."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from random import Random

from smartland.ports.search import (
    AllOf,
    AnyOf,
    BestOf,
    CodeIs,
    Everything,
    IndexDocument,
    Not,
    Phrase,
    Query,
    Range,
    SearchRequest,
    TermIs,
    Words,
)
from support.search_words import SUBJECTS, VOCABULARY, running_text

A_SOURCE = 4_000
"""Documents of one source: fewer than pages reach, so that every set can be read to its end."""
FACETS = ("kind", "theme", "territory", "status", "holder", "year", "source")
KINDS = ("project", "stakeholder", "dataset", "call", "need", "offer")
THEMES = ("AGRI", "ENER", "ENVI", "HEAL", "REGI", "SOCI", "TECH", "TRAN")
STATUSES = ("open", "closed", "planned")
LANGUAGES = ("it", "it", "it", "en", "en", "und", "fr")
ACRONYMS = ("AI", "IT", "PNRR", "S.p.A.", "ITS", "R&D", "3.14", "CO2", "e-mail", "H2020", "IoT")
ELISIONS = ("l’", "dell'", "un'", "all’", "d'")
QUERIES_EACH = 18


def documents(size: int) -> Iterator[IndexDocument]:
    """The first ``size`` of the documents; each is the same whatever the size."""
    return (_document(number) for number in range(size))


def _document(number: int) -> IndexDocument:
    chance = _chance(number)
    region, province, town = (chance.randrange(most) for most in (20, 100, 800))
    year = chance.randrange(2019, 2029)
    return IndexDocument(
        iri=f"https://example.org/id/{chance.choice(KINDS)}/{chance.randrange(10**9)}-{number}",
        kind=chance.choice(KINDS),
        key=f"{number}",
        title=_texts(chance, 2, 12),
        text=_texts(chance, 0, 120),
        codes=(_code(number),) if number % 3 else (),
        terms={
            "kind": (chance.choice(KINDS),),
            "theme": tuple(chance.sample(THEMES, chance.randrange(4))),
            "territory": (f"r/{region}", f"p/{province}", f"t/{town}")[: chance.randrange(4)],
            "status": (chance.choice(STATUSES),),
            "holder": (f"holder/{int(300 * chance.random() ** 3)}",),
            "year": (str(year),),
            "source": (f"source/{number // A_SOURCE}",),
        },
        numbers=_numbers(chance),
        dates={"start": f"{year}-{chance.randrange(1, 13):02}-15"} if number % 5 else {},
        point=(chance.uniform(36, 47), chance.uniform(7, 18)) if number % 4 else None,
        digest=f"{number}",
        version=number + 1,
    )


def _numbers(chance: Random) -> dict[str, float]:
    budget = chance.choice((0.0, -0.0, 1_000.0, 2_500.5, chance.uniform(-10, 1e6)))
    return {"budget": budget} if chance.random() < 0.8 else {}


def _chance(number: int | str) -> Random:
    return Random(f"agreement {number}")  # noqa: S311 - texts, not secrets


def _code(number: int) -> str:
    return f"J{number % 97:02} B2{number % 7}.{number:07}-{number % 10_000:04}"


def _texts(chance: Random, least: int, most: int) -> dict[str, str]:
    """A text in one language or two, or none."""
    tags = set(chance.choices(LANGUAGES, k=chance.choice((1, 1, 1, 2))))
    found = {tag: _text(chance, tag, chance.randint(least, most)) for tag in sorted(tags)}
    return {tag: text for tag, text in found.items() if text}


def _text(chance: Random, tag: str, length: int) -> str:
    words = running_text(chance, "en" if tag == "en" else "it", length).split()
    for at, word in enumerate(words):
        fate = chance.random()
        if fate < 0.03:
            words[at] = chance.choice(ACRONYMS)
        elif fate < 0.06:
            words[at] = chance.choice(ELISIONS) + word
        elif fate < 0.08:
            words[at] = unicodedata.normalize("NFD", word.upper())
        elif fate < 0.1:
            words[at] = f"{word}-{chance.choice(words)},"
    return " ".join(words)


def requests(size: int) -> dict[str, list[SearchRequest]]:
    """Requests by what they try, made for ``documents(size)``."""
    return {name: list(_some(name, make, size)) for name, make in _MAKERS.items()}


def prefixes() -> Sequence[str]:
    """Beginnings of words, some of one letter and some of none."""
    chance = _chance("prefixes")
    every = (*VOCABULARY["it"], *VOCABULARY["en"])
    return [chance.choice(every)[: chance.randrange(1, 6)] for _ in range(60)]


def _some(
    name: str, make: Callable[[Random, int], SearchRequest], size: int
) -> Iterator[SearchRequest]:
    return (make(_chance(f"{name} {number}"), size) for number in range(QUERIES_EACH))


def _asked(make: Callable[[Random, int], Query], chance: Random, size: int) -> SearchRequest:
    return SearchRequest(make(chance, size), facets=FACETS)


def _word(chance: Random) -> str:
    language = chance.choice(("it", "en"))
    words = VOCABULARY[language] if chance.random() < 0.3 else SUBJECTS[language]
    return chance.choice(words)


def _several(chance: Random, most: int) -> str:
    return " ".join(_word(chance) for _ in range(chance.randint(1, most)))


def _some_text(chance: Random, size: int) -> list[str]:
    """Words that follow each other in some document."""
    texts: list[str] = []
    while not texts:
        one = _document(chance.randrange(size))
        texts = [text for text in (*one.title.values(), *one.text.values()) if " " in text]
    words = chance.choice(texts).split()
    start = chance.randrange(len(words) - 1)
    return words[start : start + chance.randint(2, 4)]


def _mistyped(chance: Random) -> str:
    """A word with one letter lost, doubled, changed or swapped."""
    word = _word(chance)
    at = chance.randrange(len(word))
    begin, here, rest = word[:at], word[at], word[at + 1 :]
    forms = (begin + rest, begin + here * 2 + rest, begin + "x" + rest, begin + rest[:1] + here)
    return (*forms[:3], forms[3] + rest[1:])[chance.randrange(4)]


def _words(chance: Random, size: int) -> Query:
    text = " ".join(_some_text(chance, size)[:2]) if chance.random() < 0.5 else _word(chance)
    return Words(text.upper() if chance.random() < 0.2 else text)


def _exact(chance: Random, _: int) -> Query:
    every = chance.random() < 0.5
    forms = Words(_several(chance, 3), every=every, exact=True, boost=chance.choice((1.0, 25.0)))
    return chance.choice((forms, AnyOf((Words(_word(chance)), forms))))


def _any_words(chance: Random, _: int) -> Query:
    return Words(_several(chance, 8), every=False, boost=chance.choice((1.0, 0.4, 2.5)))


def _beginning(chance: Random, _: int) -> Query:
    word = _word(chance)
    first = f"{_word(chance)} " if chance.random() < 0.4 else ""
    return Words(first + word[: chance.randint(2, 6)], every=chance.random() < 0.5, prefix=True)


def _fuzzy(chance: Random, _: int) -> Query:
    words = [_mistyped(chance) for _ in range(chance.randint(1, 3))]
    return Words(" ".join(words), every=chance.random() < 0.5, fuzzy=True, prefix=len(words) > 1)


def _phrase(chance: Random, size: int) -> Query:
    return Phrase(" ".join(_some_text(chance, size)), boost=chance.choice((1.0, 3.0)))


def _code_asked(chance: Random, size: int) -> Query:
    code = CodeIs(_code(chance.randrange(size)).lower().replace(" ", ""), chance.choice((1.0, 2.0)))
    return AnyOf((Words(_several(chance, 3), every=False), code))


def _term(chance: Random, _: int) -> Query:
    name, value = chance.choice(
        (
            ("theme", chance.choice(THEMES)),
            ("territory", f"r/{chance.randrange(20)}"),
            ("holder", f"holder/{chance.randrange(300)}"),
            ("status", "open"),
        )
    )
    return TermIs(name, value, boost=chance.choice((1.0, 0.5, 4.0)))


def _range(chance: Random, _: int) -> Query:
    year = chance.randrange(2019, 2029)
    south, west = chance.uniform(36, 45), chance.uniform(7, 16)
    return chance.choice(
        (
            Range("budget", 0, chance.uniform(0, 1e6)),
            Range("budget", high=0),
            Range("budget"),
            Range("start", f"{year}-01-01", f"{year}-06-15"),
            Range("start", low=f"{year}-06-16"),
            AllOf((Range("lat", south, south + 2), Range("lon", west, west + 2))),
        )
    )


def _leaf(chance: Random, size: int) -> Query:
    makers = (_words, _any_words, _beginning, _phrase, _term, _range, _any_words)
    return chance.choice(makers)(chance, size)


def _combined(chance: Random, size: int, depth: int = 3) -> Query:
    if not depth or chance.random() < 0.25:
        return _leaf(chance, size)
    parts = tuple(_combined(chance, size, depth - 1) for _ in range(chance.randint(1, 3)))
    join = chance.choice((AllOf, AnyOf, BestOf, AnyOf))
    if chance.random() < 0.3:
        parts = (*parts, Not(_leaf(chance, size)))
    return join(parts)


def _synonyms(chance: Random, size: int) -> Query:
    ways = (Words(_word(chance)), Words(_word(chance), boost=0.6), Phrase(_several(chance, 2), 0.5))
    return AllOf((BestOf(ways), _any_words(chance, size)))


def _filtered(chance: Random, size: int) -> SearchRequest:
    filters = {
        "theme": tuple(chance.sample(THEMES, 2)),
        "territory": (f"r/{chance.randrange(20)}", f"r/{chance.randrange(20)}"),
        "status": tuple(chance.sample(STATUSES, 2)),
        "holder": tuple(f"holder/{number}" for number in range(chance.choice((2, 80)))),
        "source": ("source/0",),
    }
    chosen = chance.sample(sorted(filters), chance.randint(1, 3))
    query = chance.choice((Everything(), _any_words(chance, size)))
    return SearchRequest(query, {name: filters[name] for name in chosen}, FACETS, facet_size=40)


def _sorted(chance: Random, size: int) -> SearchRequest:
    sort = chance.choice(("title", "-title", "budget", "-budget", "start", "-start"))
    query = chance.choice((Everything(), _any_words(chance, size), _term(chance, size)))
    return SearchRequest(query, {"status": ("open",)}, sort=sort)


_MAKERS: dict[str, Callable[[Random, int], SearchRequest]] = {
    "words": partial(_asked, _words),
    "exact words": partial(_asked, _exact),
    "any words": partial(_asked, _any_words),
    "beginnings": partial(_asked, _beginning),
    "typing errors": partial(_asked, _fuzzy),
    "phrases": partial(_asked, _phrase),
    "codes": partial(_asked, _code_asked),
    "terms": partial(_asked, _term),
    "ranges": partial(_asked, _range),
    "synonyms": partial(_asked, _synonyms),
    "combinations": partial(_asked, _combined),
    "filters": _filtered,
    "orders": _sorted,
}
MANNERS = tuple(_MAKERS)
