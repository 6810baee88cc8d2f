"""UTF-8 read as something else is put right only where that is certain."""

import pytest
from ftfy.badness import is_bad
from hypothesis import given, settings
from hypothesis import strategies as st

from smartland_importers import mojibake
from smartland_importers.mojibake import repair

SENTENCE = "L’università “più” vicina è a 5 € – perché no? Città, œuvre, Łódź, CO₂ → n°"


def misread(text: str, encoding: str) -> str:
    """UTF-8 as a program shows it that takes it for ``encoding``, the holes of cp1252 filled."""
    shown = (bytes([one]).decode(encoding, "ignore") or chr(one) for one in text.encode("utf-8"))
    return "".join(shown)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_a_wrong_reading_is_undone(encoding: str) -> None:
    repaired = repair(misread(SENTENCE, encoding))
    assert repaired.text == SENTENCE
    assert repaired.count > 0
    assert repaired.left == ()


def test_a_wrong_reading_that_happened_twice_is_undone() -> None:
    assert repair(misread(misread("perché è così", "cp1252"), "cp1252")).text == "perché è così"


@pytest.mark.parametrize(
    ("broken", "text"),
    [
        ("womenâ€™s rights", "women’s rights"),
        ("â€œEnhancingâ€\x9d", "“Enhancing”"),
        ("COâ‚‚ networks", "CO₂ networks"),
        ("TEMÃ\x81TICA", "TEMÁTICA"),
        ("filiÃ¨res soja, karitÃ©", "filières soja, karité"),
        ("already ‘right’ and womenâ€™s", "already ‘right’ and women’s"),
    ],
)
def test_sequences_met_in_real_calls(broken: str, text: str) -> None:
    repaired = repair(broken)
    assert repaired.text == text
    assert repaired.left == ()
    assert repaired.count >= 1


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "",
        "plain ASCII",
        "«È»",
        "PERCHÉ “NO”",
        "SÃO PAULO, IRMÃ",
        "Ångström, Ärger, Âge",
        "château, pâté, câ",
        "Дом, 日本語, Ελλάδα",
        "naïve â",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    repaired = repair(text)
    assert (repaired.text, repaired.count, repaired.left) == (text, 0, ())


def test_a_repaired_text_stays_when_repaired_again() -> None:
    once = repair(misread(SENTENCE, "cp1252")).text
    assert repair(once).text == once


@pytest.mark.parametrize(
    "text", ["caf\ufffd", "Ã¨ and a lone \x9d", "lost â€ here", "womenâ€™s â€"]
)
def test_what_cannot_be_put_right_is_told(text: str) -> None:
    assert repair(text).left != ()


FOREIGN = "ÃÂâ€™œŒØÙ°²³à×√ВГРСвЂ‚Äčłß«»…–\x80\x93\xa0\ufffdβ¢ā"


@settings(max_examples=2_000)
@given(st.text(st.sampled_from(FOREIGN + "aZ .,?! \n1"), max_size=14))
def test_nothing_that_the_library_would_look_at_is_passed_over(text: str) -> None:
    assert mojibake._may_be_bad(text) or not is_bad(text)
