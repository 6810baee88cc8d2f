"""Dry runs of uploads take turns; a file that is sent again replaces the one before it, whole."""

from collections.abc import Generator, Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from smartland.errors import Busy, Conflict, SmartlandError, StorageFailed
from smartland.ports.harvests import Source
from smartland.ports.importer import Examined
from smartland.ports.uploads import Upload
from smartland.services.preview import Preview
from smartland.services.uploads import UploadLimits, Uploads
from smartland.settings import Settings
from smartland.wiring import Core, open_core

UPLOAD = Upload("need.csv", b"x")


class WaitingReader:
    """Says that it began, and reads nothing until it may end."""

    def __init__(self) -> None:
        self.began, self.may_end = Event(), Event()

    def read(
        self, importer: str, upload: Upload, base: str, seconds: float
    ) -> Generator[Examined, None, None]:
        self.began.set()
        assert self.may_end.wait(10)
        yield from ()


@pytest.fixture
def core(tmp_path: Path) -> Iterator[Core]:
    core = open_core(Settings(data_dir=tmp_path / "data"))
    yield core
    core.close()


@pytest.fixture
def reader() -> WaitingReader:
    return WaitingReader()


@pytest.fixture
def uploads(core: Core, reader: WaitingReader, tmp_path: Path) -> Uploads:
    limits = UploadLimits(at_once=1, patience=0.05)
    preview = Preview(core.harvest)
    return Uploads(tmp_path / "up", preview, core.sources, core.harvest_log, reader, limits)


def test_who_comes_too_late_is_told_to_come_again(uploads: Uploads, reader: WaitingReader) -> None:
    states: list[str] = []
    first = Thread(target=lambda: states.append(uploads.foresee(UPLOAD, "spreadsheet").state))
    first.start()
    assert reader.began.wait(10)
    with pytest.raises(Busy) as caught:
        uploads.foresee(UPLOAD, "spreadsheet")
    assert caught.value.retry_after
    reader.may_end.set()
    first.join()
    assert states == ["done"]
    assert uploads.foresee(UPLOAD, "spreadsheet").state == "done"


def test_a_turn_is_given_back_whatever_happens(uploads: Uploads, reader: WaitingReader) -> None:
    reader.may_end.set()
    for _ in range(3):
        with pytest.raises(SmartlandError):
            uploads.foresee(UPLOAD, "dcat")
    assert uploads.foresee(UPLOAD, "spreadsheet").state == "done"


def test_the_file_is_kept_under_the_source(core: Core, uploads: Uploads, tmp_path: Path) -> None:
    job = uploads.bring_in(Upload("a.csv", b"one", "need"), "spreadsheet", "mine")
    folder = tmp_path / "up" / "mine"
    assert (folder / "a.csv").read_bytes() == b"one"
    assert core.sources.get("mine").address == f"{folder / 'a.csv'}#need"
    assert core.jobs.job(job)
    core.sources.plan("mine", "0 3 * * *")
    uploads.bring_in(Upload("b.csv", b"two"), "spreadsheet", "mine")
    assert [one.name for one in folder.iterdir()] == ["b.csv"]
    assert core.sources.get("mine").schedule == "0 3 * * *"


def test_a_source_of_another_importer_is_not_taken_over(core: Core, uploads: Uploads) -> None:
    core.sources.add(Source("mine", "dcat", "https://catalogue.example/"))
    with pytest.raises(Conflict):
        uploads.bring_in(UPLOAD, "spreadsheet", "mine")
    assert core.sources.get("mine").importer == "dcat"


def test_what_cannot_be_kept_registers_nothing(
    core: Core, uploads: Uploads, tmp_path: Path
) -> None:
    (tmp_path / "up").write_text("a file where the folder should be")
    with pytest.raises(StorageFailed):
        uploads.bring_in(UPLOAD, "spreadsheet", "mine")
    assert core.sources.all() == []
