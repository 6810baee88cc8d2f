"""A harvester's half of OAI-PMH 2.0: requests over the guarded fetcher, or saved responses.

The protocol is http://www.openarchives.org/OAI/openarchivesprotocol.html; 503 with Retry-After
(section 3.1.2.2) is the fetcher's business. Half a list is an error, never a short list.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from smartland.errors import Label, Malformed, SourceFailed
from smartland.ports.fetch import Fetcher
from smartland_importers.xml_tree import Element, read_elements

NAMESPACE = "http://www.openarchives.org/OAI/2.0/"
PAGES = 20_000
ACCEPT = "text/xml, application/xml;q=0.9, */*;q=0.1"
_WANTED = frozenset(
    {"record", "error", "resumptionToken", "Identify", "metadataFormat", "set", "request"}
)
_ROOT = "OAI-PMH"
_NO_RECORDS, _NO_SETS, _EXPIRED = "noRecordsMatch", "noSetHierarchy", "badResumptionToken"

NOT_OAI = Label(
    it="{address} non è una risposta OAI-PMH.", en="{address} is not an OAI-PMH response."
)
REFUSED = Label(
    it="{address} rifiuta la richiesta {verb}: {code} {text}",
    en="{address} refuses the request {verb}: {code} {text}",
)
LOOP = Label(
    it="{address} ripete il resumptionToken «{token}»: l'elenco non finirebbe mai.",
    en="{address} repeats the resumptionToken “{token}”: the list would never end.",
)
EMPTY = Label(
    it="{address} dà una pagina vuota prima del resumptionToken «{token}».",
    en="{address} gives an empty page before the resumptionToken “{token}”.",
)
TOO_MANY = Label(
    it="{address} ha più di {pages} pagine.", en="{address} has more than {pages} pages."
)
EXPIRED = Label(
    it="{address} dichiara scaduto il resumptionToken «{token}» anche alla seconda lettura.",
    en="{address} declares the resumptionToken “{token}” expired on the second reading too.",
)
NO_FILES = Label(
    it="In {address} non ci sono file .xml.", en="There are no .xml files in {address}."
)


NOTHING_NEW = Label(
    it="{address} ripete da {pages} pagine quello che ha già dato: l'elenco non finirebbe mai.",
    en="{address} brings nothing new for {pages} pages: the list would never end.",
)
STALE = 3
"""Pages in a row that only repeat what came before; a list that changes meanwhile makes one."""


@dataclass(frozen=True)
class Record:
    """One record: ``metadata`` is the element inside ``<metadata>``, None where ``deleted``."""

    identifier: str
    deleted: bool
    metadata: Element | None
    line: int
    sets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """One response: what it lists, the token of the next (empty at the end), the size of the
    whole list (0 when unknown)."""

    elements: tuple[Element, ...]
    token: str = ""
    total: int = 0


@dataclass
class Repository:
    """An OAI-PMH base URL. ``address`` may carry a query: ``set`` is kept for the lists, ``from``
    and ``until`` (``window``) for those that may be partial, everything else but the protocol's own
    arguments stays in every request. ``total`` is the size of the list being read, 0 when unknown.
    """

    address: str
    fetcher: Fetcher
    total: int = 0
    base: str = field(init=False)
    asked_set: str = field(init=False)
    window: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        query = parse_qs(parts.query, keep_blank_values=True)
        self.asked_set = query.pop("set", [""])[0]
        given = {name: query.pop(name, [""])[0] for name in ("from", "until")}
        self.window = {name: value for name, value in given.items() if value}
        own = ("verb", "metadataPrefix", "resumptionToken", "identifier")
        kept = {name: values for name, values in query.items() if name not in own}
        self.base = urlunsplit(parts._replace(query=urlencode(kept, doseq=True), fragment=""))

    def identify(self) -> Element | None:
        """The ``Identify`` element. Raises SourceFailed when there is no such service."""
        return next(iter(self._page({"verb": "Identify"}).elements), None)

    def formats(self) -> dict[str, str]:
        """Metadata prefix → namespace."""
        listed = self._page({"verb": "ListMetadataFormats"}).elements
        return {one.text_at("metadataPrefix"): one.text_at("metadataNamespace") for one in listed}

    def sets(self) -> list[str]:
        """The names of the sets; empty where the service has none."""
        return [one.text_at("setSpec") for one in self._list({"verb": "ListSets"})]

    def records(
        self, prefix: str, set_name: str = "", *, in_window: bool = False
    ) -> Iterator[Record]:
        """Every record of a set (all of them without one), each once, lazily; ``in_window`` only
        those that changed in the window of the address.

        Raises SourceFailed for a list that loops, breaks off or is refused.
        """
        arguments = {"verb": "ListRecords", "metadataPrefix": prefix}
        arguments |= {"set": set_name} if set_name else {}
        arguments |= self.window if in_window else {}
        return (record_of(one) for one in self._list(arguments))

    def _list(self, arguments: Mapping[str, str]) -> Iterator[Element]:
        """All pages of a list; one that expires on the way is read a second time from its start,
        without giving the same records twice."""
        self.total = 0
        given: set[str] = set()
        for attempt in (1, 2):
            stale = 0
            for page in self._pages(arguments, last_attempt=attempt == 2):
                if page is None:
                    break
                self.total = max(self.total, page.total)
                fresh = {name: one for one in page.elements if (name := _name(one)) not in given}
                yield from fresh.values()
                given |= fresh.keys()
                # a second reading passes through what the first one gave
                stale = 0 if fresh or attempt == 2 else stale + 1
                if stale > STALE:
                    raise SourceFailed(NOTHING_NEW.format(address=self.base, pages=stale))
            else:
                return

    def _pages(self, arguments: Mapping[str, str], *, last_attempt: bool) -> Iterator[Page | None]:
        """The pages of one reading; None, and no more, when the token has expired."""
        tokens: set[str] = set()
        asking = dict(arguments)
        for _ in range(PAGES):
            page = self._page(asking)
            if page is EXPIRED_PAGE:
                if last_attempt:
                    token = asking["resumptionToken"]
                    raise SourceFailed(EXPIRED.format(address=self.base, token=token))
                yield None
                return
            self._check(page, tokens)
            yield page
            if not page.token:
                return
            tokens.add(page.token)
            asking = {"verb": arguments["verb"], "resumptionToken": page.token}
        raise SourceFailed(TOO_MANY.format(address=self.base, pages=PAGES))

    def _check(self, page: Page, tokens: set[str]) -> None:
        if page.token in tokens:
            raise SourceFailed(LOOP.format(address=self.base, token=page.token))
        if page.token and not page.elements:
            raise SourceFailed(EMPTY.format(address=self.base, token=page.token))

    def _page(self, arguments: Mapping[str, str]) -> Page:
        joint = "&" if urlsplit(self.base).query else "?"
        address = f"{self.base}{joint}{urlencode(arguments)}"
        fetched = self.fetcher.fetch(address, accept=ACCEPT)
        elements = tuple(read_response(fetched.body, address))
        for error in elements:
            if error.name == "error":
                return self._refused(error, arguments)
        token = next((one for one in elements if one.name == "resumptionToken"), None)
        listed = tuple(one for one in elements if one.name not in ("resumptionToken", "request"))
        size = token.attributes.get("completeListSize", "") if token else ""
        total = int(size) if size.isdecimal() and len(size) < 10 else 0
        return Page(listed, token.text if token else "", total)

    def _refused(self, error: Element, arguments: Mapping[str, str]) -> Page:
        code = error.attributes.get("code", "")
        if code in (_NO_RECORDS, _NO_SETS):
            return Page(())
        if code == _EXPIRED and "resumptionToken" in arguments:
            return EXPIRED_PAGE
        texts = {"verb": arguments["verb"], "code": code, "text": error.text[:300]}
        raise SourceFailed(REFUSED.format(address=self.base, **texts))


def _name(element: Element) -> str:
    return element.text_at("header", "identifier") or element.text


EXPIRED_PAGE = Page((), token="(expired)")  # noqa: S106 - a token of the protocol, no secret


def read_response(body: bytes, address: str) -> Iterator[Element]:
    """The elements of one response that carry something. Raises SourceFailed, TooLarge."""
    seen = False
    try:
        for element in read_elements(body, _WANTED, (_ROOT,)):
            if element.name == _ROOT:
                seen = True
            elif element.namespace == NAMESPACE:
                yield element
    except Malformed as error:
        texts = (f"{address}: {text}" for text in (error.message.it, error.message.en))
        raise SourceFailed(Label(*texts)) from error
    if not seen:
        raise SourceFailed(NOT_OAI.format(address=address))


def record_of(element: Element) -> Record:
    """A ``<record>`` as a value."""
    header = element.first("header")
    deleted = header is not None and header.attributes.get("status") == "deleted"
    metadata = element.first("metadata")
    inner = metadata.children[0] if metadata and metadata.children else None
    identifier = element.text_at("header", "identifier")
    sets = tuple(one.text for one in element.all("header", "setSpec"))
    return Record(identifier, deleted, None if deleted else inner, element.line, sets)


def saved_responses(address: str, fetcher: Fetcher) -> Iterator[tuple[str, list[Element]]]:
    """(path, elements) of a response saved in a file, or of every ``.xml`` of a folder."""
    folder = Path(address)
    paths = [address]
    if folder.is_dir():
        names = sorted(one for one in folder.iterdir() if one.name.endswith((".xml", ".xml.gz")))
        paths = [str(one) for one in names]
    if not paths:
        raise SourceFailed(NO_FILES.format(address=address))
    for path in paths:
        elements = list(read_response(fetcher.fetch(path).body, path))
        for one in elements:
            code = one.attributes.get("code", "") if one.name == "error" else _NO_RECORDS
            if code not in (_NO_RECORDS, _NO_SETS):  # half a list, saved with the refusal in it
                texts = {"verb": "-", "code": code, "text": one.text[:300]}
                raise SourceFailed(REFUSED.format(address=path, **texts))
        yield path, elements
