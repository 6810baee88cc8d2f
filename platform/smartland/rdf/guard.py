"""What a public SPARQL query may be: read-only, and small enough for the engine's parser.

A tokenizer of the grammar's terminals (SPARQL 1.1 §19.8) looks at the query before the engine
does: deep nesting and long chains crash its recursive parser, wide patterns keep its planner busy
for minutes, and SERVICE would let a stranger's query reach into our network.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from smartland.errors import Label, QueryRefused

Form = Literal["select", "ask", "construct", "describe"]


@dataclass(frozen=True)
class Limits:
    """Each is the largest value that is let in."""

    characters: int = 200_000
    tokens: int = 20_000
    depth: int = 60
    patterns: int = 100
    unions: int = 200
    chains: int = 1_000
    paths: int = 200
    subqueries: int = 50


@dataclass(frozen=True)
class Guarded:
    """``own_dataset`` is set when the query names its graphs itself (FROM)."""

    form: Form
    own_dataset: bool


_FORMS: dict[str, Form] = {
    "SELECT": "select",
    "ASK": "ask",
    "CONSTRUCT": "construct",
    "DESCRIBE": "describe",
}
_FORBIDDEN = frozenset(
    [
        "SERVICE",
        "LOAD",
        "INSERT",
        "DELETE",
        "CLEAR",
        "DROP",
        "CREATE",
        "ADD",
        "MOVE",
        "COPY",
        "WITH",
        "USING",
    ]
)
_OPEN, _CLOSE = {"{": "}", "(": ")", "[": "]"}, {"}", ")", "]"}
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+|\#[^\r\n]*)
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*(?:\\u[0-9A-Fa-f]{4}[^<>"{}|^`\\\x00-\x20]*)*>)
      | (?P<text>'''(?:'{0,2}(?:[^'\\]|\\.))*'''|\"\"\"(?:"{0,2}(?:[^"\\]|\\.))*\"\"\"
               |'(?:[^'\\\r\n]|\\.)*'|"(?:[^"\\\r\n]|\\.)*")
      | (?P<variable>[?$]\w+)
      | (?P<blank>_:[\w.\-\u00B7]+)
      | (?P<name>(?:[^\W\d_][\w.\-\u00B7]*)?:
            (?:[\w:\-.\u00B7]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)
      | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
      | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
      | (?P<word>[A-Za-z_]\w*)
      | (?P<sign>\^\^|\|\||&&|!=|<=|>=|[{}()\[\];,.=<>!+\-*/|^?&])
    """,
    re.X | re.S,
)  # fmt: skip

EMPTY = Label(it="La query è vuota.", en="The query is empty.")
NOT_READ = Label(
    it="Riga {line}: «{text}» non è SPARQL 1.1.", en="Line {line}: “{text}” is not SPARQL 1.1."
)
FORBIDDEN = Label(
    it="Riga {line}: {word} non è ammesso; qui si interroga soltanto (SELECT, ASK, CONSTRUCT, "
    "DESCRIBE) e senza altri punti di accesso.",
    en="Line {line}: {word} is not allowed; this endpoint only answers queries (SELECT, ASK, "
    "CONSTRUCT, DESCRIBE), and without other endpoints.",
)
NO_FORM = Label(
    it="Serve una query SELECT, ASK, CONSTRUCT o DESCRIBE.",
    en="A SELECT, ASK, CONSTRUCT or DESCRIBE query is needed.",
)
UNBALANCED = Label(
    it="Riga {line}: parentesi «{text}» non bilanciata.",
    en="Line {line}: unbalanced bracket “{text}”.",
)
TOO_MUCH = Label(
    it="La query supera il limite di {limit} {what_it}: dividerla in più query.",
    en="The query passes the limit of {limit} {what_en}: split it into several.",
)
NAMES = {
    "characters": ("caratteri", "characters"),
    "tokens": ("simboli", "tokens"),
    "depth": ("livelli di annidamento", "levels of nesting"),
    "patterns": ("schemi di triple", "triple patterns"),
    "unions": ("UNION, OPTIONAL, MINUS o BIND", "UNION, OPTIONAL, MINUS or BIND"),
    "chains": ("operatori", "operators"),
    "paths": ("operatori di cammino", "path operators"),
    "subqueries": ("sottoquery", "sub-queries"),
}


