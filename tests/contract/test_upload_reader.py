"""Uploads are read apart: within bounds, and with nothing but themselves to read."""

import os
import time
from collections.abc import Generator
from pathlib import Path

import pytest

from smartland.adapters.fetch_upload import UploadFetcher
from smartland.adapters.upload_lines import END, pack, pack_error, unpack
from smartland.adapters.upload_process import UploadProcess
from smartland.domain.resource import Description
from smartland.errors import FetchRefused, Label, NotFound, SmartlandError, SourceFailed, TooLarge
from smartland.ports.importer import (
    WARNING,
    CellProblem,
    Examined,
    Expected,
    Found,
    Item,
    Partial,
    Rejected,
    Removed,
)
from smartland.ports.uploads import Upload
from support.sheets import BASE, sheet
from support.workbooks import workbook, worksheet

SECONDS = 20.0


def read(
    folder: Path, upload: Upload, importer: str = "spreadsheet", seconds: float = SECONDS
) -> Generator[Examined, None, None]:
    return UploadProcess(folder).read(importer, upload, BASE, seconds)


# the only file there is


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/x",
        "https://example.org/need.csv",
        "file:///etc/passwd",
        "/etc/passwd",
        "../need.csv",
        "istat/../../secret",
        "other/need.csv",
        "//host/need.csv",
    ],
)
def test_anything_else_is_refused(address: str) -> None:
    fetcher = UploadFetcher("need.csv", b"x", (Path(), Path("istat")))
    with pytest.raises(FetchRefused):
        fetcher.fetch(address)


def test_the_upload_and_the_lists(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(b"places")
    fetcher = UploadFetcher("need.csv", b"x", (tmp_path,))
    assert fetcher.fetch("need.csv").body == b"x"
    assert fetcher.fetch(str(tmp_path / "list.csv")).body == b"places"
    with pytest.raises(SourceFailed):
        fetcher.fetch(str(tmp_path / "none.csv"))


# what two processes say to each other


@pytest.mark.parametrize(
    "item",
    [
        Found(Description("need", "k", {"title": {"it": "è\u2028\ud800"}}, key="k"), ("remark",)),
        Found(Description("dataset", "k", triples="<a> <b> <c> .", iri="urn:x", extra="x")),
        Rejected("k", "reason\nof two lines"),
        Removed("k"),
        Expected(12),
        Partial(),
        None,
    ],
)
def test_items_travel_unchanged(item: Item | None) -> None:
    problem = CellProblem(3, "B", "h", Label("it", "en"), "sheet", WARNING)
    sent = Examined(item, (problem,))
    line = pack(sent)
    assert "\n" not in line
    assert unpack(line.encode()) == sent


@pytest.mark.parametrize("error", [TooLarge, SourceFailed, FetchRefused, NotFound])
def test_errors_travel_too(error: type[SmartlandError]) -> None:
    got = unpack(pack_error(error(Label("perché", "why"))).encode())
    assert type(got) is error
    assert got.message == Label("perché", "why")
    assert unpack(END.encode()) is None


# the process


def test_an_upload_is_read(tmp_path: Path) -> None:
    upload = Upload("need.csv", sheet({}, {"id": "2", "budget": "x"}))
    good, bad = read(tmp_path, upload)
    assert isinstance(good.item, Found)
    assert isinstance(bad.item, Rejected)
    assert [one.row for one in bad.problems] == [3]
    assert list(tmp_path.iterdir()) == []


def test_rules_are_judged_there(tmp_path: Path) -> None:
    firm = {"#stakeholder": "", "id": "1", "name_it": "Acme", "stakeholder_kind": "firm"}
    (one,) = read(tmp_path, Upload("x.csv", sheet({}, first=firm)))
    assert "VAT" in one.problems[0].message.en


def test_time_ends_it(tmp_path: Path) -> None:
    endless = worksheet(f"<row>{'<c/>' * 20_000_000}</row>")
    begun = time.monotonic()
    with pytest.raises(TooLarge, match="1 s"):
        list(read(tmp_path, Upload("need.xlsx", workbook({"need": endless})), seconds=1.0))
    assert time.monotonic() - begun < 15


def test_memory_ends_it(tmp_path: Path) -> None:
    texts = f"<si><t>{'x' * 20_000}</t></si>" * 5_000
    body = workbook({"need": worksheet("<row><c><v>1</v></c></row>")}, texts=texts)
    reader = UploadProcess(tmp_path, memory=150_000_000)
    assert list(reader.read("spreadsheet", Upload("need.csv", sheet({})), BASE, 60.0))
    with pytest.raises(TooLarge):
        list(reader.read("spreadsheet", Upload("need.xlsx", body), BASE, 60.0))


def test_who_stops_reading_ends_the_process(tmp_path: Path) -> None:
    rows = ({"id": str(number)} for number in range(20_000))
    before = _children()
    stream = read(tmp_path, Upload("need.csv", sheet(*rows)))
    next(stream)
    assert len(_children() - before) == 1
    stream.close()
    assert _children() <= before


def test_no_message_tells_a_path(tmp_path: Path) -> None:
    for importer in ("spreadsheet", "dcat", "ipa", "startups"):
        with pytest.raises(SmartlandError) as caught:
            list(read(tmp_path, Upload("x.bin", b"\x01\x02"), importer))
        assert str(tmp_path) not in caught.value.message.en
        assert ".sent" not in caught.value.message.en


def _children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())
