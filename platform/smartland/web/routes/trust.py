"""Doors that anybody may use, and that tell more to those with a token."""

from flask import Request

from smartland.services.tokens import TokenOffice
from smartland.web.reading import read_writer


def read_trust(request: Request, tokens: TokenOffice) -> bool:
    """True for a holder of a token. Raises Unauthorised for a wrong one."""
    if "Authorization" not in request.headers:
        return False
    read_writer(request, tokens)
    return True
