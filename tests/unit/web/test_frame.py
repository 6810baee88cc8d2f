"""Where a page stands: its language and the addresses of its other languages."""

from smartland.web.pages.frame import Frame


def test_the_other_language_keeps_the_question() -> None:
    frame = Frame("it", "/radice", "/search", (("q", "a&b"), ("lang", "it"), ("kind", "need")))
    assert frame.in_language("en") == "/radice/search?q=a%26b&kind=need&lang=en"


def test_a_path_never_becomes_a_host() -> None:
    assert Frame("it", path="//evil.example/x").in_language("en") == "/evil.example/x?lang=en"


def test_a_path_is_quoted() -> None:
    assert Frame("it", path="/doc/<a b>").in_language("en") == "/doc/%3Ca%20b%3E?lang=en"
