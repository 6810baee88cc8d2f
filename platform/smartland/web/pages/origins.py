"""Where the data of one resource come from, for the section on its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Revision
from smartland.services.origins import edited_fields
from smartland.services.provenance import Origin
from smartland.services.source_facts import KnownSources, SourceFacts
from smartland.web.pages.facts import mentioned, show
from smartland.web.pages.harvest_rows import source_href
from smartland.web.pages.naming import Naming
from smartland.web.pages.shown import Shown
from smartland.wiring import Services

VALUES_SHOWN = 4


@dataclass(frozen=True)
class SourceSays:
    """A source and the fields that it says; ``href`` is empty for one that was removed."""

    name: str
    label: str
    href: str
    when: datetime | None
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Disagreement:
    """A field with what it says here, and what each source says of it."""

    label: str
    ours: tuple[Shown, ...]
    theirs: tuple[tuple[str, tuple[Shown, ...]], ...]


@dataclass(frozen=True)
class EntityOrigins:
    """``edited`` and ``removed`` are the fields that people changed or took away here; all of
    them are ``edited`` where there is no source."""

    sources: tuple[SourceSays, ...]
    edited: tuple[str, ...]
    removed: tuple[str, ...]
    conflicts: tuple[Disagreement, ...]
    others: tuple[Disagreement, ...]
    json_href: str


def make_origins(services: Services, head: Revision, naming: Naming) -> EntityOrigins:
    """The origins of a current revision, field by field."""
    core = services.core
    origins = core.provenances.of(head.kind, head.key).origins
    edited = edited_fields(core.catalogue.truth, head)
    names = dict.fromkeys(
        [
            *(name for one in origins for name in one.sources),
            *(said.source for one in origins for said in one.others),
        ]
    )
    known = KnownSources(core.harvest_log, core.harvest.importers).named(names)
    labels = {one.name: one.label[naming.language] for one in KINDS[head.kind].public_fields}
    changed = [one for one in origins if one.field in edited]
    conflicts = [one for one in origins if one.conflict]
    apart = [one for one in origins if one.others and not one.conflict]
    return EntityOrigins(
        sources=tuple(_says(one, origins, labels, naming) for one in known.values()),
        edited=tuple(labels[one.field] for one in changed if one.field in head.document),
        removed=tuple(labels[one.field] for one in changed if one.field not in head.document),
        conflicts=tuple(_disagreement(head, one, known, naming) for one in conflicts),
        others=tuple(
            _disagreement(head, one, known, naming) for one in apart if one.field in head.document
        ),
        json_href=f"{naming.root}/api/v1/{head.kind}/{head.key}/provenance",
    )


def _says(
    facts: SourceFacts, origins: Sequence[Origin], labels: Mapping[str, str], naming: Naming
) -> SourceSays:
    last = facts.last
    return SourceSays(
        facts.name,
        facts.label[naming.language],
        source_href(facts.name, naming.root) if facts.source else "",
        (last.ended or last.started) if last else None,
        tuple(labels[one.field] for one in origins if facts.name in one.sources),
    )


def _disagreement(
    head: Revision, origin: Origin, known: Mapping[str, SourceFacts], naming: Naming
) -> Disagreement:
    """Ours and theirs; what was taken away here is not shown again for a source still having it."""
    field = KINDS[head.kind].by_name[origin.field]
    here = field.name in head.document
    said = [(one.source, one.value) for one in origin.others] if here else []
    naming.prepare(iri for _, one in said for iri in mentioned((field,), {field.name: one}))
    return Disagreement(
        field.label[naming.language],
        show(field, head.document[field.name], naming)[:VALUES_SHOWN] if here else (),
        tuple(
            (
                f"{known[name].label[naming.language]} ({name})",
                show(field, one, naming)[:VALUES_SHOWN],
            )
            for name, one in said
        ),
    )
