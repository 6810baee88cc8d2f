"""The page of a resource's past: every version, who wrote it, and what it changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Revision
from smartland.web.pages.texts import TEXTS


@dataclass(frozen=True)
class Version:
    """One version; ``changed`` are the labels of the fields that differ from the one before."""

    number: int
    revision: Revision
    operation: str
    changed: tuple[str, ...]
    href: str
    current: bool


def make_history(revisions: Sequence[Revision], language: str, root: str) -> tuple[Version, ...]:
    """The versions, newest first as given."""
    before = (*revisions[1:], None)
    return tuple(
        Version(
            number=one.number,
            revision=one,
            operation=TEXTS[f"op_{one.operation}"][language],
            changed=_changed(one, older, language),
            href=""
            if one.withdrawn
            else f"{root}/api/v1/{one.kind}/{one.key}/history/{one.number}",
            current=place == 0,
        )
        for place, (one, older) in enumerate(zip(revisions, before, strict=True))
    )


def _changed(revision: Revision, older: Revision | None, language: str) -> tuple[str, ...]:
    if older is None or older.withdrawn or revision.withdrawn:
        return ()
    return tuple(
        field.label[language]
        for field in KINDS[revision.kind].public_fields
        if revision.document.get(field.name) != older.document.get(field.name)
    )
