"""DCAT-AP_IT: datasets with their distributions, data services and catalogues."""

from dataclasses import replace

from smartland.domain.fields import Concept, Date, Decimal, Email, Link, Part, PartType, Ref, Text
from smartland.domain.kind import Kind
from smartland.domain.kinds import shared
from smartland.errors import Label
from smartland_vocab.namespaces import (
    ADMS,
    DCAT,
    DCATAP,
    DCATAPIT,
    DCT,
    EU_AUTHORITY,
    FOAF,
    LOCN,
    OWL,
    SCHEMA,
    VCARD,
)

AGENT = PartType(
    "agent",
    (DCATAPIT.Agent, FOAF.Agent),
    (
        Text("name", FOAF.name, Label(it="nome", en="name"), max_length=1_000, weight=1),
        Text(
            "identifier",
            DCT.identifier,
            Label(it="codice IPA o fiscale", en="IPA or tax code"),
            languages=False,
            max_length=100,
        ),
        Link("type", DCT.type, Label(it="tipo", en="type")),
        Link("homepage", FOAF.homepage, Label(it="sito", en="website")),
    ),
    Label(it="ente", en="agent"),
)
CONTACT_POINT = PartType(
    "contact_point",
    (DCATAPIT.Organization, VCARD.Kind, VCARD.Organization),
    (
        Text("name", VCARD.fn, Label(it="nome", en="name"), max_length=500),
        Email("email", VCARD.hasEmail, Label(it="posta elettronica", en="e-mail")),
        Link("telephone", VCARD.hasTelephone, Label(it="telefono", en="telephone")),
        Link("url", VCARD.hasURL, Label(it="sito", en="website")),
    ),
    Label(it="punto di contatto", en="contact point"),
)
LICENCE = PartType(
    "licence",
    (DCATAPIT.LicenseDocument, DCT.LicenseDocument),
    (
        Text("name", FOAF.name, Label(it="nome", en="name"), max_length=300),
        Link("type", DCT.type, Label(it="tipo", en="type")),
        Text(
            "version",
            OWL.versionInfo,
            Label(it="versione", en="version"),
            languages=False,
            max_length=100,
        ),
    ),
    Label(it="licenza", en="licence"),
)
PERIOD = PartType(
    "period",
    (DCT.PeriodOfTime,),
    (
        Date(
            "start",
            DCATAPIT.startDate,
            Label(it="inizio", en="start"),
            also=(SCHEMA.startDate, DCAT.startDate),
        ),
        Date(
            "end",
            DCATAPIT.endDate,
            Label(it="fine", en="end"),
            also=(SCHEMA.endDate, DCAT.endDate),
        ),
    ),
    Label(it="periodo", en="period"),
)
LOCATION = PartType(
    "location",
    (DCT.Location,),
    (
        Text(
            "geographical_identifier",
            DCATAPIT.geographicalIdentifier,
            Label(it="identificativo geografico", en="geographical identifier"),
            languages=False,
            max_length=500,
        ),
        Text("name", LOCN.geographicName, Label(it="nome", en="name"), max_length=300),
        Text(
            "geometry",
            LOCN.geometry,
            Label(it="geometria", en="geometry"),
            languages=False,
            max_length=100_000,
        ),
    ),
    Label(it="luogo", en="location"),
)
STANDARD = PartType(
    "standard",
    (DCATAPIT.Standard, DCT.Standard),
    (
        Text(
            "identifier",
            DCT.identifier,
            Label(it="identificativo", en="identifier"),
            languages=False,
            max_length=300,
        ),
        Text("title", DCT.title, Label(it="titolo", en="title"), max_length=500),
        Text("description", DCT.description, Label(it="descrizione", en="description")),
        Link(
            "reference",
            DCATAPIT.referenceDocumentation,
            Label(it="documentazione", en="documentation"),
            many=True,
        ),
    ),
    Label(it="standard", en="standard"),
)

