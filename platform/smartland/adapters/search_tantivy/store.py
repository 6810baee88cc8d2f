"""The state of a tantivy index on disk: open, follow, commit, rebuild, swap."""

import contextlib
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from smartland.adapters.search_common.fields import POSITION_IRI
from smartland.adapters.search_common.layout import EMPTY_TEXTS
from smartland.adapters.search_tantivy.folder import GenerationFolder, Stamp
from smartland.adapters.search_tantivy.schema import register_analyzers
from smartland.errors import Busy, Label, StorageFailed

HEAP_BYTES = 128_000_000
_THREADS = 1
"""One indexing thread gives one segment a commit; while it works, Python analyses the next."""
_TRIES = 5

_FAILED = Label(
    it="L'indice di ricerca non funziona: liberare spazio sul disco o ricostruirlo.",
    en="The search index does not work: make room on the disk or rebuild it.",
)
_READ_ONLY = Label(
    it="L'indice di ricerca è aperto in sola lettura.", en="The search index is open for reading."
)
_REBUILDING = Label(
    it="La ricostruzione dell'indice di ricerca è già in corso.",
    en="The search index is being rebuilt already.",
)
_CLOSED = Label(it="L'indice di ricerca è chiuso.", en="The search index is closed.")


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Raise StorageFailed for what tantivy raises: ValueError, whatever went wrong below it."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise StorageFailed(_FAILED) from error


@dataclass(frozen=True)
class View:
    """One state of the index, the sequence committed with it, and the highest version in it."""

    index: tantivy.Index
    searcher: tantivy.Searcher
    sequence: int
    newest: int
    generation: Path | None = None


