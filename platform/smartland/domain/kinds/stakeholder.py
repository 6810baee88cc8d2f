"""Firms, associations, administrations and universities: one record type; and their units."""

from smartland.domain import codes
from smartland.domain.fields import (
    Code,
    Concept,
    Date,
    Part,
    PartType,
    Point,
    Ref,
    Text,
)
from smartland.domain.kind import Kind, NeedsOneOf
from smartland.domain.kinds import shared
from smartland.errors import Label
from smartland_vocab.namespaces import (
    COV,
    DCT,
    EURIO,
    FOAF,
    FRAPO,
    ITALIA_VOCABULARY,
    ORG,
    ROV,
    SCHEMA,
    SKOS,
    SL,
    VIVO,
)

FIRM = f"{shared.STAKEHOLDER_KINDS}/firm"
ASSOCIATION = f"{shared.STAKEHOLDER_KINDS}/association"
ADMINISTRATION = f"{shared.STAKEHOLDER_KINDS}/administration"
UNIVERSITY = f"{shared.STAKEHOLDER_KINDS}/university"

ACTIVITY = PartType(
    "activity",
    (SL.EconomicActivity,),
    (
        Code(
            "code",
            SL.atecoCode,
            Label(it="codice ATECO", en="ATECO code"),
            required=True,
            check=codes.ateco_code,
            example="62.01",
        ),
        Text(
            "edition",
            SL.atecoEdition,
            Label(it="edizione", en="edition"),
            languages=False,
            max_length=10,
        ),
    ),
    Label(it="attività economica", en="economic activity"),
)

