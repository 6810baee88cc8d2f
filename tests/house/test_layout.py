"""Rules of the house that no linter knows."""

import platform
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_platform_folder_does_not_shadow_the_standard_library() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()
    assert not (ROOT / "tests" / "platform").exists()
    assert platform.python_version()