_ACCESS_URL = Link(
    "access_url", DCAT.accessURL, Label(it="URL di accesso", en="access URL"), required=True
)
_LICENCE_FIELD = Part("license", DCT.license, Label(it="licenza", en="licence"), of=LICENCE)
_ISSUED = Date("issued", DCT.issued, Label(it="rilasciato il", en="issued"))
_MODIFIED = Date("modified", DCT.modified, Label(it="ultima modifica", en="modified"))
_LANGUAGE = Concept(
    "language",
    DCT.language,
    Label(it="lingua", en="language"),
    many=True,
    facet=True,
    scheme=f"{EU_AUTHORITY}language",
)
_RIGHTS = Concept(
    "access_rights",
    DCT.accessRights,
    Label(it="diritti di accesso", en="access rights"),
    scheme=f"{EU_AUTHORITY}access-right",
)
_CONFORMS = Part(
    "conforms_to", DCT.conformsTo, Label(it="conforme a", en="conforms to"), many=True, of=STANDARD
)

DISTRIBUTION = PartType(
    "distribution",
    (DCATAPIT.Distribution, DCAT.Distribution),
    (
        Text("title", DCT.title, Label(it="titolo", en="title"), max_length=1_000, weight=1),
        Text("description", DCT.description, Label(it="descrizione", en="description"), weight=1),
        _ACCESS_URL,
        Link(
            "download_url",
            DCAT.downloadURL,
            Label(it="URL di scaricamento", en="download URL"),
            many=True,
        ),
        Concept(
            "format",
            DCT["format"],
            Label(it="formato", en="format"),
            facet=True,
            scheme=f"{EU_AUTHORITY}file-type",
        ),
        Link("media_type", DCAT.mediaType, Label(it="tipo MIME", en="media type")),
        _LICENCE_FIELD,
        _ISSUED,
        _MODIFIED,
        Decimal("byte_size", DCAT.byteSize, Label(it="byte", en="bytes")),
        _LANGUAGE,
        _CONFORMS,
    ),
    Label(it="distribuzione", en="distribution"),
)

_AGENT_HELP = Label(
    it="Identificato dal codice IPA in minuscolo.", en="Identified by its lower-case IPA code."
)
_PUBLISHER = Part(
    "publisher", DCT.publisher, Label(it="editore", en="publisher"), _AGENT_HELP, of=AGENT
)
_CONTACT = Part(
    "contact_point",
    DCAT.contactPoint,
    Label(it="punto di contatto", en="contact point"),
    many=True,
    of=CONTACT_POINT,
)
_KEYWORD = Text(
    "keyword",
    DCAT.keyword,
    Label(it="parole chiave", en="keywords"),
    many=True,
    weight=2,
    max_length=300,
)
_THEME = Concept(
    "theme",
    DCAT.theme,
    Label(it="tema", en="theme"),
    many=True,
    facet=True,
    scheme=f"{EU_AUTHORITY}data-theme",
)
_SPATIAL = Part(
    "spatial",
    DCT.spatial,
    Label(it="copertura geografica", en="spatial coverage"),
    many=True,
    of=LOCATION,
)
DATASET = Kind(
    name="dataset",
    classes=(DCATAPIT.Dataset, DCAT.Dataset),
    reads=(DCATAPIT.Dataset, DCAT.Dataset),
    label=Label(it="dataset", en="dataset"),
    plural=Label(it="dataset", en="datasets"),
    fields=(
        shared.TITLE,
        shared.described(shared.DESCRIPTION, required=True),
        shared.IDENTIFIER,
        _THEME,
        Link("subject", DCT.subject, Label(it="sottotema", en="subtheme"), many=True),
        _KEYWORD,
        _PUBLISHER,
        Part(
            "rights_holder",
            DCT.rightsHolder,
            Label(it="titolare", en="rights holder"),
            _AGENT_HELP,
            of=AGENT,
        ),
        Part("creator", DCT.creator, Label(it="autore", en="creator"), many=True, of=AGENT),
        _CONTACT,
        Concept(
            "frequency",
            DCT.accrualPeriodicity,
            Label(it="frequenza di aggiornamento", en="update frequency"),
            facet=True,
            scheme=f"{EU_AUTHORITY}frequency",
        ),
        Part(
            "distribution",
            DCAT.distribution,
            Label(it="distribuzioni", en="distributions"),
            many=True,
            of=DISTRIBUTION,
        ),
        _ISSUED,
        _MODIFIED,
        Link("landing_page", DCAT.landingPage, Label(it="pagina iniziale", en="landing page")),
        _LANGUAGE,
        Text(
            "version",
            OWL.versionInfo,
            Label(it="versione", en="version"),
            languages=False,
            max_length=200,
        ),
        Part("temporal", DCT.temporal, Label(it="periodo", en="period"), many=True, of=PERIOD),
        _SPATIAL,
        _CONFORMS,
        Link("is_version_of", DCT.isVersionOf, Label(it="versione di", en="version of"), many=True),
        Link(
            "other_identifier",
            ADMS.identifier,
            Label(it="altri identificativi", en="other identifiers"),
            many=True,
        ),
        _RIGHTS,
        Link(
            "applicable_legislation",
            DCATAP.applicableLegislation,
            Label(it="norma applicabile", en="applicable legislation"),
            many=True,
        ),
        Concept(
            "hvd_category",
            DCATAP.hvdCategory,
            Label(it="categoria HVD", en="HVD category"),
            many=True,
            scheme="http://data.europa.eu/bna/",
        ),
        # without dct:subject, which holds the EuroVoc subthemes of a dataset
        replace(shared.CORRIDOR_FIELD, also=()),
    ),
)

