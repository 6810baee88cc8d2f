"""What ``/api/v1/search`` and ``/suggest`` answer, as JSON."""

from collections.abc import Mapping, Sequence

from smartland.domain.fields import PUBLIC
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json
from smartland.errors import Invalid, Label, Problem
from smartland.services.publishing import Publishing
from smartland.services.searching.answers import Passage, Result, Results, Suggestions, Why
from smartland.web.pages.facets import value_text
from smartland.web.pages.hits import speak_title
from smartland.web.pages.naming import Naming, kind_label

EVERY = "*"
NO_FIELD = Label(
    it="Nessun tipo ha un campo «{name}»; «*» dà il documento intero.",
    en="No kind has a field “{name}”; “*” gives the whole document.",
)


def check_fields(names: Sequence[str]) -> None:
    """Raise Invalid for a name that is the field of no kind."""
    known = {
        field.name for kind in KINDS.values() for field in kind.fields if field.visibility == PUBLIC
    }
    wrong = [name for name in names if name != EVERY and name not in known]
    if wrong:
        problems = (Problem("fields", NO_FIELD.format(name=name)) for name in wrong)
        raise Invalid.of(tuple(problems))


def results_body(
    found: Results, naming: Naming, publishing: Publishing, fields: Sequence[str]
) -> dict[str, Json]:
    """A page of results; ``fields``: what of each document comes along, ``*`` for all."""
    return {
        "total": found.total,
        "relaxed": found.relaxed,
        "items": [_item(one, naming, publishing, fields) for one in found.items],
        "facets": _facets(found.facets, naming),
        "missing": [{"word": one.word, "nearest": list(one.nearest)} for one in found.missing],
        "suggestion": found.suggestion or None,
        "understood": [
            {"words": one.words, "iri": one.iri, "label": one.label[naming.language]}
            for one in found.understood
        ],
        "unknown_fields": list(found.unknown_fields),
    }


def suggestions_body(text: str, found: Suggestions, language: str) -> Json:
    """Words to go on with and resources to go to."""
    return {
        "q": text,
        "words": [
            {
                "text": one.text,
                "total": one.total,
                "kinds": [
                    {"kind": kind, "label": _kind_name(kind, count, language), "count": count}
                    for kind, count in one.kinds
                ],
            }
            for one in found.words
        ],
        "resources": [
            {
                "iri": one.iri,
                "kind": one.kind,
                "kind_label": kind_label(one.kind, language),
                "key": one.key,
                "title": one.title[language],
                "_links": {"self": f"/api/v1/{one.kind}/{one.key}"},
            }
            for one in found.resources
        ],
    }


def opensearch_body(text: str, found: Suggestions, language: str, base: str) -> Json:
    """The same as OpenSearch Suggestions 1.1: texts, what they are, and where they lead to."""
    rows = [(one.text, _counts(one.kinds, language), "") for one in found.words]
    rows += [
        (
            one.title[language],
            kind_label(one.kind, language),
            f"{base}doc/{one.kind}/{one.key}",
        )
        for one in found.resources
    ]
    return [text, *([row[column] for row in rows] for column in range(3))]


def _item(one: Result, naming: Naming, publishing: Publishing, fields: Sequence[str]) -> Json:
    revision = one.revision
    path = f"{revision.kind}/{revision.key}"
    item: dict[str, Json] = {
        "iri": revision.iri,
        "kind": revision.kind,
        "key": revision.key,
        "title": speak_title(revision, naming).text,
        "score": one.score,
        "_links": {"self": f"/api/v1/{path}", "page": f"/doc/{path}"},
    }
    if fields:
        document = publishing.document(revision)
        wanted = document if EVERY in fields else fields
        item["fields"] = {
            name: document[name]
            for name in wanted
            if name in document and name not in ("iri", "kind", "key") and name[0] != "_"
        }
    if one.why is not None:
        item["why"] = _why(one.why, naming.language)
    return item


def _why(why: Why, language: str) -> Json:
    return {
        "code": why.code or None,
        "passages": [_passage(one, language) for one in why.passages],
        "concepts": [
            {
                "words": one.words,
                "asked": one.asked,
                "held": one.held,
                "path": [label[language] for label in one.path],
            }
            for one in why.concepts
        ],
        "similar": [{"typed": typed, "found": found} for typed, found in why.similar],
    }


def _passage(one: Passage, language: str) -> Json:
    return {
        "field": one.field,
        "label": one.label[language],
        "language": one.language,
        "text": one.text,
        "marks": [list(mark) for mark in one.marks],
    }


def _facets(facets: Mapping[str, Sequence[tuple[str, int]]], naming: Naming) -> Json:
    naming.learn(value for counted in facets.values() for value, _ in counted if "://" in value)
    return {
        name: [
            {"value": value, "label": value_text(name, value, naming), "count": count}
            for value, count in counted
        ]
        for name, counted in facets.items()
    }


def _kind_name(kind: str, count: int, language: str) -> str:
    declared = KINDS[kind]
    return (declared.label if count == 1 else declared.plural)[language]


def _counts(kinds: Sequence[tuple[str, int]], language: str) -> str:
    return ", ".join(f"{count} {_kind_name(kind, count, language)}" for kind, count in kinds)
