"""Which importers are installed: whatever the entry points name."""

from collections.abc import Iterator, Mapping
from importlib.metadata import entry_points

from smartland.ports.importer import Importer


class _Installed(Mapping[str, Importer]):
    """Importers by name; one is imported when it is asked for: a harvest needs
    one, and all of them take longer to import than a small source to read."""

    def __init__(self) -> None:
        self._places = {one.name: one for one in entry_points(group="smartland.importers")}
        self._loaded: dict[str, Importer] = {}

    def __getitem__(self, name: str) -> Importer:
        if name not in self._loaded:
            self._loaded[name] = self._places[name].load()()
        return self._loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def find_importers() -> Mapping[str, Importer]:
    """Every installed importer, by name."""
    return _Installed()
