"""Joins in bounded memory: statements go to a temporary database and come back grouped.

CORDIS names participants in a file of their own, in no order that one could rely on, and some
copies name the project by its record number. SQLite keeps what does not fit in its cache in a
file that it deletes itself, and gives the statements back sorted by what they are about.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from smartland_importers.cordis_columns import PROJECT
from smartland_importers.cordis_records import Described, Facts, Part, Record, SameProject, Tag

CACHE: Final = 48_000
"""Kilobytes of the temporary database in memory."""
_BATCH = 2_000

_TABLES = f"""
pragma cache_size = -{CACHE};
pragma journal_mode = off;
pragma synchronous = off;
pragma temp_store = file;
create table described (sort text, key text, stamp text, facts text, times integer);
create table part (project text, pic text, stamp text, facts text);
create table tag (project text, sort text, code text, title text);
create table same (rcn text primary key, number text) without rowid;
"""
_JOIN = """
create index part_project on part (project, pic);
update described set key = (select number from same where rcn = key) where sort = 'project'
    and key in (select rcn from same);
update part set project = (select number from same where rcn = project)
    where project in (select rcn from same);
create index described_key on described (sort, key);
create index tag_project on tag (project);
"""


@dataclass(frozen=True)
class Statement:
    """What rows said: when they were written, their facts, and how many say the same."""

    stamp: str
    facts: Facts
    times: int = 1


@dataclass(frozen=True)
class ProjectStatements:
    """Everything that is said of one project; ``parts`` by PIC."""

    key: str
    statements: tuple[Statement, ...]
    parts: Mapping[str, tuple[Statement, ...]]
    tags: tuple[Tag, ...]


class Store:
    """Takes records in any order; after ``join`` gives them back by key."""

    def __init__(self) -> None:
        # an empty name: a private database on disk that goes away with the connection
        self._database = sqlite3.connect("")
        self._database.executescript(_TABLES)
        self._waiting: dict[type[Record], list[tuple[str | int, ...]]] = {
            one: [] for one in (Described, Part, Tag, SameProject)
        }
        self._last, self._times = Described("", "", {}), 0

    def close(self) -> None:
        """Drop everything."""
        self._database.close()

    def add(self, record: Record) -> None:
        """Keep a record."""
        if isinstance(record, Described):
            # rows of one project repeat its facts
            if record == self._last:
                self._times += 1
            else:
                self._keep_last()
                self._last, self._times = record, 1
            return
        waiting = self._waiting[type(record)]
        waiting.append(_ROW[type(record)](record))
        if len(waiting) >= _BATCH:
            self._flush(type(record))

    def join(self) -> None:
        """No more records come: settle by which number each project goes, and index."""
        self._keep_last()
        for sort in self._waiting:
            self._flush(sort)
        self._database.executescript(_JOIN)

    def count(self, sort: str) -> int:
        """How many organisations, topics or projects there are."""
        text = "select count(*) from (select distinct key from described where sort = ?)"
        if sort == PROJECT:
            text = f"select count(*) from ({_KEYS})"  # noqa: S608 - our own text
        return int(self._database.execute(text, (sort,)).fetchone()[0])

    def statements(self, sort: str) -> Iterator[tuple[str, tuple[Statement, ...]]]:
        """(key, what is said of it) of each organisation or topic, sorted by key."""
        text = "select key, stamp, facts, times from described where sort = ? order by key"
        with closing(self._database.execute(text, (sort,))) as rows:
            for key, group in groupby(rows, itemgetter(0)):
                yield key, tuple(_statement(*row[1:]) for row in group)

    def projects(self) -> Iterator[ProjectStatements]:
        """Each project that is described or taken part in, sorted by key."""
        described = _Groups(self._database, _DESCRIBED)
        parts = _Groups(self._database, _PARTS)
        tags = _Groups(self._database, _TAGS)
        with closing(self._database.execute(_KEYS, (PROJECT,))) as keys:
            for (key,) in keys:
                taken: dict[str, tuple[Statement, ...]] = {
                    pic: tuple(_statement(*row[2:]) for row in group)
                    for pic, group in groupby(parts.take(key), itemgetter(1))
                }
                yield ProjectStatements(
                    key,
                    tuple(_statement(*row[1:]) for row in described.take(key)),
                    taken,
                    tuple(Tag(*row) for row in tags.take(key)),
                )

    def _keep_last(self) -> None:
        if self._times:
            last, waiting = self._last, self._waiting[Described]
            waiting.append((last.sort, last.key, last.stamp, _dumped(last.facts), self._times))
            self._times = 0
            if len(waiting) >= _BATCH:
                self._flush(Described)

    def _flush(self, sort: type[Record]) -> None:
        rows, self._waiting[sort] = self._waiting[sort], []
        if rows:
            self._database.executemany(_INSERT[sort], rows)


class _Groups:
    """The rows of a query sorted by its first column, taken group by group in that order."""

    def __init__(self, database: sqlite3.Connection, query: str) -> None:
        self._groups = groupby(database.execute(query), itemgetter(0))
        self._next = next(self._groups, None)

    def take(self, key: str) -> list[tuple[Any, ...]]:
        """The rows of ``key``; those of lesser keys are passed over."""
        while self._next is not None and self._next[0] < key:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != key:
            return []
        rows = list(self._next[1])
        self._next = next(self._groups, None)
        return rows


def _statement(stamp: str, facts: str, times: int = 1) -> Statement:
    return Statement(stamp, json.loads(facts), times)


def _part(record: Part) -> tuple[str, ...]:
    return record.project, record.pic, record.stamp, _dumped(record.facts)


def _tag(record: Tag) -> tuple[str, ...]:
    return record.project, record.sort, record.code, record.title


def _same(record: SameProject) -> tuple[str, ...]:
    return f"rcn/{record.rcn}", record.number


def _dumped(facts: Facts) -> str:
    # escaped: half a surrogate pair, which JSON may hold, is no text for a database
    return json.dumps(facts)


_ROW: Mapping[type[Record], Any] = {
    Part: _part,
    Tag: _tag,
    SameProject: _same,
}
_INSERT: Mapping[type[Record], str] = {
    Described: "insert into described values (?, ?, ?, ?, ?)",
    Part: "insert into part values (?, ?, ?, ?)",
    Tag: "insert into tag values (?, ?, ?, ?)",
    # a number that two projects claim is of the lesser one, whatever came first
    SameProject: "insert into same values (?, ?) on conflict (rcn) do update "
    "set number = min(number, excluded.number)",
}
_KEYS = (
    "select distinct key from described where sort = ? "
    "union select distinct project from part order by 1"
)
_DESCRIBED = "select key, stamp, facts, times from described where sort = 'project' order by key"
_PARTS = "select project, pic, stamp, facts from part order by project, pic"
_TAGS = "select distinct project, sort, code, title from tag order by project, sort, code, title"
