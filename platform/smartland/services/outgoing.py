"""Catalogues as files: our own, one for each holder, and each harvested one given back.

Datasets are completed once and spooled; what the files share is written once a file. A dataset
that came out of another catalogue is published by that one: here it is only given back in the
catalogue it came in, to the last statement, or the portals would see it twice.
"""

import logging
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

from smartland.domain.resource import Json, Revision
from smartland.ports.harvests import Source
from smartland.rdf.streams import FORMS, About, group
from smartland.rdf.terms import Triple, iri
from smartland.services.agents import Agent, Agents, slug
from smartland.services.completing import Completed, Completion
from smartland.services.generations import BUFFER, Building, Sink
from smartland.services.giving_back import given_back
from smartland.services.own_datasets import CATALOGUE, OwnDatasets
from smartland.services.spool import Entry, Spool
from smartland_vocab.namespaces import DCAT

CATALOGUE_IMPORTERS = frozenset({"dcat", "ckan"})
"""Importers that read catalogues which somebody else publishes."""
LISTING_KINDS = ("dataset", "data-service", "catalogue")
PARTS = "parts/"
NATIVE = f"{PARTS}native"
SPOOL = "spool.nt"

_SERVES = iri(DCAT.servesDataset)

log = logging.getLogger(__name__)
Pages = Callable[[str], Iterable[Revision]]
Pieces = Mapping[str, str]


@dataclass(frozen=True)
class Listed:
    """A catalogue for the page that lists them: ``key`` names its files ``{key}.{form}``."""

    key: str
    name: str
    datasets: int
    forms: tuple[str, ...] = tuple(FORMS)


class CatalogueFiles:
    """One catalogue in every form, written at once; a shared subject is described once."""

    def __init__(
        self, stack: ExitStack, building: Building, name: str, forms: Iterable[str] = FORMS
    ) -> None:
        self._sinks = {one: stack.enter_context(building.sink(f"{name}.{one}")) for one in forms}
        self._begun = False
        self._seen: set[str] = set()
        for form, sink in self._sinks.items():
            sink.write(FORMS[form].head)

    def add(self, triples: Iterable[Triple]) -> None:
        """Everything about some subjects."""
        self.put(pieces_of(group(triples), self._sinks))

    def put(self, pieces: Pieces) -> None:
        """The same, as text already."""
        for form, sink in self._sinks.items():
            if self._begun:
                sink.write(FORMS[form].between)
            sink.write(pieces[form])
        self._begun = True

    def share(self, about: About) -> None:
        """What several descriptions say alike: the first says it for all."""
        new = {subject: said for subject, said in about.items() if subject not in self._seen}
        if new:
            self._seen.update(new)
            self.put(pieces_of(new, self._sinks))

    def append(self, folder: Path, part: str) -> None:
        """The pieces of a file without head and tail, as they are."""
        for form, sink in self._sinks.items():
            path = folder / f"{part}.{form}"
            if path.exists() and path.stat().st_size:
                sink.write(FORMS[form].between if self._begun else "")
                _copy(path, sink)
        self._begun = True

    def end(self) -> None:
        """The tail."""
        for form, sink in self._sinks.items():
            sink.write(FORMS[form].tail)


def catalogues_in(sources: Iterable[Source]) -> frozenset[str]:
    """The names of those sources that are catalogues of somebody else."""
    return frozenset(one.name for one in sources if one.importer in CATALOGUE_IMPORTERS)


def pieces_of(about: About, forms: Iterable[str] = FORMS) -> Pieces:
    """A piece in each form."""
    return {one: FORMS[one].piece(about) for one in forms}


