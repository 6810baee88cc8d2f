"""Descriptions made ready for the harvesters of dati.gov.it and data.europa.eu.

What DCAT-AP_IT demands and nobody said is said as unknown, with the code that the authority's
list has for that; what they read in one way only is written in that way. Nothing is guessed.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from smartland.domain.fields import Date, Field, Part, Text
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json, Revision
from smartland.rdf.ranges import ranges
from smartland.rdf.read import compose, split_lines
from smartland.rdf.streams import expressible
from smartland.rdf.terms import Triple, iri
from smartland.rdf.write import UNTAGGED, part_iri
from smartland.services.agents import Agent, Agents, one_language, slug
from smartland.services.licences import complete_licence, licence_triples
from smartland_vocab.namespaces import CONCEPT, DCAT, DCATAP, DCATAPIT, DCT, EU_AUTHORITY

UNKNOWN_FREQUENCY = f"{EU_AUTHORITY}frequency/UNKNOWN"
PROVISIONAL_THEME = f"{EU_AUTHORITY}data-theme/OP_DATPRO"
PROVISIONAL_FORMAT = f"{EU_AUTHORITY}file-type/OP_DATPRO"
FORMATS = {
    "csv": "CSV", "tsv": "TSV", "json": "JSON", "geojson": "GEOJSON", "jsonld": "JSON_LD",
    "xml": "XML", "ttl": "RDF_TURTLE", "rdf": "RDF_XML", "nt": "RDF_N_TRIPLES",
    "nq": "RDF_N_QUADS", "zip": "ZIP", "pdf": "PDF", "xlsx": "XLSX", "xls": "XLS", "ods": "ODS",
    "html": "HTML", "htm": "HTML", "txt": "TXT", "shp": "SHP", "gml": "GML", "kml": "KML",
    "gpkg": "GPKG", "parquet": "PARQUET",
}  # fmt: skip
"""Ending of a file → code of the EU's list of file types."""
_IANA = "www.iana.org/assignments/media-types/"
_ADDRESSED = iri(DCAT.distribution)
_SUBJECT, _ACCESS, _RIGHTS = iri(DCT.subject), iri(DCT.accessRights), iri(DCT.rights)
_CATEGORY, _LAW = iri(DCATAP.hvdCategory), iri(DCATAP.applicableLegislation)
_READ_PERIODS = {
    iri(DCATAPIT[name]): iri(f"http://schema.org/{name}") for name in ("startDate", "endDate")
}


@dataclass(frozen=True)
class Completed:
    """A description as a catalogue lists it: its ``own`` triples, those of what it shares with
    others by subject, and who holds the rights."""

    iri: str
    own: tuple[Triple, ...]
    shared: Mapping[str, tuple[Triple, ...]]
    holder: Agent
    modified: str


