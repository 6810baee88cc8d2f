"""One upload: ``python -m smartland.adapters.upload_child PARENT SECONDS BYTES …``.

It reads the upload from its standard input, and writes what an importer finds in it as lines of
JSON. Before it looks at the upload it gives up writing files, children, and all time and memory
beyond its share.
"""

import resource
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

from smartland.adapters.fetch_upload import UploadFetcher
from smartland.adapters.orphan import end_with
from smartland.adapters.upload_lines import END, pack, pack_error
from smartland.errors import Label, SmartlandError, SourceFailed, TooLarge
from smartland.ports.importer import Examined, Examining, Importer
from smartland.schemas.documents import validate

LISTS = (Path(), Path("istat"))
"""The folders, from the one that it begins in, of lists to look things up in."""
MEMORY = Label(
    it="Leggere il file richiede troppa memoria: dividerlo.",
    en="Reading the file takes too much memory: split it.",
)
NOT_READ = Label(
    it="Il file non si riesce a leggere ({reason}).", en="The file cannot be read ({reason})."
)


def main() -> None:
    """Examine standard input."""
    parent, seconds, memory, name, address, base = sys.argv[1:]
    end_with(int(parent))
    (found,) = entry_points(group="smartland.importers", name=name)
    importer: Importer = found.load()()
    body = sys.stdin.buffer.read()
    fetcher = UploadFetcher(address.partition("#")[0], body, LISTS)
    give_up_rights(int(seconds), int(memory))
    try:
        for one in read(importer, address, fetcher, base):
            print(pack(one))  # noqa: T201 - how a child speaks
        print(END)  # noqa: T201 - how a child speaks
    except SmartlandError as error:
        print(pack_error(error))  # noqa: T201 - how a child speaks
    except MemoryError:
        print(pack_error(TooLarge(MEMORY)))  # noqa: T201 - how a child speaks
    except Exception as error:  # noqa: BLE001 - an importer may fail in any way: told to who waits
        failed = SourceFailed(NOT_READ.format(reason=type(error).__name__))
        print(pack_error(failed))  # noqa: T201 - how a child speaks


def read(importer: Importer, address: str, fetcher: UploadFetcher, base: str) -> Iterator[Examined]:
    """The items of an upload, with their problems where the importer tells them."""
    if isinstance(importer, Examining):
        yield from importer.examine(address, fetcher, base, validate)
    else:
        for item in importer.read(address, fetcher, base):
            yield Examined(item)


def give_up_rights(seconds: int, memory: int) -> None:
    """CPU seconds and address space up to these, no core dumps, no children, nothing written."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    main()
