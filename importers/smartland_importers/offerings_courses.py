"""The courses in an answer of U-GOV's ``ProgrammazioneDidattica``: titles, contents, department.

A course stands in the file once a cohort and once a partition by surname: they are one course.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from smartland.errors import Label, TooLarge
from smartland_importers.values import clean_line, shorten, web_link
from smartland_importers.xml_tree import Element, read_elements

_COURSE, _ROOT = "af", "ProgdidRoot"
# the codes stand before the courses that they hold for; a degree course begins with cdsCod
_CONTEXT = frozenset({"cdsCod", "dipCod", "dipDes"})
_LANGUAGES = {"ita": "it", "eng": "en"}
_TEXTS = ("CONTENUTI", "OBIETT_FORM")
"""What is taught and what for; reading lists, examinations and methods say little of the topic."""
_LONGEST_TEXT, _LONGEST_NAME = 10_000, 300
MOST_COURSES = 30_000
"""Of one university; the largest of Italy holds some ten thousand a year."""
TOO_MANY = Label(
    it="Il file ha più di {limit} attività formative: registrarlo in parti.",
    en="The file has more than {limit} courses: register it in parts.",
)
_SMALL = "a al alla and d da degli dei del dell della delle di e ed for in of per the to"
_SMALL_WORDS = frozenset(_SMALL.split())
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, order=True)
class Department:
    """A department by the number and name that the university gives it."""

    code: str
    name: str


@dataclass(frozen=True)
class Course:
    """One course: ``titles`` and ``contents`` by language, its ``link`` an address or a URN."""

    code: str
    titles: Mapping[str, str]
    contents: Mapping[str, str]
    department: Department | None
    link: str

    def title(self, language: str) -> str:
        """The title in a language, else in any."""
        return self.titles.get(language) or next(iter(self.titles.values()), self.code)


def read_courses(body: bytes) -> tuple[list[Course], str]:
    """The courses that are really held, in the order of the file, and the university's number.

    Raises Malformed, TooLarge.
    """
    number = ""
    found: dict[str, Course] = {}
    department = ["", ""]
    for element in read_elements(body, {_COURSE, *_CONTEXT}, (_ROOT,)):
        if element.name == _ROOT:
            number = element.attributes.get("codIstatAte", "").strip()
        elif element.name == "cdsCod":
            department = ["", ""]
        elif element.name in _CONTEXT:
            department[element.name == "dipDes"] = element.text
        elif element.text_at("nonErogabileFlg") != "true":
            course = _course(element, number, _department(*department))
            if course:
                if len(found) >= MOST_COURSES and course.code not in found:
                    raise TooLarge(TOO_MANY.format(limit=MOST_COURSES))
                found[course.code] = _joined(found.get(course.code), course)
    return list(found.values()), number


def _course(element: Element, number: str, context: Department | None) -> Course | None:
    codes = (element.text_at(name) for name in ("afGenCodRadice", "afGenCod", "afRadiceId", "afId"))
    code = next(filter(None, codes), "")
    titles = {
        language: shown
        for language, name in (("it", "afGenDes"), ("en", "afGenDesEng"))
        if (shown := _readable(element.text_at(name)))
    }
    if not code or not titles:
        return None
    # a course that is borrowed is held by the department that it is borrowed from
    lender = element.first("mutuaDa", "mutuazione")
    held = _department(lender.text_at("dipCod"), lender.text_at("dipDes")) if lender else None
    return Course(code, titles, dict(_contents(element)), held or context, _link(element, number))


def _joined(before: Course | None, course: Course) -> Course:
    """The first one, with what only a later one says."""
    if before is None:
        return course
    return Course(
        before.code,
        {**course.titles, **before.titles},
        {**course.contents, **before.contents},
        before.department or course.department,
        before.link,
    )


def _contents(element: Element) -> Iterator[tuple[str, str]]:
    for code, language in _LANGUAGES.items():
        parts = [
            one.text_at("contenuto")
            for sort in _TEXTS
            for one in element.all("testi", "testo")
            if one.text_at("tipoTestoCod") == sort and one.text_at("linguaCod") == code
        ]
        text = clean_line(" ".join(dict.fromkeys(parts)))
        if text:
            yield language, shorten(text, _LONGEST_TEXT)


def _department(code: str, name: str) -> Department | None:
    line = clean_line(name)
    shown = (_WORD.sub(_capital, line) if line.isupper() else line)[:_LONGEST_NAME]
    return Department(code[:100], shown) if code and shown else None


def _link(element: Element, number: str) -> str:
    """The page of a course where the file gives one; else a name for it that is nobody else's."""
    for child in element.children:
        if child.name.lower().startswith("url"):
            try:
                return web_link(child.text)
            except ValueError:
                continue
    code = "".join(one for one in element.text_at("afId") if one.isalnum() and one.isascii())
    return f"urn:ugov:{number or '0'}:af:{code[:40] or '0'}"


def _readable(text: str) -> str:
    """A title that shouts in ordinary letters: ``DIRITTO D'AUTORE`` → ``Diritto d'autore``."""
    line = clean_line(text)
    return f"{line[:1]}{line[1:].lower()}" if line.isupper() else line


def _capital(word: re.Match[str]) -> str:
    """A word of a name: ``FISICA "ALESSANDRO VOLTA"`` → ``Fisica "Alessandro Volta"``."""
    small = word[0].lower()
    return small if small in _SMALL_WORDS else small.capitalize()
