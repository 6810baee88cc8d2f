"""The files of a source: folders, archives, xz; none passes its limits."""

import lzma
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.errors import SourceFailed, TooLarge
from smartland_importers import cordis_files
from smartland_importers.cordis_files import read_files

FETCHER = GuardedFetcher()


def archive(entries: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in entries.items():
            opened.writestr(name, content)
    return packed.getvalue()


def read(path: Path) -> dict[str, bytes]:
    return {file.name: file.body for file in read_files(str(path), FETCHER, frozenset({"no.csv"}))}


def test_a_folder_gives_its_data_files_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "h2020"
    (folder / "inner").mkdir(parents=True)
    for name in ("b.csv", "a.json", "inner/c.csv", "no.csv", ".hidden.csv", "read.me", "x.ttl"):
        (folder / name).write_bytes(name.encode())
    (folder / "EuroSciVoc.ttl").write_bytes(b"")
    (folder / "d.csv.xz").write_bytes(lzma.compress(b"unpacked"))
    assert read(folder) == {
        "h2020/EuroSciVoc.ttl": b"",
        "h2020/a.json": b"a.json",
        "h2020/b.csv": b"b.csv",
        "h2020/d.csv": b"unpacked",
        "h2020/inner/c.csv": b"inner/c.csv",
    }


def test_a_folder_without_data_fails(tmp_path: Path) -> None:
    (tmp_path / "read.me").write_text("x")
    with pytest.raises(SourceFailed, match="no CSV, XLSX or JSON"):
        read(tmp_path)


def test_an_archive_gives_its_entries(tmp_path: Path) -> None:
    path = tmp_path / "cordis-HORIZONprojects-csv.zip"
    path.write_bytes(archive({"topics.csv": b"t", "__MACOSX/._x": b"", "in/project.csv": b"p"}))
    assert {name.rpartition(".zip/")[2]: body for name, body in read(path).items()} == {
        "in/project.csv": b"p",
        "topics.csv": b"t",
    }


def test_a_workbook_stays_one_file(tmp_path: Path) -> None:
    packed = archive({"[Content_Types].xml": b"", "xl/workbook.xml": b""})
    (tmp_path / "project.xlsx").write_bytes(packed)
    assert list(read(tmp_path).values()) == [packed]


def test_streams_of_xz_may_follow_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.xz"
    path.write_bytes(lzma.compress(b"one,") + b"\0" * 4 + lzma.compress(b"two"))
    assert list(read(path).values()) == [b"one,two"]


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("bomb.json.xz", lzma.compress(b"0" * 3_000_000)),
        ("bomb.zip", archive({"a.csv": b"0" * 3_000_000})),
        ("bomb.zip", archive({f"{n}.csv": b"0" * 900_000 for n in range(3)})),
        ("many.zip", archive({f"{n}.csv": b"" for n in range(300)})),
    ],
)
def test_nothing_grows_past_its_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, packed: bytes
) -> None:
    monkeypatch.setattr(cordis_files, "MAX_FILE", 1_000_000)
    monkeypatch.setattr(cordis_files, "MAX_ARCHIVE", 2_000_000)
    path = tmp_path / name
    path.write_bytes(packed)
    with pytest.raises(TooLarge):
        read(path)


def test_a_directory_that_lies_does_not_help(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cordis_files, "MAX_FILE", 1_000_000)
    packed = archive({"a.csv": b"0" * 3_000_000})
    size = (3_000_000).to_bytes(4, "little")
    assert packed.count(size) == 2  # before the entry and in the directory
    path = tmp_path / "a.zip"
    path.write_bytes(packed.replace(size, (5).to_bytes(4, "little")))
    with pytest.raises((TooLarge, SourceFailed)):
        read(path)


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("a.json.xz", lzma.compress(b"x" * 1000)[:-20]),
        ("a.json.xz", lzma.compress(b"x" * 1000)[:30]),
        ("a.json.xz", lzma.compress(b"x") + b"rest"),
        ("a.zip", b"PK\x03\x04 and no more"),
        ("a.zip", archive({"a.csv": b"x" * 1000})[:-30]),
    ],
    ids=("end", "head", "more", "mark", "directory"),
)
def test_what_is_cut_off_fails(tmp_path: Path, name: str, packed: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(packed)
    with pytest.raises(SourceFailed, match="cannot be unpacked"):
        read(path)


def test_too_many_files_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cordis_files, "MAX_ENTRIES", 2)
    for number in range(3):
        (tmp_path / f"{number}.csv").write_text("x")
    with pytest.raises(TooLarge, match="more than 2 files"):
        read(tmp_path)