class Completion:
    """Completes datasets and data services with what ``agents`` knows of the bodies."""

    def __init__(self, agents: Agents) -> None:
        self._agents = agents

    def dataset(self, revision: Revision, more: Iterable[Triple] = ()) -> Completed:
        """The dataset with everything that DCAT-AP_IT makes mandatory, and ``more`` triples."""
        document = _italian(KINDS["dataset"].public_fields, revision.document)
        holder = self._name_agents(document)
        document.setdefault("theme", [PROVISIONAL_THEME])
        document.setdefault("frequency", UNKNOWN_FREQUENCY)
        document.setdefault("modified", revision.at.date().isoformat())
        code = f"{holder.identifier}:{revision.key}"
        document["identifier"] = document.get("identifier") or code
        document["temporal"] = [one for one in document.get("temporal", ()) if one.get("start")]
        document["conforms_to"] = [_standard(one) for one in document.get("conforms_to", ())]
        document["contact_point"] = list(_contacts(document, revision.iri, holder))
        document["distribution"] = [_distribution(o) for o in document.get("distribution", ())]
        return self._completed("dataset", revision, document, holder, more)

    def service(self, revision: Revision, listed: Container[str]) -> Completed:
        """The data service, serving those of its datasets that the catalogue lists."""
        document = _italian(KINDS["data-service"].public_fields, revision.document)
        document["serves"] = [one for one in document.get("serves", ()) if one in listed]
        holder = self._name_agents(document, needed=False)
        document["contact_point"] = list(_contacts(document, revision.iri, holder))
        if "license" in document:
            document["license"] = complete_licence(document["license"])
        return self._completed("data-service", revision, document, holder, ())

    def catalogue(self, revision: Revision) -> Completed:
        """A catalogue of ours, without what it lists."""
        document = dict(revision.document)
        holder = self._agents.of(document["publisher"])
        document["license"] = complete_licence(document["license"])
        return self._completed("catalogue", revision, document, holder, ())

    def as_it_is(self, revision: Revision) -> Completed:
        """The description as the platform publishes it, in this installation's name."""
        triples = split_lines(revision.triples)
        triples += ranges(triples)
        own, shared = _parted(revision.iri, [one for one in triples if expressible(one)])
        day = revision.at.date().isoformat()
        return Completed(revision.iri, own, shared, self._agents.own, day)

    def _name_agents(self, document: dict[str, Json], *, needed: bool = True) -> Agent:
        """Put the known agents in; who holds the rights, or failing that publishes."""
        given = document.get("rights_holder") or document.get("publisher")
        holder = self._agents.of(given) if given else self._agents.own
        for name in ("publisher", "rights_holder"):
            if name in document:
                document[name] = self._agents.of(document[name]).part()
        document["creator"] = [self._agents.of(o).part() for o in document.get("creator", ())]
        if needed:
            document.setdefault("rights_holder", holder.part())
            document.setdefault("publisher", self._agents.own.part())
        else:
            document.pop("creator")
        return holder

    def _completed(
        self,
        kind: str,
        revision: Revision,
        document: dict[str, Json],
        holder: Agent,
        more: Iterable[Triple],
    ) -> Completed:
        present = {name: value for name, value in document.items() if value not in ([], {}, "")}
        lines = compose(KINDS[kind], revision.iri, present, revision.extra)
        triples = respelt([*split_lines(lines), *more])
        own, shared = _parted(revision.iri, [one for one in triples if expressible(one)])
        day = str(present.get("modified", revision.at.date().isoformat()))
        return Completed(revision.iri, own, shared, holder, day)


def respelt(triples: Iterable[Triple]) -> list[Triple]:
    """What is said, as the portals read it; what nobody said stays unsaid."""
    found = [one for one in triples if not _is_corridor(one)]
    found += [*_read_periods(found), *_rights(found)]
    found += [*_laws(found), *licence_triples(found)]
    found += ranges(found)
    return found


def _is_corridor(triple: Triple) -> bool:
    """True for a corridor as a subject, which the portals take for a EuroVoc subtheme."""
    return triple[1] == _SUBJECT and triple[2].startswith(f"<{CONCEPT.iri}")


