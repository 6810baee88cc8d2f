"""The columns of the register of innovative start-ups, under every header that it was seen with."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from smartland.domain.kinds.shared import STARTUP_STATES
from smartland.domain.text import every_word

NAME, SHORT, FORM = "name", "short", "form"
TAX_CODE, VAT = "tax_code", "vat"
PROVINCE, TOWN, REGION = "province", "town", "region"
ENTERED, REGISTERED, STARTED = "entered", "registered", "started"
ATECO, SECTOR, SITE = "ateco", "sector", "site"
STAFF, PRODUCTION, YEAR = "staff", "production", "year"

# folded without blanks; a header may go on ("classe di addetti ultimo anno (2)")
_STARTS: Sequence[tuple[str, str]] = (
    (NAME, "denominazione"),
    (NAME, "ragionesociale"),
    (SHORT, "nome"),
    (FORM, "tiposocieta"),
    (FORM, "natgiuridica"),
    (FORM, "naturagiuridica"),
    (FORM, "formagiuridica"),
    (TAX_CODE, "codicefiscale"),
    (VAT, "partitaiva"),
    (VAT, "piva"),
    (PROVINCE, "prov"),
    (PROVINCE, "pv"),
    (TOWN, "comune"),
    (REGION, "regione"),
    (ENTERED, "dataiscrizionestartup"),
    (ENTERED, "dataiscrizioneallasezione"),
    (REGISTERED, "dataregistroimprese"),
    (REGISTERED, "dataiscrizionealregistroimprese"),
    (STARTED, "datainizioattivita"),
    (STARTED, "datainiziodelleserciz"),
    (ATECO, "ateco"),
    (ATECO, "codiceateco"),
    (SECTOR, "settore"),
    (SITE, "sito"),
    (STAFF, "addetti"),
    (STAFF, "classediaddetti"),
    (STAFF, "classeaddetti"),
    (PRODUCTION, "valorediproduzione"),
    (PRODUCTION, "classedivaloredellaproduzione"),
    (PRODUCTION, "classediproduzione"),
    (PRODUCTION, "classevalprod"),
    (YEAR, "year"),
    (YEAR, "anno"),
)
LONGEST = 1_000
_LONGEST_STUFFED = 4_000
_ABSENT = frozenset({"nan", "no data", "nd", "n.d.", "nc", "n.c.", "null", "none", "-"})
_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")


@dataclass(frozen=True)
class Columns:
    """Which column of a file holds what; ``edition`` of ATECO where its header says so.

    ``status`` is the special section that the file is about.
    """

    headers: Mapping[str, str]
    edition: str
    status: str

    def value(self, cells: Mapping[str, str], column: str) -> str:
        """A cell with its blanks collapsed; empty where the register writes that it has none.

        One of more than LONGEST characters is cut after one more.
        """
        written = cells.get(self.headers.get(column, ""), "")[:_LONGEST_STUFFED]
        text = " ".join(written.split())[: LONGEST + 1]
        return "" if len(text) < 8 and text.lower() in _ABSENT else text

    def day(self, cells: Mapping[str, str], column: str) -> str:
        """A day as ISO 8601, from ``25/01/2023`` too; empty where there is no such day."""
        text = self.value(cells, column).partition("T")[0]
        found = _DATE.fullmatch(text)
        if found:
            text = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}"
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            return ""


def find_columns(header: Sequence[str]) -> Columns | None:
    """The columns of a file; None where it is not the register: no names, or no town and date."""
    found: dict[str, str] = {}
    for written in header:
        folded = "".join(every_word(written))
        column = next((one for one, start in _STARTS if _is(folded, start)), "")
        if column:
            found.setdefault(column, written)
    known = TAX_CODE in found or VAT in found or ENTERED in found or REGISTERED in found
    if NAME not in found or not known:
        return None
    edition = re.search(r"20[0-9]{2}", found.get(ATECO, ""))
    return Columns(found, edition[0] if edition else "", _status(header))


def _is(folded: str, start: str) -> bool:
    # short beginnings are whole names: "nomecommerciale" is no short name, "provvisoria" no place
    if len(start) < 7 and start != "ateco":
        return folded in (start, f"{start}incia", f"{start}sede", f"{start}internet", f"{start}web")
    return folded.startswith(start)


def _status(header: Sequence[str]) -> str:
    """The special section of a file, by the header of the day on which firms were entered."""
    text = " ".join("".join(every_word(one)) for one in header)
    if "sezionedellepmi" in text or "iscrizionepmi" in text:
        return f"{STARTUP_STATES}/innovative-sme"
    if "sezionedegliincubatori" in text:
        return f"{STARTUP_STATES}/certified-incubator"
    return f"{STARTUP_STATES}/innovative-startup"
