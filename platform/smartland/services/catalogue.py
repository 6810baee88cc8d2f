"""The one write path: forms, API, importers and the command line all go through here."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from smartland.domain.identity import mint_key, resource_iri
from smartland.domain.kind import Kind
from smartland.domain.kinds import KINDS
from smartland.domain.resource import (
    CREATE,
    HIDE,
    REPLACE,
    WITHDRAW,
    Document,
    Json,
    Revision,
)
from smartland.errors import (
    Conflict,
    Gone,
    Invalid,
    Label,
    NotFound,
    Problem,
    StaleWrite,
    WriteWithoutETag,
)
from smartland.ports.truth import Truth
from smartland.rdf.read import without
from smartland.schemas.documents import validate
from smartland.services.merging import joined, parted, restored
from smartland.services.names import names_of, relinked, winner_of
from smartland.services.revising import Draft, merge_patch, part_names, references
from smartland_vocab.namespaces import CONCEPT, SL

SAME_AS = "same_as"
NO_RESOURCE = Label(it="Nessuna risorsa {kind}/{key}.", en="There is no {kind}/{key}.")
NO_KIND = Label(it="Nessun tipo «{kind}».", en="There is no kind “{kind}”.")
GONE = Label(
    it="La risorsa {kind}/{key} è stata ritirata; la sua storia resta consultabile.",
    en="{kind}/{key} was withdrawn; its history can still be read.",
)
NEEDS_ETAG = Label(
    it="Inviare in If-Match l'ETag della versione che si vuole modificare.",
    en="Send in If-Match the ETag of the version that you mean to change.",
)
STALE = Label(
    it="La risorsa è cambiata nel frattempo: rileggerla e riprovare.",
    en="The resource has changed meanwhile: read it again and retry.",
)
TAKEN = Label(
    it="Esiste già: {kind}/{key}. Aggiornare quella risorsa.",
    en="It exists already: {kind}/{key}. Update that resource.",
)
MERGED = Label(
    it="{kind}/{key} è stata unita a {winner}: aggiornare quella risorsa.",
    en="{kind}/{key} was merged into {winner}: update that resource.",
)
NOT_RDF = Label(it="Non rappresentabile in RDF: {reason}.", en="Not possible in RDF: {reason}.")
NOT_YOURS = Label(
    it="L'IRI di una parte non può essere quello di un'altra risorsa di questa piattaforma.",
    en="The IRI of a part may not be that of another resource of this platform.",
)
NO_MERGE = Label(
    it="Si uniscono due risorse esistenti, diverse e dello stesso tipo.",
    en="Two existing, different resources of the same kind are needed for a merge.",
)
NOT_MERGED = Label(
    it="{kind}/{key} non è unita a un'altra risorsa.", en="{kind}/{key} is not merged into another."
)
BROKEN_REF = Label(it="Nessuna risorsa con IRI {iri}.", en="There is no resource with IRI {iri}.")


def now() -> datetime:
    """The instant, in UTC."""
    return datetime.now(UTC)


def kind_named(name: str) -> Kind:
    """A declared kind. Raises NotFound."""
    if name not in KINDS:
        raise NotFound(NO_KIND.format(kind=name))
    return KINDS[name]


class Catalogue:
    """Reads and writes published descriptions; ``wrote`` may be set to hear of every commit."""

    def __init__(
        self,
        truth: Truth,
        base: str,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self.truth = truth
        self.base = base
        self.wrote: Callable[[], None] = lambda: None
        self._counted: tuple[int, Mapping[str, int]] = (-1, {})
        self.clock = clock

    # reading

    def find(self, kind: str, key: str) -> Revision:
        """The head of ``kind/key``, withdrawn and merged ones too. Raises NotFound, also for a
        private one."""
        head = self.own(kind, key)
        if head.private:
            raise NotFound(NO_RESOURCE.format(kind=kind, key=key))
        return head

    def own(self, kind: str, key: str) -> Revision:
        """The head whatever it is, for those who may write. Raises NotFound."""
        kind_named(kind)
        head = self.truth.find(kind, key)
        if head is None:
            raise NotFound(NO_RESOURCE.format(kind=kind, key=key))
        return head

    def editable(self, kind: str, key: str) -> Revision:
        """The current revision for those who may write: private ones too. Raises NotFound, Gone."""
        head = self.own(kind, key)
        return head if head.private else self.get(kind, key)

    def get(self, kind: str, key: str) -> Revision:
        """The current revision. Raises NotFound, or Gone for a withdrawn one."""
        head = self.find(kind, key)
        if head.withdrawn:
            raise Gone(GONE.format(kind=kind, key=key))
        return head

    def by_iri(self, iri: str) -> Revision | None:
        """The current revision of an IRI; None when there is none or it was withdrawn."""
        head = self.truth.head(iri)
        return None if head is None or head.withdrawn else head

    def by_iris(self, iris: Sequence[str]) -> Mapping[str, Revision]:
        """Current revisions by IRI; absent and withdrawn ones are left out."""
        heads = self.truth.heads(list(dict.fromkeys(iris)))
        return {iri: head for iri, head in heads.items() if not head.withdrawn}

    def counts(self) -> Mapping[str, int]:
        """Kind → number of resources; counted anew when something was written."""
        last = self.truth.last_sequence()
        if self._counted[0] != last:
            self._counted = (last, self.truth.counts())
        return self._counted[1]

    def page(self, kind: str, after: str, limit: int) -> Sequence[Revision]:
        """Revisions of a kind with key > ``after``, by key."""
        kind_named(kind)
        return self.truth.page(kind, after, limit)

    def history(self, kind: str, key: str) -> Sequence[Revision]:
        """Every revision that was public, newest first. Raises NotFound."""
        revisions = self.truth.history(self.find(kind, key).iri)
        return [one for one in revisions if not one.private]

    def revision(self, kind: str, key: str, number: int) -> Revision:
        """One past state. Raises NotFound."""
        found = self.truth.revision(self.find(kind, key).iri, number)
        if found is None or found.private:
            raise NotFound(NO_RESOURCE.format(kind=kind, key=f"{key} ({number})"))
        return found

    def as_of(self, kind: str, key: str, instant: datetime) -> Revision:
        """The state at ``instant``. Raises NotFound or Gone."""
        found = self.truth.as_of(self.find(kind, key).iri, instant)
        if found is None or found.private:
            raise NotFound(NO_RESOURCE.format(kind=kind, key=f"{key} ({instant.isoformat()})"))
        if found.withdrawn:
            raise Gone(GONE.format(kind=kind, key=key))
        return found

    # writing

    def create(self, kind: str, raw: Json, actor: str, *, private: bool = False) -> Revision:
        """Publish a new description, or keep it private for now.

        Raises Invalid, or Conflict when its identity is taken.
        """
        declared = kind_named(kind)
        document = validate(declared, raw, self.base)
        key = mint_key(declared, document)
        iri = resource_iri(self.base, kind, key)
        self._check_links(declared, iri, document, {})
        head = self.truth.head(iri)
        if head is not None and head.merged_into:
            raise Conflict(MERGED.format(kind=kind, key=key, winner=head.merged_into))
        if head is not None and (head.private or not head.withdrawn):
            raise Conflict(TAKEN.format(kind=kind, key=key))
        operation = HIDE if private else CREATE
        return self.commit((Draft(declared, iri, key, operation, document, head=head),), actor)[0]

    def replace(
        self,
        kind: str,
        key: str,
        raw: Json,
        actor: str,
        etag: str | None,
        *,
        private: bool | None = None,
    ) -> Revision:
        """Put a whole new document; private fields that it leaves out stay as they are.

        ``private`` hides or publishes the description; None leaves that as it is.
        """
        declared, head = kind_named(kind), self.editable(kind, key)
        _match(head, etag)
        public = declared.public(head.document)
        kept = {name: one for name, one in head.document.items() if name not in public}
        return self._revise(head, kept | raw if isinstance(raw, dict) else raw, actor, private)

    def patch(
        self,
        kind: str,
        key: str,
        raw: Json,
        actor: str,
        etag: str | None,
        *,
        private: bool | None = None,
    ) -> Revision:
        """Apply a JSON merge patch (RFC 7396); ``private`` as in ``replace``."""
        head = self.editable(kind, key)
        _match(head, etag)
        return self._revise(head, merge_patch(head.document, raw), actor, private)

    def delete(self, kind: str, key: str, actor: str, etag: str | None) -> Revision:
        """Withdraw a description: it leaves every projection, its history stays."""
        head = self.editable(kind, key)
        _match(head, etag)
        draft = Draft(kind_named(kind), head.iri, key, WITHDRAW, {}, head=head)
        return self.commit((draft,), actor)[0]

    def restore(self, kind: str, key: str, number: int, actor: str, etag: str | None) -> Revision:
        """Make a past state the current one, as a new revision."""
        head = self.find(kind, key)
        _match(head, etag)
        past = self.revision(kind, key, number)
        if past.withdrawn:
            raise Gone(GONE.format(kind=kind, key=f"{key} ({number})"))
        return self.commit(restored(self.truth, head, past), actor)[0]

    def part(self, kind: str, key: str, actor: str) -> Revision:
        """Undo a merge: the merged resource stands by itself again, as it was or as its source
        has it. Raises NotFound, or Conflict when it is not merged."""
        head = self.find(kind, key)
        winner = winner_of(self.truth, head)
        if winner is None:
            raise Conflict(NOT_MERGED.format(kind=kind, key=key))
        return self.commit(parted(self.truth, head, winner), actor)[0]

    def merge(self, loser_iri: str, winner_iri: str, actor: str) -> Revision:
        """Make one resource answer for another: the loser redirects, the winner says sameAs."""
        loser, winner = self.by_iri(loser_iri), self.by_iri(winner_iri)
        if loser is None or winner is None or loser.kind != winner.kind or loser.iri == winner.iri:
            raise Conflict(NO_MERGE)
        return self.commit(joined(self.truth, loser, winner), actor)[1]

    def commit(self, drafts: Sequence[Draft], actor: str) -> Sequence[Revision]:
        """Append all drafts in one durable transaction. Raises Invalid, StaleWrite, Conflict."""
        try:
            writes = [draft.write(actor) for draft in drafts]
        except ValueError as error:
            reason = NOT_RDF.format(reason=error)
            raise Invalid(reason, problems=(Problem("(document)", reason),)) from error
        revisions = self.truth.write(writes, self.clock())
        self.wrote()
        return revisions

    def _check_links(self, kind: Kind, iri: str, document: Document, before: Document) -> None:
        """New references lead somewhere, and parts speak for nobody else. Raises Invalid."""
        ours = f"{self.base}id/"
        old = {target for _, target in references(kind, before)}
        added = [
            (field, target)
            for field, target in references(kind, document)
            if target.startswith(ours) and target not in old
        ]
        known = self.by_iris([target for _, target in added])
        problems = [Problem(f, BROKEN_REF.format(iri=i)) for f, i in added if i not in known]
        foreign = (ours, CONCEPT.iri, SL.iri)
        problems += [
            Problem(f"{field}.iri", NOT_YOURS)
            for field, name in part_names(kind, document)
            if name.startswith(foreign) and not name.startswith(f"{iri}#")
        ]
        if problems:
            raise Invalid.of(tuple(problems))

    def _revise(self, head: Revision, raw: Json, actor: str, private: bool | None) -> Revision:  # noqa: FBT001 - passed on by name above
        kind, before = KINDS[head.kind], head.document
        document = validate(kind, raw, self.base, before)
        self._check_links(kind, head.iri, document, before)
        changed = [one for one in kind.fields if before.get(one.name) != document.get(one.name)]
        hide = head.private if private is None else private
        if not changed and hide == head.private:
            return head
        extra = without(head.extra, head.iri, changed)
        if SAME_AS in {one.name for one in changed}:  # merges are no matter of this field
            names = names_of(self.truth, head.iri, (), head.extra)
            extra = relinked(self.truth, head.iri, extra, names)
        operation = HIDE if hide else REPLACE
        draft = Draft(kind, head.iri, head.key, operation, document, extra, head=head)
        return self.commit((draft,), actor)[0]


def _match(head: Revision, etag: str | None) -> None:
    if etag is None:
        raise WriteWithoutETag(NEEDS_ETAG)
    if etag not in ("*", head.etag):
        raise StaleWrite(STALE)
