"""The score of data.europa.eu, against sums done by hand."""

import pytest

from smartland.rdf.mqa import Mqa, addresses, measure, rating
from smartland.rdf.mqa_metrics import DIMENSIONS
from smartland.rdf.mqa_table import METRICS, TOTAL
from smartland.rdf.statements import Statements
from smartland.rdf.validation import READ

DATASET, OTHER = "<https://e.example/d>", "<https://e.example/other>"
FILE, SECOND = "<https://e.example/d/1>", "<https://e.example/d/2>"
NAMES = {
    "a": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "eu": "http://publications.europa.eu/resource/authority/",
    "iana": "http://www.iana.org/assignments/media-types/",
}
BARE = f"{DATASET} a dcat:Dataset"
FINDABLE = (
    f'{DATASET} dcat:keyword "acqua"@it',
    f"{DATASET} dcat:theme eu:data-theme/ENVI",
    f"{DATASET} dct:spatial _:place",
    f"{DATASET} dct:temporal _:time",
)
FILED = (
    f"{DATASET} dcat:distribution {FILE}",
    f"{FILE} dcat:accessURL <https://e.example/page>",
    f"{FILE} dcat:downloadURL <https://e.example/file.csv>",
)
OPEN = (
    f"{FILE} dct:format eu:file-type/CSV",
    f"{FILE} dcat:mediaType iana:text/csv",
    f"{FILE} dct:license <https://creativecommons.org/licenses/by/4.0/>",
    f"{FILE} dct:rights eu:access-right/PUBLIC",
    f'{FILE} dcat:byteSize "10"',
)
KNOWN = (
    f"{DATASET} dct:accessRights eu:access-right/PUBLIC",
    f"{DATASET} dcat:contactPoint _:us",
    f"{DATASET} dct:publisher _:us",
    f'{DATASET} dct:issued "2026-01-01"',
    f'{DATASET} dct:modified "2026-01-01"',
)
ANSWERING = {"https://e.example/page": True, "https://e.example/file.csv": True}


def _said(*statements: str) -> Statements:
    return Statements("".join(f"{_long(one)} .\n" for one in statements), READ)


def _long(statement: str) -> str:
    return " ".join(_term(one) for one in statement.split(" ", 2))


def _term(text: str) -> str:
    prefix, _, local = text.partition(":")
    return f"<{NAMES[prefix]}{local}>" if prefix in NAMES else text


def _scored(*statements: str, breaks: str = "", answers: dict[str, bool] | None = None) -> Mqa:
    measured = measure(_said(*statements))
    assert measured is not None
    return measured.score(frozenset((breaks,)), answers or {})


def _points(found: Mqa) -> tuple[float, float]:
    return found.catalogue.low, found.catalogue.high


def test_the_metrics_add_up_as_data_europa_eu_has_it() -> None:
    sums = {
        name: sum(one.points for one in METRICS if one.dimension == name) for name in DIMENSIONS
    }
    assert sums == {
        "findability": 100,
        "accessibility": 100,
        "interoperability": 110,
        "reusability": 75,
        "contextuality": 20,
    }
    assert TOTAL == 405


@pytest.mark.parametrize(
    ("statements", "points"),
    [
        ((BARE,), 30),  # it breaks nothing
        ((BARE, *FINDABLE), 30 + 100),
        ((BARE, *FINDABLE, *FILED), 30 + 100 + 20),
        ((BARE, *FINDABLE, *FILED, *OPEN), 30 + 100 + 20 + 80 + 30 + 10),
        ((BARE, *FINDABLE, *FILED, *OPEN, *KNOWN), 30 + 100 + 20 + 80 + 30 + 10 + 45 + 10),
        # a format of one's own, which no list has: no points but for being there
        ((BARE, *FILED, f"{FILE} dct:format <https://e.example/CSV>"), 30 + 20 + 20),
        # Excel: machine-readable, but proprietary
        ((BARE, *FILED, f"{FILE} dct:format eu:file-type/XLSX"), 30 + 20 + 20 + 20),
        # the http form of a licence is not on the list
        (
            (BARE, *FILED, f"{FILE} dct:license <http://creativecommons.org/licenses/by/4.0/>"),
            30 + 20 + 20,
        ),
        ((BARE, f"{DATASET} dct:accessRights <https://e.example/open>"), 30 + 10),
    ],
)
def test_points_that_the_graph_decides(statements: tuple[str, ...], points: int) -> None:
    assert _scored(*statements).catalogue.low == points


def test_addresses_that_nobody_asked_leave_a_range() -> None:
    assert _points(_scored(BARE, *FILED)) == (50, 130)


def test_addresses_that_answer_give_their_points() -> None:
    assert _points(_scored(BARE, *FILED, answers=ANSWERING)) == (130, 130)


def test_addresses_that_do_not_answer_give_none() -> None:
    answers = ANSWERING | {"https://e.example/page": False}
    assert _points(_scored(BARE, *FILED, answers=answers)) == (80, 80)


def test_everything_is_405() -> None:
    found = _scored(BARE, *FINDABLE, *FILED, *OPEN, *KNOWN, answers=ANSWERING)
    assert _points(found) == (TOTAL, TOTAL)
    assert found.catalogue.hints == ()


def test_a_dataset_that_breaks_dcat_ap_loses_thirty() -> None:
    assert _scored(BARE, breaks=DATASET).catalogue.low == 0


def test_so_does_one_whose_distribution_breaks_it() -> None:
    assert _points(_scored(BARE, *FILED, breaks=FILE)) == (20, 100)


def test_distributions_count_by_their_share() -> None:
    second = f"{DATASET} dcat:distribution {SECOND}"
    found = _scored(BARE, *FILED, second, f"{FILE} dct:format eu:file-type/CSV")
    # half of download 20, format 20, non-proprietary 20, machine-readable 20
    assert found.catalogue.low == 30 + 40


def test_a_catalogue_is_the_mean_of_its_datasets_the_worst_first() -> None:
    found = _scored(BARE, *FINDABLE, f"{OTHER} a dcat:Dataset")
    assert found.catalogue.low == (130 + 30) / 2
    assert [one.iri for one in found.datasets] == ["https://e.example/other", "https://e.example/d"]
    assert found.count == 2


def test_hints_name_what_brings_most() -> None:
    gains = [(one.metric.key, one.gain) for one in _scored(BARE).catalogue.hints]
    assert gains[0] == ("access-url-answers", 50)
    assert gains[1:4] == [("keyword", 30), ("theme", 30), ("download-url-answers", 30)]
    assert sum(gain for _, gain in gains) == TOTAL - 30


def test_nothing_is_scored_without_datasets() -> None:
    assert measure(_said(f"{FILE} a dcat:Distribution")) is None


def test_the_addresses_to_ask_are_those_of_distributions() -> None:
    said = _said(BARE, *FILED, f"{SECOND} dcat:accessURL <https://e.example/page>")
    assert addresses(said) == ("https://e.example/page", "https://e.example/file.csv")


@pytest.mark.parametrize(
    ("points", "name"),
    [(405, "excellent"), (351, "excellent"), (350, "good"), (221, "good"), (220, "sufficient"),
     (121, "sufficient"), (120, "bad"), (0, "bad")],
)  # fmt: skip
def test_ratings_are_those_of_data_europa_eu(points: int, name: str) -> None:
    assert rating(points).en == name
