"""What is installed holds everything that runs: data, templates, assets, migrations."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READ = """
import sys
from importlib.resources import files
sys.path.insert(0, sys.argv[1])
import smartland_vocab.files as vocabulary
assert sys.argv[1] in vocabulary.__file__, vocabulary.__file__
demo = list((files("smartland_importers") / "demo_data").iterdir())
print(len(vocabulary.read_scheme("competence")), len(demo))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree; the assets are in place already, so nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(ROOT)], check=True)
    return next(folder.glob("*.whl"))


@pytest.mark.parametrize(
    "part",
    [
        "smartland/web/static/vendor/bootstrap-italia/css/",
        "smartland/web/static/vendor/NOTICE.txt",
        "smartland/web/pages/templates/home.html",
        "smartland/web/pages/queries/",
        "smartland/adapters/sql/migrations/",
        "smartland_vocab/schemes/competence.ttl",
        "smartland_vocab/ontology.ttl",
        "smartland_vocab/shapes.ttl",
        "smartland_vocab/context.jsonld",
        "smartland_importers/demo_data/",
    ],
)
def test_the_wheel_holds(wheel: Path, part: str) -> None:
    assert [name for name in zipfile.ZipFile(wheel).namelist() if name.startswith(part)]


def test_the_data_open_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-c", READ, str(wheel)],
        check=True, capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    characters, files = (int(one) for one in done.stdout.split())
    assert characters > 100_000
    assert files >= 10
