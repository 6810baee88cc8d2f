"""The only file that an importer of an upload can read: the upload."""

from dataclasses import dataclass
from pathlib import Path

from smartland.errors import FetchRefused, Label, SourceFailed
from smartland.ports.fetch import Fetched, Posted

REFUSED = Label(
    it="Il file inviato rimanda ad altro, che non viene letto: {address}.",
    en="The file that was sent leads to something else, which is not read: {address}.",
)
UNREADABLE = Label(
    it="Un elenco di questa installazione non è leggibile: {reason}.",
    en="A list of this installation cannot be read: {reason}.",
)


@dataclass(frozen=True)
class UploadFetcher:
    """Gives ``body`` for ``address``; nothing is ever asked of others.

    ``lists`` are folders of this installation whose files may be read too (ISTAT's municipalities).
    """

    address: str
    body: bytes
    lists: tuple[Path, ...] = ()

    def fetch(self, address: str, *, accept: str = "*/*", posted: Posted | None = None) -> Fetched:
        """Raises FetchRefused for any other address, SourceFailed for a list that is broken."""
        if address == self.address and posted is None:
            return Fetched(address, self.body, "")
        if posted is not None or Path(address).parent not in self.lists:
            raise FetchRefused(REFUSED.format(address=Path(address).name[:100]))
        try:
            return Fetched(address, Path(address).read_bytes(), "")
        except OSError as error:
            reason = error.strerror or str(error)
            raise SourceFailed(UNREADABLE.format(reason=reason)) from error
