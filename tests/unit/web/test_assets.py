"""What the pages load is there, comes from here, and has its licence."""

import re
from pathlib import Path

import pytest

from smartland.domain.kinds import KINDS
from smartland.web.pages.frame import STATIC, TEMPLATES, asset
from smartland.web.pages.hits import SMALL_PRINT
from smartland.web.pages.home import CORRIDOR_CODES

VENDOR = STATIC / "vendor"
SHEETS = sorted(STATIC.rglob("*.css"))
MODULES = sorted(STATIC.rglob("*.js"))


def test_the_assets_were_built() -> None:
    assert (VENDOR / "bootstrap-italia" / "css" / "bootstrap-italia.min.css").is_file()
    assert (VENDOR / "bootstrap-italia" / "LICENSE").read_text().strip()
    assert "SIL Open Font License" in (VENDOR / "NOTICE.txt").read_text()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda one: one.name)
def test_style_sheets_load_only_files_that_are_there(sheet: Path) -> None:
    addresses = re.findall(r"""url\(["']?([^"')]+)["']?\)""", sheet.read_text())
    missing = [one for one in addresses if not (sheet.parent / one).is_file()]
    assert missing == []


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.name)
def test_scripts_import_only_files_that_are_there(module: Path) -> None:
    pattern = r"""^import\b(?:[^'";]*\bfrom)? ['"]([^'"]+)['"]"""
    names = re.findall(pattern, module.read_text(), re.MULTILINE)
    assert [one for one in names if not (module.parent / one).is_file()] == []


def test_every_static_file_that_a_template_names_is_there() -> None:
    text = "\n".join(one.read_text() for one in TEMPLATES.rglob("*.html"))
    names = re.findall(r"asset\('([^']+)'\)", text)
    assert names
    assert [name for name in names if not (STATIC / name).is_file()] == []


def test_the_address_of_an_asset_changes_with_its_content() -> None:
    assert re.fullmatch(r"/static/css/smartland\.css\?v=[0-9a-f]{8}", asset("css/smartland.css"))


def test_every_icon_that_is_used_is_drawn() -> None:
    sprite = (VENDOR / "bootstrap-italia" / "svg" / "sprites.svg").read_text()
    drawn = set(re.findall(r'id="(it-[a-z-]+)"', sprite))
    text = "\n".join(one.read_text() for one in TEMPLATES.rglob("*.html"))
    used = set(re.findall(r'icon\("(it-[a-z-]+)"', text))
    used |= {icon for fields in SMALL_PRINT.values() for _, icon in fields}
    assert used - drawn == set()


def test_every_kind_and_corridor_has_its_drawing() -> None:
    drawn = set(re.findall(r'id="([a-z-]+)"', (STATIC / "img" / "icons.svg").read_text()))
    assert {*KINDS, *CORRIDOR_CODES} - drawn == set()
