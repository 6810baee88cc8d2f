"""What a CKAN package says, wherever its extensions put it: at the top, in ``extras``, as JSON in
a text, as ``{A,B}``."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from smartland.domain.resource import Json
from smartland_importers import json_text
from smartland_importers.values import clean_line, clean_lines, read_date, shorten, web_link
from smartland_vocab.namespaces import CONCEPT, SL

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_NO_ZONE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?")
_LONGEST_JSON = 200_000
MOST = 200
"""Values of a list that a text holds; more are a broken template."""


@dataclass
class Fields:
    """The fields of a package, resource or organisation, and what is remarkable about them.

    ``language`` is that of its texts where they do not say; ``base`` our own IRI base, under
    which no source may name anything.
    """

    record: Mapping[str, Json]
    language: str = "und"
    base: str = ""
    remarks: list[str] = field(default_factory=list)
    extras: Mapping[str, Json] = field(init=False)

    def __post_init__(self) -> None:
        listed = self.record.get("extras")
        pairs = listed if isinstance(listed, list) else []
        self.extras = {
            str(one["key"]): one.get("value")
            for one in pairs
            if isinstance(one, dict) and "key" in one
        }

    def raw(self, name: str) -> Json:
        """The value at the top, else among the extras; JSON in a text is read."""
        for values in (self.record, self.extras):
            value = values.get(name)
            if value not in (None, "", [], {}, "[]", "{}"):
                return _unwrapped(value)
        return None

    def text(self, *names: str) -> str:
        """The first of these that has a text, in one line."""
        for name in names:
            for values in (self.record, self.extras):
                value = values.get(name)
                if isinstance(value, str | int | float) and (found := clean_line(str(value))):
                    return found
        return ""

    def flag(self, name: str) -> bool:
        """True for ``true``, however it is written."""
        return self.text(name).lower() == "true"

    def texts(self, name: str, longest: int, *, lines: bool = False) -> dict[str, str]:
        """A text by language, cut where it is too long."""
        return self.in_languages(self.raw(name), name, longest, lines=lines)

    def in_languages(
        self, value: Json, name: str, longest: int, *, lines: bool = False
    ) -> dict[str, str]:
        """A text, or an object of language → text."""
        given = value if isinstance(value, dict) else {self.language: value}
        found: dict[str, str] = {}
        for tag, one in given.items():
            if not isinstance(one, str | int | float):
                continue
            text = (clean_lines if lines else clean_line)(str(one))
            if len(text) > longest:
                self.remarks.append(f"{name} of {len(text)} characters cut to {longest}")
                text = shorten(text, longest)
            if text:
                found.setdefault(language_tag(str(tag)), text)
        return found

    def values(self, *names: str) -> list[str]:
        """The texts of a list: JSON, ``{A,B}`` or one text; of the first name that has any."""
        for name in names:
            found = [clean_line(str(one)) for one in _listed(self.raw(name))]
            if found := [one for one in found if one]:
                return found[:MOST]
        return []

    def objects(self, name: str) -> Iterator["Fields"]:
        """The objects of a list."""
        value = self.raw(name)
        for one in (value if isinstance(value, list) else [value])[:MOST]:
            if isinstance(one, dict):
                yield Fields(one, self.language, self.base, self.remarks)

    def date(self, *names: str) -> str:
        """The first of these dates; CKAN's own instants are UTC without saying so."""
        for name in names:
            written = self.text(name)
            if not written:
                continue
            try:
                return read_date(f"{written}Z" if _NO_ZONE.fullmatch(written) else written).value
            except ValueError as error:
                self.remarks.append(f"{name} left out: {error}")
        return ""

    def link(self, *names: str) -> str:
        """The first of these that is a web address, repaired where blanks stand in it."""
        for name in names:
            written = self.text(name)
            if not written:
                continue
            try:
                return web_link(written)
            except ValueError as error:
                self.remarks.append(f"{name} left out: {error}")
        return ""

    def iri(self, *names: str) -> str:
        """The first of these that is somebody's IRI: an http one, as written, and not ours."""
        for name in names:
            if found := self.foreign(self.text(name)):
                return found
        return ""

    def foreign(self, written: str) -> str:
        """``written`` where it is an http IRI that is not ours; empty otherwise."""
        try:
            own = (self.base, CONCEPT.iri, SL.iri) if self.base else (CONCEPT.iri, SL.iri)
            ours = written.startswith(own)
            return written if web_link(written) == written and not ours else ""
        except ValueError:
            return ""

    def concept(self, name: str, known: Callable[[str], str]) -> str:
        """The first value that ``known`` has an IRI for; others are told."""
        return next(iter(self.concepts(name, known)), "")

    def concepts(self, name: str, known: Callable[[str], str]) -> list[str]:
        """The IRIs that ``known`` has for the values of a list; others are told."""
        found = {}
        for written in self.values(name):
            iri = known(written)
            if iri:
                found[iri] = True
            else:
                self.remarks.append(f"{name} {written[:80]!r} left out: not in the EU's list")
        return list(found)


def language_tag(written: str) -> str:
    """A language tag in lower case, ``und`` for what is none."""
    tag = written.strip().lower().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else "und"


def _unwrapped(value: Json) -> Json:
    """The value that a text holds as JSON, else the text."""
    if not isinstance(value, str) or value.lstrip()[:1] not in ("[", "{"):
        return value
    if len(value) > _LONGEST_JSON:
        return value
    try:
        return json_text.load(value)
    except ValueError:
        return value


def _listed(value: Json) -> list[Json]:
    if isinstance(value, list):
        return [one for one in value if isinstance(one, str | int)]
    if isinstance(value, str) and value.startswith("{") and value.endswith("}"):
        return [one.strip().strip('"') for one in value[1:-1].split(",")]
    return [value] if isinstance(value, str) else []
