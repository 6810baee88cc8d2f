"""Answers that stay the same until the truth changes: an ETag, and 304 before any work is done."""

import hashlib

from flask import Response, request


def tag_of(*parts: object) -> str:
    """An ETag of what an answer depends on, the sequence number first of all."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def unchanged(tag: str) -> Response | None:
    """304 when the client holds ``tag`` already (RFC 9110 §13.1.2); else None."""
    if not request.if_none_match.contains_weak(tag):
        return None
    return cached(Response(status=304), tag)


def cached(answer: Response, tag: str) -> Response:
    """``answer`` with its ETag; kept by caches, but asked for again each time."""
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer
