"""Licences by the one IRI under which both portals know them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from smartland.domain.resource import Json
from smartland.errors import Label
from smartland.rdf.terms import Triple, iri, iri_of, is_iri
from smartland_vocab.namespaces import DCT, ITALIA_VOCABULARY, OWL

_ITALIA = f"{ITALIA_VOCABULARY}licences/"
_LICENSE = iri(DCT.license)
_TYPES = "http://purl.org/adms/licencetype/"
UNKNOWN = f"{_ITALIA}C11_Unknown"
"""Not C1_Unknown: a harvester was seen to put CC BY 4.0 in its place, which would give away what
nobody has given away."""


@dataclass(frozen=True)
class Licence:
    """A licence: ``code`` is its end in the Italian list, ``type`` that in ADMS's."""

    iri: str
    code: str
    name: Label
    version: str
    type: str


_LICENCES = (
    Licence(
        "https://creativecommons.org/licenses/by/4.0/",
        "A21_CCBY40",
        Label(
            it="Creative Commons Attribuzione 4.0 Internazionale (CC BY 4.0)",
            en="Creative Commons Attribution 4.0 International (CC BY 4.0)",
        ),
        "4.0",
        "Attribution",
    ),
    Licence(
        "https://creativecommons.org/licenses/by-sa/4.0/",
        "A31_CCBYSA40",
        Label(
            it="Creative Commons Attribuzione - Condividi allo stesso modo 4.0 Internazionale"
            " (CC BY-SA 4.0)",
            en="Creative Commons Attribution-ShareAlike 4.0 International (CC BY-SA 4.0)",
        ),
        "4.0",
        "ViralEffect-ShareAlike",
    ),
    Licence(
        "https://creativecommons.org/publicdomain/zero/1.0/",
        "A11_CCO10",
        Label(
            it="Creative Commons CC0 1.0 Universale - Public Domain Dedication (CC0 1.0)",
            en="Creative Commons CC0 1.0 Universal - Public Domain Dedication (CC0 1.0)",
        ),
        "1.0",
        "PublicDomain",
    ),
)
_UNKNOWN = Licence(
    UNKNOWN,
    "C11_Unknown",
    Label(it="Licenza Sconosciuta", en="Unknown Licence"),
    "",
    "UnknownIPR",
)


def _bare(address: str) -> str:
    """What spellings of one licence have in common."""
    text = address.strip().partition("://")[2] or address
    return text.rstrip("/").removesuffix("/deed.it").removesuffix("/legalcode").casefold()


_KNOWN = {
    _bare(spelling): one
    for one in (*_LICENCES, _UNKNOWN)
    for spelling in (one.iri, _ITALIA + one.code, _ITALIA + one.code.replace("_", ":"))
}


def complete_licence(part: Mapping[str, Json]) -> dict[str, Json]:
    """A licence part by its best known IRI, with a name in Italian or English; one that nobody
    gave is the unknown licence."""
    given = str(part.get("iri", ""))
    known = _KNOWN.get(_bare(given)) if given else None if part.get("name") else _UNKNOWN
    if known is not None:
        found: dict[str, Json] = {
            "iri": known.iri,
            "name": {"it": known.name.it, "en": known.name.en},
            "type": _TYPES + known.type,
        }
        return {**found, "version": known.version} if known.version else found
    name = dict(part.get("name", {})) or {"it": given}
    if not {"it", "en"} & name.keys():  # the harvester of dati.gov.it fails at such a name
        name["it"] = next(iter(name.values()))
    return {**part, "name": name}


def licence_triples(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Which licences of the Italian list the licences among ``triples`` are."""
    used = {term for _, predicate, term in triples if predicate == _LICENSE}
    for term in sorted(used):
        known = _KNOWN.get(_bare(iri_of(term))) if is_iri(term) else None
        if known is not None and known.iri == iri_of(term) and known is not _UNKNOWN:
            yield term, iri(OWL.sameAs), iri(_ITALIA + known.code)
