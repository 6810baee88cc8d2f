"""Values of schema.org: texts, bodies, places, files and money."""

from collections.abc import Mapping, Sequence

from smartland.domain.resource import Document, Json
from smartland.errors import Label
from smartland.rdf.write import UNTAGGED

Names = Mapping[str, Label]
TONGUES = ("it", UNTAGGED, "en")
CODES = {"ipa_code": "IPA", "tax_code": "CF", "rea": "REA", "pic": "PIC", "cup": "CUP"}


def text(value: Json) -> str | None:
    """One text: Italian before English."""
    if isinstance(value, str):
        return value
    found = texts(value)
    return found[0] if found else None


def texts(value: Json) -> list[str]:
    """The texts in the first language that has any: Italian before English."""
    if not isinstance(value, Mapping):
        return []
    for tag in (*TONGUES, *value):
        if value.get(tag):
            return [value[tag]] if isinstance(value[tag], str) else list(value[tag])
    return []


def named(iris: Sequence[str] | None, names: Names) -> list[str]:
    """The names of concepts."""
    return [names[one].it for one in iris or ()]


def thing(sort: str, iri: str | None, names: Names) -> dict[str, Json] | None:
    """A named thing of a sort."""
    return {"@type": sort, "@id": iri, "name": names[iri].it} if iri else None


def things(sort: str, iris: Sequence[str] | None, names: Names) -> list[Json]:
    """Named things of a sort."""
    return [thing(sort, one, names) for one in iris or ()]


def identifiers(document: Document) -> list[Json]:
    """The codes of registers that a description carries."""
    return [
        {"@type": "PropertyValue", "propertyID": register, "value": document[name]}
        for name, register in CODES.items()
        if document.get(name)
    ]


def agent(part: Document | None) -> dict[str, Json] | None:
    """The body behind a dataset."""
    if not part:
        return None
    given = {"name": text(part.get("name")), "url": part.get("homepage")}
    kept = {name: value for name, value in given.items() if value}
    return {"@type": "Organization", **kept, "identifier": part.get("identifier")}


def period(part: Document) -> str:
    """An ISO 8601 interval, open where an end is unknown."""
    return f"{part.get('start', '..')}/{part.get('end', '..')}"


def download(part: Document) -> dict[str, Json]:
    """One distribution."""
    media = str(part.get("media_type", "")).partition("media-types/")[2]
    found = {
        "@type": "DataDownload",
        "name": text(part.get("title")),
        "contentUrl": next(iter(part.get("download_url", ())), None) or part.get("access_url"),
        "encodingFormat": media or None,
        "license": part.get("license", {}).get("iri"),
    }
    return {name: value for name, value in found.items() if value}


def grant(document: Document, names: Names) -> dict[str, Json] | None:
    """The money behind a project."""
    amount, number = document.get("grant"), document.get("grant_number")
    funders = things("Organization", document.get("funder"), names)
    if not (amount or number or funders):
        return None
    money = {"@type": "MonetaryAmount", "value": amount, "currency": "EUR"} if amount else None
    found = {"amount": money, "identifier": number, "funder": funders}
    return {"@type": "MonetaryGrant", **{name: value for name, value in found.items() if value}}


def place_of(document: Document) -> dict[str, Json] | None:
    """The place of a position."""
    there = point(document.get("location"))
    return {"@type": "Place", "geo": there} if there else None


def point(value: Json) -> dict[str, Json] | None:
    """Coordinates, WGS 84."""
    if not value:
        return None
    return {"@type": "GeoCoordinates", "latitude": value["lat"], "longitude": value["lon"]}
