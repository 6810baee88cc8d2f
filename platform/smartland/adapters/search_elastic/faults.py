"""What the client raises, as our errors."""

from dataclasses import dataclass
from typing import Any

from elasticsearch import (
    ApiError,
    ConnectionTimeout,
    SerializationError,
    TransportError,
    UnsupportedProductError,
)

from smartland.adapters.search_common.limits import TOO_LARGE
from smartland.errors import Busy, Invalid, Label, SmartlandError, StorageFailed

_AWAY = Label(
    it="Il server di ricerca non risponde ({reason}): riprovare tra poco.",
    en="The search server does not answer ({reason}): try again shortly.",
)
_WRONG = Label(
    it="A quell'indirizzo non c'è Elasticsearch; per OpenSearch impostare "
    "SMARTLAND_ELASTICSEARCH_FLAVOUR=opensearch.",
    en="There is no Elasticsearch at that address; for OpenSearch set "
    "SMARTLAND_ELASTICSEARCH_FLAVOUR=opensearch.",
)
_DENIED = Label(
    it="Il server di ricerca rifiuta le credenziali configurate.",
    en="The search server refuses the credentials that are set.",
)
_OVERLOADED = Label(
    it="Il server di ricerca è sovraccarico: riprovare tra poco.",
    en="The search server is overloaded: try again shortly.",
)
_REFUSED = Label(
    it="Il server di ricerca rifiuta la richiesta ({reason}).",
    en="The search server refuses the request ({reason}).",
)
GARBAGE = _AWAY.format(reason="unreadable answer")

_TOO_LARGE = ("too_many_clauses", "too_many_nested_clauses", "too_many_buckets_exception")
_TOO_DEEP = ("maxClauseCount", "maximum nested depth", "max_clause_count", "too many buckets")

MISSING = "index_not_found_exception"


@dataclass(frozen=True)
class Fault:
    """``error`` to raise; ``away`` when no other request would fare better just now; ``missing``
    when the index is not there."""

    error: SmartlandError
    away: bool = False
    missing: bool = False


def fault_of(error: Exception) -> Fault:
    """What an error of the client means; errors carry no address and no credentials."""
    match error:
        case UnsupportedProductError():
            return Fault(Busy(_WRONG), away=True)
        case ApiError():
            return _answered(error)
        case ConnectionTimeout():
            return Fault(Busy(_AWAY.format(reason="timeout")), away=True)
        case SerializationError():
            return Fault(Busy(GARBAGE), away=True)
        case TransportError():
            return Fault(Busy(_AWAY.format(reason="no connection")), away=True)
        case _:
            return Fault(Busy(GARBAGE), away=True)


def _answered(error: ApiError) -> Fault:
    status, reason = error.meta.status, reason_of(error.body)
    if status == 404 and reason.startswith(MISSING):
        return Fault(Busy(_AWAY.format(reason="no index"), retry_after=5), missing=True)
    if status in (401, 403):
        return Fault(Busy(_DENIED), away=True)
    if status == 429:
        return Fault(Busy(_OVERLOADED, retry_after=5))
    if any(sign in str(error.body) for sign in (*_TOO_LARGE, *_TOO_DEEP)):
        return Fault(Invalid(TOO_LARGE))
    if status >= 500:
        return Fault(Busy(_AWAY.format(reason=f"HTTP {status}")), away=True)
    return Fault(StorageFailed(_REFUSED.format(reason=f"HTTP {status} {reason}".strip())))


def reason_of(body: Any) -> str:  # noqa: ANN401  # whatever a server may answer
    """Type and reason of an error body, short; empty when it has none."""
    error = body.get("error") if isinstance(body, dict) else None
    if isinstance(error, str):
        return error[:200]
    if not isinstance(error, dict):
        return ""
    causes = error.get("root_cause")
    cause = causes[0] if isinstance(causes, list) and causes else error
    if not isinstance(cause, dict):
        return ""
    return f"{cause.get('type', '')} {cause.get('reason', '')}".strip()[:200]
