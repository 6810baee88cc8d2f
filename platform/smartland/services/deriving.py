"""What the index knows of a resource that no field says as such: year, money, licence, names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from smartland.domain.fields import Part
from smartland.domain.kinds import KINDS
from smartland.domain.kinds.territory import HOMOGENEOUS_AREA, MUNICIPALITY, PROVINCE
from smartland.domain.names import FORMS
from smartland.domain.resource import Json, Revision
from smartland.matching.geography import Coordinates, Geography
from smartland.services.licences import complete_licence
from smartland.services.searching.bands import (
    BUDGET_BAND,
    LICENCE,
    MAIN_DATES,
    MONEY,
    YEAR,
    band_of,
    licence_called,
)
from smartland.services.searching.units import DOTTED, name_keys, title_key

NAMES = ("alt_name", "acronym", "alt_label")
"""Fields besides the title by which a resource is called."""
BODIES = ("stakeholder", "unit")
"""Kinds whose names end in legal forms."""
LONGEST_NAME = 200
MOST_NAMES = 20
_SPOTS = (MUNICIPALITY, HOMOGENEOUS_AREA, PROVINCE)
"""Places small enough that their middle is where the thing is."""
_YEAR = re.compile(r"[12]\d{3}-")


def derived_terms(revision: Revision) -> dict[str, tuple[str, ...]]:
    """Values of the facets that no field declares, and the names as ``named``."""
    return {
        YEAR: tuple(_year(revision)),
        BUDGET_BAND: tuple(_band(revision)),
        LICENCE: tuple(dict.fromkeys(_licences(revision))),
        "named": tuple(dict.fromkeys(_names(revision)))[:MOST_NAMES],
    }


def acronyms_of(text: str) -> str:
    """The dotted acronyms of ``text`` without their dots: ``A.S.S.T.`` is searched as ASST.

    Legal forms are none: nobody is asked to type them.
    """
    if "." not in text:
        return ""
    found = (one[0].replace(".", "") for one in DOTTED.finditer(text))
    return " ".join(one for one in found if one.casefold() not in FORMS)


def middle_of(places: Geography, iris: Sequence[str]) -> Coordinates | None:
    """The middle of the first of the places that is small enough and has one."""
    spots = (iri for iri in iris if places.type_of(iri) in _SPOTS)
    return next((point for iri in spots if (point := places.point(iri))), None)


def _year(revision: Revision) -> Iterator[str]:
    day = str(_first(revision, MAIN_DATES) or "")
    if _YEAR.match(day):
        yield day[:4]


def _band(revision: Revision) -> Iterator[str]:
    amount = _first(revision, MONEY)
    if amount is not None and (band := band_of(float(amount))):
        yield band


def _first(revision: Revision, fields: Mapping[str, Sequence[str]]) -> Json:
    """The value of the first of the kind's fields that is there."""
    values = (revision.document.get(name) for name in fields.get(revision.kind, ()))
    return next((value for value in values if value is not None), None)


def _licences(revision: Revision) -> Iterator[str]:
    document = revision.document
    for part in (document, *document.get("distribution", ())):
        if licence := part.get("license"):
            called = (licence_called(text) for text in _texts(licence.get("name")))
            iri = next(filter(None, called), "") or complete_licence(licence).get("iri", "")
            if "://" in iri:
                yield str(iri)


def _names(revision: Revision) -> Iterator[str]:
    kind = KINDS[revision.kind]
    for name in (kind.title, *NAMES):
        one = kind.by_name.get(name)
        if one is None or isinstance(one, Part):
            continue
        for text in _texts(revision.document.get(name)):
            if len(text) <= LONGEST_NAME:
                keys = name_keys(text) if revision.kind in BODIES else (title_key(text),)
                yield from (key for key in keys if key)


def _texts(value: Json) -> Iterable[str]:
    if isinstance(value, str):
        return (value,)
    found: list[str] = []
    for texts in (value or {}).values() if isinstance(value, Mapping) else (value or (),):
        found.extend((texts,) if isinstance(texts, str) else texts)
    return found
