"""Who the data belong to, and what they are called: codes that must be right beyond their form."""

from collections import defaultdict
from collections.abc import Callable

from smartland.domain.codes import ipa_code, vat_number
from smartland.errors import Label
from smartland.rdf.findings import INFO, VIOLATION, WARNING, Collector, FieldName, Finding
from smartland.rdf.statements import Statements, text_of
from smartland_vocab.namespaces import DCAT, DCATAPIT, DCT

KnownIpa = Callable[[str], bool]
"""True for an IPA code (lower case) of a body that the platform knows."""
MOST_LOOKUPS = 1_000
"""Holders of one document that are looked up; of further ones only the form is checked."""
READ = (DCT.identifier, DCT.rightsHolder)
DATASETS = (DCATAPIT.Dataset, DCAT.Dataset)

_IDENTIFIER = FieldName("dct:identifier", Label(it="identificativo", en="identifier"))
_NO_CODE = Label(
    it="«identificativo» (dct:identifier) del titolare: «{value}» non è un codice IPA.",
    en="“identifier” (dct:identifier) of the rights holder: “{value}” is not an IPA code.",
)
_MEND_CODE = Label(
    it="Scrivere in dct:identifier il codice IPA dell'ente, per esempio r_lombar o c_f205 "
    "(si trova su indicepa.gov.it); per chi non è in IPA, la partita IVA.",
    en="Write the body's IPA code in dct:identifier, such as r_lombar or c_f205 (see "
    "indicepa.gov.it); for those not in IPA, the VAT number.",
)
_UPPER = Label(
    it="«identificativo» (dct:identifier) del titolare: «{value}» ha lettere maiuscole.",
    en="“identifier” (dct:identifier) of the rights holder: “{value}” has capital letters.",
)
_MEND_UPPER = Label(
    it="Scrivere dct:identifier in minuscolo, «{code}»: altrimenti conta come un altro ente.",
    en="Write dct:identifier in lower case, “{code}”: otherwise it counts as another body.",
)
_UNKNOWN = Label(
    it="«identificativo» (dct:identifier) del titolare: «{value}» non è di un ente conosciuto qui.",
    en="“identifier” (dct:identifier) of the rights holder: “{value}” is of no body known here.",
)
_NOT_ASKED = Label(
    it="«identificativo» (dct:identifier) del titolare: «{value}» ha la forma di un codice IPA, "
    "ma non è stato cercato nell'indice.",
    en="“identifier” (dct:identifier) of the rights holder: “{value}” looks like an IPA code, but "
    "was not looked up in the register.",
)
_MEND_NOT_ASKED = Label(
    it="Verificare su indicepa.gov.it che il codice in dct:identifier sia quello dell'ente.",
    en="Check on indicepa.gov.it that the code in dct:identifier is the body's.",
)
_SHARED = Label(
    it="«identificativo» (dct:identifier): «{value}» è anche di {other}.",
    en="“identifier” (dct:identifier): “{value}” is also that of {other}.",
)
_MEND_SHARED = Label(
    it="Dare a ogni dataset un dct:identifier suo: dati.gov.it scarta i doppioni.",
    en="Give each dataset a dct:identifier of its own: dati.gov.it drops duplicates.",
)


def check_holders(said: Statements, known_ipa: KnownIpa | None, found: Collector) -> None:
    """Add what is wrong with the identifier of each rights holder."""
    holders = dict.fromkeys(term for _, term in said.pairs(DCT.rightsHolder))
    for number, holder in enumerate(holders):
        if number == MOST_LOOKUPS:
            known_ipa = None
        for term in said.of(holder, DCT.identifier):
            if term.startswith('"'):
                _check_code(text_of(holder), text_of(term).strip(), known_ipa, found)


def check_identifiers(said: Statements, found: Collector) -> None:
    """Add a finding for every dataset whose identifier another one in the file has too."""
    owners: dict[str, list[str]] = defaultdict(list)
    for dataset in said.typed(*DATASETS):
        for term in said.of(dataset, DCT.identifier):
            owners[text_of(term)].append(dataset)
    for value, datasets in owners.items():
        if len(datasets) > 1:
            for number, dataset in enumerate(datasets):
                other = datasets[1 if number == 0 else 0]
                _add(
                    found, VIOLATION, "identifier-shared", (text_of(dataset), value),
                    _SHARED.format(value=value[:200], other=other[:300]), _MEND_SHARED,
                )  # fmt: skip


def _check_code(holder: str, value: str, known_ipa: KnownIpa | None, found: Collector) -> None:
    at = (holder, value)
    if _is(vat_number, value):
        return
    if not _is(ipa_code, value):
        message = _NO_CODE.format(value=value[:200])
        _add(found, VIOLATION, "holder-no-ipa-code", at, message, _MEND_CODE)
        return
    code = ipa_code(value)
    if code != value:
        mend = _MEND_UPPER.format(code=code)
        _add(found, WARNING, "holder-upper-case", at, _UPPER.format(value=value), mend)
    if known_ipa is None:
        message = _NOT_ASKED.format(value=value)
        _add(found, INFO, "holder-not-looked-up", at, message, _MEND_NOT_ASKED)
    elif not known_ipa(code):
        message = _UNKNOWN.format(value=value)
        _add(found, WARNING, "holder-unknown", at, message, _MEND_CODE)


def _is(check: Callable[[str], str], value: str) -> bool:
    try:
        check(value)
    except ValueError:
        return False
    return True


def _add(
    found: Collector, severity: str, code: str, at: tuple[str, str], message: Label, mend: Label
) -> None:
    focus, value = at
    finding = Finding(severity, code, focus, _IDENTIFIER, value, message, mend)
    found.add(severity, code, lambda: finding)
