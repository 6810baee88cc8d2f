"""CKAN's resources as distributions."""

from collections.abc import Iterator

from smartland.domain.resource import Json
from smartland_importers.ckan_licences import Named, licence
from smartland_importers.ckan_values import Fields
from smartland_importers.ckan_vocabulary import file_type, language, media_type
from smartland_importers.values import unique

_LONGEST_TITLE, _LONGEST_TEXT = 1_000, 20_000
MOST = 5_000
"""Resources of one package that are read; more make a page that nobody can use."""
_DELETED = frozenset({"deleted", "draft"})


def distributions(package: Fields, dataset: str) -> list[dict[str, Json]]:
    """The resources of a package that have an address; the others are told."""
    found = [
        part
        for resource in _resources(package)
        if (part := _distribution(resource, package, dataset))
    ]
    return list({part["iri"]: part for part in found if "iri" in part}.values()) + [
        part for part in found if "iri" not in part
    ]


def _resources(package: Fields) -> Iterator[Fields]:
    listed = package.record.get("resources")
    given = listed if isinstance(listed, list) else []
    if len(given) > MOST:
        package.remarks.append(f"{len(given)} resources; the first {MOST} are read")
    for one in given[:MOST]:
        if isinstance(one, dict) and one.get("state") not in _DELETED:
            yield Fields(one, package.language, package.base, package.remarks)


def _distribution(resource: Fields, package: Fields, dataset: str) -> dict[str, Json]:
    address = resource.link("access_url", "url")
    if not address:
        shown = resource.text("name", "id") or "without a name"
        package.remarks.append(f"resource {shown[:80]} left out: it has no web address")
        return {}
    part: dict[str, Json] = {"access_url": address}
    code = resource.text("id")
    iri = resource.iri("uri") or (resource.foreign(f"{dataset}/resource/{code}") if code else "")
    part |= {"iri": iri} if iri else {}
    title = resource.texts("name", _LONGEST_TITLE)
    part |= {"title": title} if title else {}
    about = resource.texts("description", _LONGEST_TEXT, lines=True)
    part |= {"description": about} if about else {}
    files = [resource.link("download_url")]
    if resource.text("url_type") == "upload":  # the portal itself holds the file
        files.append(resource.link("url"))
    part |= {"download_url": unique(files)} if any(files) else {}
    return part | _sort(resource) | _rights(resource, package) | _dates(resource)


def _sort(resource: Fields) -> dict[str, Json]:
    """The format, from whichever of the three fields is certain, and the media type."""
    document: dict[str, Json] = {}
    written = [resource.text(name) for name in ("distribution_format", "format", "mimetype")]
    known = unique(file_type(one) for one in written)
    if known:
        document["format"] = known[0]
    elif any(written):
        resource.remarks.append(f"format {unique(written)[0][:60]!r} left out: not certain")
    mime = media_type(resource.text("mimetype"))
    document |= {"media_type": mime} if mime else {}
    languages = unique(language(one) for one in resource.values("lang", "language"))
    document |= {"language": languages} if languages else {}
    size = resource.text("size")
    if size.isdecimal() and 0 < len(size) <= 12:
        document["byte_size"] = size
    return document


def _rights(resource: Fields, package: Fields) -> dict[str, Json]:
    """The resource's own licence, else that of its package."""
    own = Named(resource.text("license_id"), resource.text("license_type", "license"))
    whole = Named(
        package.text("license_id"), package.text("license_url"), package.text("license_title")
    )
    part = licence(own, package.language)
    general = licence(whole, package.language)
    if not part or part.get("iri") == general.get("iri"):
        part = general
    return {"license": part} if part else {}


def _dates(resource: Fields) -> dict[str, Json]:
    document: dict[str, Json] = {}
    issued = resource.date("issued", "created")
    modified = resource.date("modified", "last_modified", "metadata_modified")
    document |= {"issued": issued} if issued else {}
    document |= {"modified": modified} if modified else {}
    return document
