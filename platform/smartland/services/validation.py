"""Validation of catalogues: from a file, a text or an address to a report and a score."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from threading import BoundedSemaphore
from urllib.parse import urlsplit

from smartland.errors import Busy, FetchRefused, Label, Malformed
from smartland.ports.fetch import Fetcher
from smartland.ports.truth import Truth
from smartland.ports.validation import Engine, Prober
from smartland.rdf.findings import ValidationReport
from smartland.rdf.gate import LIMITS, Limits
from smartland.rdf.holders import KnownIpa
from smartland.rdf.lines import Document, read_lines
from smartland.rdf.mqa import Answers, Mqa, addresses
from smartland.rdf.sniff import JSON_LD, TURTLE, XML
from smartland.rdf.syntax_findings import unreadable
from smartland.rdf.validation import Examination, examine, files_asked, files_of
from smartland.services.validating_ahead import Ahead

ACCEPT = f"{TURTLE}, {XML};q=0.9, {JSON_LD};q=0.8, */*;q=0.1"
UPLOADS = "https://upload.invalid/"
"""What relative IRIs of a file that came without an address belong to (RFC 2606)."""
AT_ONCE = 2
PATIENCE = 10.0
MOST_PROBES = 200
PROBES_AT_ONCE = 8
PROBE_SECONDS = 30.0
REGISTER = 5_000
"""With fewer bodies than this the register of administrations was not brought in."""
ALL_BUSY = Label(
    it="Troppe validazioni in corso: riprovare tra poco.",
    en="Too many validations at work: please try again shortly.",
)
NOT_WEB = Label(it="Serve un indirizzo http o https.", en="An http or https address is needed.")


@dataclass(frozen=True)
class Checked:
    """The report on a document, and the score of its datasets where it was asked for.

    ``score`` is None too for a document without datasets, or one that cannot be read.
    """

    report: ValidationReport
    score: Mqa | None = None


class Validation:
    """Checks documents against application profiles. At most ``AT_ONCE`` at a time.

    ``prober`` None: addresses are never asked. ``truth`` None: IPA codes are not looked up.
    """

    def __init__(
        self,
        engine: Engine,
        fetcher: Fetcher,
        prober: Prober | None = None,
        truth: Truth | None = None,
        limits: Limits = LIMITS,
    ) -> None:
        self._engine = engine
        self._fetcher = fetcher
        self._prober = prober
        self._truth = truth
        self.limits = limits
        self._room = BoundedSemaphore(AT_ONCE)

    def check(
        self,
        body: bytes,
        media_type: str,
        base: str,
        profile: str,
        *,
        score: bool = False,
        probe: bool = False,
    ) -> Checked:
        """Validate an RDF document in any syntax; ``base`` is what relative IRIs belong to.

        A document that cannot be read is a report that says where. With ``score`` the datasets
        are scored as data.europa.eu would; with ``probe`` their addresses are asked, the first
        ``MOST_PROBES`` of them. Raises Invalid (unknown profile), UnsupportedFormat, TooLarge
        or Busy.
        """
        ahead = Ahead(self._engine, files_asked(profile, score=score))
        with self._turn(), closing(ahead):
            try:
                document = read_lines(body, media_type, base, self.limits, ahead.begin)
                found = self._examine(document, profile, ahead, score=score)
            except Malformed as error:
                return Checked(unreadable(error.message, profile))
        answers = self._answers(found) if score and probe else None
        return Checked(found.report, found.score(answers))

    def _examine(
        self, document: Document, profile: str, ahead: Ahead, *, score: bool
    ) -> Examination:
        return examine(
            document.lines,
            profile,
            self._known_ipa(),
            partial(ahead.start, document),
            document.faults,
            document.notes,
            score=score,
        )

    def check_address(
        self, address: str, profile: str, *, score: bool = False, probe: bool = False
    ) -> Checked:
        """Validate what is at an http or https address. Raises as ``check`` and the fetcher do."""
        files_of(profile)
        if urlsplit(address).scheme not in ("http", "https"):
            # the fetcher of harvests reads files of this machine too
            raise FetchRefused(NOT_WEB)
        fetched = self._fetcher.fetch(address, accept=ACCEPT)
        return self.check(
            fetched.body, fetched.media_type, fetched.address, profile, score=score, probe=probe
        )

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._room.acquire(timeout=PATIENCE):
            raise Busy(ALL_BUSY, retry_after=10)
        try:
            yield
        finally:
            self._room.release()

    def _known_ipa(self) -> KnownIpa | None:
        return known_bodies(self._truth) if self._truth else None

    def _answers(self, found: Examination) -> Answers:
        prober = self._prober
        if prober is None:
            return {}
        asked = addresses(found.said)[:MOST_PROBES]
        pool = ThreadPoolExecutor(PROBES_AT_ONCE)
        running = {pool.submit(prober.head, one): one for one in asked}
        done, _ = wait(running, timeout=PROBE_SECONDS)
        pool.shutdown(wait=False, cancel_futures=True)
        return {running[one]: _answered(one.result()) for one in done}


def known_bodies(truth: Truth, least: int = REGISTER) -> KnownIpa | None:
    """Whether an IPA code is that of a stakeholder here; None where the register is not in."""
    if truth.counts().get("stakeholder", 0) < least:
        return None

    def known(code: str) -> bool:
        head = truth.find("stakeholder", f"ipa-{code}")
        return head is not None and not head.private

    return known


def _answered(status: int | None) -> bool:
    return status is not None and 200 <= status < 400
