"""Bodies of the Indice PA as stakeholders: municipalities in full, all others by code and name."""

import csv
import io
import re
from collections.abc import Iterator, Mapping

from smartland.domain.codes import ipa_code, tax_code
from smartland.domain.kinds.stakeholder import ADMINISTRATION, UNIVERSITY
from smartland.domain.resource import Description, Json
from smartland.domain.text import fold
from smartland.errors import Label, SourceFailed, TooLarge
from smartland.ports.importer import Found, Item, Rejected
from smartland_importers.ipa_places import FORMER_PROVINCES, Places, folded, numbered_rows
from smartland_vocab.namespaces import ITALIA_VOCABULARY

MUNICIPALITY_STATUS = f"{ITALIA_VOCABULARY}classifications-for-organizations/legal-status/2430"
MUNICIPALITY_CATEGORY = "L6"
_CATEGORY_NAME = "Comuni e loro Consorzi e Associazioni"
_NEEDED = ("cod_amm", "des_amm", "Comune", "Provincia", "Regione")
_MAILBOXES = range(1, 6)
LONGEST_CELL = 2_000
MOST_BODIES = 200_000
"""All are held in memory; the register has 23,000."""

_CADASTRAL = re.compile(r"c_([a-z]\d{3})")
_MUNICIPALITY = re.compile(r"(?:comune|citta) di (.+)")
_ACRONYM = re.compile(r"[A-Za-z][A-Za-z0-9.&-]{1,11}")
_NO_ACRONYM = frozenset({"comune", "pa", "aoo", "ente", "null"})
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
# mailboxes of an office; anything else may be a person's name
_OFFICE = re.compile(
    r"(affarigenerali|comune|info|municipio|posta|protocollo|segreteria|urp|sindaco)\b", re.I
)
_SITE = re.compile(
    r"(?:(https?)://)?([A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+(?::\d+)?)"
    r"(/[^\s<>\"{}|\\^`]*)?"
)
# what the register's names begin with, folded; agrarian "universities" are commons of land
_UNIVERSITY = re.compile(
    r"(libera universita|alma mater studiorum|universita)\b(?! (agraria|castrense|popolare|della "
    r"terza))|politecnico di \w+$|scuola normale superiore|scuola superiore meridionale|scuola "
    r"internazionale superiore di studi avanzati|istituto universitario di studi superiori|imt "
    r"alti studi|gran sasso science institute|scuola sup\. studi univ\. e perfezionamento"
)

NOT_THE_REGISTER = Label(
    it="Nel registro dei comuni mancano le colonne {columns}.",
    en="The register of municipalities lacks the columns {columns}.",
)
TOO_MANY = Label(
    it="Il registro ha {count} enti, più di {limit}.",
    en="The register has {count} bodies, more than {limit}.",
)
NOT_AN_OBJECT = Label(
    it="Il registro degli enti deve essere un oggetto JSON con un ente per codice.",
    en="The register of bodies must be a JSON object with one body a code.",
)


def read_municipalities(text: str, places: Places | None) -> list[Item]:
    """One administration a row of the tab-separated register.

    ``places`` finds the territory of each; None leaves it out. Raises SourceFailed when the
    columns are not those of the register.
    """
    rows = numbered_rows(csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))
    header = [name.strip() for name in next(rows, (0, []))[1]]
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        raise SourceFailed(NOT_THE_REGISTER.format(columns=", ".join(missing)))
    return [_municipality(f"line {line}", header, row, places) for line, row in rows if any(row)]


def _municipality(
    line: str, header: list[str], cells: list[str], places: Places | None
) -> Found | Rejected:
    if len(cells) != len(header):
        return Rejected(line, f"{len(cells)} columns, {len(header)} were expected")
    if max(map(len, cells)) > LONGEST_CELL:
        return Rejected(line, f"a cell of more than {LONGEST_CELL} characters")
    row = {name: _clean(cell) for name, cell in zip(header, cells, strict=True)}
    try:
        code = ipa_code(row["cod_amm"])
    except ValueError as error:
        return Rejected(f"{line}: {row['cod_amm']!r}", f"cod_amm: {error}")
    if not row["des_amm"]:
        return Rejected(f"ipa/{code}", f"{line}: des_amm, the name, is empty")
    remarks: list[str] = []
    document: dict[str, Json] = {
        "name": {"it": _name(row["des_amm"], row["Comune"])},
        "stakeholder_kind": ADMINISTRATION,
        "ipa_code": code,
        "legal_status": MUNICIPALITY_STATUS,
    }
    document |= _codes(row, remarks) | _contacts(row, remarks) | _seat(row, code, places, remarks)
    return _found(code, document, remarks)


def read_bodies(document: Json, places: Places | None, known: set[str]) -> list[Item]:
    """One stakeholder a code of the JSON register, but for the ``known`` codes.

    Universities are told by their names; everything else in the register, the companies that
    public bodies control included, is an administration. Raises SourceFailed.
    """
    if not isinstance(document, dict):
        raise SourceFailed(NOT_AN_OBJECT)
    if len(document) > MOST_BODIES:
        raise TooLarge(TOO_MANY.format(count=len(document), limit=MOST_BODIES))
    seen: set[str] = set()
    items: list[Item] = []
    for written, body in document.items():
        code = written.strip().lower()
        if code in known:
            continue
        if code in seen:
            items.append(Rejected(written, "the code differs from another one by case only"))
            continue
        seen.add(code)
        items.append(_body(written, body, places))
    return items


