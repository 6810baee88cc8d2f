"""The page of one resource: what it is, what it is linked with, and who might answer it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from smartland.domain.kinds import KINDS
from smartland.domain.kinds.knowledge import CONCEPT_KINDS
from smartland.domain.kinds.shared import COMPETENCES
from smartland.domain.resource import Document, Json, Revision
from smartland.rdf.read import split_lines
from smartland.rdf.terms import iri_of, is_iri, split_literal
from smartland.services.publishing import EXTENSIONS
from smartland.web.pages.facts import mentioned, read_downloads, read_facts, read_tables
from smartland.web.pages.formats import safe_link
from smartland.web.pages.hits import named_in_title, speak_title, summary, type_label
from smartland.web.pages.naming import Naming, Speech, capital, kind_label
from smartland.web.pages.quality import Quality, make_quality
from smartland.web.pages.shown import (
    Download,
    Fact,
    Matched,
    Related,
    Shown,
    Table,
    Tag,
)
from smartland.web.pages.texts import TEXTS
from smartland_vocab.namespaces import PREFIXES

SAID_ABOVE = ("description", "definition", "note", "corridor")
MAPPINGS = ("exact_match", "close_match", "broad_match", "narrow_match", "related_match")
TREE = ("broader", "in_scheme", "top_concept_of", "top_concept")
CONTACTS = {"homepage": "it-external-link", "email": "it-mail"}
EXPLORED_BY = {"territory": "in", "corridor": "corridor", "filiera": "filiera"}
"""Kind → the filter that finds everything about a resource of it."""
RELATED_SHOWN = 8
NARROWER_SHOWN = 200
MAX_UNDECLARED = 60
FORMAT_NAMES = {
    "json": "JSON", "jsonld": "JSON-LD", "ttl": "Turtle", "rdf": "RDF/XML", "nt": "N-Triples",
    "csv": "CSV",
}  # fmt: skip


Pointing = Mapping[str, tuple[int, Sequence[Revision]]]
"""Kind → how many resources point to the one shown, and some of them."""


@dataclass(frozen=True)
class Heading:
    """What a resource is, at the top of its page."""

    kind: str
    kind_label: str
    kind_plural: str
    type_label: str
    title: Speech
    lead: Speech | None
    corridors: tuple[Tag, ...]
    explore_href: str


@dataclass(frozen=True)
class Entity:
    """Everything that the page of a resource shows below its heading."""

    heading: Heading
    contacts: tuple[tuple[str, Fact], ...]
    facts: tuple[Fact, ...]
    mappings: tuple[Fact, ...]
    tables: tuple[Table, ...]
    downloads: tuple[Download, ...]
    broader: tuple[tuple[Shown, ...], ...]
    narrower: tuple[Shown, ...]
    related: tuple[Related, ...]
    matches: tuple[Matched, ...]
    undeclared: tuple[tuple[Shown, Shown], ...]
    quality: Quality | None
    formats: tuple[tuple[str, str], ...]
    revision: Revision
    history_href: str


def make_entity(
    revision: Revision,
    naming: Naming,
    *,
    pointing: Pointing,
    above: Sequence[Sequence[str]] = (),
    matches: Sequence[Matched] = (),
) -> Entity:
    """The page's content. ``above``: for a concept, the chains of broader concepts, each from the
    top down."""
    kind = KINDS[revision.kind]
    document = kind.public(revision.document)
    naming.prepare(mentioned(kind.public_fields, document))
    skip = (kind.title, *SAID_ABOVE, *MAPPINGS, *(TREE if _is_concept(revision) else ()))
    facts = read_facts(kind, document, naming, skip)
    page = naming.page(revision)
    return Entity(
        heading=_heading(revision, naming),
        contacts=tuple((CONTACTS[one.name], one) for one in facts if one.name in CONTACTS),
        facts=tuple(one for one in facts if one.name not in CONTACTS),
        mappings=_mappings(revision, naming),
        tables=tuple(read_tables(kind, document, naming)),
        downloads=tuple(read_downloads(kind, document, naming)),
        broader=tuple(tuple(naming.shown(iri) for iri in chain) for chain in above),
        narrower=_narrower(revision, naming, pointing) if _is_concept(revision) else (),
        related=tuple(_related(revision, naming, pointing)),
        matches=tuple(matches),
        undeclared=tuple(_undeclared(revision)),
        quality=make_quality(revision, naming),
        formats=tuple((FORMAT_NAMES[one], f"{page}.{one}") for one in EXTENSIONS if one != "html"),
        revision=revision,
        history_href=f"{page}/history",
    )


def _is_concept(revision: Revision) -> bool:
    return revision.kind in (*CONCEPT_KINDS, "scheme")


def _heading(revision: Revision, naming: Naming) -> Heading:
    return Heading(
        kind=revision.kind,
        kind_label=kind_label(revision.kind, naming.language),
        kind_plural=capital(KINDS[revision.kind].plural[naming.language]),
        type_label=type_label(revision, naming),
        title=speak_title(revision, naming),
        lead=summary(revision.document, naming.language),
        corridors=naming.corridors(revision.document.get("corridor", ())),
        explore_href=_explore(revision, naming),
    )


def _explore(revision: Revision, naming: Naming) -> str:
    """Where everything about a place, a corridor, a supply chain or a competence is listed."""
    name = EXPLORED_BY.get(revision.kind, "")
    if revision.iri.startswith(f"{COMPETENCES}/"):
        name = "competence"
    query = urlencode({name: naming.shorten(revision.iri)}, safe="/:")
    return f"{naming.root}/search?{query}" if name else ""


def _mappings(revision: Revision, naming: Naming) -> tuple[Fact, ...]:
    if revision.kind not in CONCEPT_KINDS:
        return ()
    kind = KINDS[revision.kind]
    others = tuple(one.name for one in kind.fields if one.name not in MAPPINGS)
    return tuple(read_facts(kind, revision.document, naming, others))


def _narrower(revision: Revision, naming: Naming, pointing: Pointing) -> tuple[Shown, ...]:
    """The concepts right below a concept, or at the top of a scheme."""
    if revision.kind == "scheme":
        below = list(revision.document.get("top_concept", ()))
    else:
        below = [
            one.iri
            for kind in CONCEPT_KINDS
            for one in pointing.get(kind, (0, ()))[1]
            if revision.iri in one.document.get("broader", ())
        ]
    naming.prepare(below)
    return tuple(sorted((naming.shown(iri) for iri in below), key=lambda one: one.text.casefold()))


def _related(revision: Revision, naming: Naming, pointing: Pointing) -> Iterator[Related]:
    for name, kind in KINDS.items():
        total, found = pointing.get(name, (0, ()))
        if _is_concept(revision) and name in (*CONCEPT_KINDS, "scheme"):
            # in the tree already; a concept of another scheme may still point here
            found = [one for one in found if revision.iri not in _tree_of(one.document)]
            total = len(found)
        if not found:
            continue
        query = urlencode({"kind": name, "refers": naming.shorten(revision.iri)}, safe="/:")
        yield Related(
            label=capital(kind.plural[naming.language]),
            kind=name,
            hits=_related_hits(revision, found[:RELATED_SHOWN], naming),
            more=max(0, total - RELATED_SHOWN),
            all_href=f"{naming.root}/search?{query}",
        )


def _related_hits(
    revision: Revision, found: Sequence[Revision], naming: Naming
) -> tuple[Shown, ...]:
    naming.learn(iri for one in found for iri in named_in_title(one))
    shown = []
    for one in found:
        title = speak_title(one, naming)
        # all that points to a concept does so for the same reason
        role = "" if _is_concept(revision) else _role(one, revision.iri, naming)
        shown.append(Shown(title.text, naming.page(one), title.language, role))
    return tuple(shown)


def _tree_of(document: Document) -> frozenset[str]:
    values = (document.get(name, ()) for name in TREE)
    return frozenset(
        iri for value in values for iri in ((value,) if isinstance(value, str) else value)
    )


def _role(pointing: Revision, iri: str, naming: Naming) -> str:
    """In which fields another resource mentions this one; for a participation, the role."""
    said = []
    for field in KINDS[pointing.kind].public_fields:
        value = pointing.document.get(field.name)
        if not _mentions(value, iri):
            continue
        roles = [
            naming.text(part["role"])
            for part in (value if isinstance(value, list) else [value])
            if isinstance(part, Mapping) and "role" in part and _mentions(part, iri)
        ]
        said.extend(roles or [field.label[naming.language]])
    return ", ".join(dict.fromkeys(said))


def _mentions(value: Json, iri: str) -> bool:
    if isinstance(value, str):
        return value == iri
    if isinstance(value, Mapping):
        return any(_mentions(one, iri) for one in value.values())
    return isinstance(value, list) and any(_mentions(one, iri) for one in value)


def _undeclared(revision: Revision) -> Iterator[tuple[Shown, Shown]]:
    """What the source says of the resource itself beyond the declared fields."""
    for subject, predicate, term in split_lines(revision.extra)[:MAX_UNDECLARED]:
        if not is_iri(subject) or iri_of(subject) != revision.iri:
            continue
        name = iri_of(predicate)
        if is_iri(term):
            value = iri_of(term)
            yield Shown(short_name(name), code=True), Shown(value, safe_link(value), outside=True)
        elif term.startswith('"'):
            text, language, _ = split_literal(term)
            yield Shown(short_name(name), code=True), Shown(text[:500], language=language)


def short_name(iri: str) -> str:
    """An IRI with the customary prefix of its namespace, where it has one."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace.iri) and len(iri) > len(namespace.iri):
            return f"{prefix}:{iri.removeprefix(namespace.iri)}"
    return iri


def matches_title(kind: str, language: str) -> str:
    """What the suggestions of a kind are called: a need asks for answers, a firm for chances."""
    return TEXTS["matches" if kind in ("need", "call", "tender", "project") else "matches_project"][
        language
    ]
