"""Near in territory: the same municipality, area or province, or few kilometres away."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from smartland.domain.kinds.territory import HOMOGENEOUS_AREA, MUNICIPALITY, PROVINCE, REGION
from smartland.errors import Label
from smartland.matching import weights
from smartland.matching.geography import Geography, distance_km
from smartland.matching.profile import NOTHING, SEAT, Place, Profile, Signal
from smartland.matching.signals import Measure, World

_SHARED = {
    HOMOGENEOUS_AREA: (
        weights.SAME_AREA,
        Label(it="nella stessa area omogenea ({name})", en="in the same homogeneous area ({name})"),
    ),
    PROVINCE: (
        weights.SAME_PROVINCE,
        Label(it="nella stessa provincia ({name})", en="in the same province ({name})"),
    ),
    REGION: (
        weights.SAME_REGION,
        Label(it="nella stessa regione ({name})", en="in the same region ({name})"),
    ),
}
_SAME_TOWN = Label(it="nello stesso comune ({name})", en="in the same municipality ({name})")
_INSIDE = Label(it="nel territorio indicato ({name})", en="in the territory named ({name})")
_WORKS_THERE = Label(
    it="opera in un territorio che comprende {name}", en="works in a territory around {name}"
)
_AWAY = Label(it="a {km} km", en="{km} km away")
_HARDLY_AWAY = Label(it="a meno di 1 km", en="less than 1 km away")


@dataclass(frozen=True)
class Nearness:
    """One way in which two places are near; ``km`` only where the distance itself is the way."""

    value: float
    reason: Label
    evidence: tuple[str, ...]
    km: float | None = None


def measure(need: Profile, answer: Profile, world: World) -> Signal:
    """The nearest pair of places of the two sides.

    What they share of the territory counts by a table; kilometres count by exp(-km/60).
    """
    geography = world.geography
    pairs = [(asked, offered) for asked in need.places for offered in answer.places]
    found = [one for pair in pairs for one in _ways(*pair, geography)]
    if not found:
        return NOTHING
    best = max(found, key=lambda one: one.value)
    towns = [_distance(*pair, geography) for pair in pairs if _is_spot(pair[0], geography)]
    nearest = min((km for km in towns if km is not None), default=0.0)
    return Signal(best.value, explain(best, nearest), best.evidence)


def explain(best: Nearness, nearest: float) -> Label:
    """What both sides have in common on the map, and the distance between their towns."""
    away = _AWAY.format(km=f"{best.km or nearest:.0f}")
    if best.km is not None and best.km < 1:
        away = _HARDLY_AWAY
    elif best.km is None and nearest < 1:
        return best.reason
    both = ((best.reason.it, away.it), (best.reason.en, away.en))
    it, en = (", ".join(filter(None, texts)) for texts in both)
    return Label(it, en)


def _ways(asked: Place, offered: Place, geography: Geography) -> Iterator[Nearness]:
    yield from _containment(asked.territory, offered, geography)
    yield from _in_common(asked.territory, offered.territory, geography)
    km = _distance(asked, offered, geography)
    if km is not None:
        evidence = tuple(one for one in (asked.territory, offered.territory) if one)
        names = [geography.label(one) for one in evidence]
        reason = Label(
            it=" – ".join(one.it for one in names), en=" – ".join(one.en for one in names)
        )
        yield Nearness(math.exp(-km / weights.KM_SCALE), reason, evidence, km)


def _containment(asked: str, offered: Place, geography: Geography) -> Iterator[Nearness]:
    name = geography.label(asked)
    if not asked or not offered.territory:
        return
    if offered.territory == asked or asked in geography.ancestors(offered.territory):
        town = geography.type_of(asked) == MUNICIPALITY
        form = _SAME_TOWN if town else _INSIDE
        value = weights.INSIDE if offered.role == SEAT else weights.WORKS_THERE
        yield Nearness(value, _filled(form, name), (asked, offered.territory))
    elif offered.role != SEAT and offered.territory in geography.ancestors(asked):
        # Working in the whole region says no more than that
        wide = geography.type_of(offered.territory) == REGION
        value = weights.SAME_REGION if wide else weights.WORKS_THERE
        yield Nearness(value, _filled(_WORKS_THERE, name), (asked, offered.territory))


def _in_common(asked: str, offered: str, geography: Geography) -> Iterator[Nearness]:
    there = {asked, *geography.ancestors(asked)}
    for one in (offered, *geography.ancestors(offered)):
        shared = _SHARED.get(geography.type_of(one))
        if one in there and shared:
            value, form = shared
            yield Nearness(value, _filled(form, geography.label(one)), (one,))


def _distance(asked: Place, offered: Place, geography: Geography) -> float | None:
    """Kilometres to a seat or town; whoever works in a whole province is not in its middle."""
    if not _is_spot(offered, geography) or geography.type_of(asked.territory) == REGION:
        return None
    points = (one.point or geography.point(one.territory) for one in (asked, offered))
    return distance_km(*points)


def _is_spot(place: Place, geography: Geography) -> bool:
    return place.point is not None or geography.type_of(place.territory) == MUNICIPALITY


def _filled(form: Label, name: Label) -> Label:
    return Label(it=form.it.format(name=name.it), en=form.en.format(name=name.en))


NEAR = Measure(
    name=weights.NEAR,
    label=Label(it="Vicinanza", en="Nearness"),
    explanation=Label(
        it="Guarda se le due parti stanno nello stesso comune, area omogenea, provincia o regione;"
        " altrimenti conta la distanza in chilometri.",
        en="Looks whether both sides are in the same municipality, homogeneous area, province or"
        " region; otherwise the distance in kilometres counts.",
    ),
    applies=lambda profile, side: bool(profile.places),
    measure=measure,
)
