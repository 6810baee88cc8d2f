"""What a page calls the things that a document mentions, and where it links them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from smartland.domain.fields import Concept
from smartland.domain.kinds import KINDS
from smartland.domain.kinds.shared import CORRIDORS
from smartland.domain.resource import Json, Revision
from smartland.errors import Label
from smartland.services.catalogue import Catalogue
from smartland.services.labels import Labels, tail
from smartland.services.searching.fields import flat_fields
from smartland.web.pages.authorities import AUTHORITY_LABELS
from smartland.web.pages.formats import safe_link
from smartland.web.pages.shown import Shown, Tag
from smartland_vocab.namespaces import CONCEPT

UNTAGGED = "und"
_SHORT = re.compile(r"([a-z-]+)/[A-Za-z0-9._~-]+")


@dataclass(frozen=True)
class Speech:
    """A text and its language; empty where it is the page's, or was not said."""

    text: str
    language: str = ""


def pick(value: Json, language: str) -> Speech | None:
    """The text in ``language``, or the best other one, of a text with or without languages."""
    if isinstance(value, str):
        return Speech(value) if value else None
    if not isinstance(value, Mapping):
        return None
    order = (language, UNTAGGED, "it", "en", *value)
    tag = next((one for one in order if value.get(one)), None)
    if tag is None:
        return None
    text = value[tag] if isinstance(value[tag], str) else value[tag][0]
    return Speech(text, "" if tag in (language, UNTAGGED) else tag)


class Naming:
    """Names and addresses of IRIs in one language, looked up together.

    ``root`` precedes the site's paths; ``base`` is the base of the IRIs.
    """

    def __init__(
        self, catalogue: Catalogue, labels: Labels, *, base: str, language: str, root: str = ""
    ) -> None:
        self._catalogue = catalogue
        self._labels = labels
        self.base = base
        self.language = language
        self.root = root
        self._heads: dict[str, Revision] = {}
        self._asked: set[str] = set()
        self._names: dict[str, Label] = {}

    def learn(self, iris: Iterable[str]) -> None:
        """Look up the names of many IRIs at once; one that was not learnt costs a query."""
        new = [iri for iri in dict.fromkeys(iris) if iri not in self._names]
        if new:
            self._names.update(self._labels.many(new))

    def prepare(self, iris: Iterable[str]) -> None:
        """Look up names and pages of many IRIs at once."""
        new = [iri for iri in dict.fromkeys(iris) if iri not in self._asked]
        if new:
            self._asked.update(new)
            self._heads.update(self._catalogue.by_iris(new))
            self.learn(new)

    def text(self, iri: str) -> str:
        """What to call a thing."""
        self.learn((iri,))
        label = self._names[iri]
        if label == tail(iri):
            label = AUTHORITY_LABELS.get(iri, label)
        return label[self.language]

    def page(self, revision: Revision) -> str:
        """The address of a resource's page."""
        return f"{self.root}/doc/{revision.kind}/{revision.key}"

    def shown(self, iri: str, note: str = "") -> Shown:
        """A link to the thing's page here, or to where it lives."""
        self.prepare((iri,))
        head = self._heads.get(iri)
        if head is not None:
            return Shown(self.text(iri), self.page(head), note=note)
        # a name under our base that nobody describes leads nowhere
        href = "" if iri.startswith(self.base) else safe_link(iri)
        return Shown(self.text(iri), href, note=note, outside=bool(href))

    def corridors(self, iris: Iterable[str]) -> tuple[Tag, ...]:
        """The corridors among ``iris``, as tags."""
        return tuple(
            Tag(iri.rsplit("/", 1)[-1], self.text(iri), self.shown(iri).href)
            for iri in iris
            if iri.startswith(f"{CORRIDORS}/")
        )

    def shorten(self, iri: str) -> str:
        """A value as addresses carry it: ``territory/istat-015146``, ``corridor/energy``."""
        for start in (f"{self.base}id/", CONCEPT.iri):
            short = iri.removeprefix(start)
            if short != iri and self.expand(short) == iri:
                return short
        return iri

    def expand(self, value: str) -> str:
        """The IRI of a value that ``shorten`` made; anything else stays as it is."""
        found = _SHORT.fullmatch(value)
        if found is None:
            return value
        if found[1] in _schemes():
            return CONCEPT[value]
        return f"{self.base}id/{value}" if found[1] in KINDS else value


@cache
def _schemes() -> frozenset[str]:
    """The names of our concept schemes; ``corridor`` and ``filiera`` are kinds too."""
    fields = (one for kind in KINDS.values() for one in flat_fields(kind.fields))
    schemes = (one.scheme for one in fields if isinstance(one, Concept))
    return frozenset(one.removeprefix(CONCEPT.iri) for one in schemes if CONCEPT.iri in one)


def kind_label(kind: str, language: str) -> str:
    """The name of a kind, in the singular, with a capital letter."""
    return capital(KINDS[kind].label[language])


def capital(text: str) -> str:
    """A text with a capital letter at its beginning, and nothing else changed."""
    return text[:1].upper() + text[1:]
