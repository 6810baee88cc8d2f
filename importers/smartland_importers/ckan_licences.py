"""Licences of portals as the IRIs by which validators and harvesters know them.

A licence has its IRI only where its address, its code in the Italian list or its name with a
version says which one it is: CKAN's ``cc-by`` alone does not say which version.
"""

import re
from dataclasses import dataclass

from smartland.domain.resource import Json
from smartland_importers.values import clean_line, shorten, web_link
from smartland_vocab.namespaces import ITALIA_VOCABULARY

_CREATIVE = "https://creativecommons.org/"
_ADMS = "http://purl.org/adms/licencetype/"
_CC_URL = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/licenses/"
    r"(by(?:-(?:nc|nd|sa|nc-sa|nc-nd))?)/(\d\.\d)(?:/(it|de))?"
    r"(?:/?|/(?:deed|legalcode)(?:\.[a-z_]+)?)",
    re.I,
)
_CC_ZERO = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/publicdomain/zero/1\.0(?:/.*)?", re.I
)
_CC_CODE = re.compile(r"CC-?(BY(?:-?NC)?(?:-?SA|-?ND)?)-?(\d)\.?(\d)-?(IT)?", re.I)
_ITALIAN = f"{ITALIA_VOCABULARY}licences/"
_VERSION = re.compile(r"\b([1-4]\.0|2\.5)\b")
_FAMILIES = {
    "cc-by": "by",
    "cc-by-sa": "by-sa",
    "cc-by-nc": "by-nc",
    "cc-by-nd": "by-nd",
    "cc-by-nc-sa": "by-nc-sa",
    "cc-by-nc-nd": "by-nc-nd",
}
# licences of one version only, by CKAN's identifiers and the codes of the Italian list
_SINGLE = {
    "cc-zero": f"{_CREATIVE}publicdomain/zero/1.0/",
    "cc0": f"{_CREATIVE}publicdomain/zero/1.0/",
    "cc0-1.0": f"{_CREATIVE}publicdomain/zero/1.0/",
    "cco10": f"{_CREATIVE}publicdomain/zero/1.0/",
    "cc010": f"{_CREATIVE}publicdomain/zero/1.0/",
    "odc-pddl": "https://opendatacommons.org/licenses/pddl/1-0/",
    "pddl": "https://opendatacommons.org/licenses/pddl/1-0/",
    "odc-by": "https://opendatacommons.org/licenses/by/1-0/",
    "odcby": "https://opendatacommons.org/licenses/by/1-0/",
    "odc-odbl": "https://opendatacommons.org/licenses/odbl/1-0/",
    "odbl": "https://opendatacommons.org/licenses/odbl/1-0/",
    "iodl2": "https://www.dati.gov.it/content/italian-open-data-license-v20",
    "iodl-2.0": "https://www.dati.gov.it/content/italian-open-data-license-v20",
    "iodl20": "https://www.dati.gov.it/content/italian-open-data-license-v20",
}
_UNKNOWN = frozenset({"", "notspecified", "other-open", "other-closed", "other-at", "other-pd"})
_TYPES = (
    ("publicdomain", "PublicDomain"),
    ("/pddl/", "PublicDomain"),
    ("-nc", "NonCommercialUseOnly"),
    ("-nd", "NoDerivativeWork"),
    ("-sa", "ViralEffect-ShareAlike"),
    ("/odbl/", "ViralEffect-ShareAlike"),
    ("", "Attribution"),
)


@dataclass(frozen=True)
class Named:
    """What a portal says about a licence: CKAN's identifier, its address or IRI, its title."""

    code: str = ""
    address: str = ""
    title: str = ""


def licence(named: Named, language: str) -> dict[str, Json]:
    """The licence as a part: its IRI and type where they are certain, and its name; empty where
    the portal says nothing."""
    found = licence_iri(named)
    part: dict[str, Json] = {}
    if found:
        part["iri"] = found
        if found.startswith(
            (_CREATIVE, "https://opendatacommons.org/", "https://www.dati.gov.it/")
        ):
            part["type"] = _ADMS + next(name for sign, name in _TYPES if sign in found)
    title = shorten(clean_line(named.title), 300)
    if title and (found or named.code.lower() not in _UNKNOWN):
        part["name"] = {language: title}
    return part


def licence_iri(named: Named) -> str:
    """The IRI of a licence; empty where it is not certain which one it is."""
    for written in (named.address, named.code):
        if found := _by_address(written.strip()):
            return found
    code = named.code.strip().lower()
    if code in _SINGLE:
        return _SINGLE[code]
    whole = _CC_CODE.fullmatch(code)
    if whole:
        return _creative(whole[1], f"{whole[2]}.{whole[3]}", whole[4])
    versions = set(_VERSION.findall(named.title))
    if code in _FAMILIES and len(versions) == 1:
        return _creative(_FAMILIES[code], versions.pop(), "")
    return ""


def _by_address(written: str) -> str:
    matched = _CC_URL.fullmatch(written)
    if matched:
        return _creative(matched[1], matched[2], matched[3])
    if _CC_ZERO.fullmatch(written):
        return f"{_CREATIVE}publicdomain/zero/1.0/"
    if written.startswith(_ITALIAN):
        return _italian(written)
    return ""


def _italian(written: str) -> str:
    """The licence of an entry of the Italian list (``A21_CCBY40``), the entry where we know no
    other name of it."""
    code = written.removeprefix(_ITALIAN).partition("_")[2]
    matched = _CC_CODE.fullmatch(code)
    if matched:
        return _creative(matched[1], f"{matched[2]}.{matched[3]}", matched[4])
    if code.lower() in _SINGLE:
        return _SINGLE[code.lower()]
    if not code or "unknown" in code.lower():
        return ""
    try:
        return web_link(written)
    except ValueError:
        return ""


def _creative(terms: str, version: str, country: str | None) -> str:
    joined = "-".join(re.findall(r"by|nc|nd|sa", terms.lower()))
    port = f"{country.lower()}/" if country else ""
    return f"{_CREATIVE}licenses/{joined}/{version}/{port}"
