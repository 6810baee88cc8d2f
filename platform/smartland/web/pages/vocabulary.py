"""The words that describe the records: concept schemes, and the kinds with their fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from smartland.domain.kind import Kind
from smartland.domain.resource import Revision
from smartland.web.pages.entity import short_name
from smartland.web.pages.hits import speak_title, summary
from smartland.web.pages.naming import Naming, Speech, kind_label


@dataclass(frozen=True)
class SchemeCard:
    """One concept scheme with the number of its concepts."""

    title: Speech
    text: Speech | None
    href: str
    count: int
    concepts_href: str


@dataclass(frozen=True)
class FieldRow:
    """One declared field, as developers need it."""

    name: str
    label: str
    help: str
    property: str
    required: bool


@dataclass(frozen=True)
class KindCard:
    """One kind with its classes and public fields."""

    name: str
    label: str
    classes: tuple[str, ...]
    fields: tuple[FieldRow, ...]


def make_schemes(
    schemes: Sequence[Revision], counts: Mapping[str, int], naming: Naming
) -> tuple[SchemeCard, ...]:
    """The schemes, those with most concepts first. ``counts``: scheme IRI → concepts."""
    cards = [
        SchemeCard(
            speak_title(one, naming),
            summary(one.document, naming.language),
            naming.page(one),
            counts.get(one.iri, 0),
            f"{naming.root}/search?{_concepts_of(one, naming)}",
        )
        for one in schemes
    ]
    return tuple(sorted(cards, key=lambda card: (-card.count, card.title.text.casefold())))


def make_kinds(kinds: Sequence[Kind], language: str) -> tuple[KindCard, ...]:
    """What each kind is made of; private fields are nobody's business."""
    return tuple(
        KindCard(
            kind.name,
            kind_label(kind.name, language),
            tuple(short_name(iri) for iri in kind.classes),
            tuple(
                FieldRow(
                    one.name, one.label[language], one.help[language], short_name(one.iri),
                    one.required,
                )
                for one in kind.public_fields
            ),
        )
        for kind in kinds
    )  # fmt: skip


def _concepts_of(scheme: Revision, naming: Naming) -> str:
    pairs = [("kind", kind) for kind in ("concept", "corridor", "filiera")]
    return urlencode([*pairs, ("in_scheme", scheme.iri)], safe="/:")