STAKEHOLDER = Kind(
    name="stakeholder",
    classes=(COV.Organization, ORG.Organization, FOAF.Agent),
    classes_by=(
        "stakeholder_kind",
        {
            FIRM: (
                COV.PrivateOrganization,
                ROV.RegisteredOrganization,
                EURIO.ForProfitOrganisation,
            ),
            ASSOCIATION: (COV.PrivateOrganization,),
            ADMINISTRATION: (COV.PublicOrganization, EURIO.PublicBody),
            UNIVERSITY: (
                SCHEMA.CollegeOrUniversity,
                VIVO.University,
                FRAPO.University,
                EURIO.HigherOrSecondaryEducation,
            ),
        },
    ),
    classes_with={"ipa_code": (COV.PublicOrganization,)},
    reads=(COV.Organization, COV.PublicOrganization, COV.PrivateOrganization),
    label=Label(it="attore", en="stakeholder"),
    plural=Label(it="attori", en="stakeholders"),
    title="name",
    rules=(
        NeedsOneOf(("vat", "tax_code", "rea", "pic", "identifier"), "stakeholder_kind", FIRM),
        NeedsOneOf(
            ("tax_code", "vat", "pic", "ror", "identifier"), "stakeholder_kind", ASSOCIATION
        ),
        NeedsOneOf(
            ("ipa_code", "tax_code", "pic", "identifier"), "stakeholder_kind", ADMINISTRATION
        ),
        NeedsOneOf(
            ("ipa_code", "ror", "pic", "tax_code", "identifier"), "stakeholder_kind", UNIVERSITY
        ),
    ),
    fields=(
        Text(
            "name",
            COV.legalName,
            Label(it="denominazione", en="legal name"),
            required=True,
            weight=3,
            max_length=1_000,
            also=(FOAF.name, SKOS.prefLabel),
        ),
        Concept(
            "stakeholder_kind",
            SL.stakeholderKind,
            Label(it="tipo di attore", en="kind of stakeholder"),
            required=True,
            facet=True,
            scheme=shared.STAKEHOLDER_KINDS,
        ),
        Text(
            "alt_name",
            COV.altName,
            Label(it="altri nomi", en="other names"),
            many=True,
            weight=2,
            max_length=1_000,
        ),
        Text(
            "acronym",
            COV.orgAcronym,
            Label(it="sigla", en="acronym"),
            languages=False,
            weight=2,
            max_length=100,
        ),
        shared.DESCRIPTION,
        Code(
            "ipa_code",
            COV.IPAcode,
            Label(it="codice IPA", en="IPA code"),
            Label(
                it="Dall'indice delle pubbliche amministrazioni.",
                en="From the register of public administrations.",
            ),
            check=codes.ipa_code,
            identifies="ipa",
            example="c_f205",
        ),
        Code(
            "vat",
            COV.VATnumber,
            Label(it="partita IVA", en="VAT number"),
            check=codes.vat_number,
            identifies="vat",
            example="00743110157",
        ),
        Code(
            "tax_code",
            COV.taxCode,
            Label(it="codice fiscale dell'ente", en="tax code of the body"),
            check=codes.tax_code,
            identifies="cf",
            example="01199250158",
        ),
        Code(
            "ror",
            SL.ror,
            Label(it="identificativo ROR", en="ROR identifier"),
            check=codes.ror,
            identifies="ror",
            example="01nffqt88",
        ),
        Code(
            "pic",
            SL.pic,
            Label(it="codice PIC", en="PIC"),
            Label(
                it="Codice partecipante dei programmi europei.",
                en="Participant code of the European programmes.",
            ),
            check=codes.pic,
            identifies="pic",
            example="999879881",
        ),
        Code(
            "rea",
            COV.REANumber,
            Label(it="numero REA", en="REA number"),
            check=codes.rea_number,
            identifies="rea",
            example="MI-1234567",
        ),
        Code(
            "identifier",
            DCT.identifier,
            Label(it="altri identificativi", en="other identifiers"),
            Label(
                it="Il codice di un registro o di una banca dati, con il suo nome davanti.",
                en="The code of a register or database, its name in front.",
            ),
            many=True,
            check=codes.identifier,
            example="startup-register:2023-0117",
        ),
        Concept(
            "legal_status",
            COV.hasLegalStatus,
            Label(it="forma giuridica", en="legal status"),
            scheme=f"{ITALIA_VOCABULARY}classifications-for-organizations/legal-status",
        ),
        Code(
            "ipa_category",
            SL.ipaCategory,
            Label(it="categoria IPA", en="IPA category"),
            check=codes.identifier,
            facet=True,
            example="L6",
        ),
        Part(
            "activity",
            SL.activity,
            Label(it="attività ATECO", en="ATECO activities"),
            many=True,
            of=ACTIVITY,
        ),
        Concept(
            "size_class",
            SL.sizeClass,
            Label(it="dimensione", en="size class"),
            facet=True,
            scheme=shared.SIZES,
        ),
        Concept(
            "startup_status",
            SL.startupStatus,
            Label(it="iscrizione speciale", en="special register"),
            Label(
                it="La sezione speciale del registro delle imprese in cui è iscritta.",
                en="The special section of the business register in which it is entered.",
            ),
            many=True,
            facet=True,
            scheme=shared.STARTUP_STATES,
        ),
        Date("founded", SCHEMA.foundingDate, Label(it="fondazione", en="founded")),
        shared.HOMEPAGE,
        shared.PUBLIC_EMAIL,
        Ref(
            "municipality",
            SL.municipality,
            Label(it="comune della sede", en="municipality of the seat"),
            kinds=("territory",),
        ),
        Text(
            "address",
            SCHEMA.address,
            Label(it="indirizzo della sede", en="address of the seat"),
            languages=False,
            max_length=500,
        ),
        Ref(
            "territory",
            SL.activeIn,
            Label(it="territori in cui opera", en="territories it works in"),
            many=True,
            facet=True,
            kinds=("territory",),
        ),
        Point(
            "location",
            SL.position,
            Label(it="posizione della sede", en="position of the seat"),
        ),
        shared.CORRIDOR_FIELD,
        shared.FILIERA_FIELD,
        Ref(
            "part_of",
            ORG.subOrganizationOf,
            Label(it="fa parte di", en="part of"),
            kinds=("stakeholder",),
        ),
        Ref(
            "collaborates_with",
            SL.collaboratesWith,
            Label(it="collabora con", en="works with"),
            many=True,
            also=(FRAPO.collaboratesWith,),
            kinds=("stakeholder",),
        ),
        shared.SAME_AS,
        Date("issued", DCT.issued, Label(it="pubblicato", en="published")),
        shared.CONTACT,
        shared.CONTACT_NAME,
    ),
)

UNIT = Kind(
    name="unit",
    classes=(COV.SupportUnit, ORG.OrganizationalUnit),
    reads=(COV.SupportUnit, ORG.OrganizationalUnit),
    label=Label(it="unità organizzativa", en="organisational unit"),
    plural=Label(it="unità organizzative", en="organisational units"),
    title="name",
    fields=(
        Text(
            "name",
            SKOS.prefLabel,
            Label(it="denominazione", en="name"),
            required=True,
            weight=3,
            max_length=1_000,
            also=(FOAF.name,),
        ),
        Ref(
            "unit_of",
            ORG.unitOf,
            Label(it="unità di", en="unit of"),
            required=True,
            kinds=("stakeholder",),
        ),
        shared.DESCRIPTION,
        Code(
            "identifier",
            DCT.identifier,
            Label(it="identificativo", en="identifier"),
            check=codes.identifier,
        ),
        shared.HOMEPAGE,
        shared.PUBLIC_EMAIL,
        shared.CORRIDOR_FIELD,
        Ref(
            "municipality",
            SL.municipality,
            Label(it="comune", en="municipality"),
            kinds=("territory",),
        ),
        shared.CONTACT,
        shared.CONTACT_NAME,
    ),
)
