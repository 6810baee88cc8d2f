"""What a page calls the things that a document mentions, and where it links them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from smartland.domain.kinds import KINDS
from smartland.domain.kinds.knowledge import CONCEPT_KINDS
from smartland.domain.kinds.shared import CORRIDORS
from smartland.domain.resource import Json, Revision
from smartland.services.catalogue import Catalogue
from smartland.services.labels import Labels, tail
from smartland.web.pages.authorities import AUTHORITY_LABELS
from smartland.web.pages.formats import safe_link
from smartland.web.pages.shown import Shown, Tag
from smartland_vocab.namespaces import CONCEPT

UNTAGGED = "und"


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

    def prepare(self, iris: Iterable[str]) -> None:
        """Look up many IRIs at once; asking for one that was not prepared works, but is slow."""
        new = [iri for iri in dict.fromkeys(iris) if iri not in self._asked]
        if new:
            self._asked.update(new)
            self._heads.update(self._catalogue.by_iris(new))

    def text(self, iri: str) -> str:
        """What to call a thing."""
        label = self._labels.of(iri)
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
        href = safe_link(iri)
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
            if iri.startswith(start):
                return iri.removeprefix(start)
        return iri

    def expand(self, value: str) -> str:
        """The IRI of a value that ``shorten`` made; anything else stays as it is."""
        first, slash, rest = value.partition("/")
        if not slash or not rest or "://" in value:
            return value
        ours = first in KINDS and first not in (*CONCEPT_KINDS, "scheme")
        return f"{self.base}id/{value}" if ours else CONCEPT[value]


def kind_label(kind: str, language: str) -> str:
    """The name of a kind, in the singular, with a capital letter."""
    return capital(KINDS[kind].label[language])


def capital(text: str) -> str:
    """A text with a capital letter at its beginning, and nothing else changed."""
    return text[:1].upper() + text[1:]
