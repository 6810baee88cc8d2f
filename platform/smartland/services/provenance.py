"""Where each field of a description comes from, and where sources and people disagree."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from smartland.domain.kinds import KINDS
from smartland.domain.resource import REPLACE, Contribution, Json, Revision
from smartland.errors import Label, NotFound
from smartland.services.blending import blend, overlay
from smartland.services.catalogue import Catalogue
from smartland.services.contributions import Said, is_harvest
from smartland.services.revising import Draft

NO_CONFLICT = Label(
    it="Sul campo «{field}» non c'è niente da decidere.",
    en="There is nothing to decide about the field “{field}”.",
)


@dataclass(frozen=True)
class Saying:
    """What one source says of a field; ``claimed`` is the IRI under which it says so."""

    source: str
    claimed: str
    value: Json


@dataclass(frozen=True)
class Origin:
    """A field, the sources that say what it says (none: written here), and what others say.

    ``conflict`` is set where a source changed its mind after somebody had edited the field.
    """

    field: str
    sources: tuple[str, ...]
    others: tuple[Saying, ...]
    conflict: bool


@dataclass(frozen=True)
class Provenance:
    """The origin of every public field of one description, in order of declaration."""

    iri: str
    at: datetime
    origins: tuple[Origin, ...]
    names: tuple[str, ...]


class Provenances:
    """Reads provenance, and settles conflicts."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def of(self, kind: str, key: str) -> Provenance:
        """Field by field, who says so. Raises NotFound or Gone."""
        head = self._catalogue.get(kind, key)
        told = Said.of(self._catalogue.truth, (head,)).of_resource(head)
        origins = tuple(
            _origin(field.name, head, told)
            for field in KINDS[kind].public_fields
            if field.name in head.document
            or any(one.document.get(field.name) is not None for one in told)
        )
        names = tuple(one.claimed for one in told if one.claimed != head.iri)
        return Provenance(head.iri, head.at, origins, names)

    def settle(self, kind: str, key: str, field: str, actor: str, *, take: bool) -> Revision:
        """Take the source's value of a field in conflict, or keep ours and be asked no more.

        Raises NotFound, Gone, or NotFound when the field has no conflict.
        """
        head = self._catalogue.get(kind, key)
        declared = KINDS[kind]
        told = Said.of(self._catalogue.truth, (head,)).stored(head.iri)
        if not any(field in one.conflicts for one in told):
            raise NotFound(NO_CONFLICT.format(field=field))
        settled = tuple(_without(one, field) for one in told if field in one.conflicts)
        document, extra = dict(head.document), head.extra
        if take:
            theirs = overlay(declared, head.iri, told, head.source).document
            document.pop(field, None)
            document |= {name: value for name, value in theirs.items() if name == field}
            # with the field comes how the source spells it
            extra = blend(declared, replace(head, document=document), told, told).extra
        draft = Draft(
            declared, head.iri, head.key, REPLACE, document, extra, head=head,
            contributions=settled, note=f"{'takes' if take else 'keeps'} {field}",
        )  # fmt: skip
        return self._catalogue.commit((draft,), actor)[0]


def _origin(name: str, head: Revision, told: Sequence[Contribution]) -> Origin:
    value = head.document.get(name)
    sources, others = [], []
    for one in told:
        if name not in one.document or not one.source:
            continue
        if one.document[name] == value or _part_of(one.document[name], value):
            sources.append(one.source)
        else:
            others.append(Saying(one.source, one.claimed, one.document[name]))
    if not told and head.source and is_harvest(head.actor):
        sources.append(head.source)
    conflict = any(name in one.conflicts for one in told)
    return Origin(name, tuple(dict.fromkeys(sources)), tuple(others), conflict)


def _part_of(said: Json, value: Json) -> bool:
    """True for a list, or map of languages, that was joined with others."""
    if isinstance(said, list) and isinstance(value, list):
        return all(one in value for one in said)
    if isinstance(said, dict) and isinstance(value, dict):
        return all(name in value and _same(one, value[name]) for name, one in said.items())
    return False


def _same(one: Json, other: Json) -> bool:
    return bool(one == other) or (isinstance(one, list) and _part_of(one, other))


def _without(one: Contribution, field: str) -> Contribution:
    conflicts = tuple(name for name in one.conflicts if name != field)
    return Contribution(one.claimed, one.target, one.source, one.document, one.extra, conflicts)
