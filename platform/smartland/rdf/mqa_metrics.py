"""The metrics of data.europa.eu's metadata quality assessment, with what each is worth.

405 points in five dimensions: findability 100, accessibility 100, interoperability 110,
reusability 75, contextuality 20 (methodology of data.europa.eu, read 2026-08).
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from functools import lru_cache

from smartland.errors import Label
from smartland.rdf.membership import is_media_type
from smartland.rdf.statements import Statements
from smartland_vocab.namespaces import DCAT, DCT
from smartland_vocab.rules import read_authority, read_codes, read_known_licences

FINDABILITY, ACCESSIBILITY = "findability", "accessibility"
INTEROPERABILITY, REUSABILITY, CONTEXTUALITY = "interoperability", "reusability", "contextuality"
DIMENSIONS: Mapping[str, Label] = {
    FINDABILITY: Label(it="Reperibilità", en="Findability"),
    ACCESSIBILITY: Label(it="Accessibilità", en="Accessibility"),
    INTEROPERABILITY: Label(it="Interoperabilità", en="Interoperability"),
    REUSABILITY: Label(it="Riusabilità", en="Reusability"),
    CONTEXTUALITY: Label(it="Contestualità", en="Contextuality"),
}
READ = (
    DCAT.keyword, DCAT.theme, DCT.spatial, DCT.temporal, DCAT.distribution, DCAT.accessURL,
    DCAT.downloadURL, DCT.format, DCAT.mediaType, DCT.license, DCT.accessRights, DCAT.contactPoint,
    DCT.publisher, DCT.rights, DCAT.byteSize, DCT.issued, DCT.modified, DCT.title,
)  # fmt: skip
"""The properties that are looked at."""

Check = Callable[[Statements], Container[str]]
"""The datasets or distributions (terms) that fulfil a metric, found in one pass over a property."""


@dataclass(frozen=True)
class Metric:
    """What is measured, for how many points; ``on_distributions``: the share of a dataset's
    distributions that fulfil it counts, ``probed``: an address must answer."""

    key: str
    dimension: str
    points: int
    label: Label
    hint: Label
    on_distributions: bool = False
    probed: str = ""


@lru_cache(maxsize=1_000)
def _file_type(term: str) -> str:
    scheme = read_authority("file-type").scheme
    code = term[1:-1].removeprefix(scheme)
    return code if code in read_authority("file-type").labels else ""


@lru_cache(maxsize=1_000)
def _access_right(term: str) -> bool:
    listed = read_authority("access-right")
    return term[1:-1].removeprefix(listed.scheme) in listed.labels


def _known_licence(term: str) -> bool:
    return term[1:-1] in read_known_licences()


def _has(predicate: str) -> Check:
    return lambda said: said.subjects(predicate)


def _any(predicate: str, right: Callable[[str], object]) -> Check:
    return lambda said: {one for one, term in said.pairs(predicate) if right(term)}


def _format_in(name: str) -> Check:
    codes = read_codes(name)
    return _any(DCT.format, lambda term: _file_type(term) in codes)


def _from_vocabulary(said: Statements) -> Container[str]:
    """Those of a format and a media type whose every one is on its list."""
    formats, types = said.subjects(DCT.format), said.subjects(DCAT.mediaType)
    wrong = {one for one, term in said.pairs(DCT.format) if not _file_type(term)}
    wrong.update(one for one, term in said.pairs(DCAT.mediaType) if not is_media_type(term))
    return (formats & types) - wrong


CHECKS: Mapping[str, Check] = {
    "keyword": _has(DCAT.keyword),
    "theme": _has(DCAT.theme),
    "spatial": _has(DCT.spatial),
    "temporal": _has(DCT.temporal),
    "download-url": _has(DCAT.downloadURL),
    "format": _has(DCT.format),
    "media-type": _has(DCAT.mediaType),
    "vocabulary": _from_vocabulary,
    "non-proprietary": _format_in("non-proprietary"),
    "machine-readable": _format_in("machine-readable"),
    "licence": _has(DCT.license),
    "known-licence": _any(DCT.license, _known_licence),
    "access-rights": _has(DCT.accessRights),
    "access-rights-listed": _any(DCT.accessRights, _access_right),
    "contact-point": _has(DCAT.contactPoint),
    "publisher": _has(DCT.publisher),
    "rights": _has(DCT.rights),
    "byte-size": _has(DCAT.byteSize),
    "issued": _has(DCT.issued),
    "modified": _has(DCT.modified),
}
"""How each metric is measured that the graph alone decides."""
