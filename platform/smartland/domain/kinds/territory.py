"""Municipalities, provinces, regions and homogeneous areas."""

from smartland.domain import codes
from smartland.domain.fields import Code, Concept, Date, Integer, Part, PartType, Point, Ref, Text
from smartland.domain.kind import InOrder, Kind, NeedsOneOf
from smartland.domain.kinds import shared
from smartland.errors import Label
from smartland_vocab.namespaces import CLV, DCAT, DCT, SCHEMA, SKOS, SL

MUNICIPALITY = f"{shared.TERRITORY_TYPES}/municipality"
PROVINCE = f"{shared.TERRITORY_TYPES}/province"
REGION = f"{shared.TERRITORY_TYPES}/region"
HOMOGENEOUS_AREA = f"{shared.TERRITORY_TYPES}/homogeneous-area"

COMPOSITION = PartType(
    "composition",
    (SL.Composition,),
    (
        Integer("version", SL.version, Label(it="versione", en="version"), required=True, low=1),
        Ref(
            "member",
            DCT.hasPart,
            Label(it="comuni", en="municipalities"),
            required=True,
            many=True,
            kinds=("territory",),
        ),
        Date("valid_from", SCHEMA.validFrom, Label(it="in vigore dal", en="in force from")),
        Date(
            "valid_until", SCHEMA.validThrough, Label(it="in vigore fino al", en="in force until")
        ),
        Text("act", SL.act, Label(it="atto", en="act"), languages=False, max_length=500),
    ),
    Label(it="composizione", en="composition"),
)

TERRITORY = Kind(
    name="territory",
    classes=(CLV.Feature, DCT.Location),
    classes_by=(
        "territory_type",
        {
            MUNICIPALITY: (CLV.City,),
            PROVINCE: (CLV.Province,),
            REGION: (CLV.Region,),
            HOMOGENEOUS_AREA: (SL.HomogeneousArea,),
        },
    ),
    reads=(CLV.City, CLV.Province, CLV.Region, SL.HomogeneousArea),
    label=Label(it="territorio", en="territory"),
    plural=Label(it="territori", en="territories"),
    title="name",
    rules=(
        NeedsOneOf(("istat_code",), "territory_type", MUNICIPALITY),
        NeedsOneOf(("composition",), "territory_type", HOMOGENEOUS_AREA),
        InOrder("valid_from", "valid_until"),
    ),
    fields=(
        Text(
            "name",
            SKOS.prefLabel,
            Label(it="nome", en="name"),
            required=True,
            weight=3,
            max_length=500,
        ),
        Text(
            "alt_name",
            SKOS.altLabel,
            Label(it="altri nomi", en="other names"),
            many=True,
            weight=2,
            max_length=500,
        ),
        Concept(
            "territory_type",
            SL.territoryType,
            Label(it="tipo di territorio", en="type of territory"),
            required=True,
            facet=True,
            scheme=shared.TERRITORY_TYPES,
        ),
        shared.DESCRIPTION,
        Code(
            "istat_code",
            SL.istatCode,
            Label(it="codice ISTAT", en="ISTAT code"),
            check=codes.istat_code,
            identifies="istat",
            also=(SKOS.notation,),
            example="015146",
        ),
        Code(
            "area_code",
            DCT.identifier,
            Label(it="codice dell'area", en="area code"),
            check=codes.identifier,
            identifies="area",
            example="oltrepo",
        ),
        Code(
            "cadastral_code",
            SL.cadastralCode,
            Label(it="codice catastale", en="cadastral code"),
            check=codes.identifier,
            example="F205",
        ),
        Code(
            "nuts",
            SL.nutsCode,
            Label(it="codice NUTS", en="NUTS code"),
            check=codes.nuts_code,
            example="ITC4C",
        ),
        Text(
            "plate",
            SL.vehiclePlate,
            Label(it="sigla automobilistica", en="vehicle plate code"),
            languages=False,
            max_length=2,
        ),
        Ref(
            "part_of",
            DCT.isPartOf,
            Label(it="fa parte di", en="part of"),
            kinds=("territory",),
        ),
        Part(
            "composition",
            SL.composition,
            Label(it="composizione", en="composition"),
            many=True,
            of=COMPOSITION,
        ),
        Integer("population", SL.population, Label(it="abitanti", en="inhabitants")),
        Point("location", DCAT.centroid, Label(it="posizione", en="position")),
        shared.CORRIDOR_FIELD,
        Date("valid_from", SCHEMA.validFrom, Label(it="in vigore dal", en="in force from")),
        Date(
            "valid_until", SCHEMA.validThrough, Label(it="in vigore fino al", en="in force until")
        ),
        shared.SAME_AS,
    ),
)
