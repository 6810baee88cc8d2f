"""One agent for each body: the same IRI, code and name wherever a catalogue speaks of it.

Harvesters take two spellings of a code for two bodies, and show whichever of several names they
read last; so a body that the platform knows is named as its own description names it.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from smartland.domain.codes import ipa_code, tax_code, vat_number
from smartland.domain.identity import codes_of
from smartland.domain.kinds.stakeholder import STAKEHOLDER
from smartland.domain.resource import Document, Json, Revision
from smartland.ports.truth import Truth
from smartland.rdf.write import UNTAGGED
from smartland.services.publisher import Publisher

_CHECKS = {"ipa_code": ipa_code, "vat": vat_number, "tax_code": tax_code}
_UNSAFE = re.compile(r"[^A-Za-z0-9._~-]+")


@dataclass(frozen=True)
class Agent:
    """A body in a catalogue: ``key`` is that of its own catalogue here."""

    iri: str
    key: str
    identifier: str
    name: Mapping[str, str]
    type: str = ""
    homepage: str = ""

    def part(self) -> dict[str, Json]:
        """The agent as a part of a dataset's document."""
        given = {"type": self.type, "homepage": self.homepage}
        found = {name: value for name, value in given.items() if value}
        return {"iri": self.iri, "identifier": self.identifier, "name": dict(self.name), **found}


class Agents:
    """Finds the body that a dataset names; made anew for each generation of catalogues."""

    def __init__(self, truth: Truth, base: str, publisher: Publisher) -> None:
        self._truth = truth
        self._base = base
        self._known: dict[str, Agent] = {}
        name = {"it": publisher.name}
        given = {"name": name, "identifier": publisher.identifier, "homepage": publisher.homepage}
        self.own = self.of(given)

    def of(self, part: Document) -> Agent:
        """The agent of a part ``publisher``, ``rights_holder`` or ``creator``."""
        identifier = _canonical(str(part.get("identifier", "")))
        iri = str(part.get("iri", ""))
        mark = identifier.casefold() or iri or one_language(part.get("name", {})).__repr__()
        if mark not in self._known:
            self._known[mark] = self._found(identifier, iri, part) or self._given(
                identifier, iri, part
            )
        return self._known[mark]

    def _found(self, identifier: str, iri: str, part: Document) -> Agent | None:
        """The agent of a body that the platform describes."""
        head = self._truth.head(iri) if iri.startswith(f"{self._base}id/stakeholder/") else None
        codes = [code for one in _readings(identifier) for code in codes_of(STAKEHOLDER, one)]
        if head is None and codes:
            iris = self._truth.identified(STAKEHOLDER.name, codes)
            first = next((iris[code][0] for code in codes if iris.get(code)), "")
            head = self._truth.head(first) if first else None
        if head is None or head.withdrawn:
            return None
        return Agent(
            head.iri,
            head.key,
            _code_of(head) or identifier or head.key,
            one_language(head.document.get("name", {})),
            str(part.get("type", "")),
            str(head.document.get("homepage") or part.get("homepage", "")),
        )

    def _given(self, identifier: str, iri: str, part: Document) -> Agent:
        """The agent as the dataset describes it."""
        name = one_language(part.get("name", {})) or {"it": identifier or iri}
        identifier = identifier or slug(iri.rstrip("/").rsplit("/", 1)[-1]) or _digest(str(name))
        key = slug(identifier)
        named = iri if iri and not iri.startswith("_:") else f"{self._base}catalog#agent-{key}"
        kept = {field: str(part.get(field, "")) for field in ("type", "homepage")}
        return Agent(named, key, identifier, name, **kept)


def one_language(value: Json) -> dict[str, str]:
    """A text in one language: Italian before any other; one without a language is Italian."""
    if not isinstance(value, Mapping):
        return {}
    for tag in ("it", UNTAGGED, "en", *sorted(value)):
        texts = value.get(tag)
        if texts:
            text = texts if isinstance(texts, str) else texts[0]
            return {"it" if tag == UNTAGGED else tag: text}
    return {}


def slug(text: str) -> str:
    """``text`` as the name of a file and part of a path; one that was changed gets a digest, so
    that no two texts have one name."""
    kept = _UNSAFE.sub("-", text).strip(".")
    if kept == text and len(text) <= 100:
        return text
    return f"{kept[:100]}-{_digest(text)}" if text else ""


def _canonical(identifier: str) -> str:
    """IPA codes in lower case (``M_ef`` and ``m_ef`` are one), others as they are."""
    try:
        return ipa_code(identifier)
    except ValueError:
        return identifier.strip()


def _readings(identifier: str) -> Iterator[Document]:
    for name, check in _CHECKS.items():
        try:
            yield {name: check(identifier)}
        except ValueError:
            continue


def _code_of(head: Revision) -> str:
    given = (str(head.document.get(name, "")) for name in ("ipa_code", "vat", "tax_code", "pic"))
    return next((code for code in given if code), "")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
