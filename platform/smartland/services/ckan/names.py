"""Names as CKAN has them: slugs, ids, its licence list; and the codes of the EU's lists."""

import hashlib
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smartland.domain.resource import Json
from smartland.domain.text import fold

_NOT_NAME = re.compile(r"[^a-z0-9_-]+")
MAX_NAME = 100
"""Characters of a CKAN name."""


@dataclass(frozen=True)
class Licence:
    """An entry of CKAN's licence list."""

    id: str
    title: str
    url: str = ""
    is_open: bool = True


NOT_SPECIFIED = Licence("notspecified", "License not specified", is_open=False)
LICENCES: Sequence[tuple[str, Licence]] = (
    (
        r"by-?nc|BYNC",
        Licence(
            "cc-nc",
            "Creative Commons Non-Commercial (Any)",
            "https://creativecommons.org/licenses/by-nc/2.0/",
            is_open=False,
        ),
    ),
    (r"by-?nd|BYND", Licence("other-closed", "Other (Not Open)", is_open=False)),
    (
        r"by-?sa|BYSA",
        Licence(
            "cc-by-sa",
            "Creative Commons Attribution Share-Alike",
            "https://creativecommons.org/licenses/by-sa/4.0/",
        ),
    ),
    (
        r"publicdomain/zero|\bCC0|CCO_1|_CC0",
        Licence(
            "cc-zero",
            "Creative Commons CCZero",
            "https://creativecommons.org/publicdomain/zero/1.0/",
        ),
    ),
    (
        r"licenses/by/|\bCC[-_ ]?BY|_CCBY",
        Licence(
            "cc-by", "Creative Commons Attribution", "https://creativecommons.org/licenses/by/4.0/"
        ),
    ),
    (
        r"odbl",
        Licence(
            "odc-odbl",
            "Open Data Commons Open Database License (ODbL)",
            "https://opendatacommons.org/licenses/odbl/",
        ),
    ),
    (
        r"odc-by|licenses/by$",
        Licence(
            "odc-by",
            "Open Data Commons Attribution License",
            "https://opendatacommons.org/licenses/by/",
        ),
    ),
    (
        r"pddl",
        Licence(
            "odc-pddl",
            "Open Data Commons Public Domain Dedication and License (PDDL)",
            "https://opendatacommons.org/licenses/pddl/",
        ),
    ),
    (r"iodl", Licence("other-at", "Other (Attribution)")),
    (r"public ?domain", Licence("other-pd", "Other (Public Domain)")),
)
"""What is found in a licence's IRI or name, in this order → the entry of CKAN's list."""


def licence_of(part: Mapping[str, Json] | None) -> Licence:
    """CKAN's licence for one of ours, under its own title and address where those are known."""
    if not part:
        return NOT_SPECIFIED
    iri, name = str(part.get("iri", "")), part.get("name") or {}
    names = list(name.values()) if isinstance(name, Mapping) else [str(name)]
    said = " ".join((iri, *names))
    found = next((one for sign, one in LICENCES if re.search(sign, said, re.I)), NOT_SPECIFIED)
    address = iri if iri.startswith("http") else found.url
    return Licence(found.id, names[0] if names else found.title, address, found.is_open)


def slug(text: str) -> str:
    """A CKAN name of a text: lower-case letters, digits, ``-`` and ``_``, 2 to 100 of them."""
    name = _NOT_NAME.sub("-", fold(text)).strip("-")[:MAX_NAME].strip("-")
    return name if len(name) > 1 else f"{name or 'x'}-"


def dataset_name(key: str) -> str:
    """The name of a dataset, from its key alone; a key that had to be changed gets a digest, so
    that no two have one name."""
    name = slug(key)
    if name == key:
        return name
    return f"{name[: MAX_NAME - 9]}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def identifier(iri: str) -> str:
    """The id of anything that has an IRI: a UUID that never changes (RFC 4122 version 5)."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, iri))


def code_of(iri: str) -> str:
    """The code of a concept of an authority list: the end of its IRI."""
    return iri.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