class Store:
    """The index in ``folder``: to be read, until ``take_over`` makes it ours to write."""

    def __init__(
        self, folder: Path, schema: tantivy.Schema, schema_hash: str, heap_bytes: int
    ) -> None:
        self._schema = schema
        self._folder = GenerationFolder(folder.resolve(), schema_hash)
        self._heap_bytes = heap_bytes
        self._writer: tantivy.IndexWriter | None = None
        self._owned = False
        self._closed = False
        self._changing = threading.Lock()
        self._rebuilding = threading.Lock()
        self._stamp: Stamp | None = None
        self._view = self._look(self._open(None), None)

    def take_over(self, seconds: float) -> None:
        """Become the one writer, waiting up to ``seconds`` for another; raises Busy."""
        self._folder.acquire(seconds)
        try:
            self._view = self._current() or self._start()
            if self._view.generation:
                self._folder.sweep(self._view.generation)
            self._owned = True
        except BaseException:
            self._folder.release()
            raise

    def view(self) -> View:
        """The newest state; readers look at the disk, the writer knows."""
        if self._closed:
            raise Busy(_CLOSED)
        if not self._owned:
            self._follow()
        return self._view

    def documents(self) -> int:
        """How many resources the newest state holds."""
        return self.view().searcher.num_docs - 1

    def newer(self, versions: Mapping[str, int]) -> list[str]:
        """The IRIs of which the index holds a newer version than ``versions`` gives."""
        view = self.view()
        late = [iri for iri, version in versions.items() if version < view.newest]
        if not late:
            return []
        query = tantivy.Query.term_set_query(self._schema, "iri", late)
        with translated():
            hits = view.searcher.search(query, limit=len(late), count=False).hits
            held = [view.searcher.doc(address) for _, address in hits]
        found = {str(one.get_first("iri")): int(one.get_first("version") or 0) for one in held}
        return [iri for iri, version in found.items() if version > versions[iri]]

    def apply(
        self, documents: Iterable[dict[str, Any]], replaced: Iterable[str], sequence: int
    ) -> None:
        """Drop the IRIs ``replaced``, add ``documents``, commit at ``sequence`` (or at
        the later one where the index stands): all or nothing."""
        with self._changing:
            view = self._ours()
            try:
                with translated():
                    self._writer = self._writer or self._open_writer(view.index)
                    for iri in replaced:
                        self._writer.delete_documents_by_term("iri", iri)
                newest = max(self._add(self._writer, documents), view.newest)
                self._commit(self._writer, max(sequence, view.sequence), newest)
            except BaseException:
                self._roll_back()
                raise
            self._view = self._look(view.index, view.generation)

    def rebuild(self, documents: Iterable[dict[str, Any]], sequence: int) -> None:
        """Fill a new generation and swap to it; raises Busy while another rebuild runs."""
        if not self._rebuilding.acquire(blocking=False):
            raise Busy(_REBUILDING, retry_after=60)
        try:
            self._ours()
            generation = self._folder.create()
            try:
                self._fill(generation, documents, sequence)
            except BaseException:
                shutil.rmtree(generation, ignore_errors=True)
                raise
        finally:
            self._rebuilding.release()

    def close(self) -> None:
        """Finish merging, release the lock and the files; a second call does nothing."""
        with self._changing:
            if self._closed:
                return
            self._closed = True
            writer, self._writer = self._writer, None
            self._view = self._look(self._open(None), None)
            try:
                if writer is not None:
                    with translated():
                        writer.wait_merging_threads()
            finally:
                self._folder.release()

    def _ours(self) -> View:
        if not self._owned:
            raise Busy(_READ_ONLY)
        return self.view()

    def _open(self, path: Path | None) -> tantivy.Index:
        """The index in ``path``, created if there is none; in memory without a path."""
        index = tantivy.Index(self._schema, str(path) if path else None)
        index.config_reader("manual")
        register_analyzers(index)
        return index

    def _open_writer(self, index: tantivy.Index) -> tantivy.IndexWriter:
        return index.writer(self._heap_bytes, _THREADS)

    def _look(self, index: tantivy.Index, generation: Path | None) -> View:
        """The last commit of ``index``."""
        with translated():
            index.reload()
            searcher = index.searcher()
            query = tantivy.Query.term_query(self._schema, "iri", POSITION_IRI, "basic")
            found = searcher.search(query, limit=1, count=False).hits
            stored = searcher.doc(found[0][1]) if found else tantivy.Document()
        position, newest = (int(stored.get_first(one) or 0) for one in ("position", "version"))
        return View(index, searcher, position, newest, generation)

    def _current(self) -> View | None:
        """The generation pointed to; None if there is none of our schema, or a broken one."""
        path = self._folder.current()
        if path is None:
            return None
        try:
            return self._look(self._open(path), path)
        except (ValueError, StorageFailed):
            # It holds nothing that cannot be rebuilt: better empty than refusing to start
            return None

    def _start(self) -> View:
        path = self._folder.create()
        with translated():
            view = self._look(self._open(path), path)
        self._folder.point_to(path)
        return view

    def _follow(self) -> None:
        stamp = self._folder.stamp()
        if stamp == self._stamp:
            return
        with self._changing:
            for _ in range(_TRIES):
                # Taken before looking: what is committed meanwhile is seen next time
                stamp, path = self._folder.stamp(), self._folder.current()
                # The generation may be swapped away between the two
                with contextlib.suppress(ValueError, StorageFailed):
                    self._view = self._look(self._at(path), path)
                    self._stamp = stamp
                    return
            raise StorageFailed(_FAILED)

    def _at(self, path: Path | None) -> tantivy.Index:
        if path is not None and path == self._view.generation:
            return self._view.index
        return self._open(path)

    def _add(self, writer: tantivy.IndexWriter, documents: Iterable[dict[str, Any]]) -> int:
        """Add ``documents``; their highest version."""
        newest = 0
        for one in documents:
            newest = max(newest, one["version"])
            with translated():
                writer.add_document(tantivy.Document.from_dict(one, self._schema))
        return newest

    def _commit(self, writer: tantivy.IndexWriter, sequence: int, newest: int) -> None:
        about = {"position": sequence, "version": newest}
        position = {"iri": POSITION_IRI, **about, **EMPTY_TEXTS}
        with translated():
            writer.delete_documents_by_term("iri", POSITION_IRI)
            writer.add_document(tantivy.Document.from_dict(position, self._schema))
            writer.commit()

    def _roll_back(self) -> None:
        """Forget what was not committed; a writer that cannot is replaced at the next change."""
        writer = self._writer
        if writer is not None:
            try:
                writer.rollback()
            except ValueError:
                self._writer = None
                _end(writer)

    def _fill(self, generation: Path, documents: Iterable[dict[str, Any]], sequence: int) -> None:
        with translated():
            index = self._open(generation)
            writer = self._open_writer(index)
        try:
            newest = self._add(writer, _replacing(writer, documents))
            self._commit(writer, sequence, newest)
            with self._changing:
                self._swap(self._look(index, generation), writer)
        except BaseException:
            _end(writer)
            raise

    def _swap(self, view: View, writer: tantivy.IndexWriter) -> None:
        if view.generation is None or self._closed:
            raise Busy(_CLOSED)
        self._folder.point_to(view.generation)
        self._view, self._writer = view, writer
        self._folder.sweep(view.generation)


def _replacing(
    writer: tantivy.IndexWriter, documents: Iterable[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """``documents``, an earlier one of the same IRI dropped before the later is added."""
    # Hashes need less memory than IRIs; should two IRIs share one, the drop finds nothing
    seen: set[int] = set()
    for one in documents:
        hashed = hash(one["iri"])
        if hashed in seen:
            with translated():
                writer.delete_documents_by_term("iri", one["iri"])
        seen.add(hashed)
        yield one


def _end(writer: tantivy.IndexWriter) -> None:
    """Stop the threads of a writer that failed and free its lock, whatever still refers to it."""
    with contextlib.suppress(ValueError):
        writer.wait_merging_threads()
