"""An OAI-PMH 2.0 data provider over the truth; the state of a list is in its token alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Revision
from smartland.errors import Label
from smartland.ports.truth import Window
from smartland.services.catalogue import Catalogue
from smartland.services.labels import Labels
from smartland.services.markup import Element, element, write_xml
from smartland.services.oai import cerif, dublin_core
from smartland.services.oai.formats import FORMATS, SETS, Format, Identity, set_name
from smartland.services.oai.request import (
    BAD_ARGUMENT,
    BAD_RESUMPTION,
    BAD_TOKEN,
    BAD_VERB,
    NO_FORMAT,
    NO_ITEM,
    NO_RECORDS,
    RESUMPTION,
    Fault,
    Selection,
    read_arguments,
    read_selection,
    write_token,
)

PAGE = 100
"""Records in one answer."""
NAMESPACE = "http://www.openarchives.org/OAI/2.0/"

NO_PREFIX = Label(
    it="Formato {prefix} non disponibile; ci sono: {known}.",
    en="There is no format {prefix}; there are: {known}.",
)
NOT_HERE = Label(it="Nessun record {identifier}.", en="There is no record {identifier}.")
NOTHING = Label(it="Nessun record corrisponde.", en="No records match.")


class OaiProvider:
    """Answers the six verbs. ``contact`` is the address of whoever runs the installation."""

    def __init__(self, catalogue: Catalogue, labels: Labels, contact: str = "") -> None:
        self._catalogue = catalogue
        self._truth = catalogue.truth
        self._labels = labels
        self._base = catalogue.base
        self._host = urlsplit(catalogue.base).hostname or "localhost"
        # RFC 2142 §5: the mailbox that every web site is to have
        self._contact = contact or f"webmaster@{self._host}"

    def answer(self, pairs: Sequence[tuple[str, str]], language: str) -> bytes:
        """The XML document that answers a request's arguments; errors too are an answer."""
        asked: dict[str, str] = {}
        try:
            verb, arguments = read_arguments(pairs)
            asked = {"verb": verb, **arguments}
            body = VERBS[verb](self, arguments)
        except Fault as fault:
            if fault.code in (BAD_VERB, BAD_ARGUMENT):
                asked = {}
            body = element("error", fault.message[language], attributes={"code": fault.code})
        return write_xml(self._envelope(asked, body))

    def _envelope(self, asked: Mapping[str, str], body: Element) -> Element:
        return element(
            "OAI-PMH",
            element("responseDate", _second(self._catalogue.clock())),
            element("request", f"{self._base}oai", attributes=asked),
            body,
            attributes={
                "xmlns": NAMESPACE,
                "xmlns:xsi": dublin_core.XSI,
                "xsi:schemaLocation": f"{NAMESPACE} {NAMESPACE}OAI-PMH.xsd",
            },
        )

    # the verbs

    def identify(self, _: Mapping[str, str]) -> Element:
        """Who we are, and since when there are records."""
        first = self._truth.changes(0, 1)
        earliest = first[0].at if first else self._catalogue.clock()
        identity = Identity(self._base, self._host, self._contact, _second(earliest))
        return identity.write()

    def list_formats(self, arguments: Mapping[str, str]) -> Element:
        """The formats of the repository, or of one item."""
        found = FORMATS
        if "identifier" in arguments:
            kind = self._item(arguments["identifier"]).kind
            found = {name: one for name, one in FORMATS.items() if kind in one.kinds}
        formats = (
            element(
                "metadataFormat",
                element("metadataPrefix", prefix),
                element("schema", one.schema),
                element("metadataNamespace", one.namespace),
            )
            for prefix, one in found.items()
        )
        return element("ListMetadataFormats", *formats)

    def list_sets(self, arguments: Mapping[str, str]) -> Element:
        """Every set; the list is never cut, so that no token can be of it."""
        if RESUMPTION in arguments:
            raise Fault(BAD_TOKEN, BAD_RESUMPTION)
        sets = (
            element("set", element("setSpec", spec), element("setName", set_name(spec)))
            for spec in SETS
        )
        return element("ListSets", *sets)

    def get_record(self, arguments: Mapping[str, str]) -> Element:
        """One record, a deleted one too."""
        identifier, prefix = arguments["identifier"], arguments["metadataPrefix"]
        revision = self._item(identifier)
        self._format(prefix, revision.kind)
        return element("GetRecord", *self._records(prefix, [revision]))

    def list_identifiers(self, arguments: Mapping[str, str]) -> Element:
        """A page of headers."""
        wanted = read_selection("ListIdentifiers", arguments, self._base)
        page, token = self._page(wanted, "ListIdentifiers")
        return element("ListIdentifiers", *map(self._header, page), token)

    def list_records(self, arguments: Mapping[str, str]) -> Element:
        """A page of records."""
        wanted = read_selection("ListRecords", arguments, self._base)
        page, token = self._page(wanted, "ListRecords")
        return element("ListRecords", *self._records(wanted.prefix, page), token)

    # their parts

    def _page(self, wanted: Selection, verb: str) -> tuple[Sequence[Revision], Element | None]:
        """The records of a page, by sequence: what changes meanwhile comes again, further on."""
        kinds = self._format(wanted.prefix).kinds
        if wanted.set:
            kinds = tuple(kind for kind in SETS.get(wanted.set, ()) if kind in kinds)
        if wanted.after > self._truth.last_sequence():
            # the truth was put back to an older state: the list has to be begun again
            raise Fault(BAD_TOKEN, BAD_RESUMPTION)
        since, before = wanted.bounds
        window = Window(wanted.after, None, kinds, since, before)
        found = self._truth.latest(window, PAGE + 1) if kinds else ()
        if not found and not wanted.after:
            raise Fault(NO_RECORDS, NOTHING)
        page = found[:PAGE]
        if len(found) > PAGE:
            following = replace(wanted, after=page[-1].sequence)
            return page, element(RESUMPTION, write_token(following, verb, self._base))
        # the empty token says that the list, of which there were pages before, ends here
        return page, element(RESUMPTION) if wanted.after else None

    def _format(self, prefix: str, kind: str = "") -> Format:
        found = FORMATS.get(prefix)
        if found is None or (kind and kind not in found.kinds):
            known = ", ".join(FORMATS)
            raise Fault(NO_FORMAT, NO_PREFIX.format(prefix=prefix[:100], known=known))
        return found

    def _item(self, identifier: str) -> Revision:
        """Where the resource of an OAI identifier stands in public. Raises Fault."""
        _, known, local = identifier.partition(f"oai:{self._host}:")
        kind, _, key = local.partition("/")
        head = self._truth.find(kind, key) if known and kind in KINDS and key else None
        standing = self._truth.standing(head.iri) if head else None
        if standing is None:
            raise Fault(NO_ITEM, NOT_HERE.format(identifier=identifier[:200]))
        return standing

    def _records(self, prefix: str, page: Sequence[Revision]) -> list[Element]:
        shown = [one for one in page if not one.withdrawn]
        write = self._writer(prefix, shown)
        return [
            element("record", self._header(one))
            if one.withdrawn
            else element("record", self._header(one), element("metadata", write(one)))
            for one in page
        ]

    def _writer(self, prefix: str, shown: Sequence[Revision]) -> Callable[[Revision], Element]:
        """How records are written, with the names of all that they refer to read at once."""
        if prefix == "oai_dc":
            iris = [iri for one in shown for iri in dublin_core.references(one)]
            named = dublin_core.Named(self._labels.many(iris))
            return lambda one: dublin_core.write_dc(one, named, self._base)
        iris = [iri for one in shown for iri in cerif.referred(one)]
        return cerif.Cerif(FORMATS[prefix].namespace, self._catalogue.by_iris(iris)).write

    def _header(self, revision: Revision) -> Element:
        sets = (spec for spec, kinds in SETS.items() if revision.kind in kinds)
        return element(
            "header",
            element("identifier", f"oai:{self._host}:{revision.kind}/{revision.key}"),
            element("datestamp", _second(revision.at)),
            *(element("setSpec", spec) for spec in sets),
            attributes={"status": "deleted"} if revision.withdrawn else None,
        )


VERBS: Mapping[str, Callable[[OaiProvider, Mapping[str, str]], Element]] = {
    "Identify": OaiProvider.identify,
    "ListMetadataFormats": OaiProvider.list_formats,
    "ListSets": OaiProvider.list_sets,
    "GetRecord": OaiProvider.get_record,
    "ListIdentifiers": OaiProvider.list_identifiers,
    "ListRecords": OaiProvider.list_records,
}


def _second(at: datetime) -> str:
    """A datestamp: UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
