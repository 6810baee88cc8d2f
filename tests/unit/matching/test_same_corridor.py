"""Same corridor and supply chain."""

import pytest

from smartland.errors import Label
from smartland.matching import weights
from smartland.matching.geography import Geography
from smartland.matching.profile import Profile
from smartland.matching.same_corridor import measure
from smartland.matching.signals import World
from smartland.matching.taxonomy import Node, Taxonomy

NAMES = {
    "energy": Label("Energia", "Energy"),
    "water": Label("Acqua", "Water"),
    "solar": Label("Filiera solare", "Solar chain"),
}
WORLD = World(Taxonomy({k: Node(k, label) for k, label in NAMES.items()}), Geography({}))


def side(*corridors: str, filiere: tuple[str, ...] = ()) -> Profile:
    return Profile("x", "need", corridors=frozenset(corridors), filiere=frozenset(filiere))


@pytest.mark.parametrize(
    ("need", "answer", "value"),
    [
        (side("energy"), side("energy"), 1.0),
        (side("energy", "water"), side("energy"), 1.0),
        (side("energy", "water"), side("energy", "care"), 0.5),
        (side("energy"), side("water"), 0.0),
        (side("energy", filiere=("solar",)), side("energy", filiere=("solar",)), 1.0),
        (side("energy", filiere=("solar",)), side("energy"), weights.OTHER_FILIERA),
        (side("energy"), side("energy", filiere=("solar",)), 1.0),
    ],
)
def test_the_value_is_the_share_in_common(need: Profile, answer: Profile, value: float) -> None:
    assert measure(need, answer, WORLD).value == pytest.approx(value)


def test_the_reason_names_corridor_and_supply_chain() -> None:
    both = side("energy", filiere=("solar",))
    found = measure(both, both, WORLD)
    assert found.reason is not None
    assert found.reason.it == "stesso corridoio «Energia» e stessa filiera «Filiera solare»"
    assert found.reason.en == "same corridor “Energy” and same supply chain “Solar chain”"
    assert found.evidence == ("energy", "solar")
