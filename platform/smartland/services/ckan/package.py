"""A dataset as a CKAN package, with the field names of ckanext-dcat and ckanext-dcatapit."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from smartland.domain.identity import graph_iri
from smartland.domain.resource import Document, Json, Revision
from smartland.services.ckan.names import Licence, code_of, identifier, licence_of
from smartland.services.ckan.rows import Organisation, Row, distributions, format_of
from smartland.services.labels import texts, title

IANA = "http://www.iana.org/assignments/media-types/"


@dataclass(frozen=True)
class Packages:
    """Writes packages in one language; ``base`` is the installation's."""

    base: str
    language: str

    def package(self, row: Row, revision: Revision) -> dict[str, Json]:
        """The package dict of a dataset (package_show)."""
        document = revision.document
        resources = [
            self._resource(row, one, place) for place, one in enumerate(distributions(document))
        ]
        page = graph_iri(self.base, revision.kind, revision.key)
        return {
            "id": row.id,
            "name": row.name,
            "title": title(revision)[self.language],
            "notes": self._said(document.get("description")),
            "url": document.get("landing_page") or page,
            "version": document.get("version", ""),
            "type": "dataset",
            "state": "active",
            "private": False,
            **self._people(document),
            **_licence(row.licence),
            "metadata_created": f"{row.created}T00:00:00" if row.created else naive(row.modified),
            "metadata_modified": naive(row.modified),
            "owner_org": organisation_id(self.base, row.organisation),
            "organization": self.organisation(row.organisation),
            "groups": [self.group(one) for one in row.groups],
            "tags": [self.tag(one) for one in row.tags],
            "num_tags": len(row.tags),
            "resources": resources,
            "num_resources": len(resources),
            "extras": [{"key": name, "value": text} for name, text in self._extras(row, revision)],
            "relationships_as_subject": [],
            "relationships_as_object": [],
            "creator_user_id": None,
        }

    def organisation(self, one: Organisation) -> dict[str, Json]:
        """An organisation, as it stands in a package."""
        return {
            "id": organisation_id(self.base, one),
            "name": one.name,
            "title": one.title,
            "type": "organization",
            "description": "",
            "image_url": "",
            "is_organization": True,
            "approval_status": "approved",
            "state": "active",
        }

    def group(self, name: str) -> dict[str, Json]:
        """A group: one of the EU's data themes."""
        return {
            "id": identifier(f"{self.base}group/{name}"),
            "name": name,
            "title": name.upper(),
            "display_name": name.upper(),
            "description": "",
            "image_display_url": "",
        }

    def tag(self, name: str) -> dict[str, Json]:
        """A tag: a keyword."""
        return {
            "id": identifier(f"{self.base}tag/{name}"),
            "name": name,
            "display_name": name,
            "state": "active",
            "vocabulary_id": None,
        }

    def _resource(self, row: Row, part: Mapping[str, Json], place: int) -> dict[str, Json]:
        download = next(iter(part.get("download_url", ())), "")
        size = part.get("byte_size")
        iri = part.get("iri") or f"{row.iri}#resource-{place}-{part.get('access_url', '')}"
        licence = licence_of(part.get("license"))
        return {
            "id": identifier(iri),
            "package_id": row.id,
            "position": place,
            "name": self._said(part.get("title")) or format_of(part) or row.title,
            "description": self._said(part.get("description")),
            "url": download or part.get("access_url", ""),
            "access_url": part.get("access_url", ""),
            "download_url": download,
            "format": format_of(part),
            "distribution_format": format_of(part),
            "mimetype": str(part.get("media_type", "")).removeprefix(IANA) or None,
            "size": int(float(size)) if size else None,
            "created": part.get("issued") or None,
            "last_modified": part.get("modified") or None,
            "license_type": licence.url,
            "license_name": licence.title,
            "hash": "",
            "resource_type": None,
            "state": "active",
            "url_type": None,
            "uri": part.get("iri", ""),
        }

    def _people(self, document: Document) -> dict[str, Json]:
        creator = _first(document, "creator")
        contact = _first(document, "contact_point")
        return {
            "author": self._said(creator.get("name")),
            "author_email": "",
            "maintainer": self._said(contact.get("name")),
            "maintainer_email": contact.get("email", ""),
        }

    def _extras(self, row: Row, revision: Revision) -> Iterator[tuple[str, str]]:
        """What a package has no field for, as texts; empty ones are left out."""
        document = revision.document
        found = {
            "uri": revision.iri,
            "identifier": document.get("identifier", ""),
            "issued": document.get("issued", ""),
            "modified": document.get("modified", ""),
            "frequency": code_of(document.get("frequency", "")),
            "language": _codes(document.get("language", ())),
            "theme": _json(document.get("theme", ())),
            "themes_aggregate": _json(_themes(document)),
            "access_rights": document.get("access_rights", ""),
            "conforms_to": _json([_standard(one) for one in document.get("conforms_to", ())]),
            "alternate_identifier": _json(document.get("other_identifier", ())),
            "is_version_of": next(iter(document.get("is_version_of", ())), ""),
            "temporal_coverage": _json([_period(one) for one in document.get("temporal", ())]),
            "applicable_legislation": _json(document.get("applicable_legislation", ())),
            "hvd_category": _json(document.get("hvd_category", ())),
            "creator": _json([self._creator(one) for one in document.get("creator", ())]),
            **self._agent("publisher", document.get("publisher", {})),
            **self._agent("holder", document.get("rights_holder", {})),
            **self._contact(document),
            **self._place(document),
            # who reads everything has to know what is not from here
            "harvest_source_title": row.source,
        }
        yield from ((name, text) for name, text in found.items() if text)

    def _agent(self, role: str, agent: Mapping[str, Json]) -> dict[str, str]:
        return {
            f"{role}_name": self._said(agent.get("name")),
            f"{role}_identifier": agent.get("identifier", ""),
            f"{role}_uri": agent.get("iri", ""),
            f"{role}_url": agent.get("homepage", ""),
        }

    def _creator(self, agent: Mapping[str, Json]) -> dict[str, Json]:
        names = agent.get("name") or {}
        return {
            "creator_name": dict(names) if isinstance(names, Mapping) else {"und": names},
            "creator_identifier": agent.get("identifier", ""),
        }

    def _contact(self, document: Document) -> dict[str, str]:
        contact = _first(document, "contact_point")
        return {
            "contact_name": self._said(contact.get("name")),
            "contact_email": contact.get("email", ""),
            "contact_uri": contact.get("iri", ""),
        }

    def _place(self, document: Document) -> dict[str, str]:
        place = _first(document, "spatial")
        known = place.get("geographical_identifier", "")
        return {
            "geographical_name": self._said(place.get("name")),
            "geographical_geonames_url": known if "geonames.org" in known else "",
            "spatial_uri": place.get("iri", "") or (known if known.startswith("http") else ""),
            "spatial_text": self._said(place.get("name")),
        }

    def _said(self, value: Json) -> str:
        found = texts(value)
        return found[self.language] if found else ""


