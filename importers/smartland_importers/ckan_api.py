"""CKAN's Action API v3 (https://docs.ckan.org/en/latest/api/), read page by page to the end."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from smartland.domain.resource import Json
from smartland.errors import Label, SourceFailed, TooLarge
from smartland.ports.fetch import Fetcher
from smartland_importers import json_text

ROWS = 100
PAGES = 10_000
MOST = 10_000_000
"""Datasets that a portal may count; what counts more than the whole world has is broken."""
SHORTFALL = 0.01
"""The share of the counted datasets that may fail to be shown; a portal's index lags a little."""
_ACTION = re.compile(r"(?P<root>.*?)/api(?:/3)?(?:/action(?:/(?P<action>[a-z_]+))?)?/?")
_ACCEPT = "application/json, */*;q=0.1"

NOT_JSON = Label(
    it="{address} non dà JSON: {reason}.", en="{address} does not give JSON: {reason}."
)
NOT_CKAN = Label(
    it="{address} non è una risposta dell'API di CKAN.",
    en="{address} is not an answer of CKAN's API.",
)
NO_SUCCESS = Label(it="{address} fallisce: {reason}.", en="{address} fails: {reason}.")
LOOP = Label(
    it="{address} ripete pagine già date: {seen} dataset dei {count} che conta.",
    en="{address} repeats pages that it gave before: {seen} datasets of the {count} it counts.",
)
TOO_MANY = Label(
    it="{address} ha più di {pages} pagine: registrarlo in parti, con fq.",
    en="{address} has more than {pages} pages: register it in parts, with fq.",
)


@dataclass(frozen=True)
class Address:
    """``root`` is the portal without a slash at its end; ``query`` narrows package_search, and
    ``package`` is the only one wanted where that is not empty."""

    root: str
    query: Mapping[str, str]
    package: str = ""


def read_address(address: str) -> Address:
    """The portal's root, or a call of its API, as it may be copied from a browser."""
    parts = urlsplit(address)
    matched = _ACTION.fullmatch(parts.path)
    path = matched["root"] if matched else parts.path.rstrip("/")
    root = urlunsplit((parts.scheme, parts.netloc, path, "", ""))
    action = matched["action"] if matched else ""
    given = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if action == "package_show":
        return Address(root, {}, given.get("id", ""))
    if action == "organization_show" and given.get("id"):
        return Address(root, {"fq": f"organization:{given['id']}"})
    if action == "package_search":
        return Address(root, {name: given[name] for name in ("q", "fq") if name in given})
    return Address(root, {})


def result_of(body: bytes, address: str) -> tuple[Json, str]:
    """The result of an answer, and the portal that its ``help`` names. Raises SourceFailed."""
    try:
        answer = json_text.load(json_text.decode(body))
    except ValueError as error:
        raise SourceFailed(NOT_JSON.format(address=address, reason=str(error)[:200])) from error
    if not isinstance(answer, dict) or "success" not in answer:
        raise SourceFailed(NOT_CKAN.format(address=address))
    if answer["success"] is not True:
        raise SourceFailed(NO_SUCCESS.format(address=address, reason=_reason(answer)))
    told = str(answer.get("help", ""))
    root = read_address(told).root if told.startswith(("http://", "https://")) else ""
    return answer.get("result"), root


def _reason(answer: Mapping[str, Json]) -> str:
    error = answer.get("error")
    told = (error.get("message") or error) if isinstance(error, dict) else error
    return " ".join(str(told).split())[:300]


@dataclass
class Api:
    """The calls of one portal; ``count`` is what it last said of how many datasets it has."""

    address: Address
    fetcher: Fetcher
    count: int = 0
    shown: int = 0

    def call(self, action: str, **arguments: str | int) -> Json:
        """The result of one action. Raises SourceFailed, TooLarge."""
        query = f"?{urlencode(arguments)}" if arguments else ""
        address = f"{self.address.root}/api/3/action/{action}{query}"
        return result_of(self.fetcher.fetch(address, accept=_ACCEPT).body, address)[0]

    def packages(self) -> Iterator[Mapping[str, Json]]:
        """Every package once, in a stable order, whatever is added or taken away meanwhile.

        Each page starts after as many as came so far, so that a portal that caps its pages, or
        leaves some packages out of them, makes repetitions and never gaps. Raises SourceFailed
        where the list loops or ends much too early.
        """
        if self.address.package:
            self.count = 1
            yield _checked(self.call("package_show", id=self.address.package), self.address.root)
            return
        seen: set[str] = set()
        start, rows = 0, ROWS
        for _ in range(PAGES):
            found, rows = self._search(start, rows)
            fresh = [one for one in found if str(one.get("id", one.get("name"))) not in seen]
            for one in fresh:
                seen.add(str(one.get("id", one.get("name"))))
                yield one
            start += len(found)
            self.shown = len(seen)
            if not fresh or start >= self.count:
                return self._check_end()
        raise SourceFailed(TOO_MANY.format(address=self.address.root, pages=PAGES))

    def _search(self, start: int, rows: int) -> tuple[list[Mapping[str, Json]], int]:
        """One page and the rows to ask for next: fewer, where a page was too large."""
        while True:
            given: dict[str, str | int] = {**self.address.query, "rows": rows, "start": start}
            given["sort"] = "id asc"
            try:
                result = self.call("package_search", **given)
            except TooLarge:
                if rows == 1:
                    raise
                rows = max(1, rows // 10)
                continue
            listed, self.count = search_result(result, self.address.root)
            return listed, rows

    def _check_end(self) -> None:
        if self.count - self.shown > max(1, self.count * SHORTFALL):
            texts = {"address": self.address.root, "seen": self.shown, "count": self.count}
            raise SourceFailed(LOOP.format(**texts))

    def organisations(self) -> tuple[list[Mapping[str, Json]], str]:
        """The organisations with their extras, and why they could not be read; packages carry
        the most important of it themselves, so that a closed list loses little."""
        found: dict[str, Mapping[str, Json]] = {}
        try:
            for _ in range(PAGES):
                page = self.call(
                    "organization_list",
                    all_fields="true",
                    include_extras="true",
                    limit=ROWS,
                    offset=len(found),
                )
                listed = [
                    one for one in (page if isinstance(page, list) else []) if isinstance(one, dict)
                ]
                fresh = {str(one.get("id")): one for one in listed}.keys() - found.keys()
                if not fresh:
                    break
                found |= {str(one.get("id")): one for one in listed}
        except (SourceFailed, TooLarge) as error:
            return list(found.values()), error.message.en
        return list(found.values()), ""

    def status(self) -> Mapping[str, Json]:
        """What the portal says about itself; empty where it does not."""
        try:
            found = self.call("status_show")
        except (SourceFailed, TooLarge):
            return {}
        return found if isinstance(found, dict) else {}


def search_result(result: Json, address: str) -> tuple[list[Mapping[str, Json]], int]:
    """The packages of package_search and their count. Raises SourceFailed."""
    listed = result.get("results") if isinstance(result, dict) else None
    count = result.get("count") if isinstance(result, dict) else None
    if not isinstance(listed, list) or type(count) is not int or not 0 <= count <= MOST:
        raise SourceFailed(NOT_CKAN.format(address=address))
    return [_checked(one, address) for one in listed], count


def _checked(package: Json, address: str) -> Mapping[str, Json]:
    if not isinstance(package, dict):
        raise SourceFailed(NOT_CKAN.format(address=address))
    return package
