"""Reconciliation for OpenRefine: candidates from the index, scored on names and identifiers.

Source: Reconciliation Service API 0.2. ``match`` is true only where there can be no doubt.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from smartland.domain.fields import Code, Concept, Ref
from smartland.domain.identity import resource_iri
from smartland.domain.kinds import KINDS
from smartland.domain.names import normal_name
from smartland.domain.resource import Json, Revision
from smartland.errors import Label, NotFound
from smartland.ports.search import AllOf, AnyOf, CodeIs, Query, SearchIndex, SearchRequest, Words
from smartland.services.catalogue import Catalogue
from smartland.services.labels import Labels, texts, title
from smartland.services.reconcile.query import MAX_TEXT, Extension, Question
from smartland.services.reconcile.score import Scored, canonical, score
from smartland.services.reconcile.types import (
    RECONCILED,
    TYPES,
    properties,
    property_json,
    type_json,
    types_of,
)
from smartland.services.reconcile.values import values_of

HITS = 200
"""Candidates that are looked at for one query; a name that more of them may bear is never held
for certain."""
SIMILAR = 50
"""Candidates taken of those that hold some of the words, or similar ones."""
LEAST = 30.0
"""A candidate below this score is no help to anybody."""
SUGGESTED = 10
MAX_DESCRIPTION = 200
NO_ENTITY = Label(it="Nessuna entità {id}.", en="There is no entity {id}.")


class Reconciler:
    """Finds entities by name and properties, and hands out what is known of them."""

    def __init__(self, index: SearchIndex, catalogue: Catalogue, labels: Labels) -> None:
        self._index = index
        self._catalogue = catalogue
        self._labels = labels
        self._base = catalogue.base

    def candidates(self, question: Question, language: str) -> list[Json]:
        """The candidates of one query, best first, as the protocol writes them (§5.2)."""
        found, whole = self._found(question, _exact(question))
        ranked = self._ranked(question, found)
        certain = _certain(ranked, whole=whole)
        if not certain:
            similar, _ = self._found(question, _similar(question))
            known = {one.iri: one for one in (*found, *similar)}
            ranked = self._ranked(question, known.values())
            certain = _certain(ranked, whole=whole)
        kept = [one for one in ranked if one.score >= LEAST][: question.limit]
        return [_candidate(one, language, match=one.revision.iri == certain) for one in kept]

    def suggest(self, prefix: str, skip: int, language: str) -> list[Json]:
        """Entities whose names begin so, or the one of this id (§7.2)."""
        prefix = prefix.strip()[:MAX_TEXT]
        if not prefix:
            return []
        named = [] if skip else self._named(prefix)
        query = AllOf((Words(prefix, prefix=True), AnyOf(_kinds(()))))
        hits = self._index.search(SearchRequest(query, limit=min(skip, 1_000) + SUGGESTED)).hits
        heads = self._heads([one.iri for one in hits[skip:]])
        shown = list(dict.fromkeys((*(one.iri for one in named), *(one.iri for one in heads))))
        known = {one.iri: one for one in (*named, *heads)}
        return [_suggestion(known[iri], language) for iri in shown]

    def entity(self, identifier: str) -> Revision:
        """The shown resource of an id. Raises NotFound."""
        found = self._named(identifier)
        if not found:
            raise NotFound(NO_ENTITY.format(id=identifier[:200]))
        return found[0]

    def extend(self, wanted: Extension, language: str) -> Json:
        """The values of some properties of some entities (§8.5); unknown ids have none."""
        fields = [properties()[name] for name in wanted.properties if name in properties()]
        iris = {one: self._iri(one) for one in wanted.ids}
        heads = self._catalogue.by_iris(list(iris.values()))
        mentioned = _mentioned(heads.values(), [one.name for one in fields])
        named = self._catalogue.by_iris(mentioned)
        labels = self._labels.many(mentioned)
        rows = {
            one: {
                field.name: values_of(heads.get(iri), field.name, named, labels, language)
                for field in fields
            }
            for one, iri in iris.items()
        }
        return {"meta": [_meta(field.name, language) for field in fields], "rows": rows}

    def _ranked(self, question: Question, found: Iterable[Revision]) -> list[Scored]:
        found = list(found)
        labels = self._labels.many(_mentioned(found, [c.property for c in question.conditions]))
        scored = [score(question, one, labels, self._base) for one in found]
        return sorted(scored, key=lambda one: (-one.score, not one.exact, one.revision.iri))

    def _found(
        self, question: Question, queries: Iterable[tuple[Query, int]]
    ) -> tuple[list[Revision], bool]:
        """The resources of the asked types that answer ``queries``; True when no query had more
        answers than were looked at."""
        asked = [TYPES[one] for one in question.types if one in TYPES]
        if question.types and not asked:
            return [], True
        of_types = AnyOf(_kinds(question.types))
        iris: dict[str, None] = {}
        whole = True
        for query, limit in queries:
            request = SearchRequest(AllOf((query, of_types)), limit=limit)
            answer = self._index.search(request)
            iris.update(dict.fromkeys(hit.iri for hit in answer.hits))
            whole = whole and answer.total <= limit
        heads = [*self._named(question.text), *self._heads(list(iris))]
        once = {one.iri: one for one in heads}.values()
        return [one for one in once if not asked or any(t.holds(one) for t in asked)], whole

    def _heads(self, iris: Sequence[str]) -> list[Revision]:
        heads = self._catalogue.by_iris(iris)
        return [heads[iri] for iri in iris if iri in heads]

    def _named(self, identifier: str) -> list[Revision]:
        """The resource that an IRI or an id of ours names."""
        head = self._catalogue.by_iri(self._iri(identifier)) if identifier.strip() else None
        if head is None:
            kind, _, key = identifier.strip().partition("/")
            found = self._catalogue.truth.find(kind, key) if kind in RECONCILED and key else None
            head = found if found and not found.withdrawn else None
        return [head] if head and head.kind in RECONCILED else []

    def _iri(self, identifier: str) -> str:
        """The IRI of an id; of a foreign resource, kept under a key of ours, what it is itself."""
        kind, slash, key = identifier.strip().partition("/")
        if not slash or kind not in KINDS:
            return identifier.strip()
        head = self._catalogue.truth.find(kind, key)
        return head.iri if head else resource_iri(self._base, kind, key)


def _exact(question: Question) -> Iterator[tuple[Query, int]]:
    """The questions by the codes and by every word of the name, and how many answers are looked
    at."""
    codes = [
        CodeIs(canonical(field, value))
        for one in question.conditions
        if isinstance(field := properties().get(one.property), Code)
        for value in one.values
    ]
    text = question.text.strip()
    if any(character.isdigit() for character in text):
        codes.append(CodeIs(text))
    if codes:
        yield AnyOf(tuple(codes)), HITS
    words = normal_name(text)
    if words:
        yield Words(words), HITS


def _similar(question: Question) -> Iterator[tuple[Query, int]]:
    """The question by some words of the name, or similar ones: it costs most, and comes last."""
    words = normal_name(question.text)
    if words:
        yield Words(words, every=False, fuzzy=True), SIMILAR


def _kinds(types: Sequence[str]) -> tuple[Query, ...]:
    wanted = [TYPES[one] for one in types if one in TYPES]
    return tuple(one.query for one in wanted or (TYPES[kind] for kind in RECONCILED))


def _certain(ranked: Sequence[Scored], *, whole: bool) -> str:
    """The IRI of the one candidate that must be meant; empty where there is any doubt.

    An equal identifier decides; else a name that is equal and that nobody else bears, which is
    known only when ``whole``: when everybody was looked at who might.
    """
    identified = [one for one in ranked if one.identified]
    if identified:
        return identified[0].revision.iri if len(identified) == 1 else ""
    exact = [one for one in ranked if one.exact]
    if whole and len(exact) == 1 and not exact[0].contradicted:
        return exact[0].revision.iri
    return ""


def _mentioned(found: Iterable[Revision], names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(iri for one in found for iri in _iris_of(one, names)))


def _iris_of(revision: Revision, names: Sequence[str]) -> Iterator[str]:
    """The concepts and resources that some public fields of a resource name."""
    for name in names:
        field = KINDS[revision.kind].by_name.get(name)
        value = revision.document.get(name)
        if isinstance(field, Concept | Ref) and value and field.visibility == "public":
            yield from value if field.many else (value,)


def entity_id(revision: Revision) -> str:
    """The id of an entity: ``kind/key``."""
    return f"{revision.kind}/{revision.key}"


def _candidate(one: Scored, language: str, *, match: bool) -> Json:
    return {
        "id": entity_id(one.revision),
        "name": title(one.revision)[language],
        "description": describe(one.revision, language),
        "type": [type_json(sort, language) for sort in types_of(one.revision)],
        "score": one.score,
        "match": match,
        "features": [
            {"id": "name_likeness", "value": one.name},
            {"id": "same_name", "value": one.exact},
            {"id": "same_identifier", "value": one.identified},
        ],
    }


def _suggestion(revision: Revision, language: str) -> Json:
    return {
        "id": entity_id(revision),
        "name": title(revision)[language],
        "description": describe(revision, language),
        "notable": [type_json(sort, language) for sort in types_of(revision)],
    }


def describe(revision: Revision, language: str) -> str:
    """What tells namesakes apart, in one line: the identifiers, else the description."""
    kind = KINDS[revision.kind]
    codes = [
        f"{field.label[language]} {revision.document[field.name]}"
        for field in kind.public_fields
        if isinstance(field, Code) and not field.many and field.name in revision.document
    ]
    if codes:
        return ", ".join(codes)[:MAX_DESCRIPTION]
    for name in ("description", "definition"):
        found = texts(revision.document.get(name))
        if found:
            return found[language][:MAX_DESCRIPTION]
    return ""


def _meta(name: str, language: str) -> Json:
    field = properties()[name]
    body: dict[str, Json] = {"id": name, "name": property_json(field, language)["name"]}
    if isinstance(field, Ref) and len(field.kinds) == 1 and field.kinds[0] in TYPES:
        body["type"] = type_json(TYPES[field.kinds[0]], language)
    return body


def find_types(prefix: str, language: str) -> Mapping[str, Json]:
    """Types by the beginning of a word of their name, or their id."""
    found = [one for one in TYPES.values() if _begins(prefix, one.id, one.name)]
    return {"result": [type_json(one, language, broader=True) for one in found]}


def find_properties(prefix: str, language: str) -> Mapping[str, Json]:
    """Properties by the beginning of a word of their name, or their id."""
    found = [one for one in properties().values() if _begins(prefix, one.name, one.label)]
    return {"result": [property_json(one, language) for one in found]}


def _begins(prefix: str, identifier: str, name: Label) -> bool:
    asked = normal_name(prefix)
    words = [*normal_name(f"{name.it} {name.en}").split(), identifier, normal_name(identifier)]
    spelt = (normal_name(name.it), normal_name(name.en))
    return any(one.startswith(asked) for one in (*words, *spelt))