class Outgoing:
    """Writes the catalogues of one generation."""

    def __init__(
        self,
        building: Building,
        agents: Agents,
        own: OwnDatasets,
        base: str,
        sources: Iterable[Source],
    ) -> None:
        self._building = building
        self._completion = Completion(agents)
        self._own = own
        self._catalogue = base + CATALOGUE
        self._catalogues = catalogues_in(sources)

    def write_listed(self, pages: Pages) -> dict[str, list[Json]]:
        """The part of the main catalogue that the bodies fill, and every sub-catalogue."""
        path = self._building.folder / SPOOL
        try:
            with path.open("w+b") as file:
                spool = Spool(file)
                self._fill(spool, pages)
                holders = self._write_native(spool)
                sources = [self._write_source(spool, name) for name in sorted(spool.foreign)]
        finally:
            path.unlink(missing_ok=True)
        return {
            "holders": [asdict(one) for one in holders],
            "sources": [asdict(one) for one in sources],
        }

    def write_main(
        self, datasets: Sequence[Revision], services: Iterable[Revision], modified: str
    ) -> None:
        """The main catalogue: what is ours, then what ``write_listed`` has left."""
        listed = [one.iri for one in datasets]
        with ExitStack() as stack:
            files = CatalogueFiles(stack, self._building, CATALOGUE)
            self._describe(files, self._own.catalogue(modified))
            for one in datasets:
                completed = self._completion.dataset(one, self._own.more(one))
                files.add([_lists(self._catalogue, one.iri, "dataset"), *completed.own])
                files.share(group(t for said in completed.shared.values() for t in said))
            for one in services:
                completed = self._completion.service(one, listed)
                files.add([_lists(self._catalogue, one.iri, "data-service"), *completed.own])
                files.share(group(t for said in completed.shared.values() for t in said))
            files.append(self._building.folder, NATIVE)
            files.end()

    def _describe(self, files: CatalogueFiles, catalogue: Revision) -> None:
        completed = self._completion.catalogue(catalogue)
        files.add(completed.own)
        files.share(group(t for said in completed.shared.values() for t in said))

    def _fill(self, spool: Spool, pages: Pages) -> None:
        listed: set[str] = set()
        for kind in LISTING_KINDS:
            for revision in pages(kind):
                if revision.source in self._catalogues:
                    spool.add_foreign(revision)
                elif kind != "catalogue":
                    if kind == "dataset":
                        listed.add(revision.iri)
                    spool.add_native(self._completed(revision, listed), kind)

    def _completed(self, revision: Revision, listed: Container[str]) -> Completed:
        """Completed; as it is where that cannot be done, since the portals delete what is gone."""
        try:
            if revision.kind == "dataset":
                return self._completion.dataset(revision)
            return self._completion.service(revision, listed)
        except ValueError as error:
            log.warning("%s goes out as it is: %s", revision.iri, error)
            return self._completion.as_it_is(revision)

    def _write_native(self, spool: Spool) -> list[Listed]:
        spool.native.sort(key=lambda one: (one.holder, one.iri))
        found = []
        with ExitStack() as stack:
            body = _Body(stack, self._building)
            for key, entries in groupby(spool.native, key=lambda one: one.holder):
                found.append(self._write_holder(spool, body, spool.holders[key], list(entries)))
        return found

    def _write_holder(
        self, spool: Spool, body: "_Body", holder: Agent, entries: Sequence[Entry]
    ) -> Listed:
        catalogue = self._own.of_holder(holder, max(one.modified for one in entries))
        with ExitStack() as stack:
            files = CatalogueFiles(stack, self._building, f"{CATALOGUE}/holder/{holder.key}")
            self._describe(files, catalogue)
            listed = {iri(one.iri) for one in entries}
            for one in entries:
                own = spool.read(one.place, one.own)
                body.put(pieces_of(group([_lists(self._catalogue, one.iri, one.kind)])))
                pieces = pieces_of(group(own))
                body.put(pieces)
                files.add([_lists(catalogue.iri, one.iri, one.kind)])
                if one.kind == "data-service":
                    files.add([t for t in own if t[1] != _SERVES or t[2] in listed])
                else:
                    files.put(pieces)
                shared = group(spool.read(one.place + one.own, one.shared))
                body.share(shared)
                files.share(shared)
            files.end()
        name = next(iter(holder.name.values()))
        return Listed(holder.key, name, sum(one.kind == "dataset" for one in entries))

    def _write_source(self, spool: Spool, name: str) -> Listed:
        forms = tuple(one for one in FORMS if one != "rdf" or name not in spool.inexpressible)
        key = slug(name)
        with ExitStack() as stack:
            files = CatalogueFiles(stack, self._building, f"{CATALOGUE}/source/{key}", forms)
            for about in given_back(spool, name):
                files.put(pieces_of(about, forms))
            files.end()
        datasets = sum(one.kind == "dataset" for one in spool.foreign[name])
        return Listed(key, name, datasets, forms)


class _Body:
    """The pieces of the main catalogue that stand between what is ours and its tail."""

    def __init__(self, stack: ExitStack, building: Building) -> None:
        self._sinks = {
            one: stack.enter_context(building.sink(f"{NATIVE}.{one}", packed=False))
            for one in FORMS
        }
        self._begun = False
        self._seen: set[str] = set()

    def put(self, pieces: Pieces) -> None:
        """One piece in every form."""
        for form, sink in self._sinks.items():
            sink.write(f"{FORMS[form].between if self._begun else ''}{pieces[form]}")
        self._begun = True

    def share(self, about: About) -> None:
        """As ``CatalogueFiles.share``."""
        new = {subject: said for subject, said in about.items() if subject not in self._seen}
        if new:
            self._seen.update(new)
            self.put(pieces_of(new))


def _lists(catalogue: str, listed: str, kind: str) -> Triple:
    predicate = DCAT.dataset if kind == "dataset" else DCAT.service
    return iri(catalogue), iri(predicate), iri(listed)


def _copy(path: Path, sink: Sink) -> None:
    with path.open("rb") as file:
        while chunk := file.read(BUFFER):
            sink.write_bytes(chunk)