DATA_SERVICE = Kind(
    name="data-service",
    classes=(DCAT.DataService,),
    reads=(DCAT.DataService,),
    label=Label(it="servizio dati", en="data service"),
    plural=Label(it="servizi dati", en="data services"),
    fields=(
        shared.TITLE,
        shared.DESCRIPTION,
        shared.IDENTIFIER,
        Link(
            "endpoint_url",
            DCAT.endpointURL,
            Label(it="indirizzo", en="endpoint"),
            required=True,
            many=True,
        ),
        Link(
            "endpoint_description",
            DCAT.endpointDescription,
            Label(it="descrizione tecnica", en="endpoint description"),
            many=True,
        ),
        Ref(
            "serves",
            DCAT.servesDataset,
            Label(it="serve i dataset", en="serves datasets"),
            many=True,
            kinds=("dataset",),
        ),
        _THEME,
        _KEYWORD,
        _PUBLISHER,
        _CONTACT,
        _LICENCE_FIELD,
        _RIGHTS,
        shared.CORRIDOR_FIELD,
    ),
)

CATALOGUE = Kind(
    name="catalogue",
    classes=(DCATAPIT.Catalog, DCAT.Catalog),
    reads=(DCATAPIT.Catalog, DCAT.Catalog),
    label=Label(it="catalogo", en="catalogue"),
    plural=Label(it="cataloghi", en="catalogues"),
    fields=(
        shared.TITLE,
        shared.described(shared.DESCRIPTION, required=True),
        _PUBLISHER,
        shared.HOMEPAGE,
        _LANGUAGE,
        _ISSUED,
        _MODIFIED,
        Link(
            "theme_taxonomy",
            DCAT.themeTaxonomy,
            Label(it="tassonomia dei temi", en="theme taxonomy"),
            many=True,
        ),
        Ref(
            "dataset",
            DCAT.dataset,
            Label(it="dataset", en="datasets"),
            many=True,
            kinds=("dataset",),
        ),
        Ref(
            "service",
            DCAT.service,
            Label(it="servizi dati", en="data services"),
            many=True,
            kinds=("data-service",),
        ),
        _LICENCE_FIELD,
        _SPATIAL,
    ),
)
