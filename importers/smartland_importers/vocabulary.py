"""Our own concept schemes, so that concepts are searched, linked and queried like all else."""

from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from typing import ClassVar

from smartland.domain.resource import Description
from smartland.errors import Label
from smartland.ports.fetch import Fetcher
from smartland.ports.importer import Expected, Found, Item
from smartland.rdf.parse import parse
from smartland.rdf.terms import Triple, iri, iri_of, to_lines
from smartland_vocab.namespaces import CONCEPT, RDF, SKOS

_KINDS = {"corridor": "corridor", "filiera": "filiera"}
_TYPE, _SCHEME = iri(RDF.type), iri(SKOS.ConceptScheme)


class VocabularyImporter:
    """Reads the Turtle files of the package; the address is always ``packaged``."""

    name: ClassVar[str] = "vocabulary"
    label: ClassVar[Label] = Label(it="Vocabolari Smart Land", en="Smart Land vocabularies")

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        """One item a concept and one a scheme."""
        for file in sorted((files("smartland_vocab") / "schemes").iterdir(), key=lambda f: f.name):
            scheme = file.name.removesuffix(".ttl")
            triples = parse(file.read_bytes(), "text/turtle", CONCEPT.iri)
            yield from _items(scheme, triples)


def _items(scheme: str, triples: list[Triple]) -> Iterator[Item]:
    about: dict[str, list[Triple]] = defaultdict(list)
    for triple in triples:
        about[triple[0]].append(triple)
    yield Expected(len(about))
    for subject, lines in about.items():
        is_scheme = (subject, _TYPE, _SCHEME) in lines
        kind = "scheme" if is_scheme else _KINDS.get(scheme, "concept")
        name = iri_of(subject)
        yield Found(Description(kind, name, triples=to_lines(lines), iri=name))
