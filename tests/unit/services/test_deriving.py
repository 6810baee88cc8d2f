"""What the index knows of a resource that no field says as such."""

import pytest

from smartland.domain.resource import Json
from smartland.ports.search import IndexDocument
from smartland.services.deriving import acronyms_of
from smartland.services.indexing import Indexing
from smartland.services.labels import Labels
from support.match_world import World, small_world, territory

CC_BY = "https://creativecommons.org/licenses/by/4.0/"


@pytest.fixture
def world() -> World:
    """Places and concepts."""
    return small_world()


def indexed(world: World, kind: str, **document: Json) -> IndexDocument:
    revision = world.put(kind, "one", **document)
    labels = Labels(world.catalogue)
    indexing = Indexing(labels.many, world.places.current, world.concepts.current)
    return indexing.documents((revision,))[0]


@pytest.mark.parametrize(
    ("kind", "document", "year"),
    [
        ("call", {"opens": "2025-01-01", "closes": "2026-03-31"}, ("2026",)),
        ("call", {"opens": "2025-01-01"}, ("2025",)),
        ("project", {"start": "2024-05-01", "end": "2027-05-01"}, ("2024",)),
        ("dataset", {"modified": "2026-04-02T10:00:00Z", "issued": "2020-01-01"}, ("2026",)),
        ("stakeholder", {"founded": "1994-01-01"}, ("1994",)),
        ("claim", {"valid_until": "2026-01-01"}, None),
        ("need", {}, None),
        ("call", {"closes": "0000-01-01"}, None),
    ],
)
def test_the_year_is_that_of_the_main_date(
    world: World, kind: str, document: dict[str, str], year: tuple[str, ...] | None
) -> None:
    assert indexed(world, kind, **document).terms.get("year") == year


@pytest.mark.parametrize(
    ("budget", "band"),
    [
        ("0", "0-10k"),
        ("9999.99", "0-10k"),
        ("10000", "10k-50k"),
        ("1000000", "1m-5m"),
        ("20000000", "20m-"),
    ],
)
def test_money_falls_into_bands_without_overlap(world: World, budget: str, band: str) -> None:
    assert indexed(world, "need", budget=budget).terms["budget_band"] == (band,)


def test_the_grant_of_a_participant_is_not_the_projects(world: World) -> None:
    part = {"stakeholder": "x:y", "grant": "5000"}
    assert "budget_band" not in indexed(world, "project", participation=[part]).terms
    assert indexed(world, "project", grant="60000").terms["budget_band"] == ("50k-200k",)


def test_licences_are_known_under_one_iri_whatever_their_spelling(world: World) -> None:
    files: list[Json] = [
        {"access_url": "https://a.example/1", "license": {"iri": CC_BY}},
        {
            "access_url": "https://a.example/2",
            "license": {"iri": "http://creativecommons.org/licenses/by/4.0"},
        },
        {"access_url": "https://a.example/3", "license": {"name": {"it": "Di casa"}}},
        {"access_url": "https://a.example/5", "license": {"name": {"en": "CC-BY 4.0"}}},
        {"access_url": "https://a.example/4"},
    ]
    assert indexed(world, "dataset", distribution=files).terms["licence"] == (CC_BY,)


def test_a_body_is_called_by_its_names_without_form_and_dots(world: World) -> None:
    one = indexed(
        world, "stakeholder", name="L'Acqua S.r.l.", acronym="A.C.Q.",
        alt_name={"en": ["The Water Company"]},
    )  # fmt: skip
    assert one.terms["named"] == ("acqua", "acqua srl", "water", "water company", "acq")


def test_what_has_no_point_stands_in_the_middle_of_its_town_or_province(world: World) -> None:
    assert indexed(world, "stakeholder", municipality=territory("varzi")).point == (44.8236, 9.1969)
    province = indexed(world, "need", territory=[territory("lecco-province")])
    assert province.point == (45.8566, 9.3977)
    own = {"lat": 45.0, "lon": 9.0}
    assert indexed(world, "stakeholder", municipality=territory("varzi"), location=own).point == (
        45.0,
        9.0,
    )
    assert indexed(world, "need", territory=[territory("lombardia")]).point is None


def test_activities_are_found_by_their_class_too(world: World) -> None:
    codes = indexed(world, "stakeholder", activity=[{"code": "62.01.09"}, {"code": "71.1"}]).codes
    assert codes == ("62.01.09", "62.01", "71.1")


def test_panels_of_a_concept_are_codes(world: World) -> None:
    assert indexed(world, "concept", erc_panel=["PE8"], label="Energia").codes == ("PE8",)


def test_dotted_acronyms_are_searched_without_dots(world: World) -> None:
    one = indexed(world, "stakeholder", name="A.S.S.T. di Pavia", description="Con l'I.N.P.S.")
    assert one.title["it"] == "A.S.S.T. di Pavia\nASST"
    assert one.text["it"] == "Con l'I.N.P.S.\nINPS"
    assert acronyms_of("Rossi S.r.l. e S.P.A., v. 2.1, ecc.") == ""
