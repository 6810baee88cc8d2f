"""What becomes of the items of a source: which resource each is, and what it changes there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from smartland.domain.identity import code_key, codes_of, key_of, mint_key, resource_iri
from smartland.domain.kind import Kind
from smartland.domain.kinds import KINDS
from smartland.domain.resource import (
    CREATE,
    MERGE,
    PARTED,
    REPLACE,
    Contribution,
    Description,
    Revision,
)
from smartland.errors import Invalid, SmartlandError
from smartland.ports.harvests import (
    CHANGED,
    CREATED,
    KEPT,
    REJECTED,
    UNCHANGED,
    ItemOutcome,
    Source,
)
from smartland.ports.importer import Found, Rejected
from smartland.ports.proposals import Pair
from smartland.rdf.read import read, split_lines
from smartland.rdf.terms import lines_in
from smartland.schemas.documents import validate
from smartland.services.blending import blend, conflicts, same_as
from smartland.services.catalogue import Catalogue
from smartland.services.contributions import Said, is_harvest
from smartland.services.leaving import leave
from smartland.services.names import names_of
from smartland.services.prepared import Prepared, slot
from smartland.services.recognising import MAYBE, SURE, compare
from smartland.services.revising import Draft

CROWD = 40
"""A code that more resources than these carry names none of them: branches have that of their
house."""


@dataclass(frozen=True)
class Seen:
    """What the truth holds about a batch of items; ``left`` are the IRIs that keys of the source
    stood for before and nothing in it stands for now."""

    heads: Mapping[str, Revision]
    said: Said
    known: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)
    left: Mapping[str, str] = field(default_factory=dict)


class Receiver:
    """Prepares the items of one source; reads the truth, writes nothing."""

    def __init__(self, catalogue: Catalogue, source: Source) -> None:
        self._catalogue = catalogue
        self._truth = catalogue.truth
        self._source = source

    def identify(self, item: Found | Rejected, before: str = "") -> Found | Rejected:
        """The item with its document validated and its IRI minted, or the reason against it.

        One that nothing identifies keeps the IRI that it had ``before``.
        """
        if isinstance(item, Rejected):
            return item
        given = item.description
        kind = KINDS[given.kind]
        if given.triples:
            reading = read(kind, given.iri, split_lines(given.triples))
            read_in = replace(given, document=reading.document, extra=reading.extra)
            return Found(read_in, item.remarks)
        try:
            document = validate(kind, given.document, self._catalogue.base)
        except Invalid as error:
            return Rejected(given.source_key, reasons(error))
        key = given.key or mint_key(kind, document)
        iri = given.iri or resource_iri(self._catalogue.base, kind.name, key)
        nameless = not (given.iri or given.key or code_key(kind, document))
        if nameless and before.startswith(resource_iri(self._catalogue.base, kind.name, "")):
            iri = before
        return Found(Description(given.kind, given.source_key, document, iri=iri), item.remarks)

    def prepare(
        self, items: Sequence[Found | ItemOutcome], left: Mapping[str, str]
    ) -> list[Prepared]:
        """What each item would change, given the truth as it is now; ``left`` as in ``Seen``."""
        found = [item for item in items if isinstance(item, Found)]
        seen = replace(self._look(found), left=left)
        return [
            self._prepare(item, seen) if isinstance(item, Found) else Prepared(item)
            for item in items
        ]

    def withdraw(self, gone: Sequence[ItemOutcome]) -> list[Prepared]:
        """What leaves with items that their source no longer has: the resource, or this source's
        part in it where others describe it too or people edited it."""
        found = self._resolved([one.iri for one in gone])
        heads = {one.iri: found.get(_target(found, one.iri)) for one in gone}
        said = Said.of(self._truth, list({one.iri: one for one in heads.values() if one}.values()))
        name = self._source.name
        return [
            leave(
                one, name, head, said.of_resource(head) if head else (),
                foreign=not self._ours(head.iri) if head else False,
            )
            for one in gone
            for head in [heads[one.iri]]
        ]  # fmt: skip

    def _look(self, found: Sequence[Found]) -> Seen:
        heads = dict(self._resolved([one.description.iri for one in found]))
        known = self._recognised([one for one in found if one.description.iri not in heads], heads)
        touched = {_target(heads, one.description.iri) for one in found}
        touched |= {iri for iris in known.values() for iri in iris}
        return Seen(heads, Said.of(self._truth, [heads[i] for i in touched if i in heads]), known)

    def _resolved(self, iris: Iterable[str]) -> Mapping[str, Revision]:
        """The heads of ``iris`` and of whatever they were merged into."""
        heads: dict[str, Revision] = {}
        wanted = list(dict.fromkeys(iris))
        while wanted:
            heads.update(self._truth.heads(wanted))
            onward = [heads[iri].merged_into for iri in wanted if iri in heads]
            wanted = list(dict.fromkeys(iri for iri in onward if iri and iri not in heads))
        return heads

    def _recognised(
        self, new: Sequence[Found], heads: dict[str, Revision]
    ) -> Mapping[tuple[str, str], Sequence[str]]:
        """(kind, code) → resources that carry a code of these items; their heads are added."""
        asked: dict[str, list[str]] = {}
        for item in new:
            given = item.description
            asked.setdefault(given.kind, []).extend(codes_of(KINDS[given.kind], given.document))
        known = {
            (kind, code): iris
            for kind, codes in asked.items()
            if codes
            for code, iris in self._truth.identified(kind, codes).items()
            if len(iris) <= CROWD
        }
        heads.update(self._truth.heads([iri for iris in known.values() for iri in iris]))
        return known

    def _prepare(self, item: Found, seen: Seen) -> Prepared:
        given, remarks = item.description, item.remarks
        own = seen.heads.get(given.iri)
        if own and own.kind != given.kind:
            reason = f"is a {own.kind} here already, not a {given.kind}"
            return Prepared(ItemOutcome(given.source_key, REJECTED, given.iri, reason))
        pairs: tuple[Pair, ...] = ()
        target = seen.heads.get(_target(seen.heads, given.iri))
        if own is None:
            target, why, pairs = self._recognise(given, seen)
            remarks = (*remarks, *why)
        if target and (reason := self._refusal(target, own, given)):
            return Prepared(ItemOutcome(given.source_key, KEPT, given.iri, reason))
        try:
            prepared = self._draft(given, own, target, seen, remarks)
            return replace(prepared, pairs=pairs) if pairs else prepared
        except ValueError as error:  # an IRI that RDF does not allow
            return Prepared(ItemOutcome(given.source_key, REJECTED, given.iri, str(error)))

    def _recognise(
        self, given: Description, seen: Seen
    ) -> tuple[Revision | None, tuple[str, ...], tuple[Pair, ...]]:
        """The one resource that this surely is, or the pairs for a person to look at."""
        kind = KINDS[given.kind]
        codes = codes_of(kind, given.document)
        iris = dict.fromkeys(i for code in codes for i in seen.known.get((kind.name, code), ()))
        verdicts = [
            (seen.heads[i], compare(kind, given.document, seen.heads[i].document)) for i in iris
        ]
        sure = [(head, one) for head, one in verdicts if one.says == SURE]
        if len(sure) == 1:
            head, verdict = sure[0]
            return head, (f"recognised as {head.iri}: {', '.join(verdict.reasons)}",), ()
        unsure = [(head, one) for head, one in verdicts if one.says in (SURE, MAYBE)]
        return (
            None,
            (),
            tuple(
                Pair(kind.name, given.iri, head.iri, one.score, one.reasons) for head, one in unsure
            ),
        )

    def _refusal(self, target: Revision, own: Revision | None, given: Description) -> str:
        """Why this source may not write there; empty when it may."""
        if target.withdrawn and target.private:
            return "private here; the decision is kept"
        if target.withdrawn and not is_harvest(target.actor) and target.note != PARTED:
            return f"withdrawn here by {target.actor}; the decision is kept"
        # a graph names its subject itself: that may be any IRI, ours too, and is no proof
        claimed = bool(given.triples) or not self._ours(given.iri)
        if own is None or not claimed or own.source == self._source.name:
            return ""
        # former times noted no source of what was recognised
        if own.source if own.merged_into else not own.withdrawn:
            owner = own.source or own.owner or "people here"
            return f"described by {owner} already; a source may only describe what it brought"
        return ""

    def _ours(self, iri: str) -> bool:
        return iri.startswith(f"{self._catalogue.base}id/")

    def _draft(
        self,
        given: Description,
        own: Revision | None,
        target: Revision | None,
        seen: Seen,
        remarks: tuple[str, ...],
    ) -> Prepared:
        kind = KINDS[given.kind]
        reason = "; ".join(remarks)
        if target is None or target.withdrawn:
            draft = self._again(kind, given, own) if own else self._fresh(kind, given, None)
            return Prepared(
                ItemOutcome(given.source_key, CREATED, given.iri, reason), (draft.composed(),)
            )
        if self._alone(target, given, seen.said):
            draft = self._fresh(kind, given, target)
        else:
            draft = self._blended(kind, given, target, seen)
            new = [n for one in draft.contributions for n in one.conflicts]
            reason = "; ".join(
                [*remarks, *([f"edited here, kept: {', '.join(new)}"] if new else [])]
            )
        stays = draft.same and not draft.contributions and not draft.dropped
        drafts: tuple[Draft, ...] = () if stays else (draft.composed(),)
        if own is None:
            key = key_of(given.iri, self._catalogue.base)
            name = self._source.name
            merge = Draft(kind, given.iri, key, MERGE, {}, source=name, merged_into=target.iri)
            drafts += (merge,)
        outcome = UNCHANGED if draft.same else CHANGED
        return Prepared(ItemOutcome(given.source_key, outcome, given.iri, reason), drafts)

    def _alone(self, target: Revision, given: Description, said: Said) -> bool:
        """True when nobody but this source ever said anything about the resource."""
        own = target.iri == given.iri and target.source == self._source.name
        return own and is_harvest(target.actor) and not said.stored(target.iri)

    def _fresh(self, kind: Kind, given: Description, head: Revision | None) -> Draft:
        key = head.key if head else key_of(given.iri, self._catalogue.base)
        operation = REPLACE if head and not head.withdrawn else CREATE
        document, extra = given.document, given.extra
        name = self._source.name
        return Draft(kind, given.iri, key, operation, document, extra, head=head, source=name)

    def _again(self, kind: Kind, given: Description, own: Revision) -> Draft:
        """A resource that was withdrawn, as it comes back: what was merged into it is there yet."""
        draft = self._fresh(kind, given, own)
        past = [one.extra for one in self._truth.history(own.iri)]
        links = {same_as(own.iri, one) for one in names_of(self._truth, own.iri, (), *past)}
        if len(links) == 1:
            return draft
        extra = "".join(sorted({*lines_in(given.extra), *links - {same_as(own.iri, own.iri)}}))
        mine = Contribution(own.iri, own.iri, self._source.name, given.document, given.extra)
        return replace(draft, extra=extra, contributions=(mine,))

    def _blended(self, kind: Kind, given: Description, target: Revision, seen: Seen) -> Draft:
        """The target with this item's part in it made new; contributions only when they change."""
        before = seen.said.of_resource(target)
        mine = Contribution(given.iri, target.iri, self._source.name, given.document, given.extra)
        was = next((one for one in before if slot(one) == slot(mine)), None)
        # what the item said under another name it says under this one now
        other = (seen.left.get(given.source_key, ""), self._source.name)
        dropped = tuple(slot(one) for one in before if slot(one) == other != slot(mine))
        after = [mine, *(one for one in before if slot(one) not in (slot(mine), *dropped))]
        blended = blend(kind, target, before, after)
        mine = conflicts(mine, was, blended)
        draft = Draft(
            kind, target.iri, target.key, REPLACE, blended.document, blended.extra, head=target
        )
        if draft.same and mine == was and not dropped:
            return draft
        kept = seen.said.stored(target.iri)
        told = tuple(one for one in (mine, *after[1:]) if one not in kept)
        return replace(draft, contributions=told, dropped=dropped)


def _target(heads: Mapping[str, Revision], iri: str) -> str:
    """Whatever an IRI was merged into, in the end."""
    passed: set[str] = set()
    while iri in heads and heads[iri].merged_into and iri not in passed:
        passed.add(iri)
        iri = heads[iri].merged_into
    return iri


def reasons(error: SmartlandError) -> str:
    """What was wrong with an item, field by field, in one line."""
    if not error.problems:
        return error.message.en
    return "; ".join(f"{one.field}: {one.message.en}" for one in error.problems)
