"""Same thematic corridor, and same supply chain within it."""

from smartland.errors import Label
from smartland.matching import weights
from smartland.matching.profile import NOTHING, Profile, Signal
from smartland.matching.signals import Measure, World, join, quote
from smartland.matching.taxonomy import Taxonomy


def measure(need: Profile, answer: Profile, world: World) -> Signal:
    """The share of corridors in common, less when a supply chain is asked for and not shared."""
    corridors = sorted(need.corridors & answer.corridors)
    if not corridors:
        return NOTHING
    filiere = sorted(need.filiere & answer.filiere)
    value = len(corridors) / min(len(need.corridors), len(answer.corridors))
    if need.filiere and not filiere:
        value *= weights.OTHER_FILIERA
    return Signal(value, explain(corridors, filiere, world.taxonomy), (*corridors, *filiere))


def explain(corridors: list[str], filiere: list[str], taxonomy: Taxonomy) -> Label:
    """Which corridors and supply chains are shared."""
    names = join([quote(taxonomy.label(one)) for one in corridors])
    reason = Label(it=f"stesso corridoio {names.it}", en=f"same corridor {names.en}")
    if not filiere:
        return reason
    chains = join([quote(taxonomy.label(one)) for one in filiere])
    return Label(
        it=f"{reason.it} e stessa filiera {chains.it}",
        en=f"{reason.en} and same supply chain {chains.en}",
    )


SAME_CORRIDOR = Measure(
    name=weights.SAME_CORRIDOR,
    label=Label(it="Corridoio tematico", en="Thematic corridor"),
    explanation=Label(
        it="Vede se le due parti lavorano negli stessi corridoi tematici e nelle stesse filiere.",
        en="Looks whether both sides work in the same thematic corridors and supply chains.",
    ),
    applies=lambda profile, side: bool(profile.corridors),
    measure=measure,
)
