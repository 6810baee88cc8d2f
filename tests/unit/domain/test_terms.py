"""Terms borrowed from the Italian and EU ontologies exist in their files."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from smartland.domain.fields import Field, Part
from smartland.domain.kinds import KINDS
from smartland_vocab.namespaces import EURIO, FRAPO

ONTOLOGIES = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "ontologies"
BORROWED = ("https://w3id.org/italia/onto/", EURIO.iri, FRAPO.iri)


def _field_terms(fields: Iterable[Field]) -> Iterator[str]:
    for field in fields:
        yield from (field.iri, *field.also)
        if isinstance(field, Part):
            yield from field.of.classes
            yield from _field_terms(field.of.fields)


def _declared_terms() -> set[str]:
    terms: set[str] = set()
    for kind in KINDS.values():
        terms.update(kind.classes, kind.reads, _field_terms(kind.fields))
        if kind.classes_by:
            terms.update(*kind.classes_by[1].values())
        terms.update(*kind.classes_with.values())
    return terms


def test_borrowed_terms_exist() -> None:
    if not ONTOLOGIES.is_dir():
        pytest.skip("reference data absent: ontologies")
    files = (path for path in ONTOLOGIES.rglob("*") if path.is_file())
    names = set(
        re.findall(r"[\w-]+", "\n".join(path.read_text(errors="replace") for path in files))
    )
    borrowed = {term for term in _declared_terms() if term.startswith(BORROWED)}
    assert borrowed
    assert {term for term in borrowed if re.split("[/#]", term)[-1] not in names} == set()
