"""A kind of resource: its classes, its fields and the rules that join them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from smartland.domain.fields import Field
from smartland.errors import Label


@dataclass(frozen=True)
class NeedsOneOf:
    """Where ``field`` has the value ``value``, at least one of ``fields`` must be there.

    An empty ``field`` makes the rule hold always.
    """

    fields: tuple[str, ...]
    field: str = ""
    value: str = ""


@dataclass(frozen=True)
class InOrder:
    """The day in ``earlier`` must not come after the day in ``later``."""

    earlier: str
    later: str


Rule = NeedsOneOf | InOrder


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of published description; there is one of each, so it is compared by identity.

    ``classes`` are written on every resource; ``classes_by`` adds those of the value of one
    concept field (``(field name, {concept IRI: classes})``), ``classes_with`` those of a field
    that has a value (``{field name: classes}``). ``reads`` are the classes by which
    a foreign description is recognised as this kind. ``title`` names the field shown as title.
    """

    name: str
    classes: tuple[str, ...]
    label: Label
    plural: Label
    fields: tuple[Field, ...]
    title: str = "title"
    rules: tuple[Rule, ...] = ()
    classes_by: tuple[str, Mapping[str, tuple[str, ...]]] | None = None
    classes_with: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reads: tuple[str, ...] = field(default=())

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by their JSON name."""
        return {one.name: one for one in self.fields}

    @cached_property
    def public_fields(self) -> tuple[Field, ...]:
        """The fields that may leave the truth: graph, index, pages, API."""
        return tuple(one for one in self.fields if one.visibility == "public")

    def public(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """``document`` without its private fields."""
        private = {one.name for one in self.fields if one.visibility != "public"}
        return {name: value for name, value in document.items() if name not in private}
