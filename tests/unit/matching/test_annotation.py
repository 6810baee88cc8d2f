"""Text → concepts of the packaged scheme: labels, guards, languages, codes."""

import pytest

from smartland.domain.kinds.shared import COMPETENCES
from smartland.domain.resource import Document
from smartland.matching.annotation import MOST, THRESHOLD, Annotator, packaged_annotator
from smartland.matching.annotation_words import languages_of


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return packaged_annotator()


def found(annotator: Annotator, text: str, language: str = "") -> dict[str, float]:
    """Notation → confidence of what is trusted."""
    return {
        one.concept.removeprefix(f"{COMPETENCES}/"): one.confidence
        for one in annotator.annotate(text, language)
        if one.confidence >= THRESHOLD
    }


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Monitoraggio delle frane\nSensori sui versanti alpini.", "landslide-monitoring"),
        ("Landslide monitoring\nSensors on slopes.", "landslide-monitoring"),
        ("INTELLIGENZA ARTIFICIALE E SOCIETÀ", "artificial-intelligence"),
        ("Ricerca delle perdite idriche nella rete comunale", "leak-detection"),
        ("E-learning platforms for nurses\nDistance learning courses.", "e-learning"),
        ("Comunità energetiche rinnovabili nei piccoli comuni", "renewable-energy-communities"),
    ],
)
def test_a_text_about_a_competence_is_recognised(
    annotator: Annotator, text: str, concept: str
) -> None:
    assert concept in found(annotator, text)


def test_the_words_that_speak_for_it_are_told_as_they_are_written(annotator: Annotator) -> None:
    first = annotator.annotate("Water Leak Detection in old mains")[0]
    assert first.concept == f"{COMPETENCES}/leak-detection"
    assert first.words[0] == "Water Leak Detection"


@pytest.mark.parametrize(
    "text",
    [
        "Management of the annual meeting\nThe management thanks the network and the system.",
        "Un sistema di rete per la gestione dei servizi e dei materiali",
        "Bando per la promozione delle attività culturali",
        "The long term results of the national strategic case",
        "",
        "\n\n",
        "…",
    ],
)
def test_common_words_never_decide(annotator: Annotator, text: str) -> None:
    assert found(annotator, text) == {}


def test_an_acronym_counts_in_capitals_only(annotator: Annotator) -> None:
    assert "geographic-information-systems" in found(annotator, "GIS\nWe use GIS, and GIS again.")
    assert found(annotator, "gis\nWe use gis, and gis again.") == {}


def test_in_a_text_all_in_capitals_they_say_nothing_of_an_acronym(annotator: Annotator) -> None:
    shouted = annotator.annotate("CONSEGNA DEI PIANI BIM AI COMUNI DELLA VALLE")
    assert f"{COMPETENCES}/building-information-modelling" not in {one.concept for one in shouted}


def test_a_label_is_looked_for_in_its_own_language(annotator: Annotator) -> None:
    # the Italian "bande" (bands) has the stem of the English "band" and of the Italian "bando"
    texts = ("The rubber band\nA band of rubber, and other bands.", "Bandi\nIl bando e i bandi.")
    for text in texts:
        assert "music" not in found(annotator, text)


def test_of_two_concepts_in_one_line_the_narrower_stays(annotator: Annotator) -> None:
    text = "Energy efficiency\nEnergy efficiency of buildings, and heat pumps: heat pumps save."
    concepts = found(annotator, text)
    assert "heat-pumps" in concepts
    assert "energy" not in concepts


def test_more_mentions_and_the_title_make_surer(annotator: Annotator) -> None:
    passing = "A study of cities\nAmong much else we use remote sensing."
    titled = "Remote sensing of cities\nAmong much else we use remote sensing."
    often = f"{titled} Remote sensing again, and remote sensing once more."
    values = [
        next(one.confidence for one in annotator.annotate(text) if "remote" in one.concept)
        for text in (passing, titled, often)
    ]
    assert values == sorted(set(values))