def _body(written: str, body: Json, places: Places | None) -> Found | Rejected:
    try:
        code = ipa_code(written)
    except ValueError as error:
        return Rejected(f"code {written!r}", str(error))
    if not isinstance(body, dict) or not all(isinstance(one, str) for one in body.values()):
        return Rejected(f"ipa/{code}", "not an object of texts")
    if any(len(one) > LONGEST_CELL for one in body.values()):
        return Rejected(f"ipa/{code}", f"a text of more than {LONGEST_CELL} characters")
    row = {name: _clean(value) for name, value in body.items()}
    name, plate = row.get("nome", ""), row.get("prov", "")
    if not name:
        return Rejected(f"ipa/{code}", "nome, the name, is empty")
    remarks: list[str] = []
    document: dict[str, Json] = {
        "name": {"it": name},
        "stakeholder_kind": UNIVERSITY if is_university(name) else ADMINISTRATION,
        "ipa_code": code,
    }
    municipality = _own_municipality(code, name, row, places) if places else ""
    if municipality:
        document["legal_status"] = MUNICIPALITY_STATUS
        document["ipa_category"] = MUNICIPALITY_CATEGORY
        document["municipality"] = municipality
        document["territory"] = [municipality]
    elif places:
        document |= _province(plate, places, remarks)
    return _found(code, document, remarks)


def is_university(name: str) -> bool:
    """True for universities and the schools of university rank, by the names of the register."""
    return _UNIVERSITY.match(" ".join(fold(name).replace("'", " ").split())) is not None


def _own_municipality(code: str, name: str, row: Mapping[str, str], places: Places) -> str:
    """The territory of a body that is a municipality itself; empty for all others."""
    match = _MUNICIPALITY.match(fold(name))
    return _territory(match[1], code, row, places) if match else ""


def _territory(name: str, code: str, row: Mapping[str, str], places: Places) -> str:
    cadastral = _CADASTRAL.fullmatch(code)
    plate, region = (
        row.get("Provincia", row.get("prov", "")),
        row.get("Regione", row.get("reg", "")),
    )
    return places.municipality(name, plate, region, cadastral[1] if cadastral else "")


def _province(plate: str, places: Places, remarks: list[str]) -> dict[str, Json]:
    found = places.province(plate)
    if not found:
        remarks.append(f"province {plate!r} is not in the list of ISTAT")
        return {}
    if plate in FORMER_PROVINCES:
        remarks.append(f"the former province {plate} is read as {FORMER_PROVINCES[plate]}")
    return {"territory": [found]}


def _clean(cell: str) -> str:
    """Blanks collapsed; the register writes ``null`` for nothing."""
    text = " ".join(cell.split())
    return "" if text.lower() == "null" else text


def _name(name: str, place: str) -> str:
    """The body's name; one all in capitals (or without any) takes the spelling of its place."""
    plain = f"Comune di {place}"
    return plain if place and fold(name) == fold(plain) else name


def _codes(row: Mapping[str, str], remarks: list[str]) -> dict[str, Json]:
    document: dict[str, Json] = {}
    if row.get("cf"):
        try:
            document["tax_code"] = tax_code(row["cf"])
        except ValueError as error:
            remarks.append(f"cf {row['cf']!r} left out: {error}")
    if row.get("tipologia_istat", _CATEGORY_NAME) == _CATEGORY_NAME:
        document["ipa_category"] = MUNICIPALITY_CATEGORY
    acronym = row.get("acronimo", "")
    told = acronym.lower() not in _NO_ACRONYM and folded(acronym) != folded(row["Comune"])
    if told and _ACRONYM.fullmatch(acronym):
        document["acronym"] = acronym
    elif acronym:
        remarks.append(f"acronimo {acronym!r} left out: not an acronym")
    return document


def _contacts(row: Mapping[str, str], remarks: list[str]) -> dict[str, Json]:
    document: dict[str, Json] = {}
    site = row.get("sito_istituzionale", "")
    match = _SITE.fullmatch(site)
    if match:
        document["homepage"] = f"{match[1] or 'http'}://{match[2].lower()}{match[3] or '/'}"
    elif site:
        remarks.append(f"sito_istituzionale {site!r} left out: not an address")
    mailboxes = list(_office_mailboxes(row, remarks))
    if mailboxes:
        document["email"] = mailboxes[0]
    return document


def _office_mailboxes(row: Mapping[str, str], remarks: list[str]) -> Iterator[str]:
    """Certified mailboxes first, then those that are named for an office, never a person's."""
    boxes = [
        (row.get(f"tipo_mail{number}", ""), row.get(f"mail{number}", "")) for number in _MAILBOXES
    ]
    for sort, box in sorted(boxes, key=lambda one: one[0] != "Pec"):
        if box and not _EMAIL.fullmatch(box):
            remarks.append(f"mail {box!r} left out: not an address")
        elif box and (sort == "Pec" or _OFFICE.match(box)):
            yield box.lower()


def _seat(
    row: Mapping[str, str], code: str, places: Places | None, remarks: list[str]
) -> dict[str, Json]:
    document: dict[str, Json] = {}
    street, town = row.get("Indirizzo", "").rstrip(" ,"), row["Comune"]
    if street:
        code_and_town = f"{row.get('Cap', '')} {town}".strip()
        document["address"] = f"{street}, {code_and_town} ({row['Provincia']})"
    if places is None:
        return document
    # the town is where the town hall stands, which for some is in another municipality
    seat = _territory(town, code, row, places)
    own = _own_municipality(code, row["des_amm"], row, places) or seat
    if not own:
        remarks.append(f"{town} ({row['Provincia']}) is not in the list of ISTAT")
        return document | _province(row["Provincia"], places, remarks)
    return document | ({"municipality": seat} if seat else {}) | {"territory": [own]}


def _found(code: str, document: dict[str, Json], remarks: list[str]) -> Found:
    return Found(Description("stakeholder", f"ipa/{code}", document), tuple(remarks))
