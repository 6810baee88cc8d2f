"""Names of firms as the business register writes them: stuffed, shouted, with their legal form."""

import hashlib
import re

from smartland.domain.text import fold
from smartland_vocab.namespaces import ITALIA_VOCABULARY

_LEGAL = f"{ITALIA_VOCABULARY}classifications-for-organizations/legal-status"
LIMITED, SINGLE_MEMBER = f"{_LEGAL}/1320", f"{_LEGAL}/1330"
JOINT_STOCK, PARTNERSHIP_BY_SHARES = f"{_LEGAL}/1310", f"{_LEGAL}/1340"
SOCIAL_COOPERATIVE, CONSORTIUM = f"{_LEGAL}/1430", f"{_LEGAL}/1520"

_STARTUP = r"st[au]rtu?\s*-?\s*up"
# "*** start-up costituita a norma dell'art. 4 comma 10 bis del decreto legge 24 gennaio 2015 n. 3"
# and every way of mistyping it
_FORMULA = re.compile(
    rf"[\s*(\-–,]*(?:{_STARTUP}\s+)?(?:innovativa\s+)?(?:a vocazione sociale\s+)?"
    r"(?:(?:cost\w{0,4}it\w*|cosituit\w*|cost\.)\s*"
    r"(?:a\s?norma|ai sensi|ex art|secondo|con modalit)|(?<=up )iscritta a norma).*$",
    re.I,
)
_CLOSING = re.compile(
    r"[\s*(\-–,]*(?:(?:societ[aà]['’]?\s+)?in (?:liquidazione|scioglimento)(?:\s+(?:giudiziale|"
    r"coatta(?: amministrativa)?|volontaria))?)[\s*).]*$",
    re.I,
)
_SHORT_NAME = re.compile(
    r"[\s,(]+(?:(?:o (?:anche )?)?in (?:sigla|breve|forma abbreviata)|siglabile|"
    r"(?:o )?pi[uù]'? brevemente|abbreviabile(?: in| anche come| come)?|per brevit[aà]'?)"
    r"(?:\s+anche)?\s*:?\s+(.{2,80}?)[)\s]*$",
    re.I,
)

_DOT = r"[\s.]*"
_WRITTEN = {
    "srls": rf"\bs{_DOT}r{_DOT}l{_DOT}s\b",
    "srl": rf"\bs{_DOT}r{_DOT}l\b",
    "spa": rf"\bs{_DOT}p{_DOT}a\b",
    "sapa": rf"\bs{_DOT}a{_DOT}p{_DOT}a\b",
}
_LONG_LIMITED = (
    r"\ba re\w*bil\w*'?\s*limit\w*(?:\s+semplificat\w*)?"
    rf"|\ba{_DOT}r{_DOT}l\b(?:\s+semplificat\w*)?"
)
_IS = {name: re.compile(pattern) for name, pattern in _WRITTEN.items()}
_IS_LIMITED = re.compile(_LONG_LIMITED)
_IS_JOINT_STOCK = re.compile(r"\bper azioni\b")
_IS_PARTNERSHIP = re.compile(r"\baccomandita per azioni\b")
_IS_SINGLE = re.compile(r"\bunipersonale\b|\b(?:socio unico|unico socio)\b")
# to the law neither is certain to be what its suffix says
_IS_OTHER = re.compile(r"\bcooperativ|\bcoop\b|\btra professionisti\b|\bs\.?t\.?p\b")

_NOT_CORE = re.compile(
    "|".join((*_WRITTEN.values(), _LONG_LIMITED))
    + rf"|\bper azioni\b|\bsociet[aà]'?|\b{_STARTUP}(?:\s+innovativ[ao])?\b"
    r"|\bbenefit\b|\bs\.?b\b|\bsemplificat\w*|\bunipersonale\b"
    r"|\b(?:a )?(?:socio unico|unico socio)\b"
)

