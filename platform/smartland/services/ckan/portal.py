"""CKAN's Action API, the part that reads: so that harvesters made for CKAN work against us.

Without asking for more, one gets what is described here; what was harvested from elsewhere is
left out, since its own portal is harvested by the same readers and would come twice.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from smartland import __version__
from smartland.domain.resource import Json
from smartland.errors import Invalid, Label, NotFound, Problem
from smartland.ports.search import SearchIndex, SearchRequest
from smartland.services.catalogue import Catalogue
from smartland.services.ckan.call import NEEDED, Call
from smartland.services.ckan.names import LICENCES, NOT_SPECIFIED, Licence
from smartland.services.ckan.order import FACETS, count_values, sort_rows
from smartland.services.ckan.package import Packages, organisation_id
from smartland.services.ckan.query import FIELDS, Test, read_query
from smartland.services.ckan.rows import DATASET, Organisation, Row, Rows
from smartland.services.searching.meaning import plain_query

MAX_ROWS = 1_000
MOST_HITS = 10_000
"""Datasets that the words of one search may find."""
COMPATIBLE = "2.10.0"
"""The version of CKAN whose answers ours are like."""
MAX_FACETS = 10
NOT_FOUND = Label(it="Non trovato: {name}", en="Not found: {name}")


class Ckan:
    """Answers the actions."""

    def __init__(self, catalogue: Catalogue, index: SearchIndex) -> None:
        self._catalogue = catalogue
        self._index = index
        self._base = catalogue.base
        host = urlsplit(catalogue.base).hostname or "smartland"
        self._rows = Rows(
            catalogue.truth, catalogue.base, Organisation("smart-land", f"Smart Land ({host})")
        )

    def answer(self, action: str, call: Call) -> Json:
        """The result of an action. Raises NotFound, Invalid, or Malformed for a bad query."""
        return ACTIONS[action](self, call)

    def site_read(self, _: Call) -> Json:
        """That one may read."""
        return True

    def status(self, _: Call) -> Json:
        """What this site is."""
        return {
            "site_title": "Smart Land",
            "site_description": "",
            "site_url": self._base.rstrip("/"),
            "ckan_version": COMPATIBLE,
            "smartland_version": __version__,
            "error_emails_to": None,
            "locale_default": "it",
            "extensions": [],
        }

    def package_list(self, call: Call) -> Json:
        """The names of the datasets."""
        names = sorted(one.name for one in self._datasets(call))
        start = call.number("offset", 0, 10**9)
        limit = call.number("limit", len(names), len(names))
        return names[start : start + limit]

    def package_show(self, call: Call) -> Json:
        """One dataset by id or name, harvested or not."""
        wanted = call.text("id") or call.text("name_or_id")
        if not wanted:
            raise Invalid.of((Problem("id", NEEDED),))
        rows, _ = self._rows.current()
        found = next((one for one in rows if wanted in (one.id, one.name, one.iri)), None)
        shown = self._packages([found] if found else [], call.language)
        if not shown:
            raise NotFound(NOT_FOUND.format(name=wanted[:200]))
        return shown[0]

    def current_packages(self, call: Call) -> Json:
        """The datasets with their resources, the last changed first."""
        found = sorted(self._datasets(call), key=lambda one: (one.modified, one.id), reverse=True)
        limit = call.number("limit", MAX_ROWS, MAX_ROWS)
        start = call.number("offset", 0, 10**9)
        return self._packages(found[start : start + limit], call.language)

    def package_search(self, call: Call) -> Json:
        """A page of the datasets that match ``q`` and ``fq``."""
        sort = call.text("sort") or "score desc, metadata_modified desc"
        rows = call.number("rows", 10, MAX_ROWS)
        start = call.number("start", 0, 10**9)
        found, ranks = self._matching(call)
        ordered = sort_rows(found, sort, ranks)
        facets = self._facets(found, call)
        return {
            "count": len(found),
            "sort": sort,
            "results": self._packages(ordered[start : start + rows], call.language),
            "facets": {
                name: {one["name"]: one["count"] for one in items} for name, items in facets.items()
            },
            "search_facets": {
                name: {"title": name, "items": items} for name, items in facets.items()
            },
        }

    def organisation_list(self, call: Call) -> Json:
        """Who holds datasets: names, or everything with ``all_fields``."""
        counts = self._organisations(call)
        wanted = set(call.names("organizations"))
        found = sorted((one for one in counts if not wanted or one.name in wanted), key=_by_name)
        start = call.number("offset", 0, 10**9)
        limit = call.number("limit", len(found), len(found))
        page = found[start : start + limit]
        if not call.flag("all_fields"):
            return [one.name for one in page]
        return [self._organisation(one, counts[one], call) for one in page]

    def organisation_show(self, call: Call) -> Json:
        """One organisation by id or name. Raises NotFound."""
        wanted = call.text("id")
        for one, count in self._organisations(call).items():
            if wanted in (one.name, organisation_id(self._base, one)):
                body = self._organisation(one, count, call)
                if call.flag("include_datasets"):
                    of_one = [row for row in self._datasets(call) if row.organisation == one]
                    body["packages"] = self._packages(of_one[:MAX_ROWS], call.language)
                return body
        raise NotFound(NOT_FOUND.format(name=wanted[:200]))

    def group_list(self, call: Call) -> Json:
        """The themes that datasets have."""
        counts = Counter(name for row in self._datasets(call) for name in row.groups)
        if not call.flag("all_fields"):
            return sorted(counts)
        writer = Packages(self._base, call.language)
        return [writer.group(name) | {"package_count": counts[name]} for name in sorted(counts)]

    def tag_list(self, call: Call) -> Json:
        """The keywords that datasets have; with ``query`` those that hold it."""
        asked = call.text("query").casefold()
        names = sorted({tag for row in self._datasets(call) for tag in row.tags})
        found = [name for name in names if asked in name.casefold()]
        if not call.flag("all_fields"):
            return found
        return [Packages(self._base, call.language).tag(name) for name in found]

    def licence_list(self, _: Call) -> Json:
        """The licences that datasets may have."""
        return [_licence_json(one) for one in (NOT_SPECIFIED, *(one for _, one in LICENCES))]

    def help(self, call: Call) -> Json:
        """What an action does."""
        name = call.text("name")
        if name not in ACTIONS:
            raise NotFound(NOT_FOUND.format(name=name[:200]))
        return ACTIONS[name].__doc__

    def _datasets(self, call: Call) -> list[Row]:
        rows, _ = self._rows.current()
        return [row for row in rows if row.native or call.everything]

    def _matching(self, call: Call) -> tuple[list[Row], Mapping[str, int]]:
        """The rows that match, and the ranks that the words of ``q`` gave them."""
        text = call.text("q").strip()
        tests: list[Test] = [read_query(one, self._find) for one in _filters(call)]
        ranks: dict[str, int] = {}
        if any(f"{name}:" in text for name in FIELDS):
            tests.append(read_query(text, self._find))
        elif text not in ("", "*", "*:*"):
            ranks = {iri: place for place, iri in enumerate(self._ask(text))}
            tests.append(lambda row: row.iri in ranks)
        found = [row for row in self._datasets(call) if all(test(row) for test in tests)]
        return found, ranks

    def _find(self, words: str) -> frozenset[str]:
        return frozenset(self._ask(words))

    def _ask(self, words: str) -> list[str]:
        request = SearchRequest(plain_query(words), filters={"kind": (DATASET,)}, limit=MOST_HITS)
        return [hit.iri for hit in self._index.search(request).hits]

    def _facets(self, found: Sequence[Row], call: Call) -> dict[str, list[dict[str, Json]]]:
        if call.text("facet", "true").lower() == "false":
            return {}
        wanted = call.names("facet.field")[:MAX_FACETS]
        limit = call.number("facet.limit", 50, MAX_ROWS) or MAX_ROWS
        least = call.number("facet.mincount", 1, 10**9)
        return {
            name: count_values(found, name, limit, least) if name in FACETS else []
            for name in wanted
        }

    def _packages(self, rows: Sequence[Row], language: str) -> list[Json]:
        heads = self._catalogue.by_iris([row.iri for row in rows])
        writer = Packages(self._base, language)
        # a dataset may be withdrawn since we looked: it is left out
        return [writer.package(row, heads[row.iri]) for row in rows if row.iri in heads]

    def _organisations(self, call: Call) -> Counter[Organisation]:
        return Counter(row.organisation for row in self._datasets(call))

    def _organisation(self, one: Organisation, count: int, call: Call) -> dict[str, Json]:
        body = Packages(self._base, call.language).organisation(one)
        extras = [{"key": "identifier", "value": one.code}] if one.code else []
        more = {"identifier": one.code} if one.code else {}
        return {
            **body,
            **more,
            "display_name": one.title,
            "package_count": count,
            "num_followers": 0,
            "image_display_url": "",
            "extras": extras,
            "groups": [],
            "tags": [],
            "users": [],
        }


ACTIONS: Mapping[str, Callable[[Ckan, Call], Json]] = {
    "site_read": Ckan.site_read,
    "status_show": Ckan.status,
    "help_show": Ckan.help,
    "package_list": Ckan.package_list,
    "package_show": Ckan.package_show,
    "package_search": Ckan.package_search,
    "current_package_list_with_resources": Ckan.current_packages,
    "organization_list": Ckan.organisation_list,
    "organization_show": Ckan.organisation_show,
    "group_list": Ckan.group_list,
    "tag_list": Ckan.tag_list,
    "license_list": Ckan.licence_list,
}
"""By the names that CKAN gives them."""


def _filters(call: Call) -> list[str]:
    """``fq``, and the items of ``fq_list``."""
    given = [call.text("fq"), *call.names("fq_list")]
    return [one for one in given if one.strip()]


def _licence_json(one: Licence) -> dict[str, Json]:
    return {
        "id": one.id,
        "title": one.title,
        "url": one.url,
        "status": "active",
        "od_conformance": "approved" if one.is_open else "not reviewed",
        "is_okd_compliant": one.is_open,
    }


def _by_name(one: Organisation) -> str:
    return one.name
