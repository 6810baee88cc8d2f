"""Calls for funding, and tenders: separate classes that are never mixed."""

from smartland.domain import codes
from smartland.domain.fields import Code, Concept, Date, Decimal, Ref, Text
from smartland.domain.kind import InOrder, Kind
from smartland.domain.kinds import shared
from smartland.errors import Label
from smartland_vocab.namespaces import DCT, FRAPO, L0, PC, PRJ, SCHEMA, SL

_ISSUER = Ref(
    "issuer",
    SL.issuer,
    Label(it="ente che pubblica", en="issuing body"),
    kinds=("stakeholder",),
    also=(DCT.publisher,),
)
_OPENS = Date("opens", SCHEMA.validFrom, Label(it="apertura", en="opens"))
_CLOSES = Date("closes", SCHEMA.validThrough, Label(it="scadenza", en="closes"))
_STATUS = Concept(
    "status", SL.callStatus, Label(it="stato", en="status"), facet=True, scheme=shared.CALL_STATES
)
_BUDGET = Decimal("budget", SL.budget, Label(it="dotazione (€)", en="budget (€)"), unit="EUR")

CALL = Kind(
    name="call",
    classes=(PRJ.Call,),
    reads=(PRJ.Call,),
    label=Label(it="bando", en="call"),
    plural=Label(it="bandi", en="calls"),
    rules=(InOrder("opens", "closes"),),
    fields=(
        Text(
            "title",
            L0.name,
            Label(it="titolo", en="title"),
            required=True,
            weight=3,
            max_length=2_000,
            also=(DCT.title,),
        ),
        Text(
            "description",
            L0.description,
            Label(it="descrizione", en="description"),
            required=True,
            weight=1,
            also=(DCT.description,),
        ),
        Code(
            "identifier",
            L0.identifier,
            Label(it="identificativo", en="identifier"),
            required=True,
            check=codes.identifier,
            identifies="call",
            also=(DCT.identifier, FRAPO.hasCallIdentifier),
            example="HORIZON-CL5-2026-D3-01-05",
        ),
        _ISSUER,
        _OPENS,
        _CLOSES,
        _STATUS,
        _BUDGET,
        Decimal(
            "min_grant",
            SL.minimumGrant,
            Label(it="contributo minimo (€)", en="smallest grant (€)"),
            unit="EUR",
        ),
        Decimal(
            "max_grant",
            SL.maximumGrant,
            Label(it="contributo massimo (€)", en="largest grant (€)"),
            unit="EUR",
        ),
        Concept(
            "instrument",
            SL.instrument,
            Label(it="strumento", en="instrument"),
            many=True,
            facet=True,
            scheme=shared.INSTRUMENTS,
        ),
        Concept(
            "eligible_kind",
            SL.eligibleKind,
            Label(it="chi può partecipare", en="who may apply"),
            many=True,
            facet=True,
            scheme=shared.STAKEHOLDER_KINDS,
        ),
        Ref(
            "territory",
            SL.eligibleTerritory,
            Label(it="territori ammessi", en="eligible territories"),
            many=True,
            facet=True,
            kinds=("territory",),
        ),
        shared.CORRIDOR_FIELD,
        shared.FILIERA_FIELD,
        shared.COMPETENCE_FIELD,
        shared.PROGRAMME,
        shared.HOMEPAGE,
        shared.LANDING,
        shared.KEYWORD,
    ),
)

TENDER = Kind(
    name="tender",
    classes=(PC.CallForCompetition,),
    reads=(PC.CallForCompetition, PC.Notice),
    label=Label(it="gara d'appalto", en="tender"),
    plural=Label(it="gare d'appalto", en="tenders"),
    rules=(InOrder("opens", "closes"),),
    fields=(
        shared.TITLE,
        shared.DESCRIPTION,
        Code(
            "cig",
            SL.cig,
            Label(it="CIG", en="CIG (tender code)"),
            check=codes.cig,
            identifies="cig",
            example="7911810C38",
        ),
        Code(
            "identifier",
            DCT.identifier,
            Label(it="identificativo", en="identifier"),
            check=codes.identifier,
            identifies="notice",
        ),
        Code(
            "cpv",
            SL.cpvCode,
            Label(it="codici CPV", en="CPV codes"),
            many=True,
            check=codes.cpv_code,
            example="72000000-5",
        ),
        _ISSUER,
        _OPENS,
        _CLOSES,
        _STATUS,
        _BUDGET,
        shared.CORRIDOR_FIELD,
        Ref(
            "territory",
            DCT.spatial,
            Label(it="territorio", en="territory"),
            many=True,
            facet=True,
            kinds=("territory",),
        ),
        shared.HOMEPAGE,
        shared.LANDING,
        shared.KEYWORD,
    ),
)
