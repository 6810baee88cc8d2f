"""Other resources, as a person names them in a cell: IRI, code of a register, name of a town."""

import re
from collections.abc import Mapping
from functools import cache

from smartland.domain import codes
from smartland.domain.fields import Code
from smartland.domain.identity import KEY, mint_key, resource_iri
from smartland.domain.kinds import KINDS
from smartland_importers.towns import Towns

_IRI = re.compile(r"(?:https?://|urn:)[^\s<>\"{}|^`\\\[\]]{1,3980}")
_TOWN = re.compile(r"([^(),]{2,100}?)\s*(?:\(\s*([^()]{2,60}?)\s*\)|,\s*([^(),]{2,60}))?")


def find_ref(kinds: tuple[str, ...], written: str, base: str, towns: Towns | None) -> str:
    """The IRI of a resource of one of ``kinds``; empty for what names none.

    Taken are IRIs, ``kind/key``, ``prefix-code`` (``ipa-c_f205``) and, for territories, the ISTAT
    code or the name of a municipality with its province: ``Lodi (LO)``, ``Lodi, Lodi``.
    """
    if _IRI.fullmatch(written):
        own = written.startswith(f"{base}id/")
        kind = written.removeprefix(f"{base}id/").partition("/")[0]
        return written if not own or kind in kinds else ""
    kind, slash, key = written.partition("/")
    if slash and kind in kinds and KEY.fullmatch(key):
        return resource_iri(base, kind, key)
    return _by_code(kinds, written, base) or (
        _territory(written, base, towns) if "territory" in kinds else ""
    )


def _by_code(kinds: tuple[str, ...], written: str, base: str) -> str:
    prefix, dash, code = written.partition("-")
    for kind in kinds if dash else ():
        field = _identifying(kind).get(prefix)
        if field:
            try:
                key = mint_key(KINDS[kind], {field.name: field.check(code)})
            except ValueError:
                return ""
            return resource_iri(base, kind, key)
    return ""


@cache
def _identifying(kind: str) -> Mapping[str, Code]:
    fields = (one for one in KINDS[kind].fields if isinstance(one, Code) and one.identifies)
    return {one.identifies: one for one in fields}


def _territory(written: str, base: str, towns: Towns | None) -> str:
    try:
        # a zero in front that a spreadsheet program took away
        code = codes.istat_code(written.zfill(6) if len(written) in (4, 5) else written)
    except ValueError:
        match = _TOWN.fullmatch(written)
        return towns.find(match[1], match[2] or match[3] or "") if towns and match else ""
    return resource_iri(base, "territory", f"istat-{code}")