def organisation_id(base: str, one: Organisation) -> str:
    """The id of an organisation."""
    return identifier(f"{base}organization/{one.name}")


def naive(at: datetime) -> str:
    """An instant as CKAN writes it: UTC, without saying so."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def _first(document: Document, name: str) -> Mapping[str, Json]:
    """The first part of a field; empty where there is none."""
    found: Sequence[Mapping[str, Json]] = document.get(name, ())
    return found[0] if found else {}


def _licence(licence: Licence) -> dict[str, Json]:
    return {
        "license_id": licence.id,
        "license_title": licence.title,
        "license_url": licence.url,
        "isopen": licence.is_open,
    }


def _codes(iris: Json) -> str:
    """Concepts as the Italian extension writes a list: ``{ITA,ENG}``."""
    return "{" + ",".join(map(code_of, iris)) + "}" if iris else ""


def _themes(document: Document) -> list[Json]:
    themes = document.get("theme", ())
    # which subtheme is of which theme is not said: they stand with the first
    return [
        {"theme": code_of(one), "subthemes": list(document.get("subject", ())) if not place else []}
        for place, one in enumerate(themes)
    ]


def _period(part: Mapping[str, Json]) -> dict[str, Json]:
    return {f"temporal_{name}": part[name] for name in ("start", "end") if name in part}


def _standard(part: Mapping[str, Json]) -> dict[str, Json]:
    return {
        "identifier": part.get("identifier", ""),
        "title": part.get("title", {}),
        "description": part.get("description", {}),
        "referenceDocumentation": part.get("reference", []),
        "uri": part.get("iri", ""),
    }


def _json(value: Json) -> str:
    return json.dumps(list(value), ensure_ascii=False) if value else ""
