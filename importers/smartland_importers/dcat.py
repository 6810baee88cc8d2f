"""DCAT-AP and DCAT-AP_IT catalogues, by URL or file, page by page, without losing a statement."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from smartland.domain.identity import resource_iri
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Description
from smartland.errors import Label, SourceFailed
from smartland.ports.fetch import Fetcher
from smartland.ports.importer import Expected, Found, Item, Rejected
from smartland.rdf.names import short
from smartland.rdf.parse import find_faults, iri_in, valid_iri
from smartland.rdf.partition import REST, partition
from smartland.rdf.terms import Triple, iri, iri_of, is_blank, is_iri, split_literal, to_lines
from smartland_importers.dcat_pages import Pages, read_pages
from smartland_importers.dcat_remarks import remarks
from smartland_vocab.namespaces import CONCEPT, DCAT, DCT, FOAF, RDF, SL, VCARD

CATALOGUE = "catalogue"
# a dcat:Catalog is a dcat:Dataset too: the narrower class counts
KIND_ORDER = (CATALOGUE, "data-service", "dataset")
LONGEST_IRI = 1_000
LONGEST_REASON = 2_000
MOST_STATEMENTS = {CATALOGUE: 500_000, "data-service": 50_000, "dataset": 50_000}
"""Of one resource; a catalogue has one for each dataset that it lists."""

_TYPE = iri(RDF.type)
_DATASET, _SERVICE = iri(DCAT.dataset), iri(DCAT.service)
_CLASSES = {f"<{one}>": kind for kind in KIND_ORDER for one in KINDS[kind].reads}
_TELLING = (DCT.identifier, DCAT.landingPage, DCT.title, DCT.description)
_LINKS = frozenset(
    map(
        iri,
        (
            DCAT.accessURL,
            DCAT.downloadURL,
            DCAT.endpointURL,
            DCAT.landingPage,
            FOAF.homepage,
            FOAF.page,
            VCARD.hasURL,
        ),
    )
)
_UNSAFE = re.compile(r"\s*(?:javascript|data|vbscript|file|blob|about):", re.I)

NOTHING = Label(
    it="{address} non contiene cataloghi, dataset o servizi di dati DCAT.",
    en="{address} holds no DCAT catalogue, dataset or data service.",
)
_OURS = "belongs to this platform; a source may only describe its own"
WITHOUT_CATALOGUE = "the source has no catalogue; what belongs to none of its datasets is kept here"


class DcatImporter:
    """Harvests DCAT catalogues in RDF/XML, Turtle, JSON-LD or N-Triples."""

    name: ClassVar[str] = "dcat"
    label: ClassVar[Label] = Label(
        it="Catalogo DCAT-AP / DCAT-AP_IT", en="DCAT-AP / DCAT-AP_IT catalogue"
    )

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        """Datasets and data services in the order of the source, then its catalogues.

        Each item is the graph of one resource; the union of all is what the source says. A
        resource with an invalid or unsafe IRI is rejected; a catalogue goes without that
        statement. Raises SourceFailed when a page is missing, broken or holds no DCAT.
        """
        yield from _Reading(read_pages(address, fetcher, base), base).items(address)


class _Reading:
    """One source that has been read, on its way to items."""

    def __init__(self, pages: Pages, base: str) -> None:
        self._base = base
        self._pages = pages
        self._relative = frozenset(pages.relative)
        self._notes: dict[str, list[str]] = defaultdict(list)
        self._nameless: dict[str, Rejected] = {}
        self.roots = _roots(pages.triples)
        self._name_blank_roots()

    def items(self, address: str) -> Iterator[Item]:
        """What ``DcatImporter.read`` promises."""
        if not self.roots:
            raise SourceFailed(NOTHING.format(address=address))
        for note in self._pages.notes:
            self._notes[note.subject].append(note.text)
        main = self._main_catalogue()
        graphs = partition(
            self._pages.triples, self.roots, rest=main or REST, scope=self._pages.base
        )
        yield Expected(len(graphs))
        rest = graphs.pop(REST, [])
        for root in sorted(self.roots, key=lambda one: self.roots[one] == CATALOGUE):
            yield self._item(root, graphs[root], self._pages.remarks if root == main else ())
        if rest:
            own = iri(self._pages.base)
            self.roots[own] = CATALOGUE
            yield self._item(own, rest, (WITHOUT_CATALOGUE, *self._pages.remarks))

    def _item(self, root: str, triples: Sequence[Triple], more: Sequence[str]) -> Found | Rejected:
        if root in self._nameless:
            return self._nameless[root]
        kind, name = self.roots[root], iri_in(root)
        reason = self._not_ours(kind, name)
        if len(triples) > MOST_STATEMENTS[kind]:
            reason = f"{len(triples)} statements, more than {MOST_STATEMENTS[kind]}"
        faults = {} if reason else dict(_faults(triples))
        if not reason and faults and kind != CATALOGUE:
            reason = "; ".join(dict.fromkeys(faults.values()))
        if reason:
            return Rejected(name[:LONGEST_IRI], reason[:LONGEST_REASON])
        ours = self._about_ours(root, triples)
        kept = [
            one
            for one in triples
            if one not in faults and one[0] not in ours and one[2] not in self._nameless
        ]
        left_out = [f"left out: {reason}" for reason in dict.fromkeys(faults.values())]
        left_out += [f"left out: what it says of {one}, {_OURS}" for one in ours]
        subjects = dict.fromkeys(subject for subject, _, _ in kept)
        notes = [text for node in subjects for text in self._notes.get(node, ())]
        odd = remarks(KINDS[kind], root, kept, self._relative)
        said = tuple(dict.fromkeys((*more, *left_out, *notes, *odd)))
        return Found(Description(kind, name, triples=to_lines(kept), iri=name), said)

    def _not_ours(self, kind: str, name: str) -> str:
        """Why the source may not describe that IRI; empty when it may."""
        if len(name) > LONGEST_IRI:
            return f"the IRI has {len(name)} characters, more than {LONGEST_IRI}"
        if not valid_iri(name) or _UNSAFE.match(name):
            return f"the IRI <{name}> is invalid or unsafe"
        if self._is_ours(name) and not name.startswith(f"{self._base}id/{kind}/"):
            return f"the IRI <{name}> {_OURS}"
        return ""

    def _is_ours(self, name: str) -> bool:
        """True in our own namespaces, but for the names that a file's relative ones became."""
        ours = name.startswith((self._base, CONCEPT.iri, SL.iri))
        return ours and not name.startswith(f"{self._base}source/")

    def _about_ours(self, root: str, triples: Sequence[Triple]) -> dict[str, None]:
        """The subjects, in order, of which the platform speaks itself: concepts, bodies here …

        A part may have a name that goes on where that of its whole ends.
        """
        own = iri_of(root)
        subjects = dict.fromkeys(subject for subject, _, _ in triples if is_iri(subject))
        return {
            subject: None
            for subject in subjects
            if subject != root
            and self._is_ours(iri_of(subject))
            and not iri_of(subject).startswith((f"{own}/", f"{own}#"))
        }

    def _main_catalogue(self) -> str:
        """The catalogue that lists most, which takes what belongs to no other root."""
        listed = dict.fromkeys((one for one in self.roots if self.roots[one] == CATALOGUE), 0)
        for subject, predicate, _ in self._pages.triples:
            if subject in listed and predicate in (_DATASET, _SERVICE):
                listed[subject] += 1
        return max(sorted(listed), key=listed.__getitem__, default="")

    def _name_blank_roots(self) -> None:
        """Give roots without an IRI one of ours, from what tells them apart (RDF 1.1, 3.5)."""
        blank = [root for root in self.roots if is_blank(root)]
        if not blank:
            return
        told = _told_apart(blank, self._pages.triples)
        names: dict[str, str] = {}
        for root in blank:
            kind = self.roots.pop(root)
            if root in told:
                digest = hashlib.sha256(f"{self._pages.base} {told[root]}".encode()).hexdigest()
                names[root] = iri(resource_iri(self._base, kind, f"anon-{digest[:16]}"))
                text = f"no IRI (a blank node); published as {names[root]}"
                self._notes[names[root]].append(text)
            else:
                names[root] = iri(f"urn:smartland:nameless:{root[2:]}")
                reason = "it has neither an IRI nor an identifier, page or title of its own"
                self._nameless[names[root]] = Rejected(f"{kind} without IRI ({root})", reason)
            self.roots[names[root]] = kind
        self._pages.triples = [
            (names.get(s, s), p, names.get(o, o)) for s, p, o in self._pages.triples
        ]


