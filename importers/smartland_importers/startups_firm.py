"""One entry of the start-up register as a stakeholder: who it is, and what is known of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from smartland.domain.codes import tax_code, vat_number
from smartland.domain.kinds.stakeholder import FIRM
from smartland.domain.resource import Description, Json
from smartland.ports.importer import Found
from smartland_importers import startups_columns as names
from smartland_importers.startups_columns import Columns
from smartland_importers.startups_names import (
    capitals,
    clean_name,
    core_name,
    digest_of,
    legal_status,
    letters,
    short_names,
)
from smartland_importers.startups_values import dotted, size_class
from smartland_importers.tables import Row
from smartland_importers.towns import Towns

_LONGEST_TOWN = 200
_SITE = re.compile(
    r"(?:(https?)://)?((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d+)?)"
    r"(/[^\s<>\"{}|\\^`]*)?",
    re.I,
)


@dataclass(frozen=True)
class Identity:
    """Who an entry is: ``key`` compares rows, ``digest`` names a firm whose tax code is not told.

    ``age`` orders the rows about one firm, ``namesake`` is its name and town; ``entered`` is a day.
    """

    key: str
    digest: str
    entered: str
    age: str
    namesake: str
    tax_code: str = ""
    vat: str = ""

    @property
    def source_key(self) -> str:
        """The stable name of the entry in the register."""
        return f"startups/{self.key}"


def identify(columns: Columns, cells: Mapping[str, str]) -> Identity | None:
    """The identity of a row: its tax code, else its name without legal form and its day of entry.

    The day of entry in the special section stays when a firm moves to another chamber of commerce,
    where its day of registration and its town change; the legal form and the formula in its name
    change too. The digest is an identifier that others may keep: what goes into it is fixed.
    """
    written = columns.value(cells, names.NAME)
    core = core_name(written) if written else ""
    entered = columns.day(cells, names.ENTERED)
    day = entered or columns.day(cells, names.REGISTERED)
    town = letters(columns.value(cells, names.TOWN))
    digest = digest_of(core, day or town) if core and (day or town) else ""
    fiscal = _checked(tax_code, columns.value(cells, names.TAX_CODE))
    vat = _checked(vat_number, columns.value(cells, names.VAT))
    if not core or len(written) > names.LONGEST or not (digest or fiscal or vat):
        return None
    key = f"vat-{vat}" if vat else f"cf-{fiscal}" if fiscal else digest
    age = f"{columns.value(cells, names.YEAR)} {day}"
    return Identity(key, digest, day, age, f"{core} {town}", fiscal, vat)


def _checked(check: Callable[[str], str], text: str) -> str:
    if not text:
        return ""
    if text.isdecimal():
        text = text.zfill(11)  # spreadsheet programs take zeros in front away
    try:
        return check(text)
    except ValueError:
        return ""


@dataclass(frozen=True)
class Firms:
    """Reads the rows of one sheet; ``edition`` is that of its ATECO codes."""

    columns: Columns
    edition: str
    towns: Towns | None

    def read(self, row: Row, identity: Identity, namesakes: tuple[int, ...]) -> Found:
        """The stakeholder of a row, with a remark for what was left out or is odd."""
        written = self._value(row, names.NAME)
        name = clean_name(written) or capitals(written)
        remarks = [*row.remarks, *_name_remarks(written, name, namesakes)]
        document: dict[str, Json] = {
            "name": {"it": name},
            "stakeholder_kind": FIRM,
            "startup_status": [self.columns.status],
        }
        document |= self._codes(row, identity, remarks) | self._names(row, name, remarks)
        document |= self._facts(row, remarks) | self._seat(row, remarks)
        # a firm without tax code is named by its entry; one with it by the code
        key = "" if identity.vat or identity.tax_code else f"startup-{identity.digest}"
        given = {one: value for one, value in document.items() if value}
        found = Description("stakeholder", identity.source_key, given, key=key)
        return Found(found, tuple(remarks))

    def _value(self, row: Row, column: str) -> str:
        return self.columns.value(row.cells, column)

    def _codes(self, row: Row, identity: Identity, remarks: list[str]) -> dict[str, Json]:
        for column, value in ((names.TAX_CODE, identity.tax_code), (names.VAT, identity.vat)):
            written = self._value(row, column)
            if written and not value:
                # never repeated: it may be a person's
                remarks.append(f"{self.columns.headers[column]} left out: not a firm's code")
        identifier = [f"startup-register:{identity.digest}"] if identity.digest else []
        return {"vat": identity.vat, "tax_code": identity.tax_code, "identifier": identifier}

    def _names(self, row: Row, name: str, remarks: list[str]) -> dict[str, Json]:
        short = capitals(self._value(row, names.SHORT).lower())
        known = letters(short)
        if short and not (known and letters(name).startswith(known)):
            # whoever took the legal forms out of the names took letters out as well
            remarks.append(f"nome {short[:80]!r} left out: not the beginning of the name")
            short = ""
        found = [one for one in (short, *short_names(name)) if letters(one) and one != name]
        return {"alt_name": {"it": list(dict.fromkeys(found))} if found else {}}

    def _facts(self, row: Row, remarks: list[str]) -> dict[str, Json]:
        form = self._value(row, names.FORM)
        status = legal_status(self._value(row, names.NAME), form) or legal_status(form)
        size = size_class(self._value(row, names.STAFF), self._value(row, names.PRODUCTION))
        # constitution is not told: it comes before registration and before the start of activity
        days = (self.columns.day(row.cells, one) for one in (names.REGISTERED, names.STARTED))
        founded = min((day for day in days if day), default="")
        return {
            "legal_status": status,
            "size_class": size,
            "founded": founded,
            "activity": self._activity(row, remarks),
            "homepage": self._site(row, remarks),
        }

    def _activity(self, row: Row, remarks: list[str]) -> list[Json]:
        written = self._value(row, names.ATECO)
        code = dotted(written, self._value(row, names.SECTOR)) if written else ""
        if written and not code:
            remarks.append(f"ATECO {written[:20]!r} left out: not a code")
        return [{"code": code, "edition": self.edition}] if code else []

    def _site(self, row: Row, remarks: list[str]) -> str:
        written = self._value(row, names.SITE)
        match = _SITE.fullmatch(written)
        if match:
            return f"{(match[1] or 'https').lower()}://{match[2].lower()}{match[3] or '/'}"
        if written:
            remarks.append(f"{self.columns.headers[names.SITE]} {written[:80]!r} left out")
        return ""

    def _seat(self, row: Row, remarks: list[str]) -> dict[str, Json]:
        town, province = self._value(row, names.TOWN), self._value(row, names.PROVINCE).upper()
        if not town:
            return {}
        found = (
            self.towns.find(town, province, self._value(row, names.REGION)) if self.towns else ""
        )
        if found:
            return {"municipality": found, "territory": [found]}
        if self.towns:
            remarks.append(
                f"town {town[:80]!r} is not in the list of ISTAT; it is in the address only"
            )
        town = capitals(town[:_LONGEST_TOWN])
        return {"address": f"{town} ({province[:_LONGEST_TOWN]})" if province else town}


def _name_remarks(written: str, name: str, namesakes: tuple[int, ...]) -> list[str]:
    remarks = []
    if letters(name) != letters(written):
        remarks.append(f"the register writes the name {written[:500]!r}")
    if namesakes:
        rows = ", ".join(map(str, namesakes))
        remarks.append(f"another firm of this name in the same town: row {rows}")
    return remarks
