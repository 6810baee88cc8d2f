"""Made-up documents and saved searches in any number, the same in every run."""

import random

from smartland.ports.search import (
    AllOf,
    AnyOf,
    CodeIs,
    IndexDocument,
    Not,
    Phrase,
    Query,
    Range,
    SearchRequest,
    TermIs,
    Words,
)

_ITALIAN = """
    acqua energia rete sensori irrigazione depurazione fotovoltaico accumulo batterie idrogeno
    biomasse compost suolo agricoltura vigneto risaia digitale piattaforma dati satellite droni
    mobilità trasporto logistica merci ferrovia ciclabile turismo museo archivio borgo paesaggio
    impresa startup brevetto ricerca laboratorio università formazione tirocinio bando
    contributo città quartiere scuola ospedale salute farmaco chimica acciaio meccanica robotica
"""
_ENGLISH = """
    water energy network sensor irrigation treatment storage battery hydrogen biomass soil
    farming vineyard digital platform data satellite drone mobility transport freight railway
    tourism museum heritage company patent research laboratory university training call funding
    city school health
"""
_ENDINGS = ("", "ale", "ista", "ificio", "metro", "zione", "ware", "lab", "tech", "nova")
_KINDS = ("project", "need", "offer", "call", "dataset", "stakeholder")
_CORRIDORS = tuple(f"https://example.org/corridor/{n}" for n in range(5))


def some_documents(count: int) -> list[IndexDocument]:
    """Documents with a title and some sixty words of text in one language or in both."""
    chance = random.Random(7)  # noqa: S311 - no secret
    return [_document(chance, number) for number in range(count)]


def some_requests(count: int) -> dict[str, SearchRequest]:
    """Saved searches of every sort, by name."""
    chance = random.Random(11)  # noqa: S311 - no secret
    return {f"search-{number}": _request(chance) for number in range(count)}


def _text(chance: random.Random, vocabulary: str, count: int) -> list[str]:
    """Words as in real texts: few are frequent, most are rare."""
    words = vocabulary.split()
    return [
        words[int(len(words) * chance.random() ** 2)]
        + _ENDINGS[int(len(_ENDINGS) * chance.random() ** 2)]
        for _ in range(count)
    ]


def _document(chance: random.Random, number: int) -> IndexDocument:
    kind = chance.choice(_KINDS)
    words = _text(chance, _ITALIAN, 60)
    english = _text(chance, _ENGLISH, 60) if chance.random() < 0.3 else []
    title = {"it": " ".join(words[:6])} | ({"en": " ".join(english[:6])} if english else {})
    text = {"it": " ".join(words)} | ({"en": " ".join(english)} if english else {})
    return IndexDocument(
        iri=f"https://example.org/id/{kind}/{number}",
        kind=kind,
        key=str(number),
        title=title,
        text=text,
        codes=(f"J41B{number:07}",),
        terms={"kind": (kind,), "corridor": tuple(chance.sample(_CORRIDORS, 2))},
        dates={"issued": f"202{chance.randrange(7)}-0{chance.randrange(1, 10)}-15"},
        point=(45 + chance.random(), 9 + chance.random()),
        digest=str(number),
        version=number + 1,
    )


def _request(chance: random.Random) -> SearchRequest:
    parts: list[Query] = [_words(chance)]
    if chance.random() < 0.5:
        # as the service keeps code lists and places out of the results
        hidden = ("concept", "corridor", "filiera", "scheme", "territory")
        parts.append(Not(AnyOf(tuple(TermIs("kind", one) for one in hidden))))
    if chance.random() < 0.1:
        parts.append(Range("issued", "2022-01-01", None))
    if chance.random() < 0.1:
        parts += [Range("lat", 45.2, 45.7), Range("lon", 9.1, 9.9)]
    filters = {}
    if chance.random() < 0.4:
        filters["kind"] = tuple(chance.sample(_KINDS, 2))
    if chance.random() < 0.3:
        filters["corridor"] = (chance.choice(_CORRIDORS),)
    return SearchRequest(AllOf(tuple(parts)), filters=filters)


def _words(chance: random.Random) -> Query:
    vocabulary = _ENGLISH if chance.random() < 0.2 else _ITALIAN
    found = _text(chance, vocabulary, 2)
    sort = chance.random()
    if sort < 0.6:
        return Words(" ".join(found), prefix=True)
    if sort < 0.7:
        return Phrase(" ".join(found))
    if sort < 0.8:
        code = f"J41B{chance.randrange(1_000):07}"
        return AnyOf((CodeIs(code, 20.0), Words(code, prefix=True)))
    if sort < 0.9:
        return AllOf((Words(found[0]), Not(Words(found[1]))))
    return Words(f"{found[0][:4]}", prefix=True)


def some_conditions(count: int) -> dict[str, SearchRequest]:
    """Saved searches without words, which every engine answers by its definition alone."""
    chance = random.Random(13)  # noqa: S311 - no secret
    return {
        f"conditions-{number}": SearchRequest(
            _condition(chance, 3), filters={"kind": tuple(chance.sample(_KINDS, 3))}
        )
        for number in range(count)
    }


def _condition(chance: random.Random, depth: int) -> Query:
    sort = chance.randrange(4) if depth else 0
    if sort == 0:
        return _leaf(chance)
    if sort == 1:
        return Not(_condition(chance, depth - 1))
    if sort == 2:
        return AnyOf(tuple(_condition(chance, depth - 1) for _ in range(3)))
    return AllOf(tuple(_condition(chance, depth - 1) for _ in range(2)))


def _leaf(chance: random.Random) -> Query:
    return chance.choice(
        (
            TermIs("corridor", chance.choice(_CORRIDORS)),
            Range("issued", f"202{chance.randrange(7)}-01-01", None),
            Range("lat", None, 45 + chance.random()),
            CodeIs(f"j41 b{chance.randrange(80):07}"),
        )
    )
