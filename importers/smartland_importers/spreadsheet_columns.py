"""The columns of a kind's spreadsheet, made of its fields, and the headers that name them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from smartland.domain.fields import Field, Part, Text
from smartland.domain.kind import Kind
from smartland.domain.kinds import KINDS
from smartland.domain.text import every_word
from smartland.errors import LANGUAGES, Label

ID = "id"
MOST_PARTS = 50
"""How many of a structure one row may hold: ``activity.50.code``."""
_SPELLED_OUT = 5
"""Up to which number the labels of people are known for structures; names go on further."""
_LANGUAGE = re.compile(r"(.+)_([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?)")
_LABEL_LANGUAGE = re.compile(r"(.+?)\s*\(([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?)\)")


@dataclass(frozen=True)
class Step:
    """A structure on the way to a field: ``number`` counts from 1; 0 where there is only one."""

    part: Part
    number: int


@dataclass(frozen=True)
class Column:
    """One column: a field of the kind or, by ``steps``, of a structure inside it.

    ``language`` is set for texts that have one.
    """

    field: Field
    steps: tuple[Step, ...] = ()
    language: str = ""

    @property
    def name(self) -> str:
        """The header that always works: ``title_it``, ``activity.code``, ``activity.2.code``."""
        before = "".join(
            f"{step.part.name}.{step.number}." if step.number > 1 else f"{step.part.name}."
            for step in self.steps
        )
        return f"{before}{self.field.name}" + (f"_{self.language}" if self.language else "")

    @cached_property
    def path(self) -> str:
        """Where its value lands in the document, as problems name it: ``activity.0.code``."""
        before = "".join(
            f"{step.part.name}.{step.number - 1}." if step.number else f"{step.part.name}."
            for step in self.steps
        )
        return f"{before}{self.field.name}" + (f".{self.language}" if self.language else "")

    @property
    def label(self) -> Label:
        """The header for people: ``titolo (it)``, ``attività ATECO 2: codice ATECO``."""
        return Label(it=self._label("it"), en=self._label("en"))

    def _label(self, language: str) -> str:
        before = "".join(
            f"{step.part.label[language]} {step.number}: "
            if step.number > 1
            else f"{step.part.label[language]}: "
            for step in self.steps
        )
        text = f"{before}{self.field.label[language]}"
        return f"{text} ({self.language})" if self.language else text


@cache
def template_columns(kind: str) -> tuple[Column, ...]:
    """The columns of the template: every field, texts in Italian and English, the first of each
    structure, and of the structures inside structures those that are plain."""
    return tuple(_columns(KINDS[kind].fields, ()))


def _columns(fields: tuple[Field, ...], steps: tuple[Step, ...]) -> Iterator[Column]:
    for field in fields:
        if isinstance(field, Part):
            # a structure in a list in a list would need two numbers: names take them, people do not
            if not (steps and field.many):
                yield from _columns(field.of.fields, (*steps, Step(field, int(field.many))))
        elif isinstance(field, Text) and field.languages:
            yield from (Column(field, steps, language) for language in LANGUAGES)
        else:
            yield Column(field, steps)


def find_column(kind: Kind, header: str) -> Column | None:
    """The column that a header names: by field name, or by its Italian or English label.

    A text without a language is taken as Italian. None for a header that names nothing.
    """
    return _by_name(kind.fields, header.strip(), ()) or _by_label(kind.name, header)


def _by_name(fields: tuple[Field, ...], header: str, steps: tuple[Step, ...]) -> Column | None:
    first, dot, rest = header.partition(".")
    field = next((one for one in fields if one.name == first), None)
    if isinstance(field, Part):
        return _in_part(field, rest, steps) if dot else None
    if dot:
        return None
    language = ""
    if field is None:
        match = _LANGUAGE.fullmatch(header)
        field = next((one for one in fields if match and one.name == match[1]), None)
        language = match[2].lower() if match else ""
    return _in_language(field, steps, language) if field and not isinstance(field, Part) else None


def _in_part(part: Part, rest: str, steps: tuple[Step, ...]) -> Column | None:
    number, dot, inner = rest.partition(".")
    if number.isdecimal():
        if not dot or not part.many or len(number) > 3 or not 1 <= int(number) <= MOST_PARTS:
            return None
        return _by_name(part.of.fields, inner, (*steps, Step(part, int(number))))
    return _by_name(part.of.fields, rest, (*steps, Step(part, int(part.many))))


def _in_language(field: Field, steps: tuple[Step, ...], language: str) -> Column | None:
    spoken = isinstance(field, Text) and field.languages
    if language and not spoken:
        return None
    return Column(field, steps, language or ("it" if spoken else ""))


def _by_label(kind: str, header: str) -> Column | None:
    found = _labels(kind).get(_folded(header))
    if found:
        return found
    match = _LABEL_LANGUAGE.fullmatch(header.strip())
    column = _labels(kind).get(_folded(match[1])) if match else None
    return _in_language(column.field, column.steps, match[2].lower()) if column and match else None


@cache
def _labels(kind: str) -> Mapping[str, Column]:
    """Folded labels of both languages and folded names → columns; what two share names neither."""
    found: dict[str, Column] = {}
    taken: dict[str, str] = {}
    for column in _numbered(kind):
        # a text without its language means the Italian one
        plain = [Column(column.field, column.steps)] if column.language == "it" else []
        for one in (column, *plain):
            for written in {_folded(one.name), _folded(one.label.it), _folded(one.label.en)}:
                if taken.setdefault(written, column.path) == column.path:
                    found[written] = column
                else:
                    found.pop(written, None)
    return found


def _numbered(kind: str) -> Iterator[Column]:
    """The template's columns, those of lists of structures with the numbers that people use."""
    for column in template_columns(kind):
        yield column
        if column.steps and column.steps[0].number:
            first, *others = column.steps
            for number in range(2, _SPELLED_OUT + 1):
                yield Column(column.field, (Step(first.part, number), *others), column.language)


def _folded(header: str) -> str:
    return "".join(every_word(header))
