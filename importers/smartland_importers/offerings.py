"""A university's course catalogue as competences that it offers, each with its evidence.

The file is the answer of Cineca's U-GOV service ``ProgrammazioneDidattica``. Courses are read,
never who teaches them: names, tax codes and birthdays in the file are passed over.
"""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar, Protocol
from urllib.parse import urlsplit

from smartland.domain.identity import KEY, resource_iri
from smartland.domain.kinds.shared import CLAIM_STATES, DIRECTIONS
from smartland.domain.resource import Description, Json
from smartland.errors import Label, Malformed, SourceFailed
from smartland.matching.annotation import Annotation, packaged_annotator
from smartland.ports.fetch import Fetcher
from smartland.ports.importer import Expected, Found, Item
from smartland_importers.offerings_courses import Course, Department, read_courses
from smartland_importers.offerings_evidence import Evidence, gather

OFFERED, PROPOSED = f"{DIRECTIONS}/offered", f"{CLAIM_STATES}/proposed"
UNIVERSITIES = {"22": "ipa-uni_pv"}
"""U-GOV's number of a university (``codIstatAte``) → its key here; those that we have seen."""
SHOWN_TITLES = 3
MOST_LINKS = 50

NO_UNIVERSITY = Label(
    it="{address} non dice di quale università è ({code}): aggiungere all'indirizzo "
    "#stakeholder/ipa-CODICE.",
    en="{address} does not say which university it is of ({code}): add "
    "#stakeholder/ipa-CODE to the address.",
)
BAD_STAKEHOLDER = Label(
    it="«#{fragment}» non nomina un ente: scrivere #stakeholder/ipa-CODICE.",
    en="“#{fragment}” names no body: write #stakeholder/ipa-CODE.",
)
NO_COURSES = Label(
    it="{address} non contiene attività formative di U-GOV.",
    en="{address} holds no courses of U-GOV.",
)


class Annotates(Protocol):
    """Finds the concepts of our scheme that a text speaks of, best first."""

    def annotate(self, text: str, language: str = "") -> Sequence[Annotation]: ...


class OfferingsImporter:
    """Proposes competence claims of a university or its departments from what they teach."""

    name: ClassVar[str] = "university-offerings"
    label: ClassVar[Label] = Label(
        it="Offerta formativa di un'università (U-GOV)",
        en="Courses of a university (U-GOV)",
    )

    def __init__(self, annotator: Annotates | None = None) -> None:
        self._annotator = annotator

    def read(self, address: str, fetcher: Fetcher, base: str) -> Iterator[Item]:
        """The departments that hold courses, then one claim a body and concept.

        ``address`` is a URL or file; whose courses they are is said behind ``#``, as in
        ``…/offerings.xml#stakeholder/ipa-uni_pv``, else by the number in the file where it is one
        of ``UNIVERSITIES``. Raises SourceFailed, TooLarge.
        """
        place, told = split_address(address)
        courses, code = _courses(fetcher.fetch(place).body, place)
        key = told or UNIVERSITIES.get(code, "")
        if not key:
            raise SourceFailed(NO_UNIVERSITY.format(address=place, code=code or "-"))
        university = resource_iri(base, "stakeholder", key)
        annotator = self._annotator or packaged_annotator()
        departments = {one.department for one in courses if one.department}
        units = [_unit(one, university, key) for one in sorted(departments)]
        claims = list(_claims(courses, annotator, base, university, key))
        yield Expected(len(units) + len(claims))
        yield from units
        yield from claims


def split_address(address: str) -> tuple[str, str]:
    """The address without its fragment, and the key of the stakeholder that the fragment names.

    A file whose own name has a ``#`` in it is a file. Raises SourceFailed.
    """
    online = urlsplit(address).scheme in ("http", "https")
    if not online and Path(address).exists():
        return address, ""
    place, mark, fragment = address.partition("#")
    key = fragment.removeprefix("stakeholder/")
    if mark and not KEY.fullmatch(key):
        raise SourceFailed(BAD_STAKEHOLDER.format(fragment=fragment[:100]))
    return place, key


def _courses(body: bytes, place: str) -> tuple[list[Course], str]:
    try:
        courses, code = read_courses(body)
    except Malformed as error:
        texts = (f"{place}: {text}" for text in (error.message.it, error.message.en))
        raise SourceFailed(Label(*texts)) from error
    if not courses:
        raise SourceFailed(NO_COURSES.format(address=place))
    return courses, code


def _unit(department: Department, university: str, key: str) -> Found:
    source_key = f"department/{department.code}"
    document: dict[str, Json] = {
        "name": {"it": department.name},
        "unit_of": university,
        "identifier": f"u-gov:{department.code}",
    }
    return Found(Description("unit", source_key, document, key=_unit_key(department, key)))


def _unit_key(department: Department, university: str) -> str:
    """Departments have numbers in the university's own books only."""
    return f"ugov-{_digest(university, department.code)}"


def _claims(
    courses: Sequence[Course], annotator: Annotates, base: str, university: str, key: str
) -> Iterator[Found]:
    for department, evidence in gather(courses, annotator.annotate):
        body = university
        if department:
            body = resource_iri(base, "unit", _unit_key(department, key))
        for one in evidence:
            yield _claim(body, one)


def _claim(body: str, evidence: Evidence) -> Found:
    source_key = f"offering-{_digest(body.partition('/id/')[2], evidence.concept)}"
    document: dict[str, Json] = {
        "stakeholder": body,
        "competence": evidence.concept,
        "direction": OFFERED,
        "state": PROPOSED,
        "confidence": f"{evidence.confidence:.2f}",
        "evidence": [one.link for one in evidence.courses[:MOST_LINKS]],
        "note": _note(evidence.courses),
    }
    return Found(Description("claim", source_key, document, key=source_key))


def _note(courses: Sequence[Course]) -> dict[str, str]:
    """The titles of the courses that say most, in both languages."""
    more = len(courses) - SHOWN_TITLES
    rest = {"it": f" e altri {more}", "en": f" and {more} more"} if more > 0 else {}
    lead = {"it": "Insegnamenti: ", "en": "Courses taught: "}
    return {
        language: f"{start}{'; '.join(one.title(language) for one in courses[:SHOWN_TITLES])}"
        f"{rest.get(language, '')}."
        for language, start in lead.items()
    }


def _digest(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]
