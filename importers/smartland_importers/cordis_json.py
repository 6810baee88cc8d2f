"""JSON of CORDIS and its copies: arrays, lines, or one object around a list; nested or flat.

CORDIS's own JSON repeats its tables, an object a row. Copies nest participants and classes in the
project, or give them as lists side by side; older ones give an array for every value.
"""

import json
from codecs import getincrementaldecoder
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from typing import Final

from smartland.domain.resource import Json
from smartland.errors import Label, SourceFailed
from smartland.ports.importer import Rejected
from smartland_importers.cordis_columns import (
    CLASS_OF,
    ORGANISATION,
    PARTICIPATION,
    PROJECT,
    UNKNOWN,
    NotCordis,
    Sheet,
    folded_name,
    recognise,
)
from smartland_importers.cordis_records import Tag
from smartland_importers.cordis_rows import Read, facts_of, project_key, read_row
from smartland_importers.cordis_values import line

MAX_OBJECT: Final = 20_000_000
"""Characters of one object; a copy of some thousand projects around which it stands fits."""
MAX_NAMES: Final = 10_000
"""Characters of the names of one object; those of CORDIS have 300."""
_CHUNK: Final = 1 << 20
_PARTNERS = ("partners", "participants", "organizations", "organisations", "organization")
_CLASSES = ("euroscivoc", "euroscivocs", "esv")

BROKEN = Label(it="{name} non è JSON valido: {reason}.", en="{name} is not valid JSON: {reason}.")
EMPTY = Label(it="{name} non contiene oggetti.", en="{name} holds no objects.")
LONG = Label(
    it="{name}: un oggetto ha più di {limit} caratteri o non si chiude.",
    en="{name}: an object has more than {limit} characters or is never closed.",
)

Object = Mapping[str, Json]


def read_objects(body: bytes, name: str) -> Iterator[Object]:
    """The objects of an array, of lines, or standing one after the other; read piece by piece.

    Raises SourceFailed where the text is no JSON or holds anything but objects.
    """
    text = _Text(body, name)
    opening = text.peek()
    if opening == "[":
        text.position += 1
    while (mark := text.peek()) not in ("", "]"):
        if mark == ",":
            text.position += 1
        elif mark == "{":
            yield text.object()
        else:
            raise SourceFailed(BROKEN.format(name=name, reason=f"{mark!r} where {{ was expected"))
    text.position += len(mark)
    if (opening == "[") != (mark == "]") or text.peek():
        raise SourceFailed(BROKEN.format(name=name, reason="the array does not end the text"))


class _Text:
    """A body decoded as far as needed."""

    def __init__(self, body: bytes, name: str) -> None:
        self._bytes, self._name = BytesIO(body), name
        self._decoder = getincrementaldecoder("utf-8-sig")("replace")
        self._parser = json.JSONDecoder()
        self._text, self._step, self._ended = "", _CHUNK, False
        self.position = 0

    def peek(self) -> str:
        """The next character that is no blank; empty at the end."""
        while True:
            while self.position < len(self._text) and self._text[self.position].isspace():
                self.position += 1
            if self.position < len(self._text):
                return self._text[self.position]
            if not self._more():
                return ""

    def object(self) -> Object:
        """The object that begins here."""
        while True:
            try:
                value, self.position = self._parser.raw_decode(self._text, self.position)
            except RecursionError as error:
                raise SourceFailed(BROKEN.format(name=self._name, reason="too deep")) from error
            except ValueError as error:
                self._grow(error)
            else:
                self._step = _CHUNK
                found: Object = value
                return found

    def _grow(self, error: ValueError) -> None:
        """Read on, twice as much each time: what failed may only have been cut."""
        if len(self._text) - self.position > MAX_OBJECT:
            raise SourceFailed(LONG.format(name=self._name, limit=MAX_OBJECT)) from error
        if not self._more():
            raise SourceFailed(BROKEN.format(name=self._name, reason=str(error))) from error
        self._step *= 2

    def _more(self) -> bool:
        if self._ended:
            return False
        piece = self._bytes.read(self._step)
        self._ended = not piece
        text = self._decoder.decode(piece, final=self._ended)
        self._text, self.position = self._text[self.position :] + text, 0
        return bool(text) or not self._ended


