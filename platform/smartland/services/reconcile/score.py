"""How well a resource answers a reconciliation query: names by likeness, codes by identity."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from rapidfuzz import fuzz

from smartland.domain.fields import Code, Concept, Date, Field, Link, Ref
from smartland.domain.kinds import KINDS
from smartland.domain.names import legal_forms, normal_name
from smartland.domain.resource import Json, Revision
from smartland.domain.text import compact_code, fold
from smartland.errors import Label
from smartland.services.reconcile.query import Condition, Question

OTHER_NAMES = ("alt_name", "acronym", "alt_label")
LESS = 0.95
"""What a match by another name than the title counts."""
CONDITIONS_SHARE = 0.3
"""How much of a score is made of the conditions; the rest is the name."""
CONTRADICTED = 40.0
"""The most that a candidate scores whose register code is another than the asked one."""
NEARLY = 0.9

Labels = Mapping[str, Label]


@dataclass(frozen=True)
class Scored:
    """A candidate: ``score`` 0–100, ``name`` its likeness 0–100; ``exact`` when its title is the
    query but for what registers write differently, ``identified`` when an identifier is equal,
    ``contradicted`` when a condition speaks against it."""

    revision: Revision
    score: float
    name: float
    exact: bool
    identified: bool
    contradicted: bool


def score(question: Question, revision: Revision, labels: Labels, base: str) -> Scored:
    """How well one candidate answers a question; ``labels`` name what it refers to."""
    likeness, exact = name_likeness(question.text, revision)
    facts = [_fact(one, revision, labels, base) for one in question.conditions]
    codes = [one for one in facts if one.identifying]
    identified = is_named(question.text, revision) or any(one.fits == 1 for one in codes)
    contradicted = any(one.fits is not None and one.fits < NEARLY for one in facts)
    total = 100.0 * likeness if question.text else 0.0
    known = [one.fits for one in facts if one.fits is not None]
    if known and question.text:
        total = (1 - CONDITIONS_SHARE) * total + CONDITIONS_SHARE * 100 * fmean(known)
    elif known:
        total = 100 * fmean(known)
    if any(one.fits is not None and one.fits < 1 for one in codes):
        total, identified = min(total, CONTRADICTED), False
    elif identified:
        total = 100.0
    return Scored(
        revision, round(total, 1), round(100 * likeness, 1), exact, identified, contradicted
    )


def name_likeness(text: str, revision: Revision) -> tuple[float, bool]:
    """(0–1, exact) of a query and the names of a resource."""
    asked = normal_name(text)
    if not asked:
        return 0.0, False
    titles = list(names_in(revision.document.get(KINDS[revision.kind].title)))
    others = [n for f in OTHER_NAMES for n in names_in(revision.document.get(f))]
    exact = any(normal_name(one) == asked and _same_form(text, one) for one in titles)
    scores = [_alike(asked, normal_name(one)) for one in titles]
    scores += [LESS * _alike(asked, normal_name(one)) for one in others]
    return max(scores, default=0.0), exact


def names_in(value: Json) -> Iterable[str]:
    """Every text of a name field, in every language."""
    by_language = value if isinstance(value, Mapping) else {"und": value}
    for texts in by_language.values():
        if isinstance(texts, str):
            yield texts
        elif texts:
            yield from texts


def is_named(text: str, revision: Revision) -> bool:
    """True when the query is the IRI of the resource, or its id here."""
    return text.strip() in (revision.iri, f"{revision.kind}/{revision.key}")


def _same_form(one: str, other: str) -> bool:
    """False where both names say a legal form, and not the same: Rossi S.r.l., Rossi S.p.A."""
    forms = legal_forms(one), legal_forms(other)
    return not all(forms) or forms[0] == forms[1]


def _alike(one: str, other: str) -> float:
    """Likeness of two normal names, 0–1: 1 only when they are equal."""
    ratios = (
        fuzz.ratio(one, other),
        0.97 * fuzz.token_sort_ratio(one, other),
        # a name within the other says little: Milano, and Politecnico di Milano
        0.80 * fuzz.token_set_ratio(one, other),
    )
    return max(ratios) / 100


@dataclass(frozen=True)
class _Fact:
    """How a condition fits, 0–1; None where the candidate says nothing about it."""

    fits: float | None
    identifying: bool = False


def _fact(condition: Condition, revision: Revision, labels: Labels, base: str) -> _Fact:
    field = KINDS[revision.kind].by_name.get(condition.property)
    if field is None or field.visibility != "public" or not condition.values:
        return _Fact(None)
    value = revision.document.get(field.name)
    identifying = isinstance(field, Code) and bool(field.identifies)
    if value is None:
        return _Fact(None, identifying)
    held = _held(field, value, labels, base)
    return _Fact(max(_fit(field, asked, held) for asked in condition.values), identifying)


def _held(field: Field, value: Json, labels: Labels, base: str) -> list[str]:
    """What a field holds, in every way that it may be asked for."""
    if isinstance(field, Ref | Concept):
        iris = value if field.many else [value]
        names = [
            label[tongue] for iri in iris if (label := labels.get(iri)) for tongue in ("it", "en")
        ]
        ids = [iri.removeprefix(f"{base}id/") for iri in iris]
        return [*iris, *ids, *(iri.rpartition("/")[2] for iri in iris), *names]
    if isinstance(value, Mapping | list):
        return list(names_in(value))
    return [str(value)]


def _fit(field: Field, asked: str, held: list[str]) -> float:
    """How well a condition's value fits the best of what is held, 0–1."""
    if isinstance(field, Code):
        wanted = canonical(field, asked)
        return float(any(canonical(field, one) == wanted for one in held))
    if isinstance(field, Date):
        return float(any(one.startswith(asked.strip()[:10]) for one in held))
    if isinstance(field, Link):
        return float(_address(asked) in {_address(one) for one in held})
    names = [_alike(normal_name(asked), normal_name(one)) for one in held]
    return 1.0 if asked in held else max(names, default=0.0)


def canonical(field: Code, text: str) -> str:
    """A code in its register's form, or as codes are compared where it has not that form."""
    try:
        return compact_code(field.check(text))
    except ValueError:
        return compact_code(text)


def _address(text: str) -> str:
    """A web address without what two lists write differently."""
    bare = fold(text.strip()).partition("://")[2] or fold(text.strip())
    return bare.removeprefix("www.").rstrip("/")
