"""Files that people send: looked at where nothing that they hold can do harm."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol

from smartland.ports.importer import Examined


@dataclass(frozen=True)
class Upload:
    """``name`` is a file name without folders; ``kind`` says what its table describes, where
    neither a mark in it nor its name does."""

    name: str
    body: bytes
    kind: str = ""


class UploadReader(Protocol):
    """Reads an upload with an importer, apart from this process and within its bounds."""

    def read(
        self, importer: str, upload: Upload, base: str, seconds: float
    ) -> Generator[Examined, None, None]:
        """The items with their problems, as far as the importer tells them.

        Raises what the importer raises, FetchRefused where it asks for anything but the upload,
        and TooLarge past ``seconds`` or past the memory that it may use. Closing ends the reading.
        """
