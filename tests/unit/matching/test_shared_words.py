"""Words in common."""

import pytest

from smartland.errors import Label
from smartland.matching.geography import Geography
from smartland.matching.profile import Passage, Profile
from smartland.matching.shared_words import measure
from smartland.matching.signals import World
from smartland.matching.stems import stems_of
from smartland.matching.taxonomy import Taxonomy


def world(**rarity: float) -> World:
    return World(Taxonomy({}), Geography({}), rarity)


def passage(iri: str, title: str = "", kind: str = "offer", **texts: str) -> Passage:
    words = {language: stems_of(text) for language, text in texts.items()}
    return Passage(iri, kind, Label(title, title), words, frozenset(stems_of(title)))


def side(*passages: Passage) -> Profile:
    return Profile(passages[0].iri, passages[0].kind, passages)


NEED = side(passage("need", it="Batterie per la comunità energetica"))


def test_singular_and_plural_accents_and_capitals_are_one_word() -> None:
    answer = side(passage("a", it="BATTERIA delle comunita energetiche"))
    assert measure(NEED, answer, world()).value == pytest.approx(1.0)


def test_a_word_of_another_language_is_found_in_a_text_of_unknown_language() -> None:
    need = side(passage("need", en="battery storage"))
    assert measure(need, side(passage("a", und="Storage with batteries")), world()).value == 1.0


def test_rare_words_count_more() -> None:
    rarity = {"batteri": 1.0, "comunit": 0.1, "energetic": 0.1}
    rare = measure(NEED, side(passage("a", it="batterie")), world(**rarity)).value
    common = measure(NEED, side(passage("a", it="comunità")), world(**rarity)).value
    assert rare > 3 * common


def test_words_of_the_title_asked_for_count_double() -> None:
    need = side(passage("need", "Batterie", it="Batterie comunità"))
    titled = measure(need, side(passage("a", it="batterie")), world()).value
    assert titled == pytest.approx(2 / 3)


def test_more_documents_add_up_but_a_weak_one_adds_little() -> None:
    full, weak = passage("a", it="batterie comunità"), passage("b", it="batterie")
    alone = measure(NEED, side(full), world()).value
    together = measure(NEED, side(full, weak), world()).value
    assert alone < together < alone + 0.1


def test_eight_telling_words_of_a_long_text_are_enough() -> None:
    words = [f"parola{chr(97 + one)}x" for one in range(20)]
    need = side(passage("need", it=" ".join(words)))
    assert measure(need, side(passage("a", it=" ".join(words[:8]))), world()).value == 1.0
    assert measure(need, side(passage("a", it=" ".join(words[:4]))), world()).value == 0.5


def test_the_reason_names_words_as_written_and_the_document() -> None:
    answer = side(
        passage("who", kind="stakeholder", it="Officina"),
        passage("offer", "Accumuli", it="batterie energetiche"),
    )
    reason = measure(NEED, answer, world()).reason
    assert reason is not None
    assert reason.it == "parole in comune con «Accumuli» (offerta): «batterie», «energetiche»"
    assert reason.en == "words in common with “Accumuli” (offer): “batterie”, “energetiche”"


def test_words_of_the_answer_itself_need_no_document() -> None:
    reason = measure(NEED, side(passage("a", "Titolo", it="batterie")), world()).reason
    assert reason is not None
    assert reason.en == "words in common: “batterie”"


def test_each_reader_gets_words_of_their_language_where_there_are_some() -> None:
    need = side(passage("need", it="batterie al litio", en="lithium batteries"))
    answer = side(passage("a", it="batteria al litio", en="lithium battery"))
    reason = measure(need, answer, world()).reason
    assert reason is not None
    assert reason.it == "parole in comune: «batteria», «litio»"
    assert reason.en == "words in common: “lithium”, “battery”"


def test_a_single_word_of_a_long_text_is_chance_unless_its_title_has_it() -> None:
    text = "batterie comunità scuola municipio lago monte valle"
    answer = side(passage("a", it="batterie"))
    assert measure(side(passage("n", it=text)), answer, world()).value == 0.0
    assert measure(side(passage("n", "Batterie", it=text)), answer, world()).value > 0.0


def test_stop_words_are_nothing_in_common() -> None:
    assert measure(NEED, side(passage("a", it="per la della")), world()).value == 0.0
