"""What to call a thing: concepts, resources and foreign IRIs, in Italian and English."""

from collections.abc import Iterable, Mapping
from threading import Lock

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json, Revision
from smartland.errors import Label
from smartland.services.catalogue import Catalogue

CAPACITY = 50_000
_ORDER = {"it": ("it", "und", "en"), "en": ("en", "und", "it")}


class Labels:
    """Labels by IRI, remembered until the resource is written again."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[str, Label] = {}
        self._sequence = -1
        self._lock = Lock()

    def of(self, iri: str) -> Label:
        """The label of one IRI."""
        return self.many((iri,))[iri]

    def many(self, iris: Iterable[str]) -> Mapping[str, Label]:
        """The labels of many IRIs: titles of our resources, else the end of the IRI."""
        wanted = list(dict.fromkeys(iris))
        sequence = self._refresh()
        known = self._known
        found = {iri: label for iri in wanted if (label := known.get(iri))}
        missing = [iri for iri in wanted if iri not in found]
        if missing:
            heads = self._catalogue.by_iris(missing)
            new = {iri: title(heads[iri]) if iri in heads else tail(iri) for iri in missing}
            self._remember(new, sequence)
            found |= new
        return found

    def _remember(self, new: Mapping[str, Label], sequence: int) -> None:
        with self._lock:
            # what was read may be old already, when others have seen a later change since
            if sequence == self._sequence:
                if len(self._known) > CAPACITY:
                    self._known = {}
                self._known.update(new)

    def _refresh(self) -> int:
        """Forget what was written since the last look; the sequence number of this one."""
        last = self._catalogue.truth.last_sequence()
        with self._lock:
            if last != self._sequence:
                if not 0 <= self._sequence < last <= self._sequence + CAPACITY:
                    # the first look, too much at once, or the truth was put back to an older state
                    self._known = {}
                else:
                    for change in self._catalogue.truth.changes(self._sequence, CAPACITY):
                        self._known.pop(change.iri, None)
                self._sequence = last
        return last


def title(revision: Revision) -> Label:
    """The title of a resource in both languages; its key where it has none."""
    kind = KINDS[revision.kind]
    value = revision.document.get(kind.title)
    return texts(value) or Label(it=revision.key, en=revision.key)


def texts(value: Json) -> Label | None:
    """A text per language as a Label; each language falls back to the others."""
    if isinstance(value, str):
        return Label(it=value, en=value)
    if not isinstance(value, Mapping) or not value:
        return None
    found = {}
    for language, order in _ORDER.items():
        text = next((value[tag] for tag in order if tag in value), next(iter(value.values())))
        found[language] = text if isinstance(text, str) else text[0]
    return Label(**found)


def tail(iri: str) -> Label:
    """The last part of an IRI: the best name for a thing that nobody described to us."""
    text = iri.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1] or iri
    return Label(it=text, en=text)
