"""CKAN's packages as datasets, with the extras of ckanext-dcat and ckanext-dcatapit."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from smartland.domain.resource import Description, Json
from smartland.ports.importer import Found, Rejected, Removed
from smartland_importers.ckan_agents import agents
from smartland_importers.ckan_resources import distributions
from smartland_importers.ckan_values import Fields
from smartland_importers.ckan_vocabulary import (
    access_right,
    frequency,
    language,
    place,
    theme,
)
from smartland_importers.values import unique

_LONGEST_TITLE, _LONGEST_TEXT, _LONGEST_KEYWORD = 1_000, 20_000, 300
_LONGEST_GEOMETRY = 100_000
_LONGEST_CODE = 300
_HVD = "http://data.europa.eu/bna/"
# types of package that extensions keep beside the datasets
_NO_DATASETS = frozenset({"harvest", "showcase", "dashboard", "application", "organization"})


@dataclass(frozen=True)
class Portal:
    """A CKAN site: ``root`` without a slash at its end, the language of its texts, its
    organisations by id and by name."""

    root: str
    base: str
    language: str = "und"
    title: str = ""
    description: str = ""
    organisations: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)

    def organisation(self, package: Mapping[str, Json]) -> Fields:
        """The organisation that owns a package: what the package says, and what the list says."""
        inside = package.get("organization")
        inside = inside if isinstance(inside, dict) else {}
        for name in (inside.get("id"), inside.get("name"), package.get("owner_org")):
            if isinstance(name, str) and name in self.organisations:
                return Fields({**self.organisations[name], **inside}, self.language, self.base)
        return Fields(inside, self.language, self.base)


def read_package(record: Mapping[str, Json], portal: Portal) -> Found | Rejected | Removed | None:
    """One package; Removed where it is private or no longer active, None where it is no dataset."""
    package = Fields(record, portal.language, portal.base)
    code = package.text("id", "name")
    if package.text("type").lower() in _NO_DATASETS:
        return None
    if not code:
        return Rejected(package.text("title")[:100] or "a package", "neither id nor name")
    if len(code) > _LONGEST_CODE:
        return Rejected(code[:100], f"id of {len(code)} characters, more than {_LONGEST_CODE}")
    if package.flag("private") or package.text("state").lower() not in ("", "active"):
        return Removed(code)
    dataset = package.iri("uri", "guid") or f"{portal.root}/dataset/{code}"
    document = _titles(package)
    if "title" not in document:
        return Rejected(code, "title: neither title nor name")
    document |= _subjects(package) | _facts(package, portal, code)
    document |= _coverage(package) | _standards(package) | _laws(package)
    document |= agents(package, portal.organisation(record), portal.root)
    parts = distributions(package, f"{portal.root}/dataset/{code}")
    document |= {"distribution": parts} if parts else {}
    remarks = tuple(dict.fromkeys(package.remarks))
    return Found(Description("dataset", code, document, iri=dataset), remarks)


def _titles(package: Fields) -> dict[str, Json]:
    title = package.texts("title", _LONGEST_TITLE) or package.texts("name", _LONGEST_TITLE)
    about = package.texts("notes", _LONGEST_TEXT, lines=True)
    if title and not about:
        package.remarks.append("no notes; the title stands in for the description")
    return {"title": title, "description": about or title} if title else {}


def _subjects(package: Fields) -> dict[str, Json]:
    """Themes and subthemes (a list, or ``themes_aggregate`` with both), and the tags."""
    themes, subthemes = package.concepts("theme", theme), []
    for one in package.objects("themes_aggregate"):
        themes += one.concepts("theme", theme)
        subthemes += one.values("subthemes")
    document: dict[str, Json] = {}
    document |= {"theme": unique(themes)} if themes else {}
    subjects = unique(package.foreign(one) for one in (*subthemes, *package.values("subthemes")))
    document |= {"subject": subjects} if subjects else {}
    tags = package.record.get("tags")
    words: dict[str, list[str]] = {}
    for tag in tags if isinstance(tags, list) else []:
        shown = tag.get("display_name") or tag.get("name") if isinstance(tag, dict) else tag
        for tongue, word in package.in_languages(shown, "tag", _LONGEST_KEYWORD).items():
            words[tongue] = unique([*words.get(tongue, []), word])
    return document | ({"keyword": words} if words else {})


def _facts(package: Fields, portal: Portal, code: str) -> dict[str, Json]:
    own = package.record.get("name")
    page = f"{portal.root}/dataset/{own}" if isinstance(own, str) and own else ""
    tongues = unique(language(one) for one in package.values("language"))
    given = {
        "identifier": package.text("identifier")[:500] or code,
        "frequency": package.concept("frequency", frequency),
        "issued": package.date("issued", "metadata_created"),
        "modified": package.date("modified", "metadata_modified"),
        "landing_page": package.link("url") or package.foreign(page),
        "version": package.text("version")[:200],
        "language": tongues,
        "access_rights": package.concept("access_rights", access_right),
        "is_version_of": unique(package.foreign(one) for one in package.values("is_version_of")),
    }
    return {name: value for name, value in given.items() if value}


def _coverage(package: Fields) -> dict[str, Json]:
    document: dict[str, Json] = {}
    periods = [_period(one) for one in package.objects("temporal_coverage")]
    periods = [one for one in (*periods, _period(package)) if one]
    document |= {"temporal": periods} if periods else {}
    where = _location(package)
    return document | ({"spatial": [where]} if where else {})


def _period(fields: Fields) -> dict[str, Json]:
    part: dict[str, Json] = {}
    for name in ("start", "end"):
        day = fields.date(f"temporal_{name}")
        part |= {name: day} if day else {}
    return part


def _location(package: Fields) -> dict[str, Json]:
    part: dict[str, Json] = {}
    iri = package.iri("spatial_uri") or place(package.text("geographical_name"))
    part |= {"iri": iri} if iri else {}
    known = package.iri("geographical_geonames_url") or iri
    part |= {"geographical_identifier": known} if known else {}
    names = package.texts("spatial_text", 300)
    if not names and not place(package.text("geographical_name")):
        names = package.texts("geographical_name", 300)
    part |= {"name": names} if names else {}
    geometry = package.text("spatial")
    if geometry.startswith("{") and len(geometry) <= _LONGEST_GEOMETRY:
        part["geometry"] = geometry
    return part


def _standards(package: Fields) -> dict[str, Json]:
    """Objects of ckanext-dcatapit, else a list of IRIs or codes."""
    parts: list[dict[str, Json]] = []
    for one in package.objects("conforms_to"):
        documents = unique(one.foreign(link) for link in one.values("referenceDocumentation"))
        given = {
            "identifier": one.text("identifier")[:300],
            "title": one.texts("title", 500),
            "description": one.texts("description", _LONGEST_TEXT, lines=True),
            "reference": documents,
        }
        parts.append({name: value for name, value in given.items() if value})
    if not parts:
        for code in package.values("conforms_to"):
            iri = package.foreign(code)
            parts.append({"identifier": code[:300]} | ({"iri": iri} if iri else {}))
    parts = [one for one in parts if one]
    return {"conforms_to": parts} if parts else {}


def _laws(package: Fields) -> dict[str, Json]:
    document: dict[str, Json] = {}
    laws = unique(package.foreign(one) for one in package.values("applicable_legislation"))
    document |= {"applicable_legislation": laws} if laws else {}
    high = unique(package.foreign(one) for one in package.values("hvd_category"))
    high = [one for one in high if one.startswith(_HVD)]
    return document | ({"hvd_category": high} if high else {})
