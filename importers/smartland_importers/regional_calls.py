"""Calls and tenders of Italian regions, and the national register of incentives."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final
from urllib.parse import urljoin, urlsplit

from smartland.domain.resource import Json
from smartland.errors import Label, SourceFailed
from smartland.ports.fetch import Fetched, Fetcher
from smartland.ports.importer import Item, Rejected
from smartland_importers.json_pages import (
    ACCEPT,
    Page,
    decode_json,
    is_url,
    list_files,
    query_of,
    read_pages,
    with_query,
)
from smartland_importers.regional_calls_dialect import DIALECTS, Dialect
from smartland_importers.regional_calls_notice import describe
from smartland_importers.tables import Row, read_tables

ENDINGS = (".json", ".json.gz", ".csv", ".csv.gz")
PAGE_SIZE: Final = 1_000
_LISTS = ("records", "rows", "docs", "items", "results", "data")
_JSON_STARTS = (b"{", b"[")

UNKNOWN = Label(
    it="{address} non è nel formato di nessuna delle fonti note: {names}.",
    en="{address} is in the form of none of the known feeds: {names}.",
)


class RegionalCallsImporter:
    """Harvests calls and, as a kind of their own, tenders."""

    name: ClassVar[str] = "regional-calls"
    label: ClassVar[Label] = Label(
        it="Bandi e gare regionali, incentivi nazionali",
        en="Regional calls and tenders, national incentives",
    )

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        """One call or tender a record.

        ``address`` is a file of one of the feeds (JSON, or CSV where the feed is a table), a
        folder of such files, or a URL; answers of Socrata, Solr, Plone and CKAN are followed page
        by page. The feed is recognised by its keys. Raises SourceFailed.
        """
        for one in list_files(address, ENDINGS):
            first = fetcher.fetch(_first_page(one), accept=ACCEPT)
            yield from _read_feed(first, fetcher, base)


def _read_feed(first: Fetched, fetcher: Fetcher, base: str) -> Iterator[Item]:
    dialect: Dialect | None = None
    for number, record in enumerate(_records(first, fetcher), 1):
        if dialect is None:
            dialect = _recognise(first, record)
        where = f"{dialect.name}, record {number}"
        if isinstance(record, Row):
            if record.fault:
                yield Rejected(f"{dialect.name}, row {record.number}", record.fault.en)
                continue
            record = record.cells  # noqa: PLW2901 - a row is its cells
        if isinstance(record, Mapping):
            yield describe(dialect, record, where, base)
        else:
            yield Rejected(where, "not an object")


def _recognise(first: Fetched, record: Json) -> Dialect:
    given = record.cells if isinstance(record, Row) else record
    if isinstance(given, Mapping):
        for dialect in DIALECTS:
            if dialect.recognises(given):
                return dialect
    raise _unknown(first.address)


def _unknown(address: str) -> SourceFailed:
    names = ", ".join(one.name for one in DIALECTS)
    return SourceFailed(UNKNOWN.format(address=address, names=names))


def _records(first: Fetched, fetcher: Fetcher) -> Iterator[Json]:
    """The records of all pages, or the rows of a table."""
    if first.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_JSON_STARTS):
        yield from read_pages(first, fetcher, _page)
        return
    for table in read_tables(first.body, first.address):
        if not any(one.marks <= set(table.header) for one in DIALECTS):
            raise _unknown(first.address)
        yield from table.rows


def _first_page(address: str) -> str:
    """The address; that of an API whose default page is small asks for more at once."""
    if not is_url(address):
        return address
    path, query = urlsplit(address).path, query_of(address)
    if _is_socrata(path) and not query.keys() & {"$limit", "$query"}:
        # without an order Socrata may give a row twice and another never
        ordered = with_query(address, **{"$limit": PAGE_SIZE, "$offset": 0})
        return ordered if "$order" in query else with_query(ordered, **{"$order": ":id"})
    if path.endswith("/select") and "rows" not in query:
        return with_query(address, rows=PAGE_SIZE)
    return address


def _is_socrata(path: str) -> bool:
    return "/resource/" in path and path.endswith(".json")


def _page(answer: Fetched, before: int) -> Page:
    """One answer as a page, by its structure."""
    read = decode_json(answer)
    if isinstance(read, list):
        return _socrata(answer, read)
    if not isinstance(read, dict):
        raise _unknown(answer.address)
    inner = next(
        (read[one] for one in ("response", "result") if isinstance(read.get(one), dict)), read
    )
    records = next((inner[one] for one in _LISTS if isinstance(inner.get(one), list)), None)
    if records is None:
        raise _unknown(answer.address)
    if not is_url(answer.address):
        return Page(records)
    total = next(
        (
            inner[one]
            for one in ("numFound", "items_total", "total")
            if isinstance(inner.get(one), int)
        ),
        0,
    )
    return Page(records, total, _following(answer.address, inner, before + len(records)))


def _socrata(answer: Fetched, records: list[Json]) -> Page:
    query = query_of(answer.address) if is_url(answer.address) else {}
    limit, offset = query.get("$limit", ""), query.get("$offset", "0")
    known = all(one.isdecimal() and len(one) < 10 for one in (limit, offset))
    full = known and len(records) >= int(limit) > 0
    if not full:
        return Page(records)
    following = int(offset) + len(records)
    return Page(records, following=with_query(answer.address, **{"$offset": following}))


def _following(address: str, inner: Mapping[str, Json], count: int) -> str:
    """The next page of Solr (``start``), Plone (``batching.next``) or CKAN (``_links.next``)."""
    if "numFound" in inner:
        start = inner.get("start")
        docs = inner.get("docs")
        size = len(docs) if isinstance(docs, list) else 0
        return with_query(address, start=(start if isinstance(start, int) else count - size) + size)
    for name in ("batching", "_links"):
        links = inner.get(name)
        link = links.get("next") if isinstance(links, dict) else None
        if isinstance(link, str) and link:
            return urljoin(address, link)
    return ""
