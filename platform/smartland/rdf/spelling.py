"""Properties that do not exist: misspelt, or in the wrong namespace."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import partial

from smartland.errors import Label
from smartland.rdf.findings import WARNING, Collector, FieldName, Finding
from smartland.rdf.names import short
from smartland.rdf.statements import Statements, text_of
from smartland_vocab.namespaces import PREFIXES

_DCT = """
    abstract accessRights accrualMethod accrualPeriodicity accrualPolicy alternative audience
    available bibliographicCitation conformsTo contributor coverage created creator date
    dateAccepted dateCopyrighted dateSubmitted description educationLevel extent format
    hasFormat hasPart hasVersion identifier instructionalMethod isFormatOf isPartOf
    isReferencedBy isReplacedBy isRequiredBy issued isVersionOf language license mediator medium
    modified provenance publisher references relation replaces requires rights rightsHolder
    source spatial subject tableOfContents temporal title type valid
"""
_DCAT = """
    accessService accessURL bbox byteSize catalog centroid compressFormat contactPoint
    dataset distribution downloadURL endDate endpointDescription endpointURL first hadRole
    hasCurrentVersion hasVersion inCatalog inSeries isVersionOf keyword landingPage last
    mediaType next nextVersion packageFormat prev previousVersion qualifiedRelation record
    resource servesDataset seriesMember service spatialResolutionInMeters startDate
    temporalResolution theme themeTaxonomy version
"""
_TERMS: Mapping[str, tuple[str, ...]] = {
    "dct": tuple(_DCT.split()),
    "dcat": tuple(_DCAT.split()),
    "dcatapit": ("startDate", "endDate", "geographicalIdentifier", "referenceDocumentation"),
}
"""The properties of DCMI Terms, DCAT 3 and DCAT-AP_IT, by prefix."""
APART = 50
"""So many misspelt properties are told one by one."""
_SPACES = tuple((prefix, PREFIXES[prefix].iri) for prefix in _TERMS)
_ALL = {f"{prefix}:{term}" for prefix, terms in _TERMS.items() for term in terms}
_FOLDED = {one.partition(":")[2].casefold(): one for one in sorted(_ALL)}
_NAME = Label(it="proprietà inesistente", en="no such property")
_MESSAGE = Label(
    it="{curie} non esiste: nessuno la legge ({count} volte nel file).",
    en="{curie} does not exist: nobody reads it ({count} times in the file).",
)
_PERHAPS = Label(it="Forse si intendeva {near}.", en="Perhaps {near} was meant.")
_MEND = Label(
    it="Togliere {curie} o usare una proprietà del vocabolario.",
    en="Remove {curie} or use a property of the vocabulary.",
)


def check_spelling(said: Statements, found: Collector) -> None:
    """Add a finding for each property of DCAT, DCMI Terms or DCAT-AP_IT that has no such term."""
    wrong = 0
    for predicate, (subject, count) in said.unread.items():
        iri = predicate[1:-1]
        prefix, space = next((one for one in _SPACES if iri.startswith(one[1])), ("", ""))
        if not prefix or iri.removeprefix(space) in _TERMS[prefix]:
            continue
        code = f"no-such-property-{wrong}" if wrong < APART else "no-such-property"
        wrong += 1
        found.add(WARNING, code, partial(_finding, code, iri, subject, count), count)


def _finding(code: str, iri: str, subject: str, count: int) -> Finding:
    curie = short(iri)
    near = _nearest(curie.rpartition(":")[2].rpartition("/")[2])
    mend = _PERHAPS.format(near=near) if near else _MEND.format(curie=curie)
    return Finding(
        WARNING,
        code,
        text_of(subject),
        FieldName(curie, _NAME),
        "",
        _MESSAGE.format(curie=curie, count=count),
        mend,
    )


def _nearest(local: str) -> str:
    folded = local[:60].casefold()
    near = [folded] if folded in _FOLDED else get_close_matches(folded, _FOLDED, 1, 0.75)
    return _FOLDED[near[0]] if near else ""
