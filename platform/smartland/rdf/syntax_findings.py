"""What is wrong with the text of a document, as findings like all others."""

from collections.abc import Sequence
from functools import partial

from smartland.errors import Label
from smartland.rdf.findings import (
    VIOLATION,
    WARNING,
    Collector,
    FieldName,
    Finding,
    ValidationReport,
)
from smartland.rdf.names import short
from smartland.rdf.parse import CONTROL, INVALID_IRI, LONG, Fault, Note
from smartland.rdf.statements import text_of

SYNTAX = FieldName("", Label(it="sintassi", en="syntax"))
_MEND_SYNTAX = Label(
    it="Correggere il file nel punto indicato: finché non si legge, non si può controllare altro.",
    en="Mend the file at the place named: until it can be read, nothing else can be checked.",
)
_FAULTS = {
    INVALID_IRI: (
        Label(it="Contiene un IRI non valido.", en="It holds an invalid IRI."),
        Label(
            it="Correggere in {curie} l'indirizzo: niente spazi, virgolette o parentesi angolari; "
            "i caratteri speciali vanno codificati (%20).",
            en="Mend the address in {curie}: no spaces, quotes or angle brackets; special "
            "characters are to be encoded (%20).",
        ),
    ),
    LONG: (
        Label(it="Il testo è troppo lungo.", en="The text is too long."),
        Label(it="Accorciare il testo di {curie}.", en="Shorten the text of {curie}."),
    ),
    CONTROL: (
        Label(
            it="Il testo contiene caratteri di controllo.", en="The text has control characters."
        ),
        Label(
            it="Togliere da {curie} i caratteri invisibili.",
            en="Remove the invisible characters from {curie}.",
        ),
    ),
}
_NAMES = {
    INVALID_IRI: Label(it="indirizzo", en="address"),
    LONG: Label(it="testo", en="text"),
    CONTROL: Label(it="testo", en="text"),
}
_TAG = FieldName("xml:lang", Label(it="lingua del testo", en="language of the text"))
_TAG_WRONG = Label(
    it="Un contrassegno di lingua non è valido ed è stato corretto in lettura.",
    en="A language tag is not valid and was mended on reading.",
)
_MEND_TAG = Label(
    it="Scrivere il contrassegno come it, en o it-IT.", en="Write the tag like it, en or it-IT."
)


def unreadable(message: Label, profile: str) -> ValidationReport:
    """The report on a document that cannot be read at all; ``message`` names the place."""
    found = Collector()
    finding = Finding(VIOLATION, "syntax", "", SYNTAX, "", message, _MEND_SYNTAX)
    found.add(VIOLATION, "syntax", lambda: finding)
    return found.report(profile, 0)


def add_faults(faults: Sequence[Fault], found: Collector) -> None:
    """Add a finding for each triple that had to be left out."""
    for fault in faults:
        found.add(VIOLATION, f"text-{fault.sort}", partial(_fault, fault))


def add_notes(notes: Sequence[Note], found: Collector) -> None:
    """Add a finding for each value that was put right on reading."""
    for note in notes:
        found.add(WARNING, "text-language", partial(_note, note))


def _fault(fault: Fault) -> Finding:
    subject, predicate, term = fault.triple
    curie = short(predicate[1:-1])
    message, mend = _FAULTS[fault.sort]
    return Finding(
        VIOLATION,
        f"text-{fault.sort}",
        text_of(subject)[:300],
        FieldName(curie, _NAMES[fault.sort]),
        term[:300],
        message,
        mend.format(curie=curie),
    )


def _note(note: Note) -> Finding:
    focus = text_of(note.subject)
    return Finding(WARNING, "text-language", focus, _TAG, note.text[:300], _TAG_WRONG, _MEND_TAG)
