"""Names that last: IRIs and keys, minted from identifiers, never from titles."""

import hashlib
import re
import secrets
from functools import cache

from smartland.domain.fields import Code
from smartland.domain.kind import Kind
from smartland.domain.resource import Document
from smartland_vocab.namespaces import CONCEPT

KEY = re.compile(r"[A-Za-z0-9._~-]{1,160}")
_UNSAFE = re.compile(r"[^A-Za-z0-9._~-]+")


def mint_key(kind: Kind, document: Document) -> str:
    """``{prefix}-{code}`` of the first identifying field with a value, else a random key."""
    return code_key(kind, document) or secrets.token_hex(8)


def code_key(kind: Kind, document: Document) -> str:
    """``{prefix}-{code}`` of the first identifying field with a value; empty where none has one."""
    for field in _identifying(kind):
        if document.get(field.name):
            return f"{field.identifies}-{_safe(document[field.name])}"
    return ""


@cache
def _identifying(kind: Kind) -> tuple[Code, ...]:
    return tuple(one for one in kind.fields if isinstance(one, Code) and one.identifies)


def codes_of(kind: Kind, document: Document) -> tuple[str, ...]:
    """``{register}-{code}`` of every identifying field with a value, in order of declaration.

    Empty for a kind that has only one such field: its key says it already.
    """
    given = {
        f"{register}-{document[name]}": None
        for name, register in _registers(kind)
        if name in document
    }
    return tuple(given)


@cache
def _registers(kind: Kind) -> tuple[tuple[str, str], ...]:
    fields = _identifying(kind)
    return tuple((one.name, register_of(one)) for one in fields) if len(fields) > 1 else ()


def register_of(field: Code) -> str:
    """The register that gave a code: a firm's tax code and VAT number are one number."""
    return "tax" if field.identifies in ("cf", "vat") else field.identifies


def resource_iri(base: str, kind: str, key: str) -> str:
    """The IRI of a resource of ours."""
    return f"{base}id/{kind}/{key}"


def graph_iri(base: str, kind: str, key: str) -> str:
    """The IRI of a resource's page, which is also its named graph."""
    return f"{base}doc/{kind}/{key}"


def key_of(iri: str, base: str) -> str:
    """The key under which a resource of a given IRI is kept here.

    Ours: the end of the IRI. A concept of our schemes: ``{scheme}-{notation}``. Any other: ``h-``
    and 16 hexadecimal digits of its SHA-256.
    """
    if iri.startswith(f"{base}id/"):
        tail = iri.removeprefix(f"{base}id/").partition("/")[2]
        if KEY.fullmatch(tail):
            return tail
    if iri.startswith(CONCEPT.iri):
        return _safe(iri.removeprefix(CONCEPT.iri).replace("/", "-"))
    return f"h-{hashlib.sha256(iri.encode()).hexdigest()[:16]}"


def _safe(code: str) -> str:
    """A code as part of a path; one that had to be changed gets a digest, so that none collide."""
    slug = _UNSAFE.sub("-", code)
    if slug == code and len(code) <= 120:
        return code
    return f"{slug[:100]}-{hashlib.sha256(code.encode()).hexdigest()[:8]}"