def guard(text: str, limits: Limits = Limits()) -> Guarded:
    """Let a query in, or raise QueryRefused naming the limit or the line. Linear in its length."""
    if len(text) > limits.characters:
        _refuse(limits, "characters")
    reader = _Reader(text, limits)
    reader.read()
    return reader.verdict()


def _refuse(limits: Limits, name: str) -> None:
    it, en = NAMES[name]
    raise QueryRefused(TOO_MUCH.format(limit=getattr(limits, name), what_it=it, what_en=en))


class _Reader:
    def __init__(self, text: str, limits: Limits) -> None:
        self._text = text
        self._limits = limits
        self._form: Form | None = None
        self._open: list[str] = []
        self._seen: Counter[str] = Counter()
        self._nots = 0

    def read(self) -> None:
        place, end = 0, len(self._text)
        while place < end:
            match = _TOKEN.match(self._text, place)
            if match is None:
                shown = self._text[place : place + 20]
                raise QueryRefused(NOT_READ.format(line=self._line(place), text=shown))
            place = match.end()
            if match.lastgroup != "space":
                self._take(str(match.lastgroup), match[0], match.start())

    def verdict(self) -> Guarded:
        if not self._seen["tokens"]:
            raise QueryRefused(EMPTY)
        if self._form is None:
            raise QueryRefused(NO_FORM)
        if self._open:
            raise QueryRefused(UNBALANCED.format(line=self._line(len(self._text)), text="{"))
        return Guarded(self._form, self._seen["from"] > 0)

    def _take(self, group: str, token: str, place: int) -> None:
        self._count("tokens")
        self._nots = self._nots + 1 if token == "!" else 0  # noqa: S105 - a sign, not a password
        if self._nots > self._limits.depth:
            _refuse(self._limits, "depth")
        if group == "word":
            self._word(token.upper(), place)
        elif group == "sign":
            self._sign(token, place)

    def _word(self, word: str, place: int) -> None:
        if word in _FORBIDDEN:
            raise QueryRefused(FORBIDDEN.format(line=self._line(place), word=word))
        if word in _FORMS and self._form is None:
            self._form = _FORMS[word]
        elif word == "SELECT":
            self._count("subqueries")
        elif word in ("UNION", "OPTIONAL", "MINUS", "BIND"):
            self._count("unions")
        elif word == "FROM":
            self._count("from")

    def _sign(self, sign: str, place: int) -> None:
        if sign in _OPEN:
            self._open.append(_OPEN[sign])
            if sign == "{":
                self._count("patterns")
        elif sign in _CLOSE:
            if not self._open or self._open.pop() != sign:
                raise QueryRefused(UNBALANCED.format(line=self._line(place), text=sign))
        elif sign in (".", ";", ",") and "(" not in self._nesting():
            self._count("patterns")
        elif sign in ("/", "|", "^", "*", "+", "?"):
            self._count("paths")
            self._count("chains")
        else:
            self._count("chains")
        if len(self._open) > self._limits.depth:
            _refuse(self._limits, "depth")

    def _nesting(self) -> str:
        """The innermost bracket: a comma in an argument list separates no patterns."""
        return "(" if self._open and self._open[-1] == ")" else ""

    def _count(self, name: str) -> None:
        self._seen[name] += 1
        limit = getattr(self._limits, name, None)
        if limit is not None and self._seen[name] > limit:
            _refuse(self._limits, name)

    def _line(self, place: int) -> int:
        return self._text.count("\n", 0, place) + 1
