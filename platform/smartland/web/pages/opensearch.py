"""The OpenSearch description (1.1 draft 6), by which browsers and other programs search here."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from smartland.errors import LANGUAGES
from smartland.web.pages.texts import TEXTS

MEDIA_TYPE = "application/opensearchdescription+xml"
SUGGESTIONS = "application/x-suggestions+json"
NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
SHORT_NAME = "Smart Land"
"""At most 16 characters, without markup (§4.3.1)."""
TERMS = "{searchTerms}"


def description(base: str, language: str) -> bytes:
    """The document for the site at ``base`` (with a slash at its end), in one language."""
    root = Element("OpenSearchDescription", xmlns=NAMESPACE)
    for name, text in (
        ("ShortName", SHORT_NAME),
        ("LongName", TEXTS["opensearch_name"][language]),
        ("Description", TEXTS["opensearch_text"][language]),
        ("Language", language),
        *(("Language", one) for one in LANGUAGES if one != language),
        ("OutputEncoding", "UTF-8"),
        ("InputEncoding", "UTF-8"),
    ):
        SubElement(root, name).text = text
    icon = SubElement(root, "Image", height="16", width="16", type="image/svg+xml")
    icon.text = f"{base}static/img/favicon.svg"
    for attributes in _addresses(base):
        SubElement(root, "Url", attributes)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _addresses(base: str) -> Iterator[dict[str, str]]:
    for media, path, rel in (
        ("text/html", f"search?q={TERMS}", "results"),
        ("application/json", f"api/v1/search?q={TERMS}&limit={{count?}}", "results"),
        ("application/atom+xml", f"search.atom?q={TERMS}", "results"),
        ("text/csv", f"search.csv?q={TERMS}", "results"),
        (SUGGESTIONS, f"api/v1/suggest?q={TERMS}&format=opensearch", "suggestions"),
        (MEDIA_TYPE, "opensearch.xml", "self"),
    ):
        yield {"type": media, "template": f"{base}{path}", "rel": rel}
