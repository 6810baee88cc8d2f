"""One description against its application profile, for whoever writes it or reads its page.

It is checked as it was written, in the spelling in which it goes out: what the portals would be
told as unknown is still missing here. What the platform itself knows (the key, the day of the
last change) is not asked of anybody.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from smartland.domain.fields import Field, Part
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Document, Json, Revision
from smartland.errors import Label
from smartland.rdf.findings import Collector, Finding, ValidationReport
from smartland.rdf.mqa import MetricScore, Mqa, Score
from smartland.rdf.names import short
from smartland.rdf.profiles import DCAT_AP_IT
from smartland.rdf.read import compose, split_lines
from smartland.rdf.terms import Triple, iri, literal, to_lines
from smartland.rdf.validation import examine_here
from smartland.rdf.write import part_iri
from smartland.services.completing import listed, respelt
from smartland.services.validation import Checked
from smartland.services.validation_answers import report_document, score_document
from smartland_vocab.namespaces import DCAT, DCT, XSD

PROFILED = ("dataset", "data-service", "catalogue")
"""The kinds that application profiles speak of."""
_SIZE = iri(DCAT.byteSize)
_OUT_OF_REACH = frozenset({"byte-size"})
"""DCAT-AP_IT and DCAT-AP 3 want two datatypes of a size, so that none goes out."""


@dataclass(frozen=True)
class Place:
    """A field of a description: its path in the JSON (``distribution.license``), what people call
    it, and the title (texts by language) of the part that it belongs to, empty for a field of the
    resource itself."""

    path: str
    label: Label
    part: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class Assessment:
    """What a profile has against one description, and for a dataset its points; ``places`` leads
    from (focus, property as ``dct:title``) to the field to mend, where a field of ours is it."""

    report: ValidationReport
    score: Score | None
    places: Mapping[tuple[str, str], Place]

    def place(self, finding: Finding) -> Place | None:
        """Which field ``finding`` is about."""
        return self.places.get((finding.focus, finding.field.curie))


def assess(
    revision: Revision, profile: str = DCAT_AP_IT, *, score: bool = False
) -> Assessment | None:
    """Check one description, private or public, by its public fields.

    None for kinds of which no profile speaks, for what was withdrawn, and for descriptions too
    long to be checked while somebody waits. Raises Invalid for an unknown profile.
    """
    gone = revision.withdrawn and not revision.private
    if gone or revision.kind not in PROFILED:
        return None
    kind = KINDS[revision.kind]
    document = kind.public(revision.document)
    lines = revision.triples or compose(kind, revision.iri, document, revision.extra)
    triples = [*split_lines(lines), *_known(revision, document)]
    scored = score and revision.kind == "dataset"
    found = examine_here(to_lines(_outgoing(triples)), profile, score=scored)
    if found is None:
        return None
    places = dict(_places(kind.public_fields, revision.iri, document))
    return Assessment(found.report, _own(revision, found.score()), places)


def assessment_document(assessment: Assessment) -> dict[str, Json]:
    """An assessment as the validator answers, each group with the JSON ``path`` of its field."""
    body: dict[str, Json] = report_document(Checked(assessment.report))
    for shown, group in zip(body["groups"], assessment.report.groups, strict=True):
        places = (assessment.place(one) for one in group.findings)
        paths = dict.fromkeys(one.path for one in places if one)
        shown["field"]["path"] = next(iter(paths), None)
    if assessment.score:
        body["score"] = score_document(assessment.score, hints_of(assessment.score))
    return body


def hints_of(score: Score) -> tuple[MetricScore, ...]:
    """What would raise a score and can be done here, the most points first."""
    return tuple(one for one in score.hints if one.metric.key not in _OUT_OF_REACH)


class ProfileFindings:
    """The findings on many descriptions together; of those past ``most`` nothing is told."""

    def __init__(self, most: int = 1_000) -> None:
        self._most = most
        self._looked = 0
        self._triples = 0
        self._complete = True
        self._found = Collector()

    def note(self, revision: Revision) -> None:
        """Check one more; those of other kinds do not count."""
        if revision.kind not in PROFILED:
            return
        found = assess(revision) if self._looked < self._most else None
        if found is None:
            self._complete = False
            return
        self._looked += 1
        self._triples += found.report.triples
        for one in found.report.findings:
            self._found.add(one.severity, one.code, partial(_itself, one))

    def report(self) -> ValidationReport | None:
        """All findings, ``complete`` where everything was checked; None where nothing was."""
        if not self._looked:
            return None
        return self._found.report(DCAT_AP_IT, self._triples, complete=self._complete)


def _itself(finding: Finding) -> Finding:
    return finding


def _outgoing(triples: Iterable[Triple]) -> Iterable[Triple]:
    return respelt(one for one in triples if one[1] != _SIZE)


def _known(revision: Revision, document: Document) -> Iterator[Triple]:
    """What is filled in with something that is so, not with *unknown*."""
    if revision.kind != "dataset":
        return
    if "identifier" not in document:
        yield iri(revision.iri), iri(DCT.identifier), literal(revision.key)
    if "modified" not in document:
        day = literal(revision.at.date().isoformat(), datatype=XSD.date)
        yield iri(revision.iri), iri(DCT.modified), day


def _own(revision: Revision, mqa: Mqa | None) -> Score | None:
    return next((one for one in (mqa.datasets if mqa else ()) if one.iri == revision.iri), None)


def _places(
    fields: Iterable[Field], subject: str, document: Document, above: Place | None = None
) -> Iterator[tuple[tuple[str, str], Place]]:
    """Every field of a resource and of the parts that it has, by subject and property."""
    parts: list[tuple[Part, Place, Document]] = []
    for one in fields:
        place = _below(above, one)
        for predicate in (*one.also, one.iri):
            yield (subject, short(predicate)), place
        if isinstance(one, Part):
            parts += [(one, place, value) for value in listed(document.get(one.name))]
    for part, place, value in parts:
        within = replace(place, part=value.get("title") or value.get("name") or place.part)
        yield from _places(part.of.fields, part_iri(subject, part.name, value), value, within)


def _below(above: Place | None, field: Field) -> Place:
    if above is None:
        return Place(field.name, field.label)
    names = Label(
        it=f"{above.label.it} › {field.label.it}", en=f"{above.label.en} › {field.label.en}"
    )
    return Place(f"{above.path}.{field.name}", names, above.part)
