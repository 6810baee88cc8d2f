"""The live search of the EU's Funding & Tenders portal, which is asked by POST.

The address carries ``apiKey``, ``text`` and the paging; what is searched for travels as JSON in
the parts of a form (RFC 7578), each with a media type of its own: a plain field is refused.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from smartland.domain.resource import Json
from smartland.errors import Label, SourceFailed
from smartland.ports.fetch import Fetched, Fetcher, Posted
from smartland_importers import json_text
from smartland_importers.json_pages import (
    ACCEPT,
    CUT_SHORT,
    TOO_MANY,
    decode_text,
    is_url,
    query_of,
    with_query,
    without_query,
)

PAGES: Final = 500
PAGE_SIZE: Final = 100
"""What the portal gives at most."""
READINGS: Final = 2
"""Entries move between pages while they are read: what one reading missed, the next one finds."""
_SEARCH = re.compile(r"/search-api/[^/]+/rest/search/?")
# calls (1), calls without topics (2) and competitive calls (8) that are to come or open
_TYPES, _STATES = ["1", "2", "8"], ["31094501", "31094502"]
PARTS: Final[Mapping[str, Json]] = {
    "query": {"bool": {"must": [{"terms": {"type": _TYPES}}, {"terms": {"status": _STATES}}]}},
    "languages": ["en"],
    "sort": {"field": "startDate", "order": "DESC"},
}
"""What is searched for; a parameter of the same name in the address takes the place of each."""
_DEFAULTS = {"apiKey": "SEDIA", "text": "***"}

UNKNOWN = Label(
    it="{address} non contiene argomenti del portale Funding & Tenders.",
    en="{address} holds no topics of the Funding & Tenders portal.",
)
NO_TOTAL = Label(
    it="{address} non dice quanti risultati ci sono in tutto.",
    en="{address} does not say how many results there are in all.",
)
BAD_PART = Label(
    it="Il parametro {name} dell'indirizzo non è JSON.",
    en="The parameter {name} of the address is no JSON.",
)


def is_search(address: str) -> bool:
    """True for the address of the live search, wherever a proxy puts it."""
    return is_url(address) and bool(_SEARCH.search(urlsplit(address).path))


def results_of(answer: Fetched) -> tuple[list[Json], int | None] | None:
    """The records of a search answer, and how many there are in all where it says so; None for
    anything else."""
    if b'"results"' not in answer.body:
        return None
    try:
        read = json_text.load(decode_text(answer), decimals=True)
    except ValueError:
        return None  # several values one after the other
    results = read.get("results") if isinstance(read, dict) else None
    if not isinstance(results, list):
        return None
    total = read.get("totalResults")
    known = isinstance(total, int) and not isinstance(total, bool) and total >= 0
    return results, total if known else None


def read_search(address: str, fetcher: Fetcher) -> Iterator[Json]:
    """Every record of a search, once.

    Raises SourceFailed when fewer come than the search says there are, even at the second
    reading, and after ``PAGES`` pages: half a source must not look like a whole one.
    """
    search = _Search(address, fetcher)
    given: set[str] = set()
    for _ in range(READINGS):
        for records in search.pages():
            fresh = {mark: one for mark, one in records.items() if mark not in given}
            given |= fresh.keys()
            yield from fresh.values()
        if len(given) >= search.total:
            return
    texts = {"address": search.address, "count": len(given), "total": search.total}
    raise SourceFailed(CUT_SHORT.format(**texts))


@dataclass
class _Search:
    """A search that is asked page by page; ``total`` is what its last answer said there is."""

    address: str
    fetcher: Fetcher
    total: int = 0

    def __post_init__(self) -> None:
        query = query_of(self.address)
        given = {name: _json(name, query[name]) for name in PARTS if name in query}
        self._posted = _form({**PARTS, **given})
        size = query.get("pageSize", "")
        in_range = size.isdecimal() and len(size) < 4 and 0 < int(size) <= PAGE_SIZE
        wanted = {n: v for n, v in _DEFAULTS.items() if n not in query}
        self.address = with_query(
            without_query(self.address, *PARTS, "pageNumber"),
            **wanted,
            pageSize=int(size) if in_range else PAGE_SIZE,
        )

    def pages(self) -> Iterator[Mapping[str, Json]]:
        """Mark → record, page by page, up to the total or to a page that brings nothing new."""
        seen: set[str] = set()
        for number in range(1, PAGES + 1):
            records = {_mark(one): one for one in self._page(number)}
            new = records.keys() - seen
            seen |= new
            yield records
            if not new or len(seen) >= self.total:
                return
        raise SourceFailed(TOO_MANY.format(address=self.address, pages=PAGES))

    def _page(self, number: int) -> list[Json]:
        address = with_query(self.address, pageNumber=number)
        answer = self.fetcher.fetch(address, accept=ACCEPT, posted=self._posted)
        found = results_of(answer)
        if found is None:
            raise SourceFailed(UNKNOWN.format(address=address))
        records, total = found
        if total is None:
            raise SourceFailed(NO_TOTAL.format(address=address))
        self.total = total
        return records


def _mark(record: Json) -> str:
    """What tells a record from all others: its reference, or all that it says."""
    reference = record.get("reference") if isinstance(record, dict) else None
    if isinstance(reference, str) and reference:
        return reference
    text = json.dumps(record, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _json(name: str, text: str) -> Json:
    try:
        return json_text.load(text)
    except ValueError as error:
        raise SourceFailed(BAD_PART.format(name=name)) from error


def _form(parts: Mapping[str, Json]) -> Posted:
    """JSON values as the parts of a form; asking twice is only asking."""
    texts = {name: json.dumps(value).encode() for name, value in parts.items()}
    # the digest of the texts is in none of them
    boundary = hashlib.sha256(b"\n".join(texts.values())).hexdigest()
    body = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="blob"\r\n'
        f"Content-Type: application/json\r\n\r\n".encode()
        + text
        + b"\r\n"
        for name, text in texts.items()
    )
    kind = f"multipart/form-data; boundary={boundary}"
    return Posted(body + f"--{boundary}--\r\n".encode(), kind, repeatable=True)