def _roots(triples: Sequence[Triple]) -> dict[str, str]:
    """The term of every resource → its kind, in the order of the source.

    What a catalogue lists counts as a dataset or service even where the source forgot its class,
    as long as it says anything about it.
    """
    classes: dict[str, set[str]] = defaultdict(set)
    listed: dict[str, str] = {}
    for subject, predicate, term in triples:
        kinds = classes[subject]
        if predicate == _TYPE and term in _CLASSES:
            kinds.add(_CLASSES[term])
        elif predicate in (_DATASET, _SERVICE):
            listed[term] = "dataset" if predicate == _DATASET else "data-service"
    roots = {}
    for subject, kinds in classes.items():
        found = next((kind for kind in KIND_ORDER if kind in kinds), listed.get(subject))
        if found:
            roots[subject] = found
    return roots


def _told_apart(blank: Sequence[str], triples: Sequence[Triple]) -> Mapping[str, str]:
    """Blank root → the statement that no other of them makes: its identifier, page, title …"""
    said: dict[str, dict[str, list[str]]] = {root: defaultdict(list) for root in blank}
    for subject, predicate, term in triples:
        if subject in said and not is_blank(term):
            said[subject][iri_of(predicate)].append(term)
    told: dict[str, str] = {}
    for predicate in _TELLING:
        values = {root: " ".join(sorted(one[predicate])) for root, one in said.items()}
        counts = Counter(values.values())
        for root, value in values.items():
            if value and counts[value] == 1:
                told.setdefault(root, f"{predicate} {value}")
    return told


def _faults(triples: Sequence[Triple]) -> Iterator[tuple[Triple, str]]:
    """Triples that must not be published, each with the reason, which names its subject."""
    for fault in find_faults(triples):
        yield fault.triple, _reason(fault.triple, fault.reason)
    for triple in triples:
        term = triple[2]
        link = iri_in(term) if is_iri(term) else ""
        if term.startswith('"') and triple[1] in _LINKS:
            link = split_literal(term)[0]
        if link and _UNSAFE.match(link):
            yield triple, _reason(triple, f"the unsafe address “{link[:100]}”")


def _reason(triple: Triple, reason: str) -> str:
    return f"{triple[0]} has in {short(iri_of(triple[1]))} {reason}"
