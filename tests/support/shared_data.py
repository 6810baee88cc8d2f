"""Real open data that lies beside the repository; without it the tests that need it skip."""

from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def shared(*names: str) -> Path:
    """The path of a real file or folder; skips the test, and says so, where it is absent."""
    path = DATA.joinpath(*names)
    if not path.exists():
        pytest.skip(f"real data is not here: shared/data/{'/'.join(names)}")
    return path
