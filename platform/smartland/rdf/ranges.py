"""What a graph says of the things that it only points at: their class, and a name for concepts.

SEMIC's range shapes look for both in the file itself and load no code list, so that a dataset
with a perfectly good theme fails where nobody says that the theme is a concept.
"""

from collections.abc import Iterable, Iterator, Mapping

from smartland.errors import LANGUAGES, Label
from smartland.rdf.terms import Triple, iri, iri_of, is_iri, literal
from smartland_vocab.namespaces import (
    ADMS,
    DCAT,
    DCATAP,
    DCATAPIT,
    DCT,
    EU_AUTHORITY,
    FOAF,
    RDF,
    SKOS,
)

LEGAL_RESOURCE = "http://data.europa.eu/eli/ontology#LegalResource"
THEMES = f"{EU_AUTHORITY}data-theme"
NAMES: Mapping[str, Label] = {
    THEMES: Label(it="Temi dei dati", en="Data themes"),
    **{
        f"{THEMES}/{code}": Label(it=it, en=en)
        for code, it, en in (
            ("AGRI", "Agricoltura, pesca, silvicoltura e prodotti alimentari",
             "Agriculture, fisheries, forestry and food"),
            ("ECON", "Economia e finanze", "Economy and finance"),
            ("EDUC", "Istruzione, cultura e sport", "Education, culture and sport"),
            ("ENER", "Energia", "Energy"),
            ("ENVI", "Ambiente", "Environment"),
            ("GOVE", "Governo e settore pubblico", "Government and public sector"),
            ("HEAL", "Salute", "Health"),
            ("INTR", "Tematiche internazionali", "International issues"),
            ("JUST", "Giustizia, sistema giuridico e sicurezza pubblica",
             "Justice, legal system and public safety"),
            ("OP_DATPRO", "Dati provvisori", "Provisional data"),
            ("REGI", "Regioni e città", "Regions and cities"),
            ("SOCI", "Popolazione e società", "Population and society"),
            ("TECH", "Scienza e tecnologia", "Science and technology"),
            ("TRAN", "Trasporti", "Transport"),
        )
    },
    **{
        f"http://eurovoc.europa.eu/{code}": Label(it=it, en=en)
        for code, it, en in (
            ("100169", "0436 potere esecutivo e amministrazione pubblica",
             "0436 executive power and public service"),
            ("100202", "2426 investimenti e finanziamenti", "2426 financing and investment"),
            ("100226", "4006 organizzazione aziendale", "4006 business organisation"),
            ("100262", "6416 ricerca e proprietà intellettuale",
             "6416 research and intellectual property"),
            ("100278", "7211 regioni degli Stati membri dell’Unione europea",
             "7211 regions of EU Member States"),
        )
    },
    "http://purl.org/adms/licencetype/Attribution": Label(it="Attribuzione", en="Attribution"),
}  # fmt: skip
"""Names of what datasets point at; for others the end of the IRI must do."""

_CONCEPT = (SKOS.Concept,)
_CLASSES: Mapping[str, tuple[str, ...]] = {
    f"<{predicate}>": tuple(classes)
    for predicate, classes in {
        DCT.language: (DCT.LinguisticSystem,),
        DCT.accrualPeriodicity: (DCT.Frequency,),
        DCT["format"]: (DCT.MediaTypeOrExtent,),
        DCAT.mediaType: (DCT.MediaType,),
        DCAT.compressFormat: (DCT.MediaType,),
        DCT.accessRights: (DCT.RightsStatement,),
        DCT.rights: (DCT.RightsStatement,),
        DCT.license: (DCATAPIT.LicenseDocument, DCT.LicenseDocument),
        DCT.conformsTo: (DCATAPIT.Standard, DCT.Standard),
        DCT.spatial: (DCT.Location,),
        DCT.temporal: (DCT.PeriodOfTime,),
        DCAT.theme: _CONCEPT,
        DCT.subject: _CONCEPT,
        DCT.type: _CONCEPT,
        DCATAP.hvdCategory: _CONCEPT,
        DCAT.themeTaxonomy: (SKOS.ConceptScheme,),
        DCAT.landingPage: (FOAF.Document,),
        FOAF.homepage: (FOAF.Document,),
        FOAF.page: (FOAF.Document,),
        DCATAP.applicableLegislation: (LEGAL_RESOURCE,),
        ADMS.identifier: (ADMS.Identifier,),
    }.items()
}
_TYPE = f"<{RDF.type}>"


def ranges(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The class (and name) of everything that ``triples`` point at and do not describe."""
    triples = list(triples)
    described = {subject for subject, predicate, _ in triples if predicate == _TYPE}
    for _, predicate, term in triples:
        classes = _CLASSES.get(predicate)
        if classes is None or not is_iri(term) or term in described:
            continue
        described.add(term)
        for one in classes:
            yield term, _TYPE, iri(one)
        yield from _named(term, classes)


def _named(term: str, classes: tuple[str, ...]) -> Iterator[Triple]:
    name = iri_of(term)
    if SKOS.Concept in classes:
        yield from _texts(term, SKOS.prefLabel, name)
        if name.startswith(f"{THEMES}/"):
            yield term, iri(SKOS.inScheme), iri(THEMES)
    elif SKOS.ConceptScheme in classes:
        yield from _texts(term, DCT.title, name)
    elif ADMS.Identifier in classes:
        yield term, iri(SKOS.notation), literal(name)


def _texts(term: str, predicate: str, name: str) -> Iterator[Triple]:
    known = NAMES.get(name)
    if known is None:
        yield term, iri(predicate), literal(name.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1])
        return
    for language in LANGUAGES:
        yield term, iri(predicate), literal(known[language], language=language)