def read_json(body: bytes, name: str, programme: str) -> Iterator[Read]:
    """The records of each object, one iterator an object.

    An object that is none of ours but holds lists of objects stands for these. Raises NotCordis
    where the first one is nothing that CORDIS has, and SourceFailed.
    """
    known = False
    for number, value in enumerate(read_objects(body, name), 1):
        for at, one in _within(value):
            where = f"{name}, object {number}{at}"
            sheet = _known(one)
            if sheet:
                known = True
                yield _records(*sheet, one, where, programme)
            elif known:
                yield iter((Rejected(where, "not an object that CORDIS has"),))
            else:
                columns = ", ".join(one)[:200]
                raise NotCordis(UNKNOWN.format(name=name, columns=columns))
    if not known:
        raise NotCordis(EMPTY.format(name=name))


def _within(value: Object) -> Iterator[tuple[str, Object]]:
    lists = {name: one for name, one in value.items() if _is_objects(one)}
    if _known(value) or not lists:
        yield "", value
        return
    ours = {name: one for name, one in lists.items() if _known(one[0])}
    for name, inner in (ours or lists).items():
        yield from ((f", {name} {at}", one) for at, one in enumerate(inner, 1))


def _is_objects(value: Json) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _known(value: Object) -> tuple[Sheet, dict[str, str]] | None:
    """What an object is by its names, and where each fact stands; None for others."""
    names = tuple(value)
    return _sheet(names) if sum(map(len, names)) <= MAX_NAMES else None


@lru_cache(maxsize=1_000)
def _sheet(names: tuple[str, ...]) -> tuple[Sheet, dict[str, str]] | None:
    return recognise(names)


def _records(
    sheet: Sheet, columns: Mapping[str, str], value: Object, where: str, programme: str
) -> Read:
    row = {name: _text(one) for name, one in value.items()}
    facts = facts_of(row, columns, programme)
    if sheet.sort != PROJECT:
        yield from read_row(sheet.sort, facts, where)
        return
    names = {folded_name(name): name for name in value}
    partners = _list(value, names, _PARTNERS)
    nameless = [one for one in partners if isinstance(one, str)]
    if nameless:
        facts["nameless"] = str(len(nameless))
    yield from read_row(PROJECT, facts, where)
    key = project_key(facts, "id")
    if not key:
        return
    number = key.partition("/")[2]
    inner = [one for one in partners if isinstance(one, dict)]
    yield from _partners(inner, number, where, programme)
    yield from _side_by_side(value, names, number, where)
    yield from _classes(_list(value, names, _CLASSES), key)


def _list(value: Object, names: Mapping[str, str], wanted: Sequence[str]) -> list[Json]:
    found: Json = next((value[names[one]] for one in wanted if one in names), [])
    return found if isinstance(found, list) else []


def _partners(partners: Sequence[Object], number: str, where: str, programme: str) -> Read:
    for at, partner in enumerate(partners, 1):
        row = {name: _text(one) for name, one in partner.items()} | {"projectID": number}
        found = _known(row)
        place = f"{where}, partner {at}"
        if found is None or found[0].sort not in (ORGANISATION, PARTICIPATION):
            yield Rejected(place, "neither a PIC with a name nor one with a role")
            continue
        yield from read_row(found[0].sort, facts_of(row, found[1], programme), place)


def _side_by_side(value: Object, names: Mapping[str, str], number: str, where: str) -> Read:
    """``orgs`` and ``roles``: two lists of equal length."""
    codes, roles = _list(value, names, ("orgs", "pics")), _list(value, names, ("roles",))
    for at, code in enumerate(codes):
        facts = {"project": number, "pic": _text(code), "order": str(at + 1)}
        if len(roles) == len(codes):
            facts["role"] = _text(roles[at])
        yield from read_row(PARTICIPATION, facts, f"{where}, organisation {at + 1}")


def _classes(classes: Sequence[Json], key: str) -> Read:
    for one in classes:
        if isinstance(one, dict):
            code, path = _text(one.get("code")), _text(one.get("path"))
            title = _text(one.get("title")) or path.rpartition("/")[2]
        elif isinstance(one, list) and len(one) == 2:
            code, title = _text(one[0]), _text(one[1]).rpartition("/")[2]
        else:
            code, title = "", _text(one).rpartition("/")[2]
        if code or title:
            yield Tag(key, CLASS_OF, line(code), line(title))


def _text(value: Json) -> str:
    """A scalar as a cell; a list of scalars as one that holds several; anything else is empty."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return "; ".join(_text(one) for one in value if not isinstance(one, list | dict))
    return ""
