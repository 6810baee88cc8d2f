"""The part of Solr's query language that CKAN's harvesters use, as a test on rows.

``organization:a OR organization:b``, ``-tags:x``, ``res_format:(CSV OR "JSON")``,
``title:*acqua*``, ``metadata_modified:[2026-01-01T00:00:00Z TO *]``; terms side by side must all
hold.
"""

import fnmatch
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from smartland.domain.text import fold
from smartland.errors import Label, Malformed
from smartland.services.ckan.package import naive
from smartland.services.ckan.rows import Row

MAX_QUERY = 2_000
MAX_TOKENS = 200
MAX_DEPTH = 20
Test = Callable[[Row], bool]
Find = Callable[[str], frozenset[str]]
"""Words → the IRIs of the datasets that hold them."""

FIELDS: Mapping[str, Callable[[Row], Sequence[str]]] = {
    "organization": lambda row: (row.organisation.name,),
    "owner_org": lambda row: (row.organisation.name,),
    "tags": lambda row: row.tags,
    "groups": lambda row: row.groups,
    "res_format": lambda row: row.formats,
    "license_id": lambda row: (row.licence.id,),
    "name": lambda row: (row.name,),
    "id": lambda row: (row.id,),
    "title": lambda row: (row.title,),
    "harvest_source_title": lambda row: (row.source,) if row.source else (),
    "metadata_modified": lambda row: (naive(row.modified),),
    "metadata_created": lambda row: (row.created or naive(row.modified),),
    "type": lambda _: ("dataset",),
    "dataset_type": lambda _: ("dataset",),
    "state": lambda _: ("active",),
    "capacity": lambda _: ("public",),
    "private": lambda _: ("false",),
}
"""What may be asked for by name."""
WRONG = Label(it="Ricerca non valida: {why}.", en="Search query is invalid: {why}.")

_TOKEN = re.compile(
    r'\s*(?:(?P<mark>[()+!-])|(?P<range>[\[{][^\]}]*[\]}])|"(?P<phrase>(?:[^"\\]|\\.)*)"'
    r"|(?P<field>[A-Za-z_.]+):|(?P<word>(?:\\.|[^\s()\"\[\]{}\\])+))"
)
_JOINS = ("OR", "||", "AND", "&&")
_RANGE = re.compile(r"[\[{]\s*(\S+)\s+TO\s+(\S+)\s*[\]}]", re.I)


@dataclass(frozen=True)
class Token:
    """``sort`` is mark, range, phrase, field, word or end."""

    sort: str
    text: str = ""


def read_query(text: str, find: Find) -> Test:
    """The test that a query means. Raises Malformed for a field that we do not know, and for what
    is no query."""
    if len(text) > MAX_QUERY:
        raise _wrong(f"more than {MAX_QUERY} characters")
    parser = _Parser(_tokens(text), find)
    test = parser.either(0)
    parser.expect("end")
    return test