_WORD = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*\.?['’]?")
_SMALL_WORDS = """
    a ad al alla alle ai agli allo con da dal dalla dei del della delle dello di e ed gli il in la
    le lo nel nella o per su sul sulla tra un una and at by for from of on or the to with
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_FORMS = {"spa": "SpA", "s.p.a": "S.p.A", "s.a.p.a": "S.a.p.A"}
_LOWER_FORMS = ("srl", "srls", "s.r.l", "s.r.l.s", "sb", "s.b")
_ELIDED = re.compile(r"(all|coll|dall|dell|nell|sull|d|l|c|un|sant)['’](.+)")
_VOWELS = frozenset("aeiouyàèéìòù")


def clean_name(written: str) -> str:
    """A name without stuffing, the formula of its constitution and its winding-up, in capitals.

    The legal form stays: it is part of the name. Empty where nothing is left.
    """
    return capitals(_bare(written))


def _bare(written: str) -> str:
    text = " ".join(written.split())
    lower = text.lower()
    # most names have neither; looking for the words first is ten times as fast
    if "cos" in lower or "iscritta" in lower:
        text = _FORMULA.sub("", text)
    if " in " in lower:
        text = _CLOSING.sub("", text)
    return text.strip(" *-–,;")


def short_names(name: str) -> list[str]:
    """The abbreviation that a name carries: ``… S.r.l. in sigla Eff R&D S.r.l.``."""
    found = _SHORT_NAME.search(name)
    return [found[1].strip(" ,;-")] if found else []


def legal_status(*texts: str) -> str:
    """The concept of the legal form that ``texts`` name; empty where they leave it uncertain."""
    text = " ".join(" ".join(texts).split())
    text = fold(text).replace("’", "'")
    if _IS_OTHER.search(text):
        return SOCIAL_COOPERATIVE if re.search(r"\bcooperativa sociale\b", text) else ""
    if "consortile" in text:
        return CONSORTIUM
    if _IS_PARTNERSHIP.search(text) or _IS["sapa"].search(text):
        return PARTNERSHIP_BY_SHARES
    limited = any(one.search(text) for one in (_IS["srl"], _IS["srls"], _IS_LIMITED))
    shares = bool(_IS["spa"].search(text) or _IS_JOINT_STOCK.search(text))
    if limited == shares:  # neither, or both
        return ""
    if shares:
        return JOINT_STOCK
    return SINGLE_MEMBER if _IS_SINGLE.search(text) else LIMITED


def core_name(written: str) -> str:
    """What stays of a name when its legal form changes or it is wound up: folded letters.

    It is part of identifiers that others keep: a change here renames firms.
    """
    text = fold(_bare(written)).replace("’", "'")
    return letters(_NOT_CORE.sub(" ", text)) or letters(written)


def letters(text: str) -> str:
    """Folded letters and digits only, to compare spellings."""
    return "".join(filter(str.isalnum, fold(text)))


def digest_of(*parts: str) -> str:
    """A short stable name of what identifies an entry."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def capitals(text: str) -> str:
    """A name written all in one case as people write names; mixed case is left as it is."""
    if text not in (text.lower(), text.upper()):
        return text
    lower = text.lower()
    return _WORD.sub(lambda found: _word(found[0], first=found.start() == 0), lower)


def _word(word: str, *, first: bool) -> str:
    bare = word.rstrip(".'’")
    ending = word[len(bare) :]
    if bare in _FORMS:
        return _FORMS[bare] + ending
    if bare in _LOWER_FORMS:
        return bare.capitalize() + ending
    if ending == "'" and bare.endswith("ta"):  # societa', qualita'
        bare, ending = f"{bare[:-1]}à", ""
    if bare in _SMALL and not first:
        return bare + ending
    return _spelled(bare, first=first) + ending


def _spelled(bare: str, *, first: bool) -> str:
    elided = _ELIDED.fullmatch(bare)
    if elided:
        begin = elided[1] if elided[1] != "sant" and not first else elided[1].capitalize()
        return f"{begin}'{_spelled(elided[2], first=True)}"
    parts = re.split(r"[.&]", bare)
    if not _VOWELS & set(bare) or (len(parts) > 1 and max(map(len, parts)) == 1):
        return bare.upper()  # NGT, M.I.T., R&D
    return bare[0].upper() + bare[1:]
