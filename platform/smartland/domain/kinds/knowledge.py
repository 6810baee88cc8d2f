"""Concepts (competences, corridors, filiere, code lists) and claims of competence."""

from smartland.domain import codes
from smartland.domain.fields import Code, Concept, Date, Decimal, Field, Link, Ref, Text
from smartland.domain.kind import Kind
from smartland.domain.kinds import shared
from smartland.errors import Label
from smartland_vocab.namespaces import DCT, SCHEMA, SKOS, SL

CONCEPT_KINDS = ("concept", "corridor", "filiera")

CONCEPT_FIELDS: tuple[Field, ...] = (
    shared.PREF_LABEL,
    Text(
        "alt_label",
        SKOS.altLabel,
        Label(it="sinonimi", en="other labels"),
        many=True,
        weight=2,
        max_length=500,
    ),
    Text("definition", SKOS.definition, Label(it="definizione", en="definition"), weight=1),
    Text("scope_note", SKOS.scopeNote, Label(it="nota d'uso", en="scope note")),
    Code(
        "notation",
        SKOS.notation,
        Label(it="codice", en="notation"),
        check=codes.identifier,
        example="energy-storage",
    ),
    Link("in_scheme", SKOS.inScheme, Label(it="schema", en="scheme"), many=True, facet=True),
    Link("top_concept_of", SKOS.topConceptOf, Label(it="vertice di", en="top concept of")),
    Ref(
        "broader",
        SKOS.broader,
        Label(it="più generale", en="broader"),
        many=True,
        kinds=CONCEPT_KINDS,
    ),
    Ref("related", SKOS.related, Label(it="affine", en="related"), many=True, kinds=CONCEPT_KINDS),
    Link("exact_match", SKOS.exactMatch, Label(it="equivale a", en="exact match"), many=True),
    Link("close_match", SKOS.closeMatch, Label(it="vicino a", en="close match"), many=True),
    Link("broad_match", SKOS.broadMatch, Label(it="rientra in", en="broad match"), many=True),
    Link("narrow_match", SKOS.narrowMatch, Label(it="comprende", en="narrow match"), many=True),
    Link("related_match", SKOS.relatedMatch, Label(it="affine a", en="related match"), many=True),
    Concept(
        "corridor",
        SL.corridor,
        Label(it="corridoio tematico", en="thematic corridor"),
        many=True,
        facet=True,
        scheme=shared.CORRIDORS,
    ),
    Text(
        "ateco_code",
        SL.atecoCode,
        Label(it="codici ATECO 2007", en="ATECO 2007 codes"),
        many=True,
        languages=False,
        max_length=20,
    ),
    Text(
        "erc_panel",
        SL.ercPanel,
        Label(it="panel ERC", en="ERC panels"),
        many=True,
        languages=False,
        max_length=20,
    ),
)

CONCEPT_KIND = Kind(
    name="concept",
    classes=(SKOS.Concept,),
    reads=(SKOS.Concept,),
    label=Label(it="concetto", en="concept"),
    plural=Label(it="competenze e altri concetti", en="competences and other concepts"),
    title="label",
    fields=CONCEPT_FIELDS,
)
CORRIDOR = Kind(
    name="corridor",
    classes=(SKOS.Concept, SL.Corridor),
    label=Label(it="corridoio tematico", en="thematic corridor"),
    plural=Label(it="corridoi tematici", en="thematic corridors"),
    title="label",
    fields=tuple(field for field in CONCEPT_FIELDS if field.name != "corridor"),
)
FILIERA = Kind(
    name="filiera",
    classes=(SKOS.Concept, SL.Filiera),
    label=Label(it="filiera", en="supply chain"),
    plural=Label(it="filiere", en="supply chains"),
    title="label",
    fields=CONCEPT_FIELDS,
)

SCHEME = Kind(
    name="scheme",
    classes=(SKOS.ConceptScheme,),
    reads=(SKOS.ConceptScheme,),
    label=Label(it="schema di concetti", en="concept scheme"),
    plural=Label(it="schemi di concetti", en="concept schemes"),
    fields=(
        shared.TITLE,
        shared.DESCRIPTION,
        Ref(
            "top_concept",
            SKOS.hasTopConcept,
            Label(it="concetti di vertice", en="top concepts"),
            many=True,
            kinds=CONCEPT_KINDS,
        ),
    ),
)

CLAIM = Kind(
    name="claim",
    classes=(SL.CompetenceClaim,),
    reads=(SL.CompetenceClaim,),
    label=Label(it="competenza dichiarata", en="competence claim"),
    plural=Label(it="competenze dichiarate", en="competence claims"),
    title="note",
    fields=(
        Ref(
            "stakeholder",
            SL.claimant,
            Label(it="chi", en="who"),
            required=True,
            kinds=("stakeholder", "unit"),
        ),
        Concept(
            "competence",
            SL.competence,
            Label(it="competenza", en="competence"),
            required=True,
            facet=True,
            scheme=shared.COMPETENCES,
        ),
        Concept(
            "direction",
            SL.direction,
            Label(it="offerta o cercata", en="offered or sought"),
            required=True,
            facet=True,
            scheme=shared.DIRECTIONS,
        ),
        Concept(
            "level",
            SL.level,
            Label(it="livello", en="level"),
            facet=True,
            scheme=shared.LEVELS,
        ),
        Text(
            "note",
            DCT.description,
            Label(it="in parole proprie", en="in their own words"),
            weight=2,
        ),
        Link("evidence", SL.evidence, Label(it="prove", en="evidence"), many=True),
        Concept(
            "state",
            SL.claimState,
            Label(it="stato", en="state"),
            Label(
                it="Proposta da una prova trovata, o confermata da chi la possiede.",
                en="Proposed from evidence that was found, or confirmed by whom it concerns.",
            ),
            facet=True,
            scheme=shared.CLAIM_STATES,
        ),
        Decimal(
            "confidence",
            SL.confidence,
            Label(it="attendibilità", en="confidence"),
            Label(
                it="Da 0 a 1: quanto la prova parla di questa competenza.",
                en="From 0 to 1: how much the evidence speaks of this competence.",
            ),
            high="1",
        ),
        Date("valid_until", SCHEMA.validThrough, Label(it="valida fino al", en="valid until")),
        shared.CORRIDOR_FIELD,
    ),
)
