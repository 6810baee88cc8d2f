"""Which body of today answers for the one that a document names: merges and codes resolved."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from smartland.domain.resource import Revision
from smartland.ports.truth import Truth
from smartland.rdf.read import split_lines
from smartland.rdf.terms import iri_of, is_iri
from smartland.services.evidence.reading import LOUDNESS, agents_of, holders_of
from smartland_vocab.namespaces import OWL

BODIES = ("stakeholder", "unit")
HOPS = 8
"""Merges of merges that are followed."""


class Bodies:
    """Remembers what it resolved, for one run."""

    def __init__(self, truth: Truth) -> None:
        self._truth = truth
        self._current: dict[str, str] = {}
        self.aliases: dict[str, set[str]] = defaultdict(set)

    def resolve(self, iris: Iterable[str]) -> Mapping[str, str]:
        """IRI → the body that stands for it; absent for what is no shown stakeholder or unit."""
        wanted = list(dict.fromkeys(iris))
        missing = [one for one in wanted if one not in self._current]
        self._current |= dict.fromkeys(missing, "")
        going = {one: one for one in missing}
        for _ in range(HOPS):
            heads = self._truth.heads(list(going.values()))
            onward = {}
            for named, at in going.items():
                head = heads.get(at)
                if head is not None and head.merged_into:
                    onward[named] = head.merged_into
                elif head is not None and not head.withdrawn and head.kind in BODIES:
                    self._remember(named, head)
            going = onward
        return {one: self._current[one] for one in wanted if self._current[one]}

    def of_documents(self, documents: Sequence[Revision]) -> Mapping[str, Mapping[str, float]]:
        """Document → the bodies that it speaks for, each with how far."""
        named = {one.iri: dict(holders_of(one)) for one in documents}
        for iri, holder in self._holders(documents).items():
            named[iri][holder[0]] = holder[1]
        current = self.resolve(body for bodies in named.values() for body in bodies)
        found: dict[str, dict[str, float]] = {}
        for iri, bodies in named.items():
            found[iri] = {}
            for body, loud in bodies.items():
                if body in current:
                    here = found[iri].get(current[body], 0.0)
                    found[iri][current[body]] = max(here, loud)
        return found

    def _holders(self, documents: Sequence[Revision]) -> Mapping[str, tuple[str, float]]:
        """Dataset → (body, how far), by the IRI of its holder or by the holder's code."""
        agents = {one.iri: (one, *agents_of(one)) for one in documents if any(agents_of(one))}
        codes = {code for _, _, code in agents.values() if code}
        asked = [f"{register}-{code}" for code in codes for register in ("ipa", "tax")]
        by_code = self._truth.identified("stakeholder", [one.lower() for one in asked])
        named = self.resolve(iri for _, iri, _ in agents.values() if iri)
        found = {}
        for dataset, (revision, iri, code) in agents.items():
            known = [
                *((named[iri],) if iri in named else ()),
                *by_code.get(f"ipa-{code.lower()}", ()),
                *by_code.get(f"tax-{code.lower()}", ()),
            ]
            # A code that two bodies carry says nothing of either
            if len(set(known[:2])) == 1 or (known and iri in named):
                found[dataset] = (known[0], LOUDNESS[revision.kind])
        return found

    def _remember(self, named: str, head: Revision) -> None:
        self._current[named] = head.iri
        self.aliases[head.iri].add(named)
        for subject, predicate, other in split_lines(head.extra):
            same = predicate == f"<{OWL.sameAs}>" and is_iri(other)
            if same and iri_of(subject) == head.iri:
                self.aliases[head.iri].add(iri_of(other))
