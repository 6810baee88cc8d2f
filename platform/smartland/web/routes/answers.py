"""Values of the services as JSON."""

from collections.abc import Iterable

from smartland.domain.resource import Json, Revision, instant
from smartland.services.labels import title
from smartland.services.match import Suggestion
from smartland.services.revising import Difference


def revision_document(revision: Revision, changes: Iterable[Difference]) -> Json:
    """One line of a history, with what it changed against the revision before."""
    return {
        "revision": revision.number,
        "sequence": revision.sequence,
        "operation": revision.operation,
        "at": instant(revision.at),
        "actor": revision.actor,
        "source": revision.source or None,
        "note": revision.note or None,
        "etag": revision.etag,
        "changes": [
            {"field": one.path, "before": one.before, "after": one.after} for one in changes
        ],
    }


def match_document(match: Suggestion, language: str) -> Json:
    """One match: who, how well, and the signals whose shares sum to the score.

    ``unknown``: the data it would take to know whether it may answer at all.
    """
    revision = match.revision
    return {
        "iri": revision.iri,
        "kind": revision.kind,
        "key": revision.key,
        "title": title(revision)[language],
        "score": match.score,
        "reason": match.reason[language],
        "unknown": [one[language] for one in match.unknown],
        "signals": [
            {
                "signal": share.signal,
                "label": share.label[language],
                "value": share.value,
                "weight": share.weight,
                "share": share.share,
                "reason": share.reason[language],
                "evidence": list(share.evidence),
            }
            for share in match.shares
        ],
        "_links": {"self": f"/api/v1/{revision.kind}/{revision.key}"},
    }
