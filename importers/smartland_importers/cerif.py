"""Research information systems: OpenAIRE's CERIF over OAI-PMH.

Projects, organisational units, calls and tenders come in. Persons, publications and equipment
give no item, are not counted, and over the network are not even asked for: what is not needed
about a person is not fetched. A person's record in a saved file is passed over unread.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Protocol
from urllib.parse import urlsplit

from smartland.errors import Label, SourceFailed
from smartland.ports.fetch import Fetcher
from smartland.ports.importer import Expected, Item, Partial, Rejected, Removed
from smartland_importers.cerif_fundings import Fundings, read_funding
from smartland_importers.cerif_orgunits import Bodies, read_body
from smartland_importers.cerif_projects import read_project
from smartland_importers.cerif_values import Scope, repository_of
from smartland_importers.oai_pmh import Record, Repository, record_of, saved_responses
from smartland_importers.xml_tree import Element

PROFILE = "https://www.openaire.eu/cerif-profile/"
ORGANISATION, FUNDING, PROJECT = "OrgUnit", "Funding", "Project"
# the guidelines' names of the sets; version 1.1 and 1.2 differ by a plural
_SETS = {
    ORGANISATION: re.compile(r"openaire_cris_orgunits"),
    FUNDING: re.compile(r"openaire_cris_fundings?"),
    PROJECT: re.compile(r"openaire_cris_projects"),
}
MOST = 300_000
"""Organisational units or fundings of one repository, which are held in memory together."""

NO_CERIF = Label(
    it="{address} non offre OpenAIRE CERIF; offre: {names}.",
    en="{address} does not offer OpenAIRE CERIF; it offers: {names}.",
)
TOO_MANY = Label(
    it="{address} ha più di {limit} unità o finanziamenti: registrarlo per insiemi.",
    en="{address} has more than {limit} units or fundings: register it set by set.",
)


class _Source(Protocol):
    """Where records come from: the network or saved responses."""

    @property
    def address(self) -> str:
        """Its address, for messages."""

    @property
    def total(self) -> int:
        """The size of the list being read; 0 when unknown."""

    @property
    def partial(self) -> bool:
        """True where not all projects are asked for."""

    def owner(self) -> str:
        """The internal identifier of the body that runs the service; empty when unknown."""

    def host(self) -> str:
        """What a repository is called whose OAI identifiers do not say it."""

    def records(self, entity: str) -> Iterator[Record]:
        """The records of one entity, those that were deleted included."""


class CerifImporter:
    """Harvests a research information system (CRIS)."""

    name: ClassVar[str] = "cerif"
    label: ClassVar[Label] = Label(
        it="Anagrafe della ricerca (OpenAIRE CERIF via OAI-PMH)",
        en="Research information system (OpenAIRE CERIF over OAI-PMH)",
    )

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        """Units and stakeholders, then calls and tenders, then projects.

        ``address`` is an OAI-PMH base URL, or a saved response, or a folder of them. With ``from``
        or ``until`` in the address (2024-01-31) only the projects that changed then are read, which
        is Partial; units and fundings are read whole, as projects refer to them. Raises
        SourceFailed, TooLarge.
        """
        online = urlsplit(address).scheme in ("http", "https")
        source = _Online(address, fetcher) if online else _Saved(address, fetcher)
        return _Reading(source, base).items()


@dataclass
class _Reading:
    """One reading of a source."""

    source: _Source
    base: str
    bodies: Bodies = field(default_factory=Bodies)
    fundings: Fundings = field(default_factory=Fundings)

    def items(self) -> Iterator[Item]:
        if self.source.partial:
            yield Partial()
        self.bodies.owner = self.source.owner()
        yield from self._gather(
            ORGANISATION, lambda *record: self.bodies.add(read_body(*record)), self.bodies
        )
        yield from self._gather(
            FUNDING, lambda *record: self.fundings.add(read_funding(*record)), self.fundings
        )
        known = len(self.bodies) + len(self.fundings)
        yield Expected(known)
        yield from self.bodies.items()
        yield from self.fundings.items(self.bodies)
        yield from self._projects(known)

    def _gather(
        self, entity: str, keep: Callable[[Element, Scope, str], None], kept: Bodies | Fundings
    ) -> Iterator[Item]:
        """Keep every record of an entity: they refer to each other in any order."""
        for record in self.source.records(entity):
            if record.metadata is None:
                yield _without_metadata(record)
                continue
            if len(kept) > MOST:
                raise SourceFailed(TOO_MANY.format(address=self.source.address, limit=MOST))
            keep(record.metadata, self._scope(record), record.identifier)

    def _projects(self, known: int) -> Iterator[Item]:
        told = False
        for record in self.source.records(PROJECT):
            if not told and self.source.total:
                told = True
                yield Expected(known + self.source.total)
            if record.metadata is None:
                yield _without_metadata(record)
                continue
            scope = self._scope(record)
            yield read_project(
                record.metadata, scope, record.identifier, self.bodies, self.fundings
            )

    def _scope(self, record: Record) -> Scope:
        return Scope(self.base, repository_of(record.identifier, self.source.host()))


def _without_metadata(record: Record) -> Item:
    if record.deleted:
        return Removed(record.identifier)
    name = record.identifier or f"line {record.line}"
    return Rejected(name, f"line {record.line}: a record without metadata")


@dataclass
class _Online:
    """A repository asked over OAI-PMH, set by set."""

    address: str
    fetcher: Fetcher
    repository: Repository = field(init=False)

    def __post_init__(self) -> None:
        self.repository = Repository(self.address, self.fetcher)

    @property
    def total(self) -> int:
        return self.repository.total

    @property
    def partial(self) -> bool:
        return bool(self.repository.window)

    def owner(self) -> str:
        return _owner(self.repository.identify())

    def host(self) -> str:
        return urlsplit(self.address).netloc

    def records(self, entity: str) -> Iterator[Record]:
        for name in self._sets(entity):
            found = self.repository.records(self._prefix, name, in_window=entity == PROJECT)
            yield from (one for one in found if _concerns(one, entity))

    @cached_property
    def _prefix(self) -> str:
        """The metadata prefix of the newest version of the profile that is offered."""
        formats = self.repository.formats()
        offered = [(space, name) for name, space in formats.items() if space.startswith(PROFILE)]
        if not offered:
            names = ", ".join(sorted(formats)) or "-"
            raise SourceFailed(NO_CERIF.format(address=self.address, names=names[:300]))
        return max(offered)[1]

    @cached_property
    def _names(self) -> list[str]:
        return self.repository.sets()

    def _sets(self, entity: str) -> list[str]:
        """The sets to read for an entity; the whole list where the service has no sets."""
        if self.repository.asked_set:
            return [self.repository.asked_set]
        if not self._names:
            return [""]
        return [name for name in self._names if _SETS[entity].fullmatch(name)]


@dataclass
class _Saved:
    """Responses in files; they are read once for each entity, one file in memory at a time."""

    address: str
    fetcher: Fetcher
    total: int = 0
    partial: bool = False

    def owner(self) -> str:
        for _, elements in saved_responses(self.address, self.fetcher):
            for element in elements:
                if element.name == "Identify":
                    return _owner(element)
        return ""

    def host(self) -> str:
        return "saved"

    def records(self, entity: str) -> Iterator[Record]:
        given: set[str] = set()
        for _, elements in saved_responses(self.address, self.fetcher):
            for element in elements:
                record = record_of(element) if element.name == "record" else None
                if record and _concerns(record, entity) and record.identifier not in given:
                    given.add(record.identifier)
                    yield record


def _concerns(record: Record, entity: str) -> bool:
    """True for a record of the entity; one without metadata concerns the entity of its set, and
    where it has no set, is told among the projects."""
    if record.metadata is not None:
        return record.metadata.name == entity and record.metadata.namespace.startswith(PROFILE)
    if not record.sets:
        return entity == PROJECT
    return any(_SETS[entity].fullmatch(name) for name in record.sets)


def _owner(identify: Element | None) -> str:
    """Who owns the service, in its own description (guidelines, section on Identify)."""
    if identify is None:
        return ""
    owner = identify.first("description", "Service", "Owner", "OrgUnit")
    return owner.attributes.get("id", "") if owner else ""
