"""Values against code lists: what shapes alone do not catch (``EVERYDAY`` is a fine IRI)."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache

from smartland.errors import Label
from smartland.rdf.findings import INFO, VIOLATION, WARNING, Collector, FieldName, Finding
from smartland.rdf.names import short
from smartland.rdf.profiles import DCAT_AP_IT
from smartland.rdf.statements import Statements, text_of
from smartland_vocab.namespaces import ADMS, DCAT, DCATAP, DCT
from smartland_vocab.rules import (
    AuthorityList,
    read_authority,
    read_known_licences,
    read_subthemes,
)

_MEDIA_TYPE = re.compile(
    r"https?://www\.iana\.org/assignments/media-types/"
    r"(application|audio|font|haptics|image|message|model|multipart|text|video)/[\w.+-]+"
)


@dataclass(frozen=True)
class Drawn:
    """A property whose values are drawn from a list.

    ``unknown`` is the severity of a code that the list lacks, ``outside`` of an IRI that is not
    of the list at all, though its last part may be one of the codes; empty: anything goes.
    """

    predicate: str
    label: Label
    list: str
    unknown: str
    outside: str = ""

    @property
    def field(self) -> FieldName:
        """The property for people."""
        return FieldName(short(self.predicate), self.label)


THEME = Label(it="tema", en="theme")
FREQUENCY = Label(it="frequenza di aggiornamento", en="frequency")
FORMAT = Label(it="formato", en="format")
LANGUAGE = Label(it="lingua", en="language")
ACCESS = Label(it="diritti di accesso", en="access rights")
AVAILABILITY = Label(it="disponibilità", en="availability")
STATUS = Label(it="stato", en="status")
CATEGORY = Label(it="categoria HVD", en="HVD category")
LICENCE = Label(it="licenza", en="licence")
LICENCE_TYPE = Label(it="tipo di licenza", en="licence type")
_BOTH = (
    Drawn(DCT.accessRights, ACCESS, "access-right", WARNING, WARNING),
    Drawn(DCATAP.hvdCategory, CATEGORY, "hvd-category", VIOLATION, VIOLATION),
    Drawn(DCT.type, LICENCE_TYPE, "licence-type", WARNING),
    Drawn(DCT.license, LICENCE, "italian-licence", WARNING),
)
_ITALIAN = (
    # dati.gov.it reads the last part of the address only, so that a wrong one may still do
    Drawn(DCAT.theme, THEME, "data-theme", VIOLATION, WARNING),
    Drawn(DCT.accrualPeriodicity, FREQUENCY, "frequency", VIOLATION, WARNING),
    Drawn(DCT.format, FORMAT, "file-type", VIOLATION, WARNING),
    Drawn(DCT.language, LANGUAGE, "language", WARNING, WARNING),
    Drawn(DCATAP.availability, AVAILABILITY, "planned-availability", WARNING, WARNING),
    Drawn(ADMS.status, STATUS, "distribution-status", WARNING, WARNING),
    *_BOTH,
)
_EUROPEAN = (
    Drawn(DCAT.theme, THEME, "data-theme", VIOLATION, WARNING),
    Drawn(DCT.accrualPeriodicity, FREQUENCY, "frequency", VIOLATION, VIOLATION),
    Drawn(DCT.format, FORMAT, "file-type", VIOLATION, VIOLATION),
    Drawn(DCT.language, LANGUAGE, "language", VIOLATION, VIOLATION),
    Drawn(DCATAP.availability, AVAILABILITY, "planned-availability", VIOLATION, VIOLATION),
    Drawn(ADMS.status, STATUS, "distribution-status", VIOLATION, VIOLATION),
    *_BOTH,
)
READ = (*dict.fromkeys(one.predicate for one in _ITALIAN), DCAT.mediaType, DCT.subject)
"""The properties that are looked at."""

_NOT_IN = Label(
    it="«{label.it}» ({curie}): {value} non è una voce della lista {list}.",
    en="“{label.en}” ({curie}): {value} is not in the list {list}.",
)
_USE = Label(
    it="Scrivere in {curie} <{scheme}{code}> ({label.it}).",
    en="Write <{scheme}{code}> ({label.en}) in {curie}.",
)
_USE_ANY = Label(
    it="Scrivere in {curie} una voce di <{scheme}>, per esempio {codes}.",
    en="Write an entry of <{scheme}> in {curie}, such as {codes}.",
)
_MEDIA = FieldName("dcat:mediaType", Label(it="tipo di media", en="media type"))
_NOT_MEDIA = Label(
    it="«tipo di media» (dcat:mediaType): {value} non è un tipo di media IANA.",
    en="“media type” (dcat:mediaType): {value} is not an IANA media type.",
)
_MEND_MEDIA = Label(
    it="Scrivere dcat:mediaType come <http://www.iana.org/assignments/media-types/text/csv>.",
    en="Write dcat:mediaType like <http://www.iana.org/assignments/media-types/text/csv>.",
)
_LICENCE = FieldName("dct:license", LICENCE)
_NOT_KNOWN = Label(
    it="«licenza» (dct:license): data.europa.eu non riconosce {value}.",
    en="“licence” (dct:license): data.europa.eu does not recognise {value}.",
)
_MEND_LICENCE = Label(
    it="Se i dati sono CC BY 4.0, scrivere in dct:license "
    "<https://creativecommons.org/licenses/by/4.0/> (https, con la barra finale).",
    en="Where the data are CC BY 4.0, write <https://creativecommons.org/licenses/by/4.0/> "
    "(https, with the slash) in dct:license.",
)
_SUBJECT = FieldName("dct:subject", Label(it="sottotema", en="subject"))
_NOT_PAIRED = Label(
    it="«sottotema» (dct:subject): {value} non è fra i sottotemi ammessi per i temi del dataset.",
    en="“subject” (dct:subject): {value} is not among the subjects allowed for its themes.",
)
_MEND_SUBJECT = Label(
    it="Scegliere in dct:subject un sottotema EuroVoc abbinato a uno dei dcat:theme del dataset; "
    "gli altri vengono scartati da dati.gov.it.",
    en="Choose a EuroVoc subject that goes with one of the dataset's dcat:theme for dct:subject; "
    "dati.gov.it drops the others.",
)


@cache
def _entries(name: str) -> frozenset[str]:
    listed = read_authority(name)
    return frozenset(f"<{listed.scheme}{code}>" for code in listed.labels)


@lru_cache(maxsize=1_000)
def is_media_type(term: str) -> bool:
    """True for the IRI term of an IANA media type, whether registered or not."""
    return bool(_MEDIA_TYPE.fullmatch(term[1:-1]))


def check_membership(said: Statements, profile: str, found: Collector) -> None:
    """Add a finding for every value that its list does not have."""
    italian = profile == DCAT_AP_IT
    for drawn in _ITALIAN if italian else _EUROPEAN:
        right = _entries(drawn.list)
        for subject, term in said.pairs(drawn.predicate):
            if term not in right and term.startswith("<"):
                _check(drawn, subject, term[1:-1], found)
    for subject, term in said.pairs(DCAT.mediaType):
        if not is_media_type(term) and term.startswith("<"):
            severity = WARNING if italian else VIOLATION
            _add(found, severity, "media-type", _MEDIA, (subject, term), _NOT_MEDIA, _MEND_MEDIA)
    if italian:
        _check_licences(said, found)
        _check_subjects(said, found)


def _check(drawn: Drawn, subject: str, iri: str, found: Collector) -> None:
    listed = read_authority(drawn.list)
    code = iri.removeprefix(listed.scheme)
    if code != iri:
        severity = drawn.unknown
    else:
        if not drawn.outside:
            return
        last = re.split(r"[/#]", iri)[-1]
        severity = drawn.outside if last in listed.labels else drawn.unknown
    field, key = drawn.field, f"{drawn.list}-not-listed"

    def make() -> Finding:
        message = _NOT_IN.format(
            label=drawn.label, curie=field.curie, value=f"<{iri}>", list=drawn.list
        )
        mend = _mend(drawn.list, field.curie, iri)
        return Finding(severity, key, text_of(subject), field, iri, message, mend)

    found.add(severity, key, make)


@lru_cache(maxsize=4_000)
def _mend(name: str, curie: str, iri: str) -> Label:
    listed = read_authority(name)
    near = _nearest(listed, re.split(r"[/#]", iri)[-1])
    if near:
        it, en = listed.labels[near]
        return _USE.format(curie=curie, scheme=listed.scheme, code=near, label=Label(it=it, en=en))
    codes = ", ".join(list(listed.labels)[:3])
    return _USE_ANY.format(curie=curie, scheme=listed.scheme, codes=codes)


def _nearest(listed: AuthorityList, code: str) -> str:
    """The code that was probably meant; empty when none is near."""
    if code in listed.labels:
        return code
    folded = {one.casefold().replace("_", ""): one for one in listed.labels}
    wanted = code[:60].casefold().replace("_", "").replace(":", "")
    if near := get_close_matches(wanted, folded, n=1, cutoff=0.6):
        return folded[near[0]]
    return ""


def _check_licences(said: Statements, found: Collector) -> None:
    known, italian = read_known_licences(), read_authority("italian-licence").scheme
    for subject, term in said.pairs(DCT.license):
        iri = term[1:-1]
        if term.startswith("<") and iri not in known and not iri.startswith(italian):
            _add(
                found, INFO, "licence-not-known", _LICENCE, (subject, term),
                _NOT_KNOWN, _MEND_LICENCE,
            )  # fmt: skip


def _check_subjects(said: Statements, found: Collector) -> None:
    paired = read_subthemes()
    last, codes = "", frozenset[str]()
    for subject, term in said.pairs(DCT.subject):
        if subject != last:
            themes = said.of(subject, DCAT.theme)
            last, codes = subject, frozenset(one[1:-1].rpartition("/")[2] for one in themes)
        if not codes or not term.startswith("<"):
            continue
        if codes.isdisjoint(paired.get(term[1:-1], ())):
            _add(
                found, WARNING, "subject-not-paired", _SUBJECT, (subject, term),
                _NOT_PAIRED, _MEND_SUBJECT,
            )  # fmt: skip


def _add(
    found: Collector,
    severity: str,
    code: str,
    field: FieldName,
    said: tuple[str, str],
    message: Label,
    mend: Label,
) -> None:
    subject, term = said

    def make() -> Finding:
        text = message.format(value=term[:300])
        return Finding(severity, code, text_of(subject), field, text_of(term), text, mend)

    found.add(severity, code, make)
