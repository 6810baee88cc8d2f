"""What the words of Italian calls certainly say: tender or call, who may apply, which money."""

import re
from collections.abc import Iterable, Mapping, Sequence

from smartland.domain.resource import Json
from smartland.domain.text import fold
from smartland_importers.regional_calls_dialect import CALL, TENDER, Dialect, text_at, texts_at

# all patterns meet folded text: no accents, no capitals
_STATED = {
    TENDER: re.compile(r"\btender\b|\bgar[ae]\b|appalt|fornitur|beni e servizi|\blavori\b"),
    CALL: re.compile(r"\bincentive\b|\bgrant\b|agevolazion|contribut|finanziament|sovvenzion"),
}
_TENDER_WORDS = re.compile(
    r"^(?:lavori|fornitur[ae])\b|\bgara\b|\bappalt\w+|\baffidament\w+(?! famil)"
    r"|\bprocedura (?:aperta|negoziata|ristretta)"
    r"|\bfornitura d\w*|\bindagin[ei] di mercato|\baccordo quadro|\bofferta economica|\bcig\b"
    r"|\bmanifestazion\w+ d.?.?interesse .{0,120}(?:servizi[oe]? di|lavori|operatori economici)"
)
_CALL_WORDS = re.compile(
    r"\bcontribut\w+|\bagevolazion\w+|\bsovvenzion\w+|\bfinanziament\w+|\bincentiv\w+|\bvoucher\b"
    r"|\bfondo perduto|\bcredito d.imposta|\bsostegno\b"
)
_EXCLUDED = re.compile(r"(?:\besclus\w*|\bnon possono (?:partecipare|presentare))[^.;,]*")
_KINDS = {
    "firm": re.compile(
        r"\bimpres[ae]\b|\b(?:m|mp)?pmi\b|\bmicroimpres|\bstart-? ?ups?\b|\bcooperativ[ae]\b"
        r"|\baziend[ae] agricol|\bimprenditor[ei]\b|\bagricoltori\b|\ballevatori\b|\bproduttori di"
    ),
    "association": re.compile(
        r"\bassociazioni\b(?! temporane)|\bterzo settore\b|\bets\b|\bvolontariato\b|\bonlus\b"
    ),
    "administration": re.compile(
        r"\bcomuni\b|\bcomune di\b|\bent[ei] pubblic[io]\b|\benti locali\b|\benti di diritto pubb"
        r"|\bpubblich?[ea] amministrazion[ei]\b|\bpa\b|\bsoggetti pubblici\b|\bprovince\b"
        r"|\bistituzioni scolastiche statali\b"
    ),
    "university": re.compile(r"\buniversita\b|\batenei\b"),
}
_INSTRUMENTS = {
    "grant": re.compile(
        r"\bfondo perduto|\bcontributi\b|\bcontributo (?:economico|in conto)|\bsovvenzion[ei]\b"
    ),
    "loan": re.compile(r"\btasso agevolato|\bprestit[oi]\b|\bmutu[oi]\b|\bfondo rotativo"),
    "voucher": re.compile(r"\bvoucher\b"),
    "tax-credit": re.compile(r"\bcredito d.imposta|\bagevolazione fiscale|\bdetrazion[ei]\b"),
    "equity": re.compile(r"\bcapitale di rischio|\bpartecipazione al capitale"),
}
# in a text "garanzia" is as often a cost or a name; as a stated form of support it is certain
_SUPPORTS = _INSTRUMENTS | {
    "grant": re.compile(r"\bcontribut|\bfondo perduto|\bsovvenzion"),
    "guarantee": re.compile(r"\bgaranzi[ae]\b"),
}
REGIONS = {
    "piemonte": "01",
    "valle d'aosta": "02",
    "lombardia": "03",
    "trentino-alto adige": "04",
    "veneto": "05",
    "friuli-venezia giulia": "06",
    "liguria": "07",
    "emilia-romagna": "08",
    "toscana": "09",
    "umbria": "10",
    "marche": "11",
    "lazio": "12",
    "abruzzo": "13",
    "molise": "14",
    "campania": "15",
    "puglia": "16",
    "basilicata": "17",
    "calabria": "18",
    "sicilia": "19",
    "sardegna": "20",
}
"""ISTAT codes of the regions by folded name, the first where there are two languages."""


def kind_of(dialect: Dialect, record: Mapping[str, Json]) -> tuple[str, str]:
    """``call`` or ``tender``, and a remark where that was inferred or is contradicted.

    The register or the section of the portal counts first, then the stated type, then a CIG or
    CPV code, then explicit words; what nothing says to be a tender is a call.
    """
    written = text_at(record, dialect.stated)
    stated = _stated(written)
    placed = dialect.register or _section(dialect, record)
    if placed:
        contradicted = stated not in ("", placed)
        remark = f"the type {written!r} is contradicted by where it is listed; taken for a {placed}"
        return placed, remark if contradicted else ""
    if stated:
        return stated, ""
    codes = [one for one in (dialect.cig, dialect.cpv) if text_at(record, one)]
    if codes:
        return TENDER, f"taken for a tender: it has {' and '.join(codes)}"
    return _by_words(dialect, record)


def _stated(written: str) -> str:
    """The kind that a stated type names; empty where it names none, or both."""
    named = [kind for kind, pattern in _STATED.items() if pattern.search(fold(written))]
    return named[0] if len(named) == 1 else ""


def _section(dialect: Dialect, record: Mapping[str, Json]) -> str:
    paths = (text_at(record, one).split("/")[3:4] for one in dialect.page)
    return CALL if dialect.section and [dialect.section] in paths else ""


def _by_words(dialect: Dialect, record: Mapping[str, Json]) -> tuple[str, str]:
    texts = [one for path in (*dialect.title, *dialect.texts) for one in texts_at(record, path)]
    text = " ".join(fold(" ".join(texts)).split())
    tender, call = _TENDER_WORDS.search(text), _CALL_WORDS.search(text)
    if tender and not call:
        return TENDER, f"taken for a tender: it says {tender[0][:60]!r}"
    reason = f"it says {call[0]!r}" if call else "nothing says that it is a tender"
    return CALL, f"taken for a call: {reason}"


def eligible_kinds(texts: Iterable[str]) -> list[str]:
    """The kinds of stakeholder that texts about beneficiaries certainly name, exclusions apart."""
    text = _EXCLUDED.sub(" ", " ; ".join(" ".join(fold(one).split()) for one in texts))
    return [kind for kind, pattern in _KINDS.items() if pattern.search(text)]


def instruments(supports: Sequence[str], title: str, texts: Iterable[str]) -> list[str]:
    """The funding instruments of the stated forms of support, or else of the texts."""
    patterns, read = (_SUPPORTS, supports) if supports else (_INSTRUMENTS, (title, *texts))
    text = fold(" ; ".join(read))
    found = [name for name, pattern in patterns.items() if pattern.search(text)]
    if "voucher" not in found and _INSTRUMENTS["voucher"].search(fold(title)):
        found.append("voucher")
    return found


def region_code(name: str) -> str:
    """The ISTAT code of a region by its name; empty where there is none."""
    return REGIONS.get(fold(name).partition("/")[0].replace("’", "'").strip(), "")
