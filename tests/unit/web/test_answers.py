"""SPARQL answers as tables."""

import json
from collections.abc import Mapping
from typing import Any

from smartland.ports.graph import QueryAnswer
from smartland.web.pages.answers import JSON_RESULTS, MAX_ROWS, read_answer

BASE = "https://dati.example/"


def _answer(results: Mapping[str, Any]) -> QueryAnswer:
    return QueryAnswer(json.dumps(results).encode(), JSON_RESULTS, 1)


def _rows(*rows: dict[str, Any]) -> QueryAnswer:
    return _answer({"head": {"vars": ["a", "b"]}, "results": {"bindings": list(rows)}})


def test_a_resource_of_ours_links_to_its_page() -> None:
    term = {"type": "uri", "value": f"{BASE}id/need/x"}
    cell = read_answer(_rows({"a": term}), base=BASE, root="/pre").rows[0][0]
    assert cell is not None
    assert (cell.text, cell.href, cell.outside) == ("need/x", "/pre/doc/need/x", False)


def test_a_known_namespace_gets_its_prefix() -> None:
    term = {"type": "uri", "value": "http://purl.org/dc/terms/title"}
    cell = read_answer(_rows({"a": term}), base=BASE, root="").rows[0][0]
    assert cell is not None
    assert cell.text == "dct:title"


def test_a_script_is_shown_but_not_linked() -> None:
    term = {"type": "uri", "value": "javascript:alert(1)"}
    cell = read_answer(_rows({"a": term}), base=BASE, root="").rows[0][0]
    assert cell is not None
    assert (cell.text, cell.href) == ("javascript:alert(1)", "")


def test_an_unbound_variable_is_an_empty_cell() -> None:
    rows = read_answer(_rows({"b": {"type": "literal", "value": "x"}}), base=BASE, root="").rows
    assert rows[0][0] is None


def test_only_the_first_rows_are_shown_and_all_are_counted() -> None:
    term = {"a": {"type": "literal", "value": "x"}}
    table = read_answer(_rows(*[term] * (MAX_ROWS + 5)), base=BASE, root="")
    assert (len(table.rows), table.total) == (MAX_ROWS, MAX_ROWS + 5)


def test_an_ask_gives_a_verdict() -> None:
    assert read_answer(_answer({"head": {}, "boolean": False}), base=BASE, root="").verdict is False


def test_a_graph_is_shown_as_it_is() -> None:
    answer = QueryAnswer(b"<a:b> <a:c> <a:d> .", "text/turtle", 1)
    assert read_answer(answer, base=BASE, root="").graph == "<a:b> <a:c> <a:d> ."
