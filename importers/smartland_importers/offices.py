"""Which names and mailboxes belong to a body: what may be a person's stays out of the open."""

import re

from smartland.domain.text import fold

# what the name of a body or office begins with or contains, folded, in Italian and English
_BODY = re.compile(
    r"\b(agenzi\w+|amministrazion\w+|area|asl|asst|ats|assessorato|associazione|autorita|aziend\w+|"
    r"biblioteca|camera|centro|citta|comando|comune|comunita|consorzio|cooperativa|dipartimento|"
    r"direzione|divisione|ente|facolta|fondazione|gruppo|istituto|ministero|municipio|museo|"
    r"osservatorio|politecnico|prefettura|protocollo|provincia|redazione|regione|scuola|segreteria|"
    r"servizi\w*|settore|sezione|sistema|sportello|staff|struttura|team|ufficio|unione|unita|"
    r"universita\w*|urp|administration|agency|association|authority|board|bureau|cent(?:er|re)|"
    r"city|commission|committee|company|council|department|desk|division|faculty|foundation|group|"
    r"institute\w*|laborator\w+|library|ministry|museum|observatory|office\w*|open ?data|"
    r"organi[sz]ation|school|secretariat|section|service\w*|society|unit|university|"
    r"s\.?p\.?a\.?|s\.?r\.?l\.?|ltd|gmbh)\b"
)
# what the mailbox of an office begins with
_MAILBOX = re.compile(
    r"(affarigenerali|agenzia|amministrazione|admin|ateneo|biblioteca|comune|comunicazione|contact|"
    r"contatti|dati|data|dept|dip\b|dipartimento|direzione|enquir|hello|help|info|innovazione|"
    r"library|mail|municipio|office|open|pec\b|post\b|posta|press|protocollo|redazione|research|"
    r"ricerca|rettorato|secretar|segreteria|serviz|service|settore|sindaco|sistemi|sit\b|"
    r"statistic|support|supporto|uff|urp|web)",
    re.I,
)
_EMAIL = re.compile(r"[A-Za-z0-9.!#$&'*+/=?_~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def is_body(name: str) -> bool:
    """True where a name is certainly that of a body or office, not a person's."""
    return _BODY.search(fold(name)) is not None


def office_mailbox(address: str, name: str = "") -> str:
    """``address`` without ``mailto:`` where it is a mailbox that may be published; else empty.

    It may where its first word, or the ``name`` that it is given with, is that of an office.
    """
    mailbox = address.strip().removeprefix("mailto:")
    if not _EMAIL.fullmatch(mailbox):
        return ""
    return mailbox if _MAILBOX.match(mailbox) or is_body(name) else ""
