"""Every public dataset as a row that CKAN searches by, kept up with the truth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from smartland.domain.resource import Document, Json, Revision
from smartland.ports.truth import Truth, Window
from smartland.services.ckan.names import (
    NOT_SPECIFIED,
    Licence,
    code_of,
    dataset_name,
    identifier,
    licence_of,
    slug,
)
from smartland.services.labels import texts, title

BATCH = 500
DATASET = "dataset"


@dataclass(frozen=True)
class Organisation:
    """Who holds datasets: the rights holder, else the publisher, else the installation."""

    name: str
    title: str
    code: str = ""


@dataclass(frozen=True)
class Row:
    """One dataset, by what it is searched, sorted and counted by."""

    id: str
    iri: str
    name: str
    title: str
    modified: datetime
    created: str
    organisation: Organisation
    tags: tuple[str, ...]
    groups: tuple[str, ...]
    formats: tuple[str, ...]
    licence: Licence
    source: str

    @property
    def native(self) -> bool:
        """True for what has a name of ours, false for what another catalogue publishes."""
        return not self.source


class Rows:
    """The rows of all datasets; each look reads what has changed since the last one."""

    def __init__(self, truth: Truth, base: str, platform: Organisation) -> None:
        self._truth = truth
        self._ours = f"{base}id/"
        self._platform = platform
        self._rows: dict[str, Row] = {}
        self._sequence = 0
        self._lock = Lock()

    def current(self) -> tuple[Sequence[Row], int]:
        """Every row, and the sequence number that they stand for."""
        with self._lock:
            last = self._truth.last_sequence()
            if last < self._sequence:
                # the truth was put back to an older state
                self._rows, self._sequence = {}, 0
            if last > self._sequence:
                self._catch_up()
                self._sequence = max(last, self._sequence)
            return tuple(self._rows.values()), self._sequence

    def _catch_up(self) -> None:
        while found := self._truth.latest(Window(self._sequence, kinds=(DATASET,)), BATCH):
            for revision in found:
                self._rows.pop(revision.iri, None)
                if not revision.withdrawn:
                    self._rows[revision.iri] = self._row(revision)
            self._sequence = found[-1].sequence

    def _row(self, revision: Revision) -> Row:
        document = revision.document
        return Row(
            id=identifier(revision.iri),
            iri=revision.iri,
            name=dataset_name(revision.key),
            title=title(revision).it,
            modified=revision.at,
            created=str(document.get("issued", ""))[:10],
            organisation=organisation_of(document, self._platform),
            tags=tuple(keywords(document)),
            groups=tuple(code_of(one).lower() for one in document.get("theme", ())),
            formats=tuple(dict.fromkeys(filter(None, map(format_of, distributions(document))))),
            licence=dataset_licence(document),
            source="" if revision.iri.startswith(self._ours) else revision.source,
        )


def organisation_of(document: Document, platform: Organisation) -> Organisation:
    """The organisation of a dataset, named by its IPA or tax code where it has one."""
    agent = document.get("rights_holder") or document.get("publisher") or {}
    code = str(agent.get("identifier", "")).lower()
    name = texts(agent.get("name"))
    if not name and not code:
        return platform
    return Organisation(slug(code or (name.it if name else "")), name.it if name else code, code)


def keywords(document: Document) -> list[str]:
    """The keywords of all languages, each once, in Italian first."""
    given = document.get("keyword", {})
    by_language = given if isinstance(given, Mapping) else {"und": given}
    order = sorted(by_language, key=lambda tag: tag != "it")
    return list(dict.fromkeys(one for tag in order for one in _list(by_language[tag])))


def distributions(document: Document) -> Sequence[Mapping[str, Json]]:
    """The distributions of a dataset."""
    found: Sequence[Mapping[str, Json]] = document.get("distribution", ())
    return found


def format_of(distribution: Mapping[str, Json]) -> str:
    """The code of a distribution's file type; empty where it does not say."""
    return code_of(distribution.get("format", ""))


def dataset_licence(document: Document) -> Licence:
    """The licence of a dataset: the one of all its distributions, else not specified."""
    found = {licence_of(one.get("license")) for one in distributions(document)}
    return found.pop() if len(found) == 1 else NOT_SPECIFIED


def _list(value: Json) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
