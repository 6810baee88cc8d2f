"""Declarations that several kinds have in common, and the schemes they draw on."""

from dataclasses import replace

from smartland.domain.fields import Concept, Email, Field, Link, Ref, Text
from smartland.errors import Label
from smartland_vocab.namespaces import CONCEPT, DCAT, DCT, FOAF, OWL, SKOS, SL, VCARD

CORRIDORS = CONCEPT["corridor"]
FILIERE = CONCEPT["filiera"]
STAKEHOLDER_KINDS = CONCEPT["stakeholder-kind"]
TRL = CONCEPT["trl"]
INSTRUMENTS = CONCEPT["instrument"]
FLOW_STATES = CONCEPT["flow-state"]
LEVELS = CONCEPT["competence-level"]
DIRECTIONS = CONCEPT["direction"]
ROLES = CONCEPT["role"]
PROJECT_STATES = CONCEPT["project-status"]
CALL_STATES = CONCEPT["call-status"]
TERRITORY_TYPES = CONCEPT["territory-type"]
SIZES = CONCEPT["size-class"]
COMPETENCES = CONCEPT["competence"]
STARTUP_STATES = CONCEPT["startup-status"]
CLAIM_STATES = CONCEPT["claim-state"]


def described(field: Field, *, required: bool) -> Field:
    """The same declaration, required or not: kinds differ in what they must say."""
    return replace(field, required=required)


TITLE = Text(
    "title",
    DCT.title,
    Label(it="titolo", en="title"),
    Label(it="Come si chiama, in una riga.", en="What it is called, in one line."),
    required=True,
    weight=3,
    max_length=1_000,
)
DESCRIPTION = Text(
    "description",
    DCT.description,
    Label(it="descrizione", en="description"),
    Label(
        it="Di che cosa si tratta, con parole che chiunque cercherebbe.",
        en="What it is about, in words that anyone would search for.",
    ),
    weight=1,
)
IDENTIFIER = Text(
    "identifier",
    DCT.identifier,
    Label(it="identificativo", en="identifier"),
    languages=False,
    max_length=500,
    weight=1,
)
HOMEPAGE = Link("homepage", FOAF.homepage, Label(it="sito", en="website"))
LANDING = Link("page", FOAF.page, Label(it="pagina", en="page"), many=True)
KEYWORD = Text(
    "keyword", DCAT.keyword, Label(it="parole chiave", en="keywords"), many=True, weight=1
)
PROGRAMME = Text(
    "programme",
    SL.programme,
    Label(it="programma", en="programme"),
    languages=False,
    facet=True,
    max_length=300,
)
SAME_AS = Link("same_as", OWL.sameAs, Label(it="coincide con", en="same as"), many=True)
CORRIDOR_FIELD = Concept(
    "corridor",
    SL.corridor,
    Label(it="corridoio tematico", en="thematic corridor"),
    Label(
        it="Uno o più dei cinque corridoi Smart Land.",
        en="One or more of the five Smart Land corridors.",
    ),
    many=True,
    facet=True,
    scheme=CORRIDORS,
    also=(DCT.subject,),
)
FILIERA_FIELD = Concept(
    "filiera",
    SL.filiera,
    Label(it="filiera", en="supply chain"),
    many=True,
    facet=True,
    scheme=FILIERE,
)
TERRITORY_FIELD = Ref(
    "territory",
    DCT.spatial,
    Label(it="territorio", en="territory"),
    Label(
        it="Comuni, province o aree omogenee interessate.",
        en="Municipalities, provinces or homogeneous areas concerned.",
    ),
    many=True,
    facet=True,
    kinds=("territory",),
)
COMPETENCE_FIELD = Concept(
    "competence",
    SL.requiresCompetence,
    Label(it="competenze richieste", en="required competences"),
    Label(
        it="Che cosa deve saper fare chi risponde.",
        en="What whoever answers must be able to do.",
    ),
    many=True,
    facet=True,
    scheme=COMPETENCES,
)
CONTACT = Email(
    "contact",
    SL.contact,
    Label(it="contatto riservato", en="private contact"),
    Label(it="Non viene mai pubblicato.", en="Never published."),
    visibility="private",
)
CONTACT_NAME = Text(
    "contact_name",
    SL.contactName,
    Label(it="persona di contatto", en="contact person"),
    Label(it="Non viene mai pubblicato.", en="Never published."),
    languages=False,
    visibility="private",
    max_length=200,
)
PUBLIC_EMAIL = Email(
    "email",
    VCARD.hasEmail,
    Label(it="casella dell'ente", en="office mailbox"),
    Label(
        it="Una casella di ufficio (anche PEC), mai di una persona.",
        en="An office mailbox, never a person's.",
    ),
)
STATE = Concept(
    "state",
    SL.flowState,
    Label(it="stato", en="state"),
    facet=True,
    scheme=FLOW_STATES,
)
PREF_LABEL = Text(
    "label",
    SKOS.prefLabel,
    Label(it="nome", en="name"),
    required=True,
    weight=3,
    max_length=500,
)