class _Parser:
    """Recursive descent: ``either`` joins by OR, ``both`` by AND, ``one`` is a term."""

    def __init__(self, tokens: Sequence[Token], find: Find) -> None:
        self._tokens = tokens
        self._find = find
        self._place = 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._place]

    def _take(self) -> Token:
        token = self._next
        self._place += 1
        return token

    def expect(self, sort: str, text: str = "") -> None:
        """The next token, which must be this one."""
        token = self._take()
        if token.sort != sort or token.text != text:
            raise _wrong(f"unexpected {token.text[:50]!r}" if token.text else "it ends too early")

    def _is(self, sort: str, *texts: str) -> bool:
        return self._next.sort == sort and self._next.text in texts

    def either(self, depth: int) -> Test:
        """Terms joined by OR."""
        tests = [self._both(depth)]
        while self._is("word", "OR", "||"):
            self._take()
            tests.append(self._both(depth))
        return _any(tests)

    def _both(self, depth: int) -> Test:
        tests = [self._one(depth)]
        while True:
            if self._is("word", "AND", "&&"):
                self._take()
            elif self._next.sort == "end" or self._is("mark", ")") or self._is("word", "OR", "||"):
                return _all(tests)
            tests.append(self._one(depth))

    def _one(self, depth: int) -> Test:
        if depth > MAX_DEPTH:
            raise _wrong("nested too deeply")
        token = self._take()
        if (token.sort == "mark" and token.text in "-!") or token == Token("word", "NOT"):
            return _not(self._one(depth + 1))
        if token == Token("mark", "+"):
            return self._one(depth + 1)
        if token == Token("mark", "("):
            inside = self.either(depth + 1)
            self.expect("mark", ")")
            return inside
        if token.sort == "field":
            return self._field(token.text)
        if token.sort == "phrase" or (token.sort == "word" and token.text not in _JOINS):
            return self._words(token.text)
        raise _wrong(f"unexpected {token.text[:50]!r}" if token.text else "it ends too early")

    def _field(self, name: str) -> Test:
        if name not in FIELDS:
            raise _wrong(f"undefined field {name[:50]!r}; there are: {', '.join(sorted(FIELDS))}")
        values, token = FIELDS[name], self._take()
        if token.sort == "range":
            return _within(values, token.text)
        if token.sort in ("word", "phrase"):
            return _holds(values, token.text, exact=token.sort == "phrase")
        if token != Token("mark", "("):
            raise _wrong(f"{name} has no value")
        return self._values(values)

    def _values(self, values: Callable[[Row], Sequence[str]]) -> Test:
        """``field:(a OR b)``; values side by side are alternatives too, as Solr has them."""
        tests = []
        while not self._is("mark", ")"):
            token = self._take()
            if token.sort not in ("word", "phrase"):
                raise _wrong("a list of values ends too early")
            if token.text in ("OR", "||") and token.sort == "word":
                continue
            if token.text in ("AND", "&&") and token.sort == "word":
                raise _wrong("AND inside of a list of values")
            tests.append(_holds(values, token.text, exact=token.sort == "phrase"))
        self._take()
        if not tests:
            raise _wrong("an empty list of values")
        return _any(tests)

    def _words(self, text: str) -> Test:
        if text in ("*", "*:*"):
            return lambda _: True
        found = self._find(text)
        return lambda row: row.iri in found


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    place = 0
    text = text.rstrip().replace("*:*", "*")
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None or found.end() == place:
            raise _wrong(f"unexpected {text[place : place + 20]!r}")
        sort = str(found.lastgroup)
        tokens.append(Token(sort, re.sub(r"\\(.)", r"\1", found[sort])))
        place = found.end()
        if len(tokens) > MAX_TOKENS:
            raise _wrong(f"more than {MAX_TOKENS} terms")
    return [*tokens, Token("end")]


def _holds(values: Callable[[Row], Sequence[str]], text: str, *, exact: bool) -> Test:
    """True where a field has this value, without case; ``*`` and ``?`` stand for anything."""
    wanted = fold(text)
    if exact or not any(one in wanted for one in "*?"):
        return lambda row: any(fold(one) == wanted for one in values(row))
    pattern = re.compile(fnmatch.translate(wanted.replace("[", "[[]")))
    return lambda row: any(pattern.match(fold(one)) for one in values(row))


def _within(values: Callable[[Row], Sequence[str]], text: str) -> Test:
    """True where a field lies between two values, both included; ``*`` is open."""
    found = _RANGE.fullmatch(text)
    if found is None:
        raise _wrong(f"not a range: {text[:50]!r}")
    low, high = (one.strip('"').rstrip("Z") for one in found.groups())
    if any("NOW" in one.upper() for one in (low, high)):
        raise _wrong("relative dates (NOW) are not understood")

    def test(row: Row) -> bool:
        return any((low == "*" or low <= one) and (high == "*" or _up_to(one, high))
                   for one in values(row))  # fmt: skip

    return test


def _up_to(value: str, high: str) -> bool:
    """True up to the end of ``high``, which may be a day or a second."""
    return value[: len(high)] <= high


def _any(tests: Sequence[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda row: any(test(row) for test in tests)


def _all(tests: Sequence[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda row: all(test(row) for test in tests)


def _not(test: Test) -> Test:
    return lambda row: not test(row)


def _wrong(why: str) -> Malformed:
    return Malformed(WRONG.format(why=why))
