"""Texts with what was asked for marked, safe as HTML."""

from collections.abc import Sequence

from markupsafe import Markup, escape

LENGTH = 240
MARK = Markup("<mark>{}</mark>")


def marked(text: str, marks: Sequence[tuple[int, int]]) -> Markup:
    """``text`` with its [start, end) pieces marked; a piece that overlaps one before is not."""
    out: list[Markup] = []
    at = 0
    for start, end in marks:
        if at <= start < end <= len(text):
            out += [escape(text[at:start]), MARK.format(text[start:end])]
            at = end
    out.append(escape(text[at:]))
    return Markup("").join(out)


def beginning(text: str) -> str:
    """About the first ``LENGTH`` characters of ``text``, cut between words."""
    text = " ".join(text.split())
    if len(text) <= LENGTH:
        return text
    return f"{text[: max(text.rfind(' ', 0, LENGTH), LENGTH // 2)]} …"
