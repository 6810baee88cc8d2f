"""A resource as one entry of a list: its title, a line or two of text, and small print."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup

from smartland.domain.fields import Part
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Document, Revision
from smartland.services.labels import title as label_of
from smartland.services.searching.answers import Why
from smartland.web.pages.facts import show
from smartland.web.pages.highlight import beginning
from smartland.web.pages.naming import Naming, Speech, kind_label, pick
from smartland.web.pages.reasons import Entry, explain
from smartland.web.pages.shown import Hit, Meta, WhyLine

SUMMARIES = ("description", "definition", "note")
TYPE_FIELDS: Mapping[str, str] = {
    "stakeholder": "stakeholder_kind",
    "territory": "territory_type",
    "claim": "direction",
    "project": "status",
    "call": "status",
    "tender": "status",
    "need": "state",
    "offer": "state",
}
"""The concept that is shown beside the kind."""
SMALL_PRINT: Mapping[str, tuple[tuple[str, str], ...]] = {
    "stakeholder": (("municipality", "it-map-marker"), ("territory", "it-map-marker")),
    "unit": (("unit_of", "it-pa"), ("municipality", "it-map-marker")),
    "claim": (
        ("level", "it-chart-line"), ("state", "it-info-circle"), ("valid_until", "it-calendar"),
    ),
    "need": (
        ("stakeholder", "it-user"), ("territory", "it-map-marker"), ("valid_until", "it-calendar"),
    ),
    "offer": (
        ("stakeholder", "it-user"), ("territory", "it-map-marker"), ("valid_until", "it-calendar"),
    ),
    "project": (
        ("territory", "it-map-marker"), ("start", "it-calendar"), ("budget", "it-card"),
    ),
    "call": (("issuer", "it-pa"), ("closes", "it-calendar"), ("budget", "it-card")),
    "tender": (("issuer", "it-pa"), ("closes", "it-calendar"), ("budget", "it-card")),
    "dataset": (("rights_holder", "it-pa"), ("modified", "it-calendar"), ("theme", "it-folder")),
    "data-service": (("publisher", "it-pa"),),
    "catalogue": (("publisher", "it-pa"), ("modified", "it-calendar")),
    "concept": (("in_scheme", "it-list"), ("broader", "it-arrow-up")),
    "filiera": (("corridor", "it-link"),),
    "territory": (("part_of", "it-map-marker"), ("population", "it-user")),
}  # fmt: skip
"""Kind → the fields that make its small print, with their icons."""
MAX_NAMES = 3


def needed(revisions: Iterable[Revision]) -> Iterator[str]:
    """The IRIs whose names the entries of ``revisions`` will show."""
    for one in revisions:
        names = [name for name, _ in SMALL_PRINT.get(one.kind, ())]
        for name in (
            *names,
            TYPE_FIELDS.get(one.kind, ""),
            "corridor",
            "stakeholder",
            "competence",
        ):
            value = one.document.get(name)
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, str) and "://" in item:
                    yield item


def make_hits(
    revisions: Sequence[Revision], naming: Naming, whys: Sequence[Why | None] = (), query: str = ""
) -> tuple[Hit, ...]:
    """The entries for ``revisions``, in order; ``whys`` say of each why it is there,
    found for ``query``."""
    naming.prepare(needed(revisions))
    reasons = whys or [None] * len(revisions)
    return tuple(_hit(one, naming, why, query) for one, why in zip(revisions, reasons, strict=True))


def named_in_title(revision: Revision) -> list[str]:
    """The IRIs whose names make the title of a claim: what, and who."""
    if revision.kind != "claim":
        return []
    document = revision.document
    return [document[name] for name in ("competence", "stakeholder") if name in document]


def speak_title(revision: Revision, naming: Naming) -> Speech:
    """The title of a resource; that of a claim says who can do, or seeks, what."""
    document = revision.document
    if revision.kind == "claim":
        return Speech(" – ".join(naming.text(iri) for iri in named_in_title(revision)))
    found = pick(document.get(KINDS[revision.kind].title), naming.language)
    return found or Speech(label_of(revision)[naming.language])


def summary(document: Document, language: str) -> Speech | None:
    """The text that says what a resource is about, if it has one."""
    found = (pick(document.get(name), language) for name in SUMMARIES)
    return next((one for one in found if one), None)


def type_label(revision: Revision, naming: Naming) -> str:
    """The concept that says which sort of its kind a resource is; empty where none does."""
    value = revision.document.get(TYPE_FIELDS.get(revision.kind, ""))
    return naming.text(value) if isinstance(value, str) else ""


def _hit(revision: Revision, naming: Naming, why: Why | None, query: str) -> Hit:
    title = speak_title(revision, naming)
    entry = Entry(revision.kind, title, SUMMARIES, query)
    found = explain(why, entry, naming.language)
    snippet, language = _snippet(revision, naming, found.summary)
    corridors = revision.document.get("corridor", ()) if revision.kind != "corridor" else ()
    return Hit(
        href=naming.page(revision),
        title=found.title or title.text,
        language=title.language,
        kind=revision.kind,
        kind_label=kind_label(revision.kind, naming.language),
        type_label=type_label(revision, naming),
        snippet=snippet,
        snippet_language=language,
        meta=tuple(_small_print(revision, naming)),
        corridors=naming.corridors(corridors),
        why=found.lines,
    )


def _snippet(
    revision: Revision, naming: Naming, passage: WhyLine | None
) -> tuple[Markup | str, str]:
    """The passage that was found in the summary, else the summary's beginning; its language."""
    if passage:
        return passage.text, passage.language
    about = summary(revision.document, naming.language)
    return (beginning(about.text), about.language) if about else ("", "")


def _small_print(revision: Revision, naming: Naming) -> Iterator[Meta]:
    kind = KINDS[revision.kind]
    said: set[str] = set()
    for name, icon in SMALL_PRINT.get(revision.kind, ()):
        value = revision.document.get(name)
        field = kind.by_name[name]
        if value is None:
            continue
        shown = show(field, value, naming)
        texts = [one.text for one in (shown[:1] if isinstance(field, Part) else shown)]
        texts = [text for text in texts if text not in said]
        said.update(texts)
        if texts:
            more = f" +{len(texts) - MAX_NAMES}" if len(texts) > MAX_NAMES else ""
            yield Meta(icon, field.label[naming.language], ", ".join(texts[:MAX_NAMES]) + more)
