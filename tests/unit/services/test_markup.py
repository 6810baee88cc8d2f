"""Whatever a text holds, the document is well-formed and says it."""

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from smartland.services.markup import element, write_xml

TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=40)


@given(TEXTS)
def test_any_text_comes_back_but_for_what_xml_cannot_hold(text: str) -> None:
    document = write_xml(element("a", text, attributes={"b": text}))
    read = ET.fromstring(document)  # noqa: S314 - our own document
    expected = "".join(one if _allowed(one) else "\ufffd" for one in text)
    assert (read.text or "") == expected
    assert read.attrib["b"] == expected


def test_children_that_are_not_there_are_left_out() -> None:
    assert write_xml(element("a", None, element("b"))).endswith(b"<a><b/></a>\n")


def _allowed(character: str) -> bool:
    point = ord(character)
    return character in "\t\n\r" or 0x20 <= point <= 0xFFFD or point >= 0x10000
