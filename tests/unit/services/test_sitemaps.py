"""Sitemaps: an index of parts, none too large."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

import pytest

from smartland.services import sitemaps
from smartland.services.generations import Generations
from smartland.services.sitemaps import SitemapParts, sitemap_index

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_a_full_part_is_followed_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "MOST", 3)
    home = Generations(tmp_path)
    with home.building(None, datetime(2026, 1, 1, tzinfo=UTC)) as building:
        parts = SitemapParts(building, "project", _count=3)
        for number in range(7):
            parts.add(f"https://e.example/{number}?a&b", "2026-01-01")
        parts.end()
        made = building.publish(1, "", {})
    assert parts.parts == [f"sitemap/project-{number}.xml" for number in (1, 2, 3)]
    found = []
    for name in parts.parts:
        root = ET.fromstring(made.path(name).read_text())  # noqa: S314 - our own file
        assert len(root) <= 3
        found += [one.text for one in root.iter(f"{SPACE}loc")]
    assert found == [f"https://e.example/{number}?a&b" for number in range(7)]


def test_the_index_names_every_part() -> None:
    text = "".join(sitemap_index("https://e.example/", [("sitemap/a-1.xml", "2026-01-01")]))
    root = ET.fromstring(text)  # noqa: S314 - our own text
    assert root.tag == f"{SPACE}sitemapindex"
    locations = [one.text for one in root.iter(f"{SPACE}loc")]
    assert locations == ["https://e.example/sitemap/a-1.xml"]
