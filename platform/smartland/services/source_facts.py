"""What people are told of a source: which importer reads it, and how its last run went."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from smartland.errors import Label
from smartland.ports.harvests import HarvestLog, Run, Source
from smartland.ports.importer import Importer


@dataclass(frozen=True)
class SourceFacts:
    """``source`` is None for one that was removed; ``last`` is its newest run, if it has any."""

    name: str
    importer: str
    label: Label
    source: Source | None
    last: Run | None


class KnownSources:
    """Looks sources up by name, removed ones too: their reports stay."""

    def __init__(self, log: HarvestLog, importers: Mapping[str, Importer]) -> None:
        self._log = log
        self._importers = importers

    def all(self) -> list[SourceFacts]:
        """The registered sources, by name."""
        return [self._facts(one.name, one) for one in self._log.sources()]

    def named(self, names: Iterable[str]) -> Mapping[str, SourceFacts]:
        """Some sources by name, whatever is known of them."""
        return {name: self._facts(name, self._log.source(name)) for name in names}

    def of(self, source: Source) -> SourceFacts:
        """One registered source."""
        return self._facts(source.name, source)

    def _facts(self, name: str, source: Source | None) -> SourceFacts:
        last = next(iter(self._log.runs(name, 1)), None)
        importer = source.importer if source else last.importer if last else ""
        known = self._importers.get(importer)
        label = known.label if known else Label(it=importer or name, en=importer or name)
        return SourceFacts(name, importer, label, source, last)
