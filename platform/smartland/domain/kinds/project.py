"""Projects and who takes part in them."""

from smartland.domain import codes
from smartland.domain.fields import Code, Concept, Date, Decimal, Link, Part, PartType, Ref, Text
from smartland.domain.kind import InOrder, Kind
from smartland.domain.kinds import shared
from smartland.errors import Label
from smartland_vocab.namespaces import DCT, EURIO, FOAF, PRJ, PROV, RO, SCHEMA, SL

PARTICIPATION = PartType(
    "participation",
    (RO.TimeIndexedRole, EURIO.OrganisationRole),
    (
        Ref(
            "stakeholder",
            SL.participant,
            Label(it="chi partecipa", en="participant"),
            required=True,
            kinds=("stakeholder", "unit"),
            also=(RO.isRoleInTimeOf,),
        ),
        Concept("role", RO.withRole, Label(it="ruolo", en="role"), scheme=shared.ROLES),
        Decimal(
            "share",
            SL.costShare,
            Label(it="quota dei costi (€)", en="share of the cost (€)"),
            unit="EUR",
        ),
        Decimal(
            "grant",
            SL.grantedAmount,
            Label(it="contributo ricevuto (€)", en="grant received (€)"),
            unit="EUR",
        ),
    ),
    Label(it="partecipazione", en="participation"),
)

PROJECT = Kind(
    name="project",
    classes=(EURIO.Project, FOAF.Project),
    reads=(PRJ.PublicInvestmentProject, PRJ.PublicResearchProject, EURIO.Project),
    classes_with={
        "cup": (PRJ.PublicInvestmentProject,),
        "grant_number": (PRJ.PublicResearchProject,),
    },
    label=Label(it="progetto", en="project"),
    plural=Label(it="progetti", en="projects"),
    rules=(InOrder("start", "end"),),
    fields=(
        Text(
            "title",
            PRJ.projectTitle,
            Label(it="titolo", en="title"),
            required=True,
            weight=3,
            max_length=2_000,
            also=(DCT.title,),
        ),
        Text(
            "acronym",
            PRJ.projectAcronym,
            Label(it="acronimo", en="acronym"),
            languages=False,
            weight=2,
            max_length=100,
        ),
        shared.DESCRIPTION,
        Code(
            "cup",
            PRJ.uniqueProjectCodeValue,
            Label(it="CUP", en="CUP (unique project code)"),
            Label(
                it="Obbligatorio per gli investimenti pubblici.",
                en="Mandatory for public investment.",
            ),
            check=codes.cup,
            identifies="cup",
            example="J41B21000010001",
        ),
        Code(
            "grant_number",
            DCT.identifier,
            Label(it="numero di finanziamento", en="grant number"),
            check=codes.identifier,
            identifies="grant",
            example="101070000",
        ),
        Part(
            "participation",
            SL.participation,
            Label(it="partecipanti", en="participants"),
            many=True,
            also=(RO.hasRiT,),
            of=PARTICIPATION,
        ),
        Decimal(
            "budget",
            SL.budget,
            Label(it="costo totale (€)", en="total cost (€)"),
            unit="EUR",
        ),
        Decimal(
            "grant",
            SL.grantedAmount,
            Label(it="contributo concesso (€)", en="grant (€)"),
            Label(
                it="La parte pagata da chi finanzia.",
                en="The part that the funder pays.",
            ),
            unit="EUR",
        ),
        Ref(
            "funder",
            PRJ.projectFunder,
            Label(it="finanziato da", en="funded by"),
            many=True,
            kinds=("stakeholder",),
        ),
        shared.PROGRAMME,
        Ref("call", PRJ.hasCall, Label(it="bando", en="call"), kinds=("call",)),
        Ref(
            "answers",
            PROV.wasDerivedFrom,
            Label(it="risponde al bisogno", en="answers the need"),
            many=True,
            kinds=("need", "offer"),
        ),
        shared.COMPETENCE_FIELD,
        shared.CORRIDOR_FIELD,
        shared.FILIERA_FIELD,
        shared.TERRITORY_FIELD,
        Concept(
            "status",
            SL.projectStatus,
            Label(it="stato", en="status"),
            facet=True,
            scheme=shared.PROJECT_STATES,
        ),
        Concept("trl", SL.trl, Label(it="maturità (TRL)", en="maturity (TRL)"), scheme=shared.TRL),
        Date("start", SCHEMA.startDate, Label(it="inizio", en="start")),
        Date("end", SCHEMA.endDate, Label(it="fine", en="end")),
        shared.HOMEPAGE,
        shared.LANDING,
        shared.KEYWORD,
        Link(
            "classification",
            EURIO.hasEuroSciVocClassification,
            Label(it="classificazione EuroSciVoc", en="EuroSciVoc classification"),
            many=True,
        ),
        shared.CONTACT,
        shared.CONTACT_NAME,
    ),
)
