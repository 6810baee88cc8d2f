"""The reader of foreign XML: whole elements in order, and nothing that was made to hurt."""

import tracemalloc
from pathlib import Path

import pytest

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.errors import Malformed, TooLarge
from smartland_importers.xml_tree import Element, Limits, read_elements


def only(text: str | bytes, *names: str) -> list[Element]:
    return list(read_elements(text if isinstance(text, bytes) else text.encode(), names))


def test_wanted_elements_come_in_order_with_what_is_inside() -> None:
    found = only("<r><a>1</a><x>no</x><b n='2'><a>inside</a></b><a/></r>", "a", "b")
    assert [(one.name, one.text) for one in found] == [("a", "1"), ("b", "inside"), ("a", "")]
    assert found[1].attributes == {"n": "2"}
    assert [one.name for one in found[1].children] == ["a"]


def test_names_are_local_and_the_namespace_stands_beside() -> None:
    text = '<p:r xmlns:p="urn:p" xmlns="urn:d" xmlns:q="urn:q"><a q:k="v" k="w"/><p:a/></p:r>'
    first, second = only(text, "a")
    assert (first.namespace, second.namespace) == ("urn:d", "urn:p")
    assert first.attributes == {"{urn:q}k": "v", "k": "w"}


def test_a_language_is_an_elements_own() -> None:
    (found,) = only('<a xml:lang="it"><b xml:lang=" en ">x</b><b>y</b></a>', "a")
    assert [one.language for one in (found, *found.children)] == ["it", "en", ""]


def test_texts_keep_their_order_and_words_their_gaps() -> None:
    (found,) = only("<a>uno<b>due</b>tre\n   quattro <![CDATA[<5>]]> &amp;</a>", "a")
    assert found.text == "uno due tre quattro <5> &"


def test_a_path_leads_to_descendants() -> None:
    (found,) = only("<a><b><c>1</c></b><b><c>2</c><d/></b></a>", "a")
    assert [one.text for one in found.all("b", "c")] == ["1", "2"]
    assert found.text_at("b", "c") == "1"
    assert found.text_at("b", "none") == ""
    assert found.first("b", "d") is found.children[1].children[1]


def test_a_head_is_given_before_what_it_holds() -> None:
    found = read_elements(b'<r k="1"><a/></r>', {"a"}, {"r"})
    assert [(one.name, dict(one.attributes)) for one in found] == [("r", {"k": "1"}), ("a", {})]


def test_lines_are_those_of_the_document() -> None:
    assert [one.line for one in only("\n<?xml version='1.0'?>\n<r>\n<a/></r>", "a")] == [4]


# what must not come through


BILLION = """<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;">]><a>&c;</a>"""


@pytest.mark.parametrize(
    "text",
    [
        BILLION,
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/evil.dtd"><a/>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]><a/>',
        "<!DOCTYPE a><a/>",
    ],
)
def test_a_doctype_is_refused(text: str) -> None:
    with pytest.raises(Malformed, match="DOCTYPE"):
        only(text, "a")


def test_an_undeclared_entity_is_an_error() -> None:
    with pytest.raises(Malformed, match="line 1"):
        only("<a>&nbsp;</a>", "a")


def test_nesting_ends_at_the_limit() -> None:
    deep = "<a>" * 100 + "</a>" * 100
    assert len(only(deep, "a")) == 1
    with pytest.raises(Malformed, match="deeper than 100"):
        only("<b>" * 5_000 + "</b>" * 5_000, "a")  # also where nothing is wanted
    with pytest.raises(Malformed, match="deeper than 100"):
        only(f"<a>{deep}</a>", "a")


def test_an_element_of_too_many_is_refused_but_not_a_long_document() -> None:
    limits = Limits(elements=10)
    many = b"<r>" + b"<a><b/><b/></a>" * 50 + b"</r>"
    assert len(list(read_elements(many, {"a"}, limits=limits))) == 50
    with pytest.raises(Malformed, match="more than 10 elements"):
        list(read_elements(many, {"r"}, limits=limits))


@pytest.mark.parametrize("text", ["<a>{}</a>", "<a k='{}'/>", "<a><b>{}</b></a>"])
def test_a_text_or_attribute_has_a_limit(text: str) -> None:
    limits = Limits(text=1_000)
    assert list(read_elements(text.format("x" * 1_000).encode(), {"a"}, limits=limits))
    with pytest.raises(Malformed, match="more than 1000 characters"):
        list(read_elements(text.format("x" * 1_001).encode(), {"a"}, limits=limits))


def test_text_that_nobody_wants_is_not_kept() -> None:
    limits = Limits(text=1_000)
    text = f"<r>{'x' * 50_000}<a>1</a></r>".encode()
    assert [one.text for one in read_elements(text, {"a"}, limits=limits)] == ["1"]


def test_an_attribute_of_a_gigabyte_stops_at_the_fetchers_limit(tmp_path: Path) -> None:
    """The file is sparse: its gigabyte takes no room on the disk, and none in memory."""
    path = tmp_path / "large.xml"
    with path.open("wb") as file:
        file.write(b'<a k="')
        file.truncate(1_000_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            GuardedFetcher(max_bytes=2_000_000).fetch(str(path))
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_document_has_a_size() -> None:
    with pytest.raises(TooLarge, match="101 bytes"):
        list(read_elements(b"<a>" + b"x" * 94 + b"</a>", {"a"}, limits=Limits(size=100)))


def test_latin_1_is_read_as_it_is_declared() -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?><a>Università</a>'
    assert only(text.encode("latin-1"), "a")[0].text == "Università"


def test_utf_16_is_told_by_its_mark() -> None:
    assert only("<a>Università</a>".encode("utf-16"), "a")[0].text == "Università"


def test_broken_utf_8_is_named_with_its_line() -> None:
    with pytest.raises(Malformed, match=r"line 2.*UTF-8"):
        only(b"<r>\n<a>Universit\xe0</a></r>", "a")


@pytest.mark.parametrize("text", ["<a>", "<a></b>", "<a/><a/>", "text", "<a k=1/>", "<p:a/>", ""])
def test_what_is_not_xml_is_an_error(text: str) -> None:
    with pytest.raises(Malformed):
        only(text, "a")


def test_what_came_before_an_error_was_given_already() -> None:
    found = read_elements(b"<r><a>1</a>" + b" " * 200_000 + b"<b></r>", {"a"})
    assert next(found).text == "1"
    with pytest.raises(Malformed, match="mismatched tag"):
        next(found)


def test_memory_is_that_of_a_few_elements() -> None:
    """All of them together would take some forty megabytes."""
    text = b"<r>" + (b"<a>" + b"<b>text</b>" * 100 + b"</a>") * 800 + b"</r>"
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_elements(text, {"a"})) == 800
        assert tracemalloc.get_traced_memory()[1] < 12_000_000
    finally:
        tracemalloc.stop()
