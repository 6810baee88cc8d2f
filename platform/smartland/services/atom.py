"""What all Atom feeds share (RFC 4287): a resource as an entry, and links."""

from datetime import datetime

from smartland.domain.identity import graph_iri
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Revision, instant
from smartland.services.labels import texts, title
from smartland.services.markup import Element, element

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
MAX_ENTRIES = 200
MAX_SUMMARY = 500
SUMMARY_FIELDS = ("description", "definition", "note")
FORMATS = (("html", "text/html"), ("ttl", "text/turtle"), ("json", "application/json"))


def entry(
    base: str,
    revision: Revision,
    name: str,
    at: datetime,
    language: str,
    category: Element | None = None,
) -> Element:
    """An entry with the id ``name`` that shows a resource as it is now; ``category`` is one more
    besides its kind."""
    page = graph_iri(base, revision.kind, revision.key)
    kind = KINDS[revision.kind]
    of_kind = {"term": kind.name, "scheme": f"{base}feed", "label": kind.label[language]}
    return element(
        "entry",
        element("id", name),
        element("title", title(revision)[language]),
        element("updated", instant(at)),
        *(link("alternate", f"{page}.{ending}", media) for ending, media in FORMATS),
        element("category", attributes=of_kind),
        category,
        element("summary", _summary(revision, language)),
    )


def link(relation: str, address: str, media_type: str = MEDIA_TYPE) -> Element:
    """A link to another feed, or to what is of another ``media_type``."""
    return element("link", attributes={"rel": relation, "href": address, "type": media_type})


def _summary(revision: Revision, language: str) -> str:
    public = KINDS[revision.kind].public(revision.document)
    found = next((t for name in SUMMARY_FIELDS if (t := texts(public.get(name)))), None)
    text = found[language] if found else ""
    return text if len(text) <= MAX_SUMMARY else f"{text[:MAX_SUMMARY]}…"
