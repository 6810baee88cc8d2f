"""Short values of filters, at full length."""

from smartland.services.searching.shorthands import expand, expand_all
from smartland_vocab.namespaces import CONCEPT, EU_AUTHORITY

BASE = "https://example.org/"


def test_a_short_name_stands_for_each_scheme_that_has_it() -> None:
    assert expand("status", "open", BASE) == (
        f"{CONCEPT.iri}project-status/open",
        f"{CONCEPT.iri}call-status/open",
    )
    assert expand("theme", "ENVI", BASE) == (f"{EU_AUTHORITY}data-theme/ENVI",)
    assert expand("refers", "corridor/energy", BASE) == (
        f"{CONCEPT.iri}corridor/energy",
        f"{BASE}id/corridor/energy",
    )
    for name, value in (("kind", "need"), ("source", "ipa"), ("theme", "urn:x:y"), ("in", "x")):
        assert expand(name, value, BASE) == (value,)


def test_values_stay_in_order_and_each_once() -> None:
    given = {"corridor": ("water", "corridor/water", "energy"), "kind": ("need",)}
    assert expand_all(given, BASE) == {
        "corridor": (
            f"{CONCEPT.iri}corridor/water",
            f"{BASE}id/corridor/water",
            f"{CONCEPT.iri}corridor/energy",
        ),
        "kind": ("need",),
    }
