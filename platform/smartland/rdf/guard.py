"""What a public SPARQL query may be: read-only, and small enough for the engine's parser.

The guard reads a query as tokens before the engine does: deep nesting and long chains crash its
recursive parser, wide patterns keep its planner busy for minutes, and SERVICE would let a
stranger's query reach into our network. It must therefore cut the text where the engine cuts it:
``<`` is an IRI's beginning or "less than" by its place, and what SPARQL 1.1 does not know is
refused, since an engine may know it.
"""

import re
from dataclasses import dataclass
from typing import Literal

from smartland.errors import Label, QueryRefused
from smartland.rdf.sparql_tokens import KEYWORDS, LESS, TOKEN, UPDATES

Form = Literal["select", "ask", "construct", "describe"]


@dataclass(frozen=True)
class Limits:
    """Each is the largest value that is let in; CPU seconds are what pyoxigraph 0.5 takes there
    to plan on 2,000 triples."""

    bytes: int = 200_000
    tokens: int = 20_000
    depth: int = 60  # 860 nested NOT EXISTS end the process
    patterns: int = 100  # 0.9 s when all have one subject, 15 s at 200
    optionals: int = 60  # 0.5 s, over 15 s at 200
    branches: int = 200  # UNION, MINUS, BIND
    filters: int = 400  # 0.2 s, 10 s at 3,000
    operators: int = 1_000  # 0.3 s, over 15 s at 8,000
    paths: int = 100  # over 20 s at 1,024
    subqueries: int = 50
    values: int = 10_000


@dataclass(frozen=True)
class Guarded:
    """``own_dataset`` is set when the query names its graphs itself (FROM)."""

    form: Form
    own_dataset: bool


# what the innermost bracket holds
_PATTERNS, _TERMS, _EXPRESSION, _DATA = "patterns", "terms", "expression", "data"

_FORMS: dict[str, Form] = {
    "SELECT": "select",
    "ASK": "ask",
    "CONSTRUCT": "construct",
    "DESCRIBE": "describe",
}
_COUNTED = {
    "OPTIONAL": "optionals",
    "UNION": "branches",
    "MINUS": "branches",
    "BIND": "branches",
    "FILTER": "filters",
}
_CLOSES = {"{": "}", "(": ")", "[": "]"}
_OPERANDS = frozenset(("variable", "iri", "name", "number", "text", "tag"))
_SUBJECTS = _OPERANDS | {"blank"}
_CONSTANTS = frozenset(("A", "TRUE", "FALSE"))
# An engine that tries keywords first reads SERVICEex:x as SERVICE and ex:x, and true.SERVICE:x
# as three tokens and a name.
_SWALLOWED = re.compile(r"(?:^|\.|true|false)(?:SERVICE|FILTER|FROM)", re.IGNORECASE)
# What an engine that reads "less than" there would see behind the sign.
_AMBIGUOUS = re.compile("[#']")

EMPTY = Label(it="La query è vuota.", en="The query is empty.")
NOT_READ = Label(
    it="Riga {line}: «{text}» non è SPARQL 1.1.", en="Line {line}: “{text}” is not SPARQL 1.1."
)
NOT_TEXT = Label(
    it="La query contiene caratteri che non sono testo.",
    en="The query has characters that are no text.",
)
FORBIDDEN = Label(
    it="Riga {line}: {word} non è ammesso; qui si interroga soltanto (SELECT, ASK, CONSTRUCT, "
    "DESCRIBE) e senza altri punti di accesso.",
    en="Line {line}: {word} is not allowed; this endpoint only answers queries (SELECT, ASK, "
    "CONSTRUCT, DESCRIBE), and without other endpoints.",
)
RENAME = Label(
    it="Riga {line}: «{text}» si confonde con una parola chiave; dare un altro nome al prefisso.",
    en="Line {line}: “{text}” is taken for a keyword; give the prefix another name.",
)
SPACE = Label(
    it="Riga {line}: mettere uno spazio dopo «<».", en="Line {line}: put a space after “<”."
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
    it="Riga {line}: la query supera il limite di {limit} {what_it}; dividerla in più query.",
    en="Line {line}: the query passes the limit of {limit} {what_en}; split it into several.",
)
NAMES = {
    "bytes": ("byte", "bytes"),
    "tokens": ("simboli", "tokens"),
    "depth": ("livelli di annidamento", "levels of nesting"),
    "patterns": ("schemi di triple", "triple patterns"),
    "optionals": ("OPTIONAL", "OPTIONAL"),
    "branches": ("UNION, MINUS o BIND", "UNION, MINUS or BIND"),
    "filters": ("FILTER", "FILTER"),
    "operators": ("operatori", "operators"),
    "paths": ("operatori di cammino", "path operators"),
    "subqueries": ("sottoquery", "sub-queries"),
    "values": ("valori elencati", "listed values"),
}


def guard(text: str, limits: Limits = Limits()) -> Guarded:
    """Let a query in, or raise QueryRefused naming the limit or the line. Linear in its length."""
    reader = _Reader(text, limits)
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise QueryRefused(NOT_TEXT) from error
    if size > limits.bytes:
        raise reader.too_much("bytes")
    if "\x00" in text:
        raise QueryRefused(NOT_TEXT)
    reader.read()
    return reader.verdict()


