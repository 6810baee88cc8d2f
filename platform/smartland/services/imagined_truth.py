"""The truth as it would be if a harvest wrote: what is imagined over what is there."""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Contribution, Json, Revision, Write
from smartland.errors import Invalid, Label
from smartland.ports.truth import Truth, Window
from smartland.rdf.read import compose

UNSTORABLE = Label(
    it="Il testo contiene caratteri che non si possono conservare (NUL o metà di una coppia).",
    en="The text contains characters that cannot be stored (NUL or half a surrogate pair).",
)


class ImaginedTruth:
    """``ports.truth.Truth`` whose writes stay in memory, as far as later items may meet them.

    With ``public`` it holds only what anybody may see: private descriptions are not there, private
    fields are not either, so that nobody can try values against them.
    """

    def __init__(self, truth: Truth, *, public: bool = False) -> None:
        self._truth = truth
        self._public = public
        self._heads: dict[str, bytes] = {}
        self._codes: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._coded: dict[str, tuple[str, ...]] = {}
        self._said: dict[tuple[str, str], Contribution | None] = {}
        self._next = count(truth.last_sequence() + 1)

    def write(self, writes: Sequence[Write], at: datetime) -> Sequence[Revision]:
        """Imagine all of them. Raises Invalid for text that no database takes."""
        revisions = [_revision(one, at, next(self._next)) for one in writes]
        packed = [_pack(one) for one in revisions]
        for one, body in zip(writes, packed, strict=True):
            # what has no code, and was not there, is met by no other item of the same source
            if one.codes or one.expected is not None or one.iri in self._heads:
                self._heads[one.iri] = body
            self._recode(one)
            self._said.update(dict.fromkeys(one.dropped))
            self._said.update({(each.claimed, each.source): each for each in one.contributions})
        return revisions

    def _recode(self, one: Write) -> None:
        for code in self._coded.pop(one.iri, ()):
            self._codes[one.kind, code].discard(one.iri)
        if one.codes:
            self._coded[one.iri] = one.codes
        for code in one.codes:
            self._codes[one.kind, code].add(one.iri)

    # what a harvest asks

    def head(self, iri: str) -> Revision | None:
        """The current revision of one IRI, imagined or real."""
        return self.heads((iri,)).get(iri)

    def heads(self, iris: Sequence[str]) -> Mapping[str, Revision]:
        """The current revisions of many IRIs, imagined or real."""
        wanted = list(dict.fromkeys(iris))
        real = self._truth.heads([iri for iri in wanted if iri not in self._heads])
        shown = {iri: self._shown(one) for iri, one in real.items() if self._shows(one)}
        return shown | {iri: _unpack(self._heads[iri]) for iri in wanted if iri in self._heads}

    def identified(self, kind: str, codes: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Code → IRIs that carry it, sorted."""
        real = self._truth.identified(kind, codes)
        found = {}
        for code in dict.fromkeys(codes):
            kept = {iri for iri in real.get(code, ()) if iri not in self._heads}
            if iris := kept | self._codes.get((kind, code), set()):
                found[code] = sorted(iris)
        return found

    def contributions(self, targets: Sequence[str]) -> Mapping[str, Sequence[Contribution]]:
        """Resource → what several sources say of it, by ``claimed``."""
        wanted = set(targets)
        slots = {(one.claimed, one.source): one for one in self._stored(targets)} | self._said
        found: dict[str, list[Contribution]] = defaultdict(list)
        for _, one in sorted(slots.items()):
            if one is not None and one.target in wanted:
                found[one.target].append(one)
        return found

    def history(self, iri: str) -> Sequence[Revision]:
        """Every revision of one IRI, the imagined one first."""
        real = [self._shown(one) for one in self._truth.history(iri) if self._shows(one)]
        return [_unpack(self._heads[iri]), *real] if iri in self._heads else real

    def last_by(self, actors: str, iris: Sequence[str]) -> Mapping[str, Revision]:
        """The imagined revision where it is by one of them, else the real one."""
        real = self._truth.last_by(actors, iris)
        found = {iri: self._shown(one) for iri, one in real.items() if self._shows(one)}
        imagined = (_unpack(self._heads[iri]) for iri in iris if iri in self._heads)
        more = (one for one in imagined if one.actor.startswith(actors) and not one.withdrawn)
        return found | {one.iri: one for one in more}

    def _shows(self, one: Revision) -> bool:
        return not (self._public and one.private)

    def _shown(self, one: Revision) -> Revision:
        return replace(one, document=KINDS[one.kind].public(one.document)) if self._public else one

    def _stored(self, targets: Sequence[str]) -> Iterator[Contribution]:
        rows = self._truth.contributions(targets)
        heads = self._truth.heads(list(rows)) if self._public else {}
        for target, some in rows.items():
            for one in some:
                document = one.document
                if self._public:
                    document = KINDS[heads[target].kind].public(document)
                yield replace(one, document=document)

    # what it never asks: as it is

    def find(self, kind: str, key: str) -> Revision | None:
        """As it is."""
        return self._truth.find(kind, key)

    def page(self, kind: str, after: str, limit: int) -> Sequence[Revision]:
        """As it is."""
        return self._truth.page(kind, after, limit)

    def all_heads(self, batch: int = 500) -> Iterator[Revision]:
        """As it is."""
        return self._truth.all_heads(batch)

    def revision(self, iri: str, number: int) -> Revision | None:
        """As it is."""
        return self._truth.revision(iri, number)

    def as_of(self, iri: str, instant: datetime) -> Revision | None:
        """As it is."""
        return self._truth.as_of(iri, instant)

    def changes(self, after: int, limit: int) -> Sequence[Revision]:
        """As it is."""
        return self._truth.changes(after, limit)

    def latest(self, window: Window, limit: int, *, newest: bool = False) -> Sequence[Revision]:
        """As it is."""
        return self._truth.latest(window, limit, newest=newest)

    def standing(self, iri: str) -> Revision | None:
        """As it is."""
        return self._truth.standing(iri)

    def previous(self, sequences: Sequence[int]) -> Mapping[int, Revision]:
        """As it is."""
        return self._truth.previous(sequences)

    def last_sequence(self) -> int:
        """As it is."""
        return self._truth.last_sequence()

    def counts(self) -> Mapping[str, int]:
        """As it is."""
        return self._truth.counts()

    def meta(self, name: str) -> str | None:
        """As it is."""
        return self._truth.meta(name)

    def set_meta(self, name: str, value: str) -> None:
        """Nothing is written here."""

    def close(self) -> None:
        """The truth stays open: it is somebody else's."""


def _revision(one: Write, at: datetime, sequence: int) -> Revision:
    return Revision(
        sequence=sequence,
        number=0,
        iri=one.iri,
        kind=one.kind,
        key=one.key,
        operation=one.operation,
        document=one.document,
        extra=one.extra,
        triples=one.triples,
        etag=one.etag,
        at=at,
        actor=one.actor,
        source=one.source,
        owner=one.owner,
        note=one.note,
        merged_into=one.merged_into,
    )


def _pack(one: Revision) -> bytes:
    """A revision in few bytes: there may be as many as the source has items."""
    given = {**vars(one), "triples": "", "at": one.at.isoformat()}
    text = json.dumps(given, ensure_ascii=False)
    if "\\u0000" in text:
        raise Invalid(UNSTORABLE)
    try:
        return zlib.compress(text.encode(), 1)
    except UnicodeEncodeError as error:
        raise Invalid(UNSTORABLE) from error


def _unpack(body: bytes) -> Revision:
    given: dict[str, Json] = json.loads(zlib.decompress(body))
    revision = Revision(**{**given, "at": datetime.fromisoformat(given["at"])})
    if revision.withdrawn:
        return revision
    kind = KINDS[revision.kind]
    return replace(revision, triples=compose(kind, revision.iri, revision.document, revision.extra))
