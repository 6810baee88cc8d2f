"""JSON from a file, the files of a folder, or an API page by page, never in circles."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from smartland.domain.resource import Json
from smartland.errors import Label, SourceFailed
from smartland.ports.fetch import Fetched, Fetcher
from smartland_importers import json_text

ACCEPT = "application/json, */*;q=0.1"
PAGES = 2_000

NO_FILE = Label(
    it="In {address} non c'è nessun file {names}.", en="In {address} there is no file {names}."
)
BROKEN = Label(
    it="{address} non è JSON leggibile: {reason}.", en="{address} is no readable JSON: {reason}."
)
TOO_MANY = Label(
    it="{address} supera {pages} pagine: registrare la fonte in parti.",
    en="{address} has more than {pages} pages: register the source in parts.",
)
CUT_SHORT = Label(
    it="{address} finisce prima del previsto: letti {count} elementi di {total}.",
    en="{address} ends before its time: {count} of {total} items were read.",
)


@dataclass(frozen=True)
class Page:
    """Some records of one answer; ``total`` of all pages and the ``following`` address if known."""

    records: Sequence[Json]
    total: int = 0
    following: str = ""


def is_url(address: str) -> bool:
    """True for what comes over HTTP; everything else is a path."""
    return urlsplit(address).scheme in ("http", "https")


def list_files(address: str, endings: tuple[str, ...]) -> list[str]:
    """The address itself, or the files of a folder by name. Raises SourceFailed without any."""
    if is_url(address) or not Path(address).is_dir():
        return [address]
    found = sorted(str(one) for one in Path(address).iterdir() if one.name.endswith(endings))
    if not found:
        raise SourceFailed(NO_FILE.format(address=address, names=", ".join(endings)))
    return found


def decode_text(fetched: Fetched) -> str:
    """The text of an answer in UTF-8, without BOM. Raises SourceFailed for other encodings and
    for more than can be read."""
    try:
        return json_text.decode(fetched.body)
    except ValueError as error:
        raise SourceFailed(BROKEN.format(address=fetched.address, reason=str(error))) from error


def decode_json(fetched: Fetched) -> Json:
    """One JSON value, decimals unrounded. Raises SourceFailed."""
    try:
        return json_text.load(decode_text(fetched), decimals=True)
    except ValueError as error:
        raise SourceFailed(BROKEN.format(address=fetched.address, reason=str(error))) from error


def read_pages(
    first: Fetched, fetcher: Fetcher, read: Callable[[Fetched, int], Page]
) -> Iterator[Json]:
    """The records of a first answer and of those that follow.

    ``read`` takes an answer and how many records came before. Reading ends where there is nothing
    to follow, at an empty page and at one that came before. Raises SourceFailed when that is
    short of the total, or after ``PAGES`` pages: half a source must not look like a whole one.
    """
    answer, count, seen = first, 0, set[bytes]()
    for _ in range(PAGES):
        page = read(answer, count)
        mark = _fingerprint(page.records)
        if not page.records or mark in seen:
            break
        seen.add(mark)
        yield from page.records
        count += len(page.records)
        if not page.following or 0 < page.total <= count:
            break
        answer = fetcher.fetch(page.following, accept=ACCEPT)
    else:
        raise SourceFailed(TOO_MANY.format(address=first.address, pages=PAGES))
    if count < page.total:
        label = CUT_SHORT.format(address=first.address, count=count, total=page.total)
        raise SourceFailed(label)


def _fingerprint(records: Sequence[Json]) -> bytes:
    digest = hashlib.sha256()
    for record in records:
        text = json.dumps(record, sort_keys=True, default=str)
        digest.update(f"{text}\n".encode())
    return digest.digest()


def query_of(address: str) -> dict[str, str]:
    """The parameters of an address; of repeated ones the last."""
    return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))


def with_query(address: str, **values: str | int) -> str:
    """The address with some parameters set, all others as they were, in order."""
    parts = urlsplit(address)
    kept = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in kept if name not in values]
    added = [(name, str(value)) for name, value in values.items()]
    return urlunsplit(parts._replace(query=urlencode([*kept, *added], safe="*:$,")))


def without_query(address: str, *names: str) -> str:
    """The address without some parameters, all others as they were, in order."""
    parts = urlsplit(address)
    kept = [one for one in parse_qsl(parts.query, keep_blank_values=True) if one[0] not in names]
    return urlunsplit(parts._replace(query=urlencode(kept, safe="*:$,")))