def _read_periods(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Periods as the harvester of dati.gov.it reads them: by schema.org's old namespace, and not
    by the terms that rule 196 demands."""
    for subject, predicate, term in triples:
        if predicate in _READ_PERIODS:
            yield subject, _READ_PERIODS[predicate], term


def _rights(triples: Sequence[Triple]) -> Iterator[Triple]:
    """What may be done with a dataset may be done with its files, and data.europa.eu asks there."""
    access = [term for _, predicate, term in triples if predicate == _ACCESS]
    said = {subject for subject, predicate, _ in triples if predicate == _RIGHTS}
    for _, predicate, term in triples:
        if predicate == _ADDRESSED and term not in said and len(access) == 1:
            yield term, _RIGHTS, access[0]


def _laws(triples: Sequence[Triple]) -> Iterator[Triple]:
    """What has a high-value dataset published covers its files, of which HVD asks it too."""
    if not any(predicate == _CATEGORY for _, predicate, _ in triples):
        return
    laws = [term for _, predicate, term in triples if predicate == _LAW]
    said = {subject for subject, predicate, _ in triples if predicate == _LAW}
    for _, predicate, term in triples:
        if predicate == _ADDRESSED and term not in said:
            yield from ((term, _LAW, law) for law in laws)


def _parted(
    subject: str, triples: Iterable[Triple]
) -> tuple[tuple[Triple, ...], dict[str, tuple[Triple, ...]]]:
    """What is the resource's own (itself, its distributions, what has a name under it), and the
    rest by subject."""
    triples = list(dict.fromkeys(triples))
    mine = {f"<{subject}>"} | {term for _, predicate, term in triples if predicate == _ADDRESSED}
    own, shared = [], dict[str, list[Triple]]()
    for triple in triples:
        if triple[0] in mine or triple[0].startswith(f"<{subject}#"):
            own.append(triple)
        else:
            shared.setdefault(triple[0], []).append(triple)
    return tuple(own), {name: tuple(said) for name, said in shared.items()}


def _italian(fields: Iterable[Field], document: Mapping[str, Json]) -> dict[str, Json]:
    """The document with its texts tagged (an untagged one overwrites all others at dati.gov.it)
    and its instants cut to days (rules 31–33, 73 and 74 of DCAT-AP_IT)."""
    found: dict[str, Json] = {}
    for one in fields:
        value = document.get(one.name)
        if value is None:
            continue
        if isinstance(one, Text) and one.languages:
            value = _tagged(value)
        elif isinstance(one, Date):
            value = value[:10]
        elif isinstance(one, Part):
            values = value if one.many else [value]
            parts = [{**_iri_in(part), **_italian(one.of.fields, part)} for part in values]
            value = parts if one.many else parts[0]
        found[one.name] = value
    return found


def _iri_in(part: Mapping[str, Json]) -> dict[str, Json]:
    return {"iri": part["iri"]} if part.get("iri") else {}


def _tagged(value: Mapping[str, Json]) -> dict[str, Json]:
    texts = dict(value)
    untagged = texts.pop(UNTAGGED, None)
    if untagged is not None:
        texts.setdefault("it", untagged)
    return texts


def _contacts(
    document: Mapping[str, Json], subject: str, holder: Agent
) -> Iterator[dict[str, Json]]:
    """Contact points that can be written to; none has the IRI of an agent, which would be both."""
    field = KINDS["dataset"].by_name["contact_point"]
    agents = {holder.iri} | {
        one["iri"]
        for name in ("publisher", "rights_holder", "creator")
        for one in listed(document.get(name))
    }
    for one in document.get("contact_point", ()):
        if not one.get("email"):
            continue
        name = one_language(one.get("name", {})) or dict(holder.name)
        contact = {**one, "name": name}
        if contact.get("iri") in agents:
            del contact["iri"]
        yield {**contact, "iri": contact.get("iri") or part_iri(subject, field.name, contact)}


def listed(value: Json) -> list[Json]:
    """The values of a field that may hold one, many or none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _standard(part: Mapping[str, Json]) -> dict[str, Json]:
    if part.get("identifier"):
        return dict(part)
    title = next(iter(one_language(part.get("title", {})).values()), "")
    name = str(part.get("iri", "")).rstrip("/#").rsplit("/", 1)[-1] or slug(title)
    return {**part, "identifier": name}


def _distribution(part: Mapping[str, Json]) -> dict[str, Json]:
    """One distribution with licence and format; without its size, which DCAT-AP 2 and 3 want in
    two different datatypes."""
    found = {name: value for name, value in part.items() if name != "byte_size"}
    media = str(found.get("media_type", ""))
    if _IANA in media:
        found["media_type"] = f"http://{media[media.index(_IANA) :]}"
    found.setdefault("format", _format(found))
    found["license"] = complete_licence(found.get("license", {}))
    found["conforms_to"] = [_standard(one) for one in found.get("conforms_to", ())]
    return {name: value for name, value in found.items() if value not in ([], {}, "")}


def _format(distribution: Mapping[str, Json]) -> str:
    """The file type by the ending of the address; provisional where that tells nothing."""
    for address in (*distribution.get("download_url", ()), distribution.get("access_url", "")):
        name = PurePosixPath(urlsplit(address).path).name.lower().removesuffix(".gz")
        code = FORMATS.get(name.rpartition(".")[2]) if "." in name else None
        if code:
            return f"{EU_AUTHORITY}file-type/{code}"
    return PROVISIONAL_FORMAT
