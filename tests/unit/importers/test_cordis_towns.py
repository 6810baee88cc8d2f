"""Seats become municipalities only where one is meant."""

import pytest

from smartland_importers.cordis_towns import Seats
from smartland_importers.ipa_places import Place, Places

BASE = "https://example.org/"


@pytest.fixture
def seats() -> Seats:
    places = Places(BASE)
    for code, plate, region, name in (
        ("015146", "MI", "03", "milano"),
        ("022035", "TN", "04", "calliano"),
        ("005013", "AT", "01", "calliano"),
        ("001272", "TO", "01", "torino"),
        ("035033", "RE", "08", "reggionellemilia"),
    ):
        place = Place(code, code[:3], plate, region, (name,))
        places.by_name[name, region].append(place)
    return Seats(places)


@pytest.mark.parametrize(
    ("town", "nuts", "code"),
    [
        ("MILANO", "ITC4C", "015146"),
        ("Milano", "", "015146"),
        ("Milan", "ITC4", "015146"),
        ("TORINO TO", "", "001272"),
        ("Torino (to)", "ITC11", "001272"),
        ("Reggio Emilia", "", "035033"),
        ("Calliano", "ITH20", "022035"),
        ("Calliano", "ITD20", "022035"),
        ("Calliano", "ITC17", "005013"),
        ("Calliano AT", "", "005013"),
        # two of that name; another region; another province; a part of a town
        ("Calliano", "", ""),
        ("Milano", "ITI43", ""),
        ("Torino MI", "", ""),
        ("Milano Bovisa", "", ""),
        ("", "", ""),
    ],
)
def test_by_name_and_region(seats: Seats, town: str, nuts: str, code: str) -> None:
    assert seats.find(town, nuts) == (f"{BASE}id/territory/istat-{code}" if code else "")
