"""The catalogue's own part: what this installation publishes of its own accord, as descriptions.

One dataset a kind, the graph as a whole, and the two services that answer questions on them. Each
is a document of our kinds, completed like those of everybody else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from smartland.domain.kinds import KINDS
from smartland.domain.resource import CREATE, Document, Json, Revision
from smartland.errors import LANGUAGES, Label
from smartland.rdf.terms import Triple, iri
from smartland.services.agents import Agent
from smartland.services.dumps import FOLDER, KindFacts
from smartland.services.own_texts import (
    API_TEXT,
    API_TITLE,
    CATALOGUE_TEXT,
    CATALOGUE_TITLE,
    FILES,
    GRAPH,
    GRAPH_TITLE,
    HOLDER_TEXT,
    HOLDER_TITLE,
    KINDS_TEXTS,
    SPARQL_TEXT,
    SPARQL_TITLE,
    TITLE,
    OwnText,
)
from smartland.services.publisher import Publisher
from smartland_vocab.namespaces import DCAT, EU_AUTHORITY

ALL = "all"
CATALOGUE = "catalog"
PUBLIC = f"{EU_AUTHORITY}access-right/PUBLIC"
_IANA = "http://www.iana.org/assignments/media-types/"
_KEYWORDS = {
    "it": ["Smart Land", "innovazione", "dati aperti", "linked open data"],
    "en": ["Smart Land", "innovation", "open data", "linked open data"],
}
_LANGUAGES = [f"{EU_AUTHORITY}language/{code}" for code in ("ITA", "ENG")]


class OwnDatasets:
    """Describes what an installation publishes; ``since`` is the day of its first description."""

    def __init__(self, base: str, publisher: Publisher, agent: Agent, since: str) -> None:
        self._base = base
        self._publisher = publisher
        self._agent = agent.part()
        self._since = since

    def datasets(self, kinds: Sequence[KindFacts]) -> Iterator[Revision]:
        """One dataset for each kind of which there is anything, and the graph of all."""
        for facts in kinds:
            title = _titled(KINDS[facts.name].plural)
            texts = KINDS_TEXTS[facts.name]
            yield self._dataset(facts.name, title, texts, facts.modified, tuple(FILES))
        modified = max((one.modified for one in kinds), default=self._since)
        yield self._dataset(ALL, GRAPH_TITLE, GRAPH, modified, ("nq.gz",))

    def more(self, revision: Revision) -> list[Triple]:
        """What no field says of these datasets: how their files are compressed."""
        packed, gzip = iri(DCAT.compressFormat), iri(f"{_IANA}application/gzip")
        files = (one["iri"] for one in revision.document["distribution"])
        return [(iri(one), packed, gzip) for one in files if one.endswith("gz")]

    def services(self, kinds: Sequence[KindFacts]) -> Iterator[Revision]:
        """The SPARQL endpoint and the JSON API."""
        served = [self._iri(one.name) for one in kinds]
        modified = max((one.modified for one in kinds), default=self._since)
        yield self._service(
            "sparql", SPARQL_TITLE, SPARQL_TEXT, "sparql", [*served, self._iri(ALL)], modified
        )
        yield self._service("api", API_TITLE, API_TEXT, "api/v1/search", served, modified)

    def catalogue(self, modified: str) -> Revision:
        """The catalogue itself; what it lists is written beside it."""
        name = self._publisher.name
        document = self._catalogue(
            CATALOGUE_TITLE.format(name=name), CATALOGUE_TEXT, self._agent, modified
        )
        return self._revision("catalogue", self._base + CATALOGUE, CATALOGUE, document, modified)

    def of_holder(self, holder: Agent, modified: str) -> Revision:
        """The catalogue of what one body holds the rights of."""
        name = next(iter(holder.name.values()))
        address = f"{self._base}{CATALOGUE}/holder/{holder.key}"
        document = self._catalogue(
            HOLDER_TITLE.format(name=name), HOLDER_TEXT.format(name=name), holder.part(), modified
        )
        document["homepage"] = holder.homepage or f"{self._base}data"
        return self._revision("catalogue", address, holder.key, document, modified)

    def _catalogue(
        self, title: Label, text: Label, agent: Document, modified: str
    ) -> dict[str, Json]:
        return {
            "title": _texts(title),
            "description": _texts(text),
            "publisher": agent,
            "homepage": self._publisher.homepage,
            "language": _LANGUAGES,
            "issued": self._since,
            "modified": modified,
            "theme_taxonomy": [f"{EU_AUTHORITY}data-theme"],
            "license": {"iri": self._publisher.licence},
            "spatial": [self._place()],
        }

    def _dataset(
        self, name: str, title: Label, texts: OwnText, modified: str, files: Iterable[str]
    ) -> Revision:
        address = self._iri(name)
        document: dict[str, Json] = {
            "title": _texts(title),
            "description": _texts(texts.text),
            "identifier": f"{self._publisher.identifier}:smartland-{name}",
            "theme": list(texts.themes),
            "subject": list(texts.subjects),
            "keyword": _KEYWORDS,
            "publisher": self._agent,
            "rights_holder": self._agent,
            "creator": [self._agent],
            "contact_point": self._contact(),
            "frequency": f"{EU_AUTHORITY}frequency/UPDATE_CONT",
            "issued": self._since,
            "modified": modified,
            "landing_page": f"{self._base}data",
            "language": _LANGUAGES,
            "temporal": [{"iri": f"{address}#period", "start": self._since}],
            "spatial": [self._place()],
            "conforms_to": [self._standard()],
            "access_rights": PUBLIC,
            "distribution": [self._file(name, title, one, modified) for one in files],
        }
        return self._revision("dataset", address, name, document, modified)

    def _file(self, name: str, title: Label, ending: str, modified: str) -> dict[str, Json]:
        code, media_type, text = FILES[ending]
        shown = code.removeprefix("RDF_").replace("_", "-")
        return {
            "iri": f"{self._iri(name)}#{ending}",
            "title": {one: f"{title[one]} ({shown})" for one in LANGUAGES},
            "description": _texts(text),
            "access_url": f"{self._base}data",
            "download_url": [f"{self._iri(name)}.{ending}"],
            "format": f"{EU_AUTHORITY}file-type/{code}",
            "media_type": f"{_IANA}{media_type}",
            "license": {"iri": self._publisher.licence},
            "issued": self._since,
            "modified": modified,
            "language": _LANGUAGES,
        }

    def _service(
        self,
        name: str,
        title: Label,
        text: Label,
        path: str,
        served: Sequence[str],
        modified: str,
    ) -> Revision:
        document = {
            "title": _texts(title),
            "description": _texts(text),
            "identifier": f"{self._publisher.identifier}:smartland-{name}",
            "endpoint_url": [self._base + path],
            "endpoint_description": [f"{self._base}openapi.json"],
            "serves": list(served),
            "keyword": _KEYWORDS,
            "publisher": self._agent,
            "contact_point": self._contact(),
            "license": {"iri": self._publisher.licence},
            "access_rights": PUBLIC,
        }
        address = f"{self._base}{CATALOGUE}#{name}"
        return self._revision("data-service", address, name, document, modified)

    def _contact(self) -> list[Json]:
        if not self._publisher.email:
            return []
        return [
            {
                "iri": f"{self._base}{CATALOGUE}#contact",
                "name": {"it": self._publisher.name},
                "email": self._publisher.email,
                "url": self._publisher.homepage,
            }
        ]

    def _place(self) -> dict[str, Json]:
        return {
            "iri": f"{self._base}{CATALOGUE}#place",
            "geographical_identifier": self._publisher.place,
            "name": {"it": self._publisher.place_name},
        }

    def _standard(self) -> dict[str, Json]:
        return {
            "iri": "https://w3id.org/smartland/ns",
            "identifier": "smartland-vocabulary",
            "title": {"it": "Vocabolario Smart Land", "en": "Smart Land vocabulary"},
            "reference": [f"{self._base}ns"],
        }

    def _iri(self, name: str) -> str:
        return f"{self._base}{FOLDER}{name}"

    def _revision(
        self, kind: str, address: str, key: str, document: Document, modified: str
    ) -> Revision:
        at = datetime.fromisoformat(modified[:10]).replace(tzinfo=UTC)
        return Revision(0, 1, address, kind, key, CREATE, document, "", "", "", at, "platform")


def _texts(label: Label) -> dict[str, Json]:
    return {one: label[one] for one in LANGUAGES}


def _titled(plural: Label) -> Label:
    """The title of a kind's dataset, each language with its own plural."""
    it, en = (TITLE.format(plural=plural[one][:1].upper() + plural[one][1:]) for one in LANGUAGES)
    return Label(it=it.it, en=en.en)


def names_of(kinds: Mapping[str, KindFacts]) -> list[KindFacts]:
    """The kinds of which there is anything, in the order in which people read them."""
    return [kinds[name] for name in KINDS if name in kinds and kinds[name].entities]