class _Reader:
    """Where the reading stands: the open brackets and the two tokens before this one."""

    def __init__(self, text: str, limits: Limits) -> None:
        self._text = text
        self._place = 0
        self._limits = limits
        self._left = dict(vars(limits))
        self._form: Form | None = None
        self._own_dataset = False
        self._brackets: list[tuple[str, str]] = []  # what closes it, what it holds
        self._holds = _EXPRESSION
        self._kind = self._last = self._before = ""
        self._begins = self._in_values = False
        self._nots = 0

    def read(self) -> None:
        text, end, read = self._text, len(self._text), TOKEN.match
        while self._place < end:
            match = read(text, self._place)
            if match is None:
                raise self._not_read()
            kind = match.lastgroup or ""
            if kind == "iri" and self._compares():
                kind, match = "sign", self._less(match)
            if kind != "space":
                self._take(kind, match[0])
            self._place = match.end()

    def verdict(self) -> Guarded:
        if not self._kind:
            raise QueryRefused(EMPTY)
        if self._brackets:
            raise self._refused(UNBALANCED, text=self._brackets[-1][0])
        if self._form is None:
            raise QueryRefused(NO_FORM)
        return Guarded(self._form, self._own_dataset)

    def too_much(self, name: str) -> QueryRefused:
        it, en = NAMES[name]
        return self._refused(TOO_MUCH, limit=getattr(self._limits, name), what_it=it, what_en=en)

    def _refused(self, label: Label, **values: object) -> QueryRefused:
        line = self._text.count("\n", 0, self._place) + 1
        return QueryRefused(label.format(line=line, **values))

    def _not_read(self) -> QueryRefused:
        return self._refused(NOT_READ, text=self._text[self._place : self._place + 20])

    def _count(self, name: str) -> None:
        left = self._left[name] = self._left[name] - 1
        if left < 0:
            raise self.too_much(name)

    def _less(self, iri: re.Match[str]) -> re.Match[str]:
        """The operator that looks like the beginning of ``iri``."""
        less = LESS.match(self._text, self._place)
        if less is None or _AMBIGUOUS.search(iri[0]):
            raise self._refused(SPACE)
        return less

    def _compares(self) -> bool:
        """True where ``<`` is an operator: inside parentheses, behind a value."""
        if self._holds != _EXPRESSION or not self._brackets or self._brackets[-1][0] != ")":
            return False
        return self._kind in _OPERANDS or self._last in (")", "TRUE", "FALSE")

    def _take(self, kind: str, token: str) -> None:
        self._count("tokens")
        if kind == "word":
            token = token.upper()
            self._word(token)
        elif kind == "sign":
            self._sign(token)
        elif kind == "name" and _SWALLOWED.search(token.partition(":")[0]):
            raise self._refused(RENAME, text=token[:40])
        elif self._holds == _DATA:
            self._count("values")
        if kind in _SUBJECTS or token in _CONSTANTS:
            self._term()
        self._kind, self._last, self._before = kind, token, self._last

    def _term(self) -> None:
        """A list's member is a pattern, and so is what stands first behind a separator."""
        if self._holds == _TERMS or (self._holds == _PATTERNS and self._begins):
            self._count("patterns")
            self._begins = False

    def _word(self, word: str) -> None:
        if word in UPDATES:
            raise self._refused(FORBIDDEN, word=word)
        if word not in KEYWORDS:
            raise self._not_read()
        if word in _COUNTED:
            self._count(_COUNTED[word])
        elif word in _FORMS and not self._brackets:
            self._form = self._form or _FORMS[word]
        elif word == "SELECT":
            self._count("subqueries")
            self._hold(_EXPRESSION)
        elif word == "FROM":
            self._own_dataset = True
        elif word == "VALUES":
            self._in_values = True
        self._begins = self._begins or word not in _CONSTANTS

    def _hold(self, what: str) -> None:
        """The innermost bracket turns out to hold something else: a sub-query."""
        closes, _ = self._brackets.pop()
        self._brackets.append((closes, what))
        self._holds = what

    def _sign(self, sign: str) -> None:
        self._nots = self._nots + 1 if sign == "!" and self._last == "!" else 0
        if self._nots >= self._limits.depth:
            raise self.too_much("depth")
        if sign in _CLOSES:
            self._open(sign)
        elif sign in ("}", ")", "]"):
            self._close(sign)
        elif sign in (".", ";", ","):
            self._begins = True
            if self._holds == _EXPRESSION:
                self._count("values")
        elif self._holds == _EXPRESSION:
            if sign in ("<", "<=") and not self._compares():
                raise self._not_read()
            self._count("operators")
        elif sign in ("/", "|", "^", "*", "+", "?", "!") and self._last != "{":
            self._count("paths")
        elif sign not in ("^^", "+", "-", "^", "!"):
            raise self._not_read()

    def _open(self, sign: str) -> None:
        if sign == "(":
            holds = self._parenthesis()
        elif sign == "[":
            self._term()
            holds, self._begins = _PATTERNS, True
        else:
            holds = _DATA if self._in_values else _PATTERNS
            self._in_values, self._begins = False, True
        self._brackets.append((_CLOSES[sign], holds))
        self._holds = holds
        if len(self._brackets) > self._limits.depth:
            raise self.too_much("depth")

    def _parenthesis(self) -> str:
        """What ``(`` opens, by what stands before it."""
        if self._in_values or self._holds == _DATA:
            return _DATA
        if self._holds == _EXPRESSION:
            return _EXPRESSION
        called = self._kind in ("iri", "name") and self._before == "FILTER"
        if called or (self._kind == "word" and self._last not in _CONSTANTS):
            return _EXPRESSION
        self._term()
        return _TERMS

    def _close(self, sign: str) -> None:
        if not self._brackets or self._brackets.pop()[0] != sign:
            raise self._refused(UNBALANCED, text=sign)
        self._holds = self._brackets[-1][1] if self._brackets else _EXPRESSION
        self._begins = self._begins or sign != ")"
