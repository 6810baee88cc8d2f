"""The engine reads a document while we convert it; what it said is used only where it may be."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.errors import Label, Malformed
from smartland.rdf.lines import Given
from smartland.rdf.shacl_engine import Result, Results
from smartland.rdf.sniff import JSON_LD, TURTLE
from smartland.services.validation import Validation

BASE = "https://e.example/"
CLEAN = '<d> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "X" .'
DIRTY = (
    "<d> <http://purl.org/dc/terms/relation> <https://e.example/a b> ; <https://e.example/p> 1 ."
)
SHAPE = "https://w3id.org/smartland/profiles/dcat-ap-it#Dataset-title"
NOT_READ = Label(it="non letto", en="not read")


def results_of(focus: str) -> Results:
    found = Result(
        "Violation", f"<{focus}>", SHAPE, "MinCount", "", "http://purl.org/dc/terms/title"
    )
    return Results((found,))


@dataclass
class Told:
    """``ports.validation.Engine`` that says who was asked, as the focus of one result."""

    refuses: bool = False
    began: list[Given] = field(default_factory=list)
    closed: int = 0

    def __call__(self, files: tuple[str, ...], lines: str, /) -> Callable[[], Results]:
        return lambda: results_of("https://e.example/lines")

    def begin(self, files: tuple[str, ...], given: Given) -> "Told":
        self.began.append(given)
        return self

    def results(self, lines: str) -> Results:
        if self.refuses:
            raise Malformed(NOT_READ)
        return results_of("https://e.example/given")

    def close(self) -> None:
        self.closed += 1


def asked(engine: Told, text: str, form: str = TURTLE) -> str:
    """Whose results were used."""
    checked = Validation(engine, GuardedFetcher()).check(text.encode(), form, BASE, "dcat-ap-it")
    (found,) = (one for one in checked.report.findings if one.code.startswith("dataset-title"))
    return found.focus.rpartition("/")[2]


def test_a_clean_document_is_read_once_by_the_engine() -> None:
    engine = Told()
    assert asked(engine, CLEAN) == "given"
    assert engine.began == [Given(CLEAN, TURTLE, BASE)]
    assert engine.closed


def test_one_that_had_to_be_put_right_is_run_again_as_it_is_then() -> None:
    engine = Told()
    assert asked(engine, DIRTY) == "lines"
    assert engine.began
    assert engine.closed


def test_so_is_one_that_the_engine_does_not_read() -> None:
    assert asked(Told(refuses=True), CLEAN) == "lines"


def test_json_ld_is_left_to_one_reader() -> None:
    engine = Told()
    assert (
        asked(engine, '{"@id": "https://e.example/d", "https://e.example/p": "x"}', JSON_LD)
        == "lines"
    )
    assert not engine.began


def test_what_passes_no_gate_is_never_begun() -> None:
    engine = Told()
    report = (
        Validation(engine, GuardedFetcher()).check(b"\xff\xfe<", TURTLE, BASE, "dcat-ap-it").report
    )
    assert not report.conforms
    assert not engine.began


@pytest.mark.parametrize("text", ["<d> <p", '<d> <https://e.example/p> "x'])
def test_what_cannot_be_read_ends_what_was_begun(text: str) -> None:
    engine = Told()
    report = (
        Validation(engine, GuardedFetcher()).check(text.encode(), TURTLE, BASE, "dcat-ap-it").report
    )
    assert [one.code for one in report.findings] == ["syntax"]
    assert engine.closed
