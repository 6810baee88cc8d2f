"""Values that deceive or exhaust: spoofed texts and addresses, thousands of languages."""

import pytest

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Document, Json
from smartland.domain.text import MOST_LANGUAGES
from smartland.errors import Invalid
from smartland.schemas.documents import validate

BASE = "https://example.org/"
OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
DATASET = {"title": {"it": "Titolo"}, "description": {"it": "Testo."}}


def dataset(**more: Json) -> Document:
    return validate(KINDS["dataset"], {**DATASET, **more}, BASE)


def test_what_turns_letters_around_is_taken_out_of_texts() -> None:
    found = dataset(title={"it": f"fattura{OVERRIDES}fdp.exe"}, keyword={"it": ["a\u202eb"]})
    assert found["title"] == {"it": "fatturafdp.exe"}
    assert found["keyword"] == {"it": ["ab"]}


def test_a_text_of_nothing_else_is_empty() -> None:
    with pytest.raises(Invalid) as failure:
        dataset(title={"it": OVERRIDES})
    assert failure.value.problems[0].field == "title.it"


def test_marks_that_right_to_left_scripts_need_stay() -> None:
    text = "مرحبا\u200f (a)\u200e, می\u200cخواهم"
    assert dataset(title={"ar": text})["title"] == {"ar": text}


@pytest.mark.parametrize("mark", [*OVERRIDES, "\u200e", "\u200f"])
def test_an_address_that_looks_like_another_one_is_refused(mark: str) -> None:
    with pytest.raises(Invalid):
        dataset(landing_page=f"https://a.example/{mark}gro.elgoog")


def test_a_reference_of_megabytes_is_refused_without_being_looked_through() -> None:
    with pytest.raises(Invalid):
        dataset(is_version_of=["https://a.example/" + "x" * 10_000_000])


def test_nobody_reads_ten_thousand_languages() -> None:
    def titles(count: int) -> Json:
        letters = "abcdefghijklmnopqrstuvwxyz"
        tags = [f"{a}{b}{c}" for a in letters for b in letters for c in letters]
        return dict.fromkeys(tags[:count], "x")

    assert len(dataset(title=titles(MOST_LANGUAGES))["title"]) == MOST_LANGUAGES
    with pytest.raises(Invalid):
        dataset(title=titles(MOST_LANGUAGES + 1))
