"""Needs and offers: what is looked for and what is put on the table."""

from dataclasses import replace

from smartland.domain.fields import Concept, Date, Decimal, Ref
from smartland.domain.kind import InOrder, Kind
from smartland.domain.kinds import shared
from smartland.errors import Label
from smartland_vocab.namespaces import DCT, SCHEMA, SL

_STAKEHOLDER = Ref(
    "stakeholder",
    SL.publishedBy,
    Label(it="pubblicato da", en="published by"),
    required=True,
    kinds=("stakeholder", "unit"),
    also=(DCT.publisher,),
)
_KINDS_SOUGHT = Concept(
    "kind_sought",
    SL.eligibleKind,
    Label(it="a chi si rivolge", en="whom it addresses"),
    many=True,
    facet=True,
    scheme=shared.STAKEHOLDER_KINDS,
)
_VALID_FROM = Date("valid_from", SCHEMA.validFrom, Label(it="valido dal", en="valid from"))
_VALID_UNTIL = Date(
    "valid_until", SCHEMA.validThrough, Label(it="valido fino al", en="valid until")
)
_TRL = Concept("trl", SL.trl, Label(it="maturità (TRL)", en="maturity (TRL)"), scheme=shared.TRL)

NEED = Kind(
    name="need",
    classes=(SL.Need, SCHEMA.Demand),
    reads=(SL.Need,),
    label=Label(it="bisogno", en="need"),
    plural=Label(it="bisogni", en="needs"),
    rules=(InOrder("valid_from", "valid_until"),),
    fields=(
        shared.TITLE,
        shared.described(shared.DESCRIPTION, required=True),
        _STAKEHOLDER,
        shared.COMPETENCE_FIELD,
        shared.CORRIDOR_FIELD,
        shared.FILIERA_FIELD,
        shared.TERRITORY_FIELD,
        _KINDS_SOUGHT,
        _TRL,
        Decimal("budget", SL.budget, Label(it="risorse (€)", en="budget (€)"), unit="EUR"),
        shared.STATE,
        _VALID_FROM,
        _VALID_UNTIL,
        Date("issued", DCT.issued, Label(it="pubblicato il", en="published on")),
        shared.CONTACT,
        shared.CONTACT_NAME,
    ),
)

OFFER = Kind(
    name="offer",
    classes=(SL.Offer, SCHEMA.Offer),
    reads=(SL.Offer,),
    label=Label(it="offerta", en="offer"),
    plural=Label(it="offerte", en="offers"),
    rules=(InOrder("valid_from", "valid_until"),),
    fields=(
        shared.TITLE,
        shared.described(shared.DESCRIPTION, required=True),
        _STAKEHOLDER,
        replace(
            shared.COMPETENCE_FIELD,
            iri=SL.offersCompetence,
            label=Label(it="competenze offerte", en="competences offered"),
            help=Label(it="Che cosa sa fare chi offre.", en="What the offering body can do."),
        ),
        shared.CORRIDOR_FIELD,
        shared.FILIERA_FIELD,
        shared.TERRITORY_FIELD,
        _KINDS_SOUGHT,
        _TRL,
        shared.STATE,
        _VALID_FROM,
        _VALID_UNTIL,
        Date("issued", DCT.issued, Label(it="pubblicato il", en="published on")),
        shared.CONTACT,
        shared.CONTACT_NAME,
    ),
)
