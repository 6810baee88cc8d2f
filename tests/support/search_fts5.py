"""SQLite FTS5 with facets in a table of terms: what one would build without a search engine."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from smartland.domain.text import words
from smartland.ports.search import CodeIs, Everything, IndexDocument, Phrase, SearchRequest, Words

SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE VIRTUAL TABLE search USING fts5(title, body, content='', tokenize='unicode61');
CREATE TABLE document (id INTEGER PRIMARY KEY, iri TEXT NOT NULL);
CREATE TABLE term (
    name TEXT NOT NULL, value TEXT NOT NULL, document INTEGER NOT NULL,
    PRIMARY KEY (name, document, value)
) WITHOUT ROWID;
CREATE INDEX term_value ON term (name, value, document);
"""


class Fts5:
    """Texts are analysed by us, as for the other engines, but not stemmed."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection = sqlite3.connect(file)
        self._connection.executescript(SCHEMA)

    def fill(self, documents: Iterable[IndexDocument]) -> None:
        """Write everything in one transaction."""
        with self._connection as connection:
            for number, one in enumerate(documents):
                title, body = (_analysed(texts.values()) for texts in (one.title, one.text))
                connection.execute(
                    "INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)",
                    (number, title, body),
                )
                connection.execute("INSERT INTO document VALUES (?, ?)", (number, one.iri))
                connection.executemany(
                    "INSERT OR IGNORE INTO term VALUES (?, ?, ?)", _terms(one, number)
                )

    def search(self, request: SearchRequest) -> int:
        """Total, the best 20, and the facets of one request; the total is given back."""
        with closing(self._connection.cursor()) as cursor:
            matched, values = _matching(request)
            if not request.facets:
                cursor.execute(
                    f"SELECT d.iri FROM ({matched}) m JOIN document d ON d.id = m.document "  # noqa: S608 - our own text
                    "ORDER BY m.score LIMIT 20",
                    values,
                ).fetchall()
                found = cursor.execute(f"SELECT count(*) FROM ({matched})", values)  # noqa: S608 - our own text
                return int(found.fetchone()[0])
            cursor.execute(f"CREATE TEMP TABLE found AS {matched}", values)
            total = int(cursor.execute("SELECT count(*) FROM found").fetchone()[0])
            cursor.execute("SELECT document FROM found ORDER BY score LIMIT 20").fetchall()
            for name in request.facets:
                cursor.execute(
                    "SELECT t.value, count(*) FROM found f CROSS JOIN term t "
                    "ON t.name = ? AND t.document = f.document GROUP BY t.value "
                    "ORDER BY 2 DESC LIMIT 50",
                    (name,),
                ).fetchall()
            cursor.execute("DROP TABLE found")
            return total

    def size(self) -> int:
        """Bytes on disk."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return self._file.stat().st_size

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _terms(document: IndexDocument, number: int) -> Iterator[tuple[str, str, int]]:
    for name, values in (*document.terms.items(), ("code", document.codes)):
        yield from ((name, value, number) for value in values)


def _analysed(texts: Iterable[str]) -> str:
    return " ".join(word for text in texts for word in words(text))


def _matching(request: SearchRequest) -> tuple[str, list[str]]:
    """SQL for the rows that match query and filters, with their scores."""
    values: list[str] = []
    if isinstance(request.query, CodeIs):
        select = "SELECT document, 0.0 AS score FROM term m WHERE name = 'code' AND value = ?"
        values.append(request.query.value)
    elif isinstance(request.query, Everything):
        select = "SELECT id AS document, 0.0 AS score FROM document m WHERE 1"
    else:
        select = (
            "SELECT rowid AS document, bm25(search, 3.0, 1.0) AS score "
            "FROM search m WHERE search MATCH ?"
        )
        values.append(_expression(request.query))
    for name, wanted in request.filters.items():
        # The plus keeps SQLite from asking FTS5 once for every document of the filter
        marks = ", ".join("?" * len(wanted))
        select += (
            " AND +document IN (SELECT document FROM term "  # noqa: S608 - our own text
            f"WHERE name = ? AND value IN ({marks}))"
        )
        values += [name, *wanted]
    return select, values


def _expression(query: object) -> str:
    if isinstance(query, Phrase):
        return '"' + " ".join(words(query.text)) + '"'
    assert isinstance(query, Words)
    quoted = [f'"{word}"' for word in words(query.text)]
    if query.prefix:
        quoted[-1] += "*"
    return (" AND " if query.every else " OR ").join(quoted)
