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
_AWAY_FROM = Label(it="{name}, a {km} km", en="{name}, {km} km away")
SHOW_KM = (1.0, 1000.0)


@dataclass(frozen=True)
class Nearness:
    """One way in which two places are near; ``name`` is the territory that says so."""

    value: float
    form: Label
    name: Label
    evidence: tuple[str, ...]


def measure(need: Profile, answer: Profile, world: World) -> Signal:
    """The nearest pair of places of the two sides.

    What they share of the territory counts by a table; kilometres count by exp(-km/60).
    """
    found = [
        one
        for asked in need.places
        for offered in answer.places
        for one in _ways(asked, offered, world.geography)
    ]
    if not found:
        return NOTHING
    best = max(found, key=lambda one: one.value)
    away = _kilometres(need, answer, world.geography)
    return Signal(best.value, explain(best, away), best.evidence)


def explain(best: Nearness, km: float | None) -> Label:
    """What both sides have in common on the map, and the distance of their seats."""
    reason = best.form.format(name="{name}", km=_rounded(km or 0.0))
    named = Label(it=reason.it.format(name=best.name.it), en=reason.en.format(name=best.name.en))
    if km is None or not SHOW_KM[0] <= km < SHOW_KM[1] or best.form == _AWAY_FROM:
        return named
    away = _AWAY.format(km=_rounded(km))
    return Label(it=f"{named.it}, {away.it}", en=f"{named.en}, {away.en}")


def _ways(asked: Place, offered: Place, geography: Geography) -> Iterator[Nearness]:
    yield from _containment(asked.territory, offered, geography)
    yield from _in_common(asked.territory, offered.territory, geography)
    km = _distance(asked, offered, geography)
    if km is not None:
        value = math.exp(-km / weights.KM_SCALE)
        name = geography.label(offered.territory)
        yield Nearness(value, _AWAY_FROM, name, (asked.territory, offered.territory))


def _containment(asked: str, offered: Place, geography: Geography) -> Iterator[Nearness]:
    name = geography.label(asked)
    if not asked or not offered.territory:
        return
    if offered.territory == asked or asked in geography.ancestors(offered.territory):
        town = geography.type_of(asked) == MUNICIPALITY
        form = _SAME_TOWN if town else _INSIDE
        value = weights.INSIDE if offered.role == SEAT else weights.WORKS_THERE
        yield Nearness(value, form, name, (asked, offered.territory))
    elif offered.role != SEAT and offered.territory in geography.ancestors(asked):
        # Working in the whole region says no more than that
        wide = geography.type_of(offered.territory) == REGION
        value = weights.SAME_REGION if wide else weights.WORKS_THERE
        yield Nearness(value, _WORKS_THERE, name, (asked, offered.territory))


def _in_common(asked: str, offered: str, geography: Geography) -> Iterator[Nearness]:
    there = {asked, *geography.ancestors(asked)}
    for one in (offered, *geography.ancestors(offered)):
        shared = _SHARED.get(geography.type_of(one))
        if one in there and shared:
            value, form = shared
            yield Nearness(value, form, geography.label(one), (one,))


def _distance(one: Place, other: Place, geography: Geography) -> float | None:
    return distance_km(
        one.point or geography.point(one.territory), other.point or geography.point(other.territory)
    )


def _kilometres(need: Profile, answer: Profile, geography: Geography) -> float | None:
    """The shortest distance to a seat or municipality of the answer; a region has no distance."""
    found = [
        km
        for asked in need.places
        for offered in answer.places
        if geography.type_of(offered.territory) in ("", MUNICIPALITY)
        and geography.type_of(asked.territory) in ("", MUNICIPALITY)
        and (km := _distance(asked, offered, geography)) is not None
    ]
    return min(found, default=None)


def _rounded(km: float) -> str:
    return f"{km:.0f}" if km >= 1 else "1"


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