def test_words_on_both_sides_of_a_stop_are_no_label(annotator: Annotator) -> None:
    parted = annotator.annotate("We study water. Reuse of books is free")
    assert f"{COMPETENCES}/water-reuse" not in {one.concept for one in parted}


def test_the_answer_is_bounded_sorted_and_repeatable(annotator: Annotator) -> None:
    labels = "Beekeeping, viticulture, aquaculture, photonics, metallurgy, telemedicine, robotics"
    text = f"{labels}, carpooling, cogeneration, district heating, linked data, archaeology, GIS"
    answer = annotator.annotate(text, "en")
    assert len(answer) == MOST
    assert [one.confidence for one in answer] == sorted(
        (one.confidence for one in answer), reverse=True
    )
    assert all(0 <= one.confidence <= 1 for one in answer)
    assert annotator.annotate(text, "en") == answer


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("La gestione delle acque del lago", ("it",)),
        ("The management of the lake", ("en",)),
        ("Blockchain", ("it", "en")),
    ],
)
def test_the_language_is_read_off_the_small_words(text: str, languages: tuple[str, ...]) -> None:
    assert languages_of(text) == languages
    assert languages_of(text, "it") == ("it",)


def test_hostile_text_is_endured(annotator: Annotator) -> None:
    long = "water " * 100_000
    assert len(annotator.annotate(long)) <= MOST
    assert len(annotator.annotate("\x00\u202e" * 1_000 + "\ud800 frane")) <= MOST


def test_an_activity_leads_to_the_concept_of_its_code(annotator: Annotator) -> None:
    (first,) = annotator.of_codes(ateco=["62.01.00"])
    assert first.concept == f"{COMPETENCES}/software-engineering"
    assert first.words == ("ATECO 62.01.00 → 62.01",)
    assert annotator.of_codes(ateco=["620100"])[0].concept == first.concept


def test_a_wider_code_is_believed_less(annotator: Annotator) -> None:
    narrow, wide = annotator.of_codes(ateco=["62.01"])[0], annotator.of_codes(ateco=["65"])[0]
    assert wide.words == ("ATECO 65 → K",)
    assert narrow.confidence > THRESHOLD > wide.confidence


def test_a_class_of_euroscivoc_leads_to_the_concepts_mapped_to_it(annotator: Annotator) -> None:
    plant_breeding = "http://data.europa.eu/8mn/euroscivoc/607e20c2-2a26-4113-ac15-b0bbca25a5de"
    (found_by_class,) = annotator.of_codes(euroscivoc=[plant_breeding])
    assert found_by_class.concept == f"{COMPETENCES}/plant-breeding"
    assert found_by_class.confidence > THRESHOLD


def test_a_panel_leads_to_a_whole_discipline_only(annotator: Annotator) -> None:
    panels = annotator.of_codes(erc=["PE10_3"])
    assert panels
    assert all(one.confidence < THRESHOLD for one in panels)


def test_unknown_codes_lead_nowhere(annotator: Annotator) -> None:
    assert annotator.of_codes(ateco=["", "X", "00"], euroscivoc=["urn:x"], erc=["ZZ1"]) == []


def test_a_scheme_of_ones_own_can_be_read() -> None:
    documents: dict[str, Document] = {
        "urn:a": {
            "label": {"en": "Glider flying"},
            "definition": {"en": "Flying without engines."},
        },
        "urn:b": {"label": {"en": "Sport"}, "broader": ["urn:a"]},
    }
    (only,) = Annotator(documents).annotate("Glider flying in the Alps", "en")
    assert only.concept == "urn:a"


def test_a_cycle_in_the_scheme_is_endured() -> None:
    documents: dict[str, Document] = {
        "urn:a": {"label": {"en": "Glider flying"}, "broader": ["urn:b"]},
        "urn:b": {"label": {"en": "Aerial photography"}, "broader": ["urn:a"]},
    }
    annotator = Annotator(documents)
    assert len(annotator.annotate("Glider flying and aerial photography", "en")) <= 2
    assert annotator.above("urn:a") == ("urn:b",)
