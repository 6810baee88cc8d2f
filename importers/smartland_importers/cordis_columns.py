"""What the columns of CORDIS files are called, over the years and in the copies that circulate.

The one place that knows: each ``Sheet`` is a sort of table with our name for a field and the names
that it goes by, folded (no case, no punctuation), the best first. Files of Horizon Europe and the
present H2020 and FP7 files agree; those of before 2021 say ``projectRcn``, ``id`` (of the
organisation) and ``projectUrl``; research copies shorten the names.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from smartland.errors import Label, SourceFailed

PROJECT, ORGANISATION, PARTICIPATION = "project", "organisation", "participation"
TOPIC, TOPIC_OF, CLASS_OF, PART_OF, SITE_OF = "topic", "topic-of", "class-of", "part-of", "site-of"
UNUSED = "unused"
"""A table that CORDIS publishes beside the others and that says nothing we keep."""

UNKNOWN = Label(
    it="{name} non ha le colonne di una tabella di CORDIS: {columns}.",
    en="{name} does not have the columns of a table of CORDIS: {columns}.",
)

_NOISE = re.compile(r"[^a-z0-9]")

_PROJECT_ID = (
    "projectid",
    "grantnumber",
    "grantagreementid",
    "grantagreementnumber",
    "projectreference",
    "projectnumber",
)


class NotCordis(SourceFailed):
    """A file of something else; in a folder it is one bad item, alone it fails the source."""


@dataclass(frozen=True)
class Sheet:
    """One sort of table: it has all fields of ``needs`` and none of ``lacks``."""

    sort: str
    needs: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]
    lacks: tuple[str, ...] = ()

    def columns(self, header: Iterable[str]) -> dict[str, str]:
        """The column of each of our fields that the header has."""
        by_name: dict[str, str] = {}
        for column in header:
            by_name.setdefault(folded_name(column), column)
        return {
            field: by_name[name]
            for field, names in self.fields.items()
            if (name := next((one for one in names if one in by_name), ""))
        }


def folded_name(column: str) -> str:
    """The name of a column without case and punctuation."""
    return _NOISE.sub("", column.lower())


_PROJECT_FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "reference", *_PROJECT_ID),
    "rcn": ("projectrcn", "rcn"),
    "title": ("title", "projecttitle"),
    "acronym": ("acronym", "projectacronym", "projectacr"),
    "status": ("status", "projectstatus"),
    "start": ("startdate", "start", "from"),
    "end": ("enddate", "end", "to"),
    "budget": ("totalcost", "projecttotalcost"),
    "grant": ("ecmaxcontribution", "maxcontribution", "eucontribution"),
    "topics": ("topics", "topic", "topiccode"),
    "topic_title": ("topictitle",),
    "topic_keywords": ("topickw", "topickeywords"),
    "call": ("subcall", "call", "callforproposal", "mastercall", "callid"),
    "framework": ("frameworkprogramme",),
    "part": ("legalbasis", "programme", "meta"),
    "objective": ("objective", "abstract", "technologydescription", "text"),
    "keywords": ("keywords", "keyword"),
    "homepage": ("projecturl", "projectwebsite", "website", "homepage"),
    "doi": ("grantdoi", "doi"),
    "stamp": ("contentupdatedate", "lastupdatedate"),
}

_PART_FIELDS: Mapping[str, tuple[str, ...]] = {
    "pic": ("pic", "organisationid", "organizationid", "participantpic"),
    "project": _PROJECT_ID,
    "rcn": ("projectrcn", "rcn"),
    "role": ("role",),
    "net": ("neteccontribution",),
    "gross": ("contribution", "eccontribution"),
    "start": ("startdate",),
    "end": ("enddate",),
    "budget": ("totalcost",),
    "grant": ("maxcontribution", "ecmaxcontribution"),
}

SHEETS: tuple[Sheet, ...] = (
    # the reference list cordisref-H2020topics.csv
    Sheet(
        TOPIC,
        ("code", "title"),
        {
            "code": ("topiccode",),
            "title": ("title", "topictitle"),
            "part": ("legalbasiscode", "programmecode"),
        },
        lacks=("id", "startdate", *_PROJECT_ID),
    ),
    Sheet(
        CLASS_OF,
        ("project", "title"),
        {
            "project": _PROJECT_ID,
            "code": ("euroscivoccode",),
            "title": ("euroscivoctitle",),
        },
    ),
    Sheet(
        SITE_OF,
        ("project", "address"),
        {
            "project": _PROJECT_ID,
            "address": ("physurl",),
            "type": ("type",),
            "represents": ("represents",),
            "status": ("status",),
        },
    ),
    # organization.csv and cordis-h2020organizations.csv; a register of organisations alone, too
    Sheet(
        ORGANISATION,
        ("pic", "name", "country"),
        {
            "pic": (
                "organisationid",
                "organizationid",
                "orgid",
                "pic",
                "participantpic",
                "participantid",
                "id",
            ),
            "name": ("name", "organisationname", "organizationname", "legalname"),
            "project": _PROJECT_ID,
            "rcn": ("projectrcn",),
            "acronym": ("projectacronym",),
            "short": ("shortname", "organisationshortname", "organizationshortname", "short"),
            "activity": ("activitytype", "organisationtype", "organizationtype", "act"),
            "kind": ("kind",),
            "vat": ("vatnumber", "vat"),
            "street": ("street", "streetaddress"),
            "postcode": ("postcode", "postalcode"),
            "city": ("city", "town"),
            "country": ("country", "countrycode"),
            "nuts": ("nutscode", "nuts", "nuts3"),
            "position": ("geolocation", "geo", "latlon"),
            "homepage": ("organizationurl", "organisationurl", "website", "homepage"),
            "role": ("role", "participantrole"),
            "net": ("neteccontribution",),
            "gross": ("eccontribution", "contribution"),
            "cost": ("totalcost",),
            "order": ("participantorder", "order"),
            "stamp": ("contentupdatedate", "lastupdatedate"),
        },
    ),
    # research copies: who takes part, by codes only, with the facts of the project on every row
    Sheet(PARTICIPATION, ("pic", "project"), _PART_FIELDS),
    Sheet(PARTICIPATION, ("pic", "rcn"), _PART_FIELDS),
    Sheet(
        TOPIC_OF,
        ("project", "code", "title"),
        {"project": _PROJECT_ID, "code": ("topic",), "title": ("title", "topictitle")},
        lacks=("startdate", "id"),
    ),
    Sheet(
        PART_OF,
        ("project", "code", "title"),
        {"project": _PROJECT_ID, "code": ("legalbasis",), "title": ("title",)},
        lacks=("startdate", "id"),
    ),
    # a table with both columns has an id of its own: of a report, a publication, a link
    Sheet(PROJECT, ("id", "title", "topics"), _PROJECT_FIELDS, lacks=_PROJECT_ID),
    Sheet(PROJECT, ("id", "title", "acronym"), _PROJECT_FIELDS, lacks=_PROJECT_ID),
    Sheet(PROJECT, ("id", "title", "start"), _PROJECT_FIELDS, lacks=("id",)),
    # web items, reports, policy priorities: details of projects
    Sheet(UNUSED, ("project",), {"project": _PROJECT_ID}),
    # cordisref-organizationActivityType.csv: what HES, REC, PRC, PUB and OTH stand for
    Sheet(UNUSED, ("code", "language"), {"code": ("code",), "language": ("language",)}),
)


def recognise(header: Iterable[str]) -> tuple[Sheet, dict[str, str]] | None:
    """The sort of a table by its header, and its columns by our field names; None when unknown."""
    names = tuple(header)
    folded = {folded_name(one) for one in names}
    for sheet in SHEETS:
        columns = sheet.columns(names)
        if all(one in columns for one in sheet.needs) and not folded.intersection(sheet.lacks):
            return sheet, columns
    return None
