"""The descriptions behind a match, fetched from the truth in few batches, as profiles."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from smartland.domain.resource import Revision
from smartland.errors import Label
from smartland.matching.profile import Profile
from smartland.matching.reading import (
    holders,
    is_current,
    read_revision,
    with_evidence,
    with_holder,
)
from smartland.matching.taxonomy import Taxonomy
from smartland.ports.truth import Truth
from smartland.services.labels import title

MOST_HOLDERS = 300
"""Stakeholders measured for one match: those with the most, and most promising, documents."""

CAPACITY = 10_000
"""Profiles kept between requests, of about 5 kB each."""

Candidates = Mapping[str, tuple[Revision, Profile]]


class Profiles:
    """Profiles that were read, for as long as neither the revision nor the concepts change."""

    def __init__(self) -> None:
        self._known: dict[int, Profile] = {}
        self._taxonomy: Taxonomy | None = None

    def of(self, revision: Revision, taxonomy: Taxonomy) -> Profile:
        """The profile of one revision by itself."""
        if taxonomy is not self._taxonomy or len(self._known) >= CAPACITY:
            # A new table, not an emptied one: another request may be filling the old one
            self._known, self._taxonomy = {}, taxonomy
        known = self._known
        found = known.get(revision.sequence)
        if found is None:
            found = read_revision(revision, name_of(revision, taxonomy), taxonomy)
            known[revision.sequence] = found
        return found


class Gathering:
    """What one match request has read so far; made anew for each request."""

    def __init__(self, truth: Truth, taxonomy: Taxonomy, today: str, profiles: Profiles) -> None:
        self._truth = truth
        self._taxonomy = taxonomy
        self._today = today
        self._heads: dict[str, Revision] = {}
        self._profiles = profiles

    def fetch(self, iris: Iterable[str]) -> None:
        """Read the heads that are not there yet, in one batch."""
        missing = [iri for iri in dict.fromkeys(iris) if iri not in self._heads]
        if missing:
            self._heads.update(self._truth.heads(missing))

    def current(self, iris: Iterable[str]) -> Iterator[Revision]:
        """The fetched revisions that are neither withdrawn nor over, in the order of ``iris``."""
        for iri in iris:
            head = self._heads.get(iri)
            if head and not head.withdrawn and is_current(head.document, self._today):
                yield head

    def profile(self, revision: Revision) -> Profile:
        """The profile of one revision by itself."""
        return self._profiles.of(revision, self._taxonomy)

    def profiles(self, iris: Iterable[str]) -> list[Profile]:
        """The profiles of the current ones among ``iris``."""
        return [self.profile(one) for one in self.current(iris)]

    def parties(self, revision: Revision) -> set[str]:
        """The stakeholders behind a description: its holders, and those of whom they are units."""
        return {iri for one in holders(revision) for iri in (one, self._onward(one))}

    def stakeholders(self, iris: Sequence[str], about: Revision | None) -> Candidates:
        """The stakeholders that documents ``iris`` speak for, each with those documents.

        ``about`` is the resource for which they are sought; who is behind it is read as well.
        """
        behind = holders(about) if about else ()
        self.fetch((*iris, *behind))
        documents = list(self.current(iris))
        votes = _votes(documents)
        self.fetch((*votes, *behind))
        self.fetch([self._onward(one) for one in (*votes, *behind)])
        spoken: dict[str, list[Profile]] = defaultdict(list)
        for document in documents:
            for holder in holders(document):
                if holder in votes:
                    own = document.iri == holder
                    spoken[self._onward(holder)] += () if own else (self.profile(document),)
        return {
            one.iri: (one, with_evidence(self.profile(one), spoken[one.iri]))
            for one in self.current(spoken)
            if one.kind == "stakeholder"
        }

    def documents(
        self, iris: Sequence[str], kinds: Sequence[str], about: Revision | None
    ) -> Candidates:
        """The documents ``iris`` of ``kinds``, each with what is known of its publisher."""
        behind = holders(about) if about else ()
        self.fetch((*iris, *behind))
        documents = [one for one in self.current(iris) if one.kind in kinds]
        # Of a project only its own text counts: its participants may be dozens
        published = [h for one in documents if one.kind != "project" for h in holders(one)]
        self.fetch((*published, *behind))
        self.fetch([self._onward(one) for one in (*published, *behind)])
        return {one.iri: (one, self.with_publisher(one)) for one in documents}

    def with_publisher(self, revision: Revision) -> Profile:
        """The profile of a document with the seat and kind of whoever published it."""
        found = self.profile(revision)
        if revision.kind in ("project", "stakeholder", "unit"):
            return found
        for holder in holders(revision):
            for iri in (holder, self._onward(holder)):
                head = self._heads.get(iri)
                if head and not head.withdrawn:
                    found = with_holder(found, self.profile(head))
        return found

    def _onward(self, iri: str) -> str:
        """The stakeholder that answers for ``iri``: that of a unit, the winner of a merge."""
        head = self._heads.get(iri)
        if head is None:
            return iri
        further: str = head.merged_into or head.document.get("unit_of", "")
        return further or iri


def name_of(revision: Revision, taxonomy: Taxonomy) -> Label:
    """How people know a resource; a claim is known by its competence."""
    if revision.kind == "claim":
        return taxonomy.label(revision.document.get("competence", ""))
    return title(revision)


def _votes(documents: Sequence[Revision]) -> Sequence[str]:
    """The holders of ``documents``, those of more and of better placed ones first, cut."""
    votes: dict[str, float] = defaultdict(float)
    for place, document in enumerate(documents):
        for holder in holders(document):
            votes[holder] += 1 / (10 + place)
    return sorted(votes, key=lambda iri: (-votes[iri], iri))[:MOST_HOLDERS]
