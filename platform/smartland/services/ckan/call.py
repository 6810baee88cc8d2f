"""A call of one of CKAN's actions, and its arguments as the actions read them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from smartland.domain.resource import Json
from smartland.errors import Invalid, Label, Problem

NOT_NUMBER = Label(it="Numero intero non valido", en="Invalid integer")
NEEDED = Label(it="Valore mancante", en="Missing value")
Arguments = Mapping[str, Json]


@dataclass(frozen=True)
class Call:
    """One call of an action: its ``arguments``, the ``language`` of texts, and whether datasets
    that were harvested from elsewhere count."""

    arguments: Arguments
    language: str = "it"
    everything: bool = False

    def text(self, name: str, usual: str = "") -> str:
        """A text argument."""
        value = self.arguments.get(name)
        return usual if value is None else str(value)

    def flag(self, name: str) -> bool:
        """An argument that is true, 1, yes or on."""
        return self.text(name).lower() in ("true", "1", "yes", "on")

    def number(self, name: str, usual: int, most: int) -> int:
        """A whole number, cut to ``most``. Raises Invalid."""
        text = self.text(name, str(usual)).strip()
        if not text.isascii() or not text.isdigit() or len(text) > 9:
            raise Invalid.of((Problem(name, NOT_NUMBER),))
        return min(int(text), most)

    def names(self, name: str) -> list[str]:
        """A list: JSON, or texts with commas between. Raises Invalid."""
        value = self.arguments.get(name)
        if isinstance(value, str) and value.strip().startswith("["):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError) as error:
                raise Invalid.of((Problem(name, NEEDED),)) from error
        if isinstance(value, list):
            return [str(one) for one in value]
        return [one.strip() for one in str(value or "").split(",") if one.strip()]
