"""The texts: two languages each, none missing, none idle."""

import re
from pathlib import Path
from string import Formatter

import pytest

from smartland.web.pages import texts
from smartland.web.pages.frame import TEMPLATES
from smartland.web.pages.texts import TEXTS, Texts

PYTHON = Path(texts.__file__).resolve().parents[1]


def _templates() -> str:
    return "\n".join(one.read_text() for one in TEMPLATES.rglob("*.html"))


def test_every_text_that_a_template_names_exists() -> None:
    named = set(re.findall(r"\bt\.([a-z_0-9]+)", _templates()))
    assert named - set(TEXTS) == set()


def test_every_text_is_used() -> None:
    code = "\n".join(one.read_text() for one in PYTHON.rglob("*.py"))
    used = set(re.findall(r"\bt\.([a-z_0-9]+)", _templates()))
    used |= {name for name in TEXTS if code.count(f'"{name}"') > 1}
    used |= {name for name in TEXTS if name.startswith("op_")}
    assert set(TEXTS) - used == set()


@pytest.mark.parametrize("name", TEXTS)
def test_both_languages_say_something_with_the_same_gaps(name: str) -> None:
    label = TEXTS[name]
    assert label.it.strip()
    assert label.en.strip()
    assert _gaps(label.it) == _gaps(label.en)


def test_prose_is_there_in_both_languages() -> None:
    names = [one.name for one in (TEMPLATES / "prose").iterdir()]
    pages = {name.split(".")[0] for name in names}
    assert pages
    assert set(names) == {f"{page}.{tag}.html" for page in pages for tag in ("it", "en")}


def test_an_unknown_text_is_an_error() -> None:
    with pytest.raises(AttributeError, match="no_such_text"):
        _ = Texts("it").no_such_text


def _gaps(text: str) -> set[str]:
    # braces in prose about addresses are no gaps: those texts are never formatted
    return {name for _, name, _, _ in Formatter().parse(text) if name}
