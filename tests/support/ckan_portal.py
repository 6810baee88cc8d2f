"""CKAN's Action API, played by a small server: paging, and the faults that portals have."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from support.query_site import QuerySite, Reply, answering

Package = dict[str, Any]


def package(number: int, **more: object) -> Package:
    """A package with one resource."""
    code = f"id-{number:04d}"
    return {
        "id": code,
        "name": f"dataset-{number}",
        "title": f"Dataset {number}",
        "notes": "Testo.",
        "state": "active",
        "private": False,
        "type": "dataset",
        "owner_org": "org-1",
        "metadata_created": "2024-01-01T10:00:00.000001",
        "metadata_modified": "2024-02-01T10:00:00.000001",
        "resources": [{"id": "r", "url": f"https://data.example/{number}.csv", "format": "CSV"}],
    } | more


@dataclass
class CkanPortal:
    """``cap`` is the most rows of a page; ``unshown`` ids are counted and never given;
    ``before`` is called with the start of each page; ``actions`` answer before all else."""

    packages: list[Package] = field(default_factory=list)
    organisations: list[Mapping[str, Any]] = field(default_factory=list)
    status: Mapping[str, Any] = field(default_factory=dict)
    cap: int = 1_000
    unshown: set[str] = field(default_factory=set)
    ignores_start: bool = False
    before: Callable[[int], None] = field(default=lambda _: None)
    actions: dict[str, Reply] = field(default_factory=dict)
    site: QuerySite = field(default_factory=QuerySite)

    @property
    def url(self) -> str:
        return self.site.url

    def searches(self) -> list[dict[str, str]]:
        """The arguments of every package_search that was asked."""
        return [query for path, query in self.site.asked if path.endswith("/package_search")]

    def answer(self, path: str, query: dict[str, str]) -> Reply:
        root, _, action = path.partition("/api/3/action/")
        if not action or root:
            return Reply(b"<html>", "text/html", 404)
        if action in self.actions:
            return self.actions[action]
        results: dict[str, Callable[[], object]] = {
            "status_show": lambda: self.status,
            "organization_list": lambda: self._organisations(query),
            "package_show": lambda: self._show(query),
            "package_search": lambda: self._search(query),
        }
        return succeeded(results[action]())

    def _organisations(self, query: dict[str, str]) -> list[Mapping[str, Any]]:
        start = int(query["offset"])
        return self.organisations[start : start + min(25, int(query["limit"]))]

    def _show(self, query: dict[str, str]) -> Package:
        return next(one for one in self.packages if query["id"] in (one["id"], one["name"]))

    def _search(self, query: dict[str, str]) -> dict[str, Any]:
        start = 0 if self.ignores_start else int(query["start"])
        self.before(start)
        wanted = query.get("fq", "").removeprefix("organization:")
        found = sorted(
            (one for one in self.packages if not wanted or one["owner_org"] == wanted),
            key=lambda one: one["id"],
        )
        page = found[start : start + min(self.cap, int(query["rows"]))]
        shown = [one for one in page if one["id"] not in self.unshown]
        return {"count": len(found), "results": shown}


def succeeded(result: object) -> Reply:
    """An answer of the API that worked."""
    return Reply(json.dumps({"help": "", "success": True, "result": result}).encode())


@contextmanager
def ckan(portal: CkanPortal) -> Iterator[CkanPortal]:
    """The portal on a free port of 127.0.0.1."""
    with answering(portal.answer) as site:
        portal.site = site
        yield portal
