"""How Italian and English text becomes words, once and for every engine.

Both sides of a search go through :func:`words`: fold (accents, case), split, drop stop words.
Only stemming is left to the engine, which applies the same Snowball stemmers to documents and
queries. Folding comes before stemming: afterwards an accented word typed without its accent
would often end in another stem.
"""

import re
import unicodedata

ANALYSIS = "1"
"""Raise it when any function here gives other words: every index is then built anew."""

LONGEST_WORD = 64
"""Longer words are cut: they are encoded data, and engines refuse terms without bound."""

OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that embed, override or isolate a direction of writing (UAX #9): they show a text in
another order than it is read, so that ``exe.pdf`` may end in ``exe``. The marks U+200E and U+200F
change nothing by themselves, and texts of right-to-left scripts need them."""

MOST_LANGUAGES = 100
"""Languages of one text; the European Union has 24, and nobody reads ten thousand."""

_WORD = re.compile(r"[^\W_]+")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_CODE_NOISE = re.compile(r"[\s./\-\u2010-\u2015\u2212]+")

ACRONYMS = frozenset({"AI", "IT"})
"""Stop words that in capitals are subjects: artificial intelligence, information technology."""

_ITALIAN = """
    il lo la i gli le l un uno una d di a da in con su per tra fra
    del dello della dei degli delle dell dal dallo dalla dai dagli dalle dall
    al allo alla ai agli alle all nel nello nella nei negli nelle nell
    sul sullo sulla sui sugli sulle sull col coi
    e ed o od ma anche che chi cui se non come dove quando quale quali piu
    c ci vi si s ne n m t
    questo questa questi queste quest quello quella quelli quelle quell quei quegli
    suo sua suoi sue loro nostro nostra nostri nostre
    sono sia siano ha hanno abbia abbiano
"""
_ENGLISH = """
    a an the and or but if nor of at by for from in into on onto to with within as
    is are was were be been being am has have had having do does did
    it its this that these those there their they them he she his her him we our you your
    i my me who whom which what when where how than then so such not no
    can could shall should will would may might must
    s t d ll re ve m
"""
STOP_WORDS = frozenset(_ITALIAN.split()) | frozenset(_ENGLISH.split())
"""Folded. One list for both languages: the language of a query is not known.

Short on purpose: ``stato`` (aid), ``era`` (digitale) and ``MI`` (Milano) are subjects here.
"""

_LETTERS = {
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "ø": "o",
    "Ø": "O",
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "Ð": "D",
    "ħ": "h",
    "Ħ": "H",
    "ı": "i",
    "ł": "l",
    "Ł": "L",
    "ŋ": "n",
    "Ŋ": "N",
    "þ": "th",
    "Þ": "TH",
    "ŧ": "t",
    "Ŧ": "T",
    # A letter to Unicode, an apostrophe to whoever types it
    "ʼ": "'",
    "ʻ": "'",
    # Invisible, inside words
    "\u00ad": "",
    "\u200c": "",
    "\u200d": "",
    "\u2060": "",
    "\ufeff": "",
}


class _Unaccented(dict[int, str]):
    """Code point → its plain letters, worked out when first met."""

    def __missing__(self, point: int) -> str:
        plain = "".join(
            _LETTERS.get(one, one)
            for one in unicodedata.normalize("NFKD", chr(point))
            if not unicodedata.category(one).startswith("M")
        )
        # Beyond the basic plane characters are rare and many: kept, they would only fill memory
        if point < 0x10000:
            self[point] = plain
        return plain


_UNACCENTED = _Unaccented()


def _unaccented(text: str) -> str:
    # By runs: translating the whole of a text with a few accents takes twice as long
    return text if text.isascii() else _FOREIGN.sub(_plain, text)


def _plain(found: re.Match[str]) -> str:
    return found[0].translate(_UNACCENTED)


def without_overrides(text: str) -> str:
    """``text`` without the characters of ``OVERRIDES``: what is shown is what is stored."""
    return text if text.isascii() else OVERRIDES.sub("", text)


def fold(text: str) -> str:
    """``text`` without accents, case and compatibility forms: ``Città`` → ``citta``, ß → ss.

    Composed and decomposed input (NFC, NFD) give the same; punctuation and spaces stay.
    """
    return _unaccented(text).casefold()


def every_word(text: str) -> list[str]:
    """The folded words of ``text`` in order, stop words included.

    Words are runs of letters and digits of any script; apostrophes, hyphens and underscores part.
    """
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text))]


def words(text: str) -> list[str]:
    """The folded words of ``text`` that are searched by: no stop words, but ``AI`` and ``IT``."""
    if "AI" in text or "IT" in text:  # as in ACRONYMS
        return [word for line in text.splitlines() for word in _line_words(line)]
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text)) if word not in STOP_WORDS]


def query_words(text: str) -> list[str]:
    """As :func:`words`; when nothing but ``ai`` or ``it`` was typed, in any case, that is meant."""
    return words(text) or [word for word in every_word(text) if word.upper() in ACRONYMS]


def compact_code(text: str) -> str:
    """The form in which identifiers are compared: ``J41 B21.0001-0001`` → ``j41b2100010001``.

    Case, spaces, dots, slashes and dashes do not count; underscores do (IPA code ``c_f205``).
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return (
        text.lower() if text.isalnum() and text.isascii() else _CODE_NOISE.sub("", text).casefold()
    )


def _line_words(line: str) -> list[str]:
    spelled = _WORD.findall(_unaccented(line))
    # A longer line all in capitals says nothing about "AI": BANDO RIVOLTO AI COMUNI
    shouted = line.isupper() and len(spelled) > 3
    return [
        word.casefold()[:LONGEST_WORD]
        for word in spelled
        if word.casefold() not in STOP_WORDS or (not shouted and word in ACRONYMS)
    ]
