"""Funding topics of the EU's Funding & Tenders portal."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import ClassVar, Final

from smartland.domain.resource import Json
from smartland.errors import Label, SourceFailed
from smartland.ports.fetch import Fetched, Fetcher
from smartland.ports.importer import Found, Item, Rejected
from smartland_importers import json_text
from smartland_importers.eu_calls_document import describe
from smartland_importers.eu_calls_search import (
    PAGE_SIZE,
    UNKNOWN,
    is_search,
    read_search,
    results_of,
)
from smartland_importers.eu_calls_topic import UNREAD, Topic, read_flat, read_result
from smartland_importers.json_pages import (
    ACCEPT,
    BROKEN,
    Page,
    decode_text,
    is_url,
    list_files,
    query_of,
    read_pages,
    with_query,
)
from smartland_importers.mojibake import Mended

ENDINGS = (".json", ".json.gz", ".jsonl", ".jsonl.gz")
MOST_HELD: Final = 60_000_000
"""Characters of descriptions that wait for their English version."""
_BLANKS = " \t\r\n\ufeff,\x1e"

TOO_MANY_FOREIGN = Label(
    it="{address} contiene troppi argomenti senza versione inglese.",
    en="{address} holds too many topics without an English version.",
)
_UNREADABLE = object()


class EuCallsImporter:
    """Harvests the EU's calls for proposals, topic by topic."""

    name: ClassVar[str] = "eu-calls"
    label: ClassVar[Label] = Label(
        it="Bandi dell'Unione europea (portale Funding & Tenders)",
        en="Calls of the European Union (Funding & Tenders portal)",
    )

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        """One call a topic.

        ``address`` is a file (topics one after the other, in an array, or an answer of the search
        API), a folder of such files, the address of the live search, which is asked by POST with
        ``query``, ``languages`` and ``sort`` (JSON) of the address or our own, or another URL;
        answers of the search API are followed page by page. The API gives a topic once a language:
        English counts, another one only where there is no English. Raises SourceFailed.
        """
        foreign: dict[str, Topic] = {}
        held = 0
        english: set[str] = set()
        for number, record in enumerate(_records(address, fetcher), 1):
            topic = _topic(number, record)
            if isinstance(topic, Rejected):
                yield topic
            elif topic.language == "en":
                english.add(topic.identifier)
                foreign.pop(topic.identifier, None)
                yield describe(topic)
            elif topic.identifier not in english and topic.identifier not in foreign:
                foreign[topic.identifier] = bounded = _bounded(topic)
                held += len(bounded.description)
                if held > MOST_HELD:
                    raise SourceFailed(TOO_MANY_FOREIGN.format(address=address))
        for topic in foreign.values():
            yield _remarked(describe(topic), f"there is no English version, only {topic.language}")


def _records(address: str, fetcher: Fetcher) -> Iterator[Json]:
    for one in list_files(address, ENDINGS):
        if is_search(one):
            yield from read_search(one, fetcher)
            continue
        first = fetcher.fetch(_first_page(one), accept=ACCEPT)
        paged = results_of(first)
        if paged is None:
            yield from _concatenated(first)
        else:
            yield from read_pages(first, fetcher, _page)


def _first_page(address: str) -> str:
    """The address; of the search API with its paging made explicit."""
    query = query_of(address) if is_url(address) else {}
    if "apiKey" not in query:
        return address
    wanted = {"pageSize": PAGE_SIZE, "pageNumber": 1}
    return with_query(address, **{n: v for n, v in wanted.items() if n not in query})


def _page(answer: Fetched, before: int) -> Page:
    results = results_of(answer)
    if results is None:
        raise SourceFailed(UNKNOWN.format(address=answer.address))
    records, total = results[0], results[1] or 0
    if not is_url(answer.address):
        return Page(records)  # one page that somebody kept
    number = query_of(answer.address).get("pageNumber", "")
    if not (number.isdecimal() and len(number) < 10):
        return Page(records, total)
    following = with_query(answer.address, pageNumber=int(number) + 1)
    return Page(records, total, following)


def _concatenated(answer: Fetched) -> Iterator[Json]:
    """The values of a text that stand one after the other, with or without anything between.

    A broken value is skipped up to where the next object begins; one at the end fails the source,
    as a file that was cut off looks like that.
    """
    text, at, count = decode_text(answer), 0, 0
    while (at := _skip_blanks(text, at)) < len(text):
        try:
            value, at = json_text.load_next(text, at)
        except ValueError as error:
            place = getattr(error, "pos", at)
            following = text.find("}{", place)
            if following < 0:
                reason = f"character {place}: {error}"
                raise SourceFailed(BROKEN.format(address=answer.address, reason=reason)) from error
            value, at = _UNREADABLE, following + 1
        if count == 0 and not _is_known(value):
            raise SourceFailed(UNKNOWN.format(address=answer.address))
        count += 1
        yield from value if isinstance(value, list) else [value]
    if count == 0:
        raise SourceFailed(UNKNOWN.format(address=answer.address))


def _skip_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANKS:
        at += 1
    return at


def _is_known(value: Json) -> bool:
    first = value[0] if isinstance(value, list) and value else value
    return value == [] or (isinstance(first, dict) and ("topicId" in first or "metadata" in first))


def _topic(number: int, record: Json) -> Topic | Rejected:
    where = f"record {number}"
    if record is _UNREADABLE:
        return Rejected(where, "no readable JSON")
    if not isinstance(record, Mapping):
        return Rejected(where, "not an object")
    mended = Mended()
    whole = mended.record(record, UNREAD)
    try:
        topic = read_result(whole) if "metadata" in whole else read_flat(whole)
        return replace(topic, remarks=tuple(mended.remarks))
    except ValueError as error:
        return Rejected(f"{where}: {str(record.get('reference'))[:100]}", str(error))


def _bounded(topic: Topic) -> Topic:
    """The topic as it may wait in memory for its English version."""
    return replace(topic, description=topic.description[:40_000])


def _remarked(item: Found | Rejected, remark: str) -> Found | Rejected:
    return item if isinstance(item, Rejected) else replace(item, remarks=(*item.remarks, remark))
