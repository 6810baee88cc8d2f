"""Every sentence that our services note is said in Italian and English."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from smartland.domain.kinds import KINDS
from smartland.services import harvest, recognition
from smartland.services.reasons import PHRASES, is_ours, speak
from smartland.services.recognising import compare

NUMBER = "01199250158"
ONE = {"name": {"it": "Comune di Milano"}, "tax_code": NUMBER, "ipa_code": "c_f205"}


def test_what_recognition_says_is_said_in_both_languages() -> None:
    kind = KINDS["stakeholder"]
    others = (
        {"name": {"it": "Zebra Trading"}, "vat": NUMBER},
        {"name": {"it": "Comune di Milano"}, "tax_code": NUMBER, "ipa_code": "c_l682"},
        {"name": {"it": "Comune di Milano"}, "ipa_code": "c_f205", "ror": "x", "pic": "1"},
    )
    reasons = {one for other in others for one in compare(kind, ONE, other).reasons}
    reasons |= {recognition.SAME_PLACE, recognition.SAME_NAME, recognition.LIKE_NAME}
    assert len(reasons) >= 6
    for reason in reasons:
        assert is_ours(reason), reason
        assert speak(reason).it != reason
        assert NUMBER not in speak(reason).it + speak(reason).en


def test_what_harvests_say_is_said_in_both_languages() -> None:
    day = datetime(2026, 5, 31, tzinfo=UTC)
    held = harvest.HELD.format(gone=3, known=4, ceiling=20)
    waiting = harvest.WAITING.format(since=day, until=day)
    assert speak(held).it.startswith("3 schede su 4 sono sparite")
    assert "2026-05-31" in speak(waiting).it
    for text in (held, waiting):
        assert is_ours(text)
        assert speak(text).it != text


@pytest.mark.parametrize(
    ("text", "italian"),
    [
        ("recognised as https://x.example/a: same pic-999879881, same rea-MI-1",
         "riconosciuta come https://x.example/a: stesso codice PIC, stesso numero REA"),
        ("date 31/02 dropped; edited here, kept: name, ipa_code",
         "date 31/02 dropped; modificato qui e lasciato così: denominazione, codice IPA"),
        ("withdrawn here by {0}; the decision is kept", "ritirata qui da {0}: la decisione resta"),
        ("a remark; another", "a remark; another"),
        ("no longer in the source; edited here, so it stays: https://x.example/a",
         "non è più nella fonte, ma è stata modificata qui e resta: https://x.example/a"),
        ("edited here, kept: no_such_field", "modificato qui e lasciato così: no_such_field"),
        ("", ""),
    ],
)  # fmt: skip
def test_sentences_of_ours_are_found_among_those_of_importers(text: str, italian: str) -> None:
    assert speak(text).it == italian


def test_an_importers_remark_is_not_taken_for_ours() -> None:
    assert not is_ours("https://d.example/?key=S answers 404")
    assert not is_ours("the same name was said before")


def test_every_phrase_has_the_same_gaps_in_both_languages() -> None:
    for one in PHRASES:
        gaps = SimpleNamespace(**dict.fromkeys(one.pattern.groupindex, "x"))
        assert one.label.it.format(**vars(gaps))
        assert one.label.en.format(**vars(gaps))


def test_a_long_remark_is_read_in_little_time() -> None:
    text = "edited here, kept: a; " * 20_000
    assert speak(text).it.count("modificato qui") == 20_000
