"""What a request brings: a JSON body, who writes it, which version it means."""

import json
from collections.abc import Mapping
from typing import NoReturn

from flask import Request

from smartland.domain.resource import Json
from smartland.errors import (
    Invalid,
    Label,
    Malformed,
    Problem,
    TooLarge,
    Unauthorised,
    UnsupportedFormat,
)
from smartland.services.tokens import NO_TOKEN, TokenOffice

NOT_JSON = Label(it="Il contenuto non è JSON valido: {reason}.", en="Not valid JSON: {reason}.")
CUT = Label(
    it="Arrivati {got} byte dei {said} annunciati: inviare di nuovo.",
    en="{got} of the announced {said} bytes arrived: send again.",
)
TOO_LARGE = Label(
    it="Il contenuto supera {limit} byte: dividerlo.",
    en="The content passes {limit} bytes: split it.",
)
WRONG_TYPE = Label(
    it="Inviare JSON con Content-Type: {known}.", en="Send JSON with Content-Type: {known}."
)
STALE = 'no longer"'
"""No ETag: the quote cannot stand in one."""
NOT_NUMBER = Label(it="Serve un numero intero.", en="A whole number is needed.")


def read_body(request: Request) -> bytes:
    """The whole body. Raises Malformed for a cut upload, which the WSGI servers let through, and
    TooLarge for one without an announced length that is cut at the limit."""
    body = request.get_data()
    text = request.headers.get("Content-Length", "")
    said = int(text) if text.isascii() and text.isdigit() else None
    limit = request.max_content_length
    if limit is not None and len(body) >= limit and said != len(body):
        raise TooLarge(TOO_LARGE.format(limit=limit))
    if said not in (None, len(body)):
        raise Malformed(CUT.format(got=len(body), said=said))
    return body


def read_json(request: Request, media_types: tuple[str, ...] = ("application/json",)) -> Json:
    """The body as JSON. Raises UnsupportedFormat or Malformed (naming line and column)."""
    if request.mimetype not in media_types:
        raise UnsupportedFormat(WRONG_TYPE.format(known=", ".join(media_types)))
    try:
        return json.loads(read_body(request), parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        reason = f"line {error.lineno}, column {error.colno}: {error.msg}"
        raise Malformed(NOT_JSON.format(reason=reason)) from error
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise Malformed(NOT_JSON.format(reason=reason)) from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON value")


def read_writer(request: Request, tokens: TokenOffice) -> str:
    """Who holds the bearer token. Raises Unauthorised."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret:
        raise Unauthorised(NO_TOKEN)
    return tokens.holder(secret.strip())


def read_if_match(request: Request, current: str) -> str | None:
    """What If-Match means for a resource whose ETag is ``current`` (RFC 9110 §13.1.1).

    ``current`` when it is among the tags, else another of them, which is stale; ``*`` for any
    version; None without the header. Weak tags never match.
    """
    header = request.if_match
    if header.star_tag:
        return "*"
    tags = header.as_set(include_weak=True)
    if not tags:
        return None
    return current if header.contains(current) else STALE


def read_number(arguments: Mapping[str, str], name: str, default: int) -> int:
    """A whole number from the query string. Raises Invalid naming the parameter."""
    text = arguments.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Invalid.of((Problem(name, NOT_NUMBER),))
    return int(text)
