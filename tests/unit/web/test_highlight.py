"""Excerpts with the words that were asked for."""

from smartland.web.pages.highlight import LENGTH, asked_words, excerpt


def test_markup_in_data_is_text() -> None:
    found = excerpt("Prima <b>acqua</b> & poi", ["acqua"])
    assert found == "Prima &lt;b&gt;<mark>acqua</mark>&lt;/b&gt; &amp; poi"


def test_markup_in_the_query_is_text() -> None:
    assert "<script" not in excerpt("a <script> b", asked_words("<script>"))


def test_accents_case_and_inflection_do_not_matter() -> None:
    found = excerpt("La Qualità dei sensori", asked_words("qualita sensore"))
    assert found == "La <mark>Qualità</mark> dei <mark>sensori</mark>"


def test_a_long_text_is_cut_around_the_first_word() -> None:
    text = "inizio " * 100 + "acqua " + "fine " * 100
    found = excerpt(text, ["acqua"])
    assert "<mark>acqua</mark>" in found
    assert len(found) < LENGTH + 40
    assert found.startswith("… ")
    assert found.endswith(" …")


def test_a_long_text_without_words_shows_its_beginning() -> None:
    found = excerpt("parola " * 100, [])
    assert found.startswith("parola")
    assert len(found) <= LENGTH + 2


def test_one_endless_word_is_cut_too() -> None:
    assert len(excerpt("x" * 5_000, ["y"])) <= LENGTH + 2


def test_filters_exclusions_and_single_letters_are_no_words() -> None:
    query = 'acqua -fango corridor:energy in:"a b" e "rete idrica"'
    assert asked_words(query) == ("acqua", "rete", "idrica")
