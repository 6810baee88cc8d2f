"""Names of bodies as they are compared: what two registers write differently falls away."""

import re
from collections.abc import Mapping

from smartland.domain.text import every_word, fold

_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)")
"""``s.r.l.``, ``a.r.p.a``: an acronym, one word; ``g. b. rossi`` is none."""

_FORMS = """
    srl     = srl, arl, a responsabilita limitata, societa a responsabilita limitata
    srl     = srlu, societa a responsabilita limitata unipersonale
    srl     = societa a responsabilita limitata a socio unico
    srls    = srls, societa a responsabilita limitata semplificata
    spa     = spa, societa per azioni
    sapa    = sapa, societa in accomandita per azioni
    sas     = sas, societa in accomandita semplice
    snc     = snc, societa in nome collettivo
    ss      = ss, societa semplice
    stp     = stp, societa tra professionisti
    coop    = sc, scs, soc coop, societa cooperativa, soc coop sociale, societa cooperativa sociale
    coop    = soc coop a r l, soc coop arl, soc coop p a, soc coop sociale a r l, coop sociale a r l
    coop    = societa cooperativa a responsabilita limitata, societa cooperativa per azioni
    coop    = societa cooperativa sociale a responsabilita limitata, societa cooperativa agricola
    coop    = societa cooperativa sociale per azioni
    cons    = scarl, scrl, scpa, soc cons a r l, soc cons, societa consortile
    cons    = societa consortile a responsabilita limitata, societa consortile per azioni
    status  = in liquidazione, in fallimento, unipersonale, a socio unico, con socio unico
    status  = sb, societa benefit
    third   = onlus, aps, odv, ets, ente del terzo settore, organizzazione di volontariato
    third   = associazione di promozione sociale
    ltd     = ltd, limited, private limited company
    plc     = plc, public limited company
    llc     = llc, limited liability company
    llp     = llp, lp, limited liability partnership
    inc     = inc, incorporated, corp, corporation
    company = co, company
    gmbh    = gmbh, ggmbh, mbh, ug, haftungsbeschrankt, mit beschrankter haftung
    gmbh    = gesellschaft mit beschrankter haftung
    ag      = ag, aktiengesellschaft
    kg      = kg, kgaa, ohg, gbr, partg, kommanditgesellschaft
    ev      = ev, eingetragener verein
    eg      = eg
    se      = se
    sa      = sa, societe anonyme
    sarl    = sarl, eurl, societe a responsabilite limitee
    sas     = sasu, societe par actions simplifiee
    sci     = sci
    scop    = scop
    asbl    = asbl, gie
    foreign = bv, nv, ab, oy, as, sl, slu
"""
"""What each form may be called; two spellings of one form stand under one name."""
_SURE = frozenset(
    (
        *("srl", "srls", "srlu", "arl", "sapa", "scarl", "scrl", "scpa"),
        *("gmbh", "ggmbh", "sarl", "sasu", "eurl"),
    )
)
"""Nothing else is called so: they go wherever they stand, as forms of several words do. Others
are words, provinces or acronyms too (``AG``, ``spa``): they go from the end of a name only."""
STATUS = frozenset({"status", "third"})
"""What bodies of one form may add or drop."""


def _read_forms() -> Mapping[str, str]:
    """Spelling, without its spaces → the name of the form."""
    found = {}
    for line in _FORMS.strip().splitlines():
        name, _, spellings = line.partition("=")
        for one in spellings.split(","):
            found["".join(one.split())] = name.strip()
    return found


FORMS = _read_forms()
_WORDS = {
    "".join(one.split()): len(one.split())
    for line in _FORMS.strip().splitlines()
    for one in line.partition("=")[2].split(",")
}
ANYWHERE = frozenset(form for form, words in _WORDS.items() if words > 1 or form in _SURE)
LONGEST = max(_WORDS.values())
"""How many words a form is spelt in at most."""


def normal_name(text: str) -> str:
    """``text`` in lower-case words without accents, punctuation and legal form, single-spaced.

    Italian, English, German and French forms, in any spelling (``S.r.l.``, ``s r l``, ``società a
    responsabilità limitata``); what says who it is stays (``comune di``, ``fondazione``). A name
    that is nothing but a form stays as it is; one without letters and digits gives ``""``.
    """
    return " ".join(_split(text)[0])


def legal_forms(text: str) -> frozenset[str]:
    """The legal forms in a name, each under one name for all its spellings (``srl``, ``spa``).

    Bodies of one normal name and different forms are different bodies.
    """
    return frozenset(FORMS[one] for one in _split(text)[1]) - STATUS


def _split(text: str) -> tuple[list[str], list[str]]:
    """The words that name a body, and the forms that stood among them."""
    words = every_word(_DOTTED.sub(lambda found: found[0].replace(".", ""), fold(text)))
    forms: list[str] = []
    while True:
        kept, found = _without(words)
        kept, ending = _without_last(kept)
        if not kept or kept == words:
            return words, forms
        # what stood around a form may be one
        words = kept
        forms += found + ending


def _without(words: list[str]) -> tuple[list[str], list[str]]:
    """The words without the forms that go anywhere, and those."""
    kept: list[str] = []
    forms: list[str] = []
    place = 0
    while place < len(words):
        form = _form_at(words, place)
        if form:
            forms.append(form)
            place += _length(words, place, form)
        else:
            kept.append(words[place])
            place += 1
    return kept, forms


def _form_at(words: list[str], place: int) -> str:
    """The longest form that begins at ``place``; empty where none does."""
    spelt = "".join
    ends = range(min(place + LONGEST, len(words)), place, -1)
    return next((one for end in ends if (one := spelt(words[place:end])) in ANYWHERE), "")


def _length(words: list[str], place: int, form: str) -> int:
    """How many words from ``place`` on spell ``form``."""
    taken = 1
    while "".join(words[place : place + taken]) != form:
        taken += 1
    return taken


def _without_last(words: list[str]) -> tuple[list[str], list[str]]:
    """The words without the forms at the end, one after the other (``gmbh & co. kg``)."""
    forms: list[str] = []
    while True:
        most = min(LONGEST, len(words) - 1)
        length = next((n for n in range(most, 0, -1) if "".join(words[-n:]) in FORMS), 0)
        if not length:
            return words, forms
        forms.append("".join(words[-length:]))
        words = words[:-length]
