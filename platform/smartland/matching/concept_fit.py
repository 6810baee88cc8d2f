"""Answers the need by concept: the competences asked for against those offered, through SKOS."""

from collections.abc import Sequence
from dataclasses import dataclass

from smartland.errors import Label
from smartland.matching import weights
from smartland.matching.profile import (
    CLAIM,
    DECLARED,
    NOTHING,
    OFFER,
    PROJECT,
    PROPOSED,
    RECOGNISED,
    Competence,
    Profile,
    Signal,
)
from smartland.matching.signals import NEED, Measure, World, join, quote
from smartland.matching.taxonomy import BROADER, NARROWER, RELATED, SAME, SIBLING, Path, Taxonomy

MOST_SHOWN = 2

_SAID = {
    CLAIM: Label(it="competenza dichiarata {offered}", en="claimed competence {offered}"),
    PROPOSED: Label(
        it="competenza {offered} proposta dai documenti e non ancora confermata",
        en="competence {offered}, proposed from documents and not confirmed yet",
    ),
    OFFER: Label(
        it="competenza {offered} nell'offerta {detail}",
        en="competence {offered} in the offer {detail}",
    ),
    PROJECT: Label(
        it="competenza {offered} nel progetto {detail}",
        en="competence {offered} in the project {detail}",
    ),
    DECLARED: Label(it="competenza {offered}", en="competence {offered}"),
    RECOGNISED: Label(
        it="competenza {offered} riconosciuta nel testo", en="competence {offered} seen in the text"
    ),
}
_LEVEL = Label(it=" (livello: {detail})", en=" (level: {detail})")
_RELATIONS = {
    SAME: Label(it="proprio quella richiesta", en="exactly what is asked for"),
    NARROWER: Label(
        it="più specifica della richiesta {asked}",
        en="more specific than {asked} that is asked for",
    ),
    BROADER: Label(
        it="più generale della richiesta {asked}", en="more general than {asked} that is asked for"
    ),
    SIBLING: Label(
        it="vicina alla richiesta {asked} (entrambe in {common})",
        en="close to {asked} that is asked for (both in {common})",
    ),
    RELATED: Label(it="affine alla richiesta {asked}", en="related to {asked} that is asked for"),
}


@dataclass(frozen=True)
class Hit:
    """The best answer to one concept asked for."""

    asked: Competence
    offered: Competence
    path: Path
    value: float


def measure(need: Profile, answer: Profile, world: World) -> Signal:
    """Compare the competences asked for with those offered.

    For each one asked, the best one offered counts: what is left after the hops of its path,
    times how far the offer is believed. Half of the value is the best of these, half their mean
    over all that is asked.
    """
    hits = find_hits(need.wanted, answer.offered, world.taxonomy)
    if not hits:
        return NOTHING
    asked = sum(one.strength for one in need.wanted)
    mean = sum(hit.value for hit in hits) / asked
    best = max(hit.value / hit.asked.strength for hit in hits)
    ceiling = max(one.strength for one in need.wanted)
    value = weights.COVERAGE * mean + (1 - weights.COVERAGE) * best * ceiling
    return Signal(value, explain(hits, world.taxonomy), _evidence(hits))


def find_hits(
    wanted: Sequence[Competence], offered: Sequence[Competence], taxonomy: Taxonomy
) -> list[Hit]:
    """The best answer to each concept that has one, best first."""
    hits = [_best(one, offered, taxonomy) for one in wanted]
    found = [hit for hit in hits if hit is not None]
    return sorted(found, key=lambda hit: (-hit.value, hit.asked.concept))


def explain(hits: Sequence[Hit], taxonomy: Taxonomy) -> Label:
    """Which competence answers what, who says so, and what one is to the other."""
    firsts: dict[str, Hit] = {}
    for hit in hits:
        # One competence may answer several points: it is told once, for the best of them
        firsts.setdefault(hit.offered.concept, hit)
    shown = [_explain(hit, taxonomy) for hit in list(firsts.values())[:MOST_SHOWN]]
    return join(shown, len(firsts) - len(shown))


def _best(asked: Competence, offered: Sequence[Competence], taxonomy: Taxonomy) -> Hit | None:
    reach = taxonomy.reach(asked.concept)
    hits = [
        Hit(asked, one, path, asked.strength * one.strength * path.weight)
        for one in offered
        if (path := reach.get(one.concept)) is not None
        and one.strength * path.weight >= weights.LEAST_HIT
    ]
    return max(
        hits, key=lambda hit: (hit.value, hit.offered.concept, hit.offered.evidence), default=None
    )


def _explain(hit: Hit, taxonomy: Taxonomy) -> Label:
    asked = quote(taxonomy.label(hit.asked.concept))
    common = quote(taxonomy.label(_turning_point(hit.path, taxonomy)))
    said, relation = _say(hit.offered, taxonomy), _RELATIONS[hit.path.relation]
    return Label(
        it=f"{said.it}, {relation.it.format(asked=asked.it, common=common.it)}",
        en=f"{said.en}, {relation.en.format(asked=asked.en, common=common.en)}",
    )


def _say(offered: Competence, taxonomy: Taxonomy) -> Label:
    """The competence offered and where that is said, with the level of a claim."""
    name, form = quote(taxonomy.label(offered.concept)), _SAID[offered.origin]
    detail = offered.detail or Label("", "")
    if offered.origin == CLAIM:
        level = _LEVEL if offered.detail else detail
        form = Label(it=form.it + level.it, en=form.en + level.en)
    else:
        detail = quote(detail)
    return Label(
        it=form.it.format(offered=name.it, detail=detail.it),
        en=form.en.format(offered=name.en, detail=detail.en),
    )


def _turning_point(path: Path, taxonomy: Taxonomy) -> str:
    """The concept that both ends of a path between siblings lie under."""
    above = set(taxonomy.ancestors(path.concepts[-1]))
    return next((one for one in path.concepts if one in above), path.concepts[0])


def _evidence(hits: Sequence[Hit]) -> tuple[str, ...]:
    iris = [iri for hit in hits for iri in (hit.offered.evidence, *hit.path.concepts) if iri]
    return tuple(dict.fromkeys(iris))


CONCEPT_FIT = Measure(
    name=weights.CONCEPT_FIT,
    label=Label(it="Competenze", en="Competences"),
    explanation=Label(
        it="Confronta le competenze richieste con quelle offerte in dichiarazioni, offerte e"
        " progetti. Vale intera la stessa competenza, quasi intera una più specifica, meno una"
        " più generale, affine o vicina; pesa anche il livello dichiarato, e una competenza solo"
        " proposta conta meno di una confermata.",
        en="Compares the competences asked for with those in claims, offers and projects. The same"
        " competence counts in full, a more specific one nearly so, a more general, related or"
        " close one less; the level claimed counts too, and a claim that is only proposed counts"
        " less than a confirmed one.",
    ),
    applies=lambda profile, side: bool(profile.wanted if side == NEED else profile.offered),
    measure=measure,
)
