"""Why a result is here, as people read it."""

from smartland.errors import Label
from smartland.services.searching.answers import ConceptReason, Passage, Why
from smartland.web.pages.naming import Speech
from smartland.web.pages.reasons import Entry, Explained, explain

ENTRY = Entry("need", Speech("Sensori per l'acqua"), ("description",), "Énergia a Pavia")


def _passage(field: str, text: str, *marks: tuple[int, int], language: str = "it") -> Passage:
    return Passage(field, Label(it="campo", en="field"), language, text, marks)


def _explain(why: Why | None, language: str = "it") -> Explained:
    return explain(why, ENTRY, language)


def test_no_reason_shows_nothing() -> None:
    assert _explain(None) == _explain(Why()) == Explained()


def test_marks_of_the_title_stand_in_the_title() -> None:
    found = _explain(Why(passages=(_passage("title", "Sensori per l'acqua", (14, 19)),)))
    assert found.title == "Sensori per l&#39;<mark>acqua</mark>"
    assert found.lines == ()


def test_a_piece_of_the_title_marks_its_place() -> None:
    found = _explain(Why(passages=(_passage("title", "l'acqua", (2, 7)),)))
    assert found.title == "Sensori per l&#39;<mark>acqua</mark>"


def test_a_title_in_another_language_is_a_line_of_its_own() -> None:
    passage = _passage("title", "Sensors for water", (0, 7), language="en")
    found = _explain(Why(passages=(passage,)))
    assert found.title is None
    assert [(one.label, one.text, one.language) for one in found.lines] == [
        ("Campo", "<mark>Sensors</mark> for water", "en")
    ]


def test_the_first_passage_of_a_summary_takes_its_place() -> None:
    why = Why(
        passages=(
            _passage("notes", "altro", (0, 2)),
            _passage("description", "perdite d'acqua", (0, 7)),
        )
    )
    found = _explain(why)
    assert found.summary is not None
    assert found.summary.text == "<mark>perdite</mark> d&#39;acqua"
    assert [one.text for one in found.lines] == ["<mark>al</mark>tro"]


def test_markup_in_passages_is_text() -> None:
    found = _explain(Why(passages=(_passage("notes", "<script>x", (0, 8)),)))
    assert found.lines[0].text == "<mark>&lt;script&gt;</mark>x"


def test_codes_concepts_and_similar_words_have_their_lines() -> None:
    path = (Label("energia", "energy"), Label("solare <b>", "solar"))
    why = Why(
        code="J41",
        concepts=(ConceptReason("energia", "a", "b", path),),
        similar=(("acquedoto", "acquedotto"), ("fotvoltaico", "fotovoltaico")),
    )
    code, concept, similar = _explain(why).lines
    assert code.text == "<mark>J41</mark>"
    assert "«Énergia»" in concept.label
    assert concept.text.startswith("Energia ")
    assert "Solare &lt;b&gt;" in concept.text
    assert similar.text == "«acquedoto» → «acquedotto», «fotvoltaico» → «fotovoltaico»"
    assert "“Énergia”" in _explain(why, "en").lines[1].label
