"""UTF-8 that somebody read as Windows-1252 or Latin-1, put right where that is certain."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ftfy import TextFixerConfig, fix_encoding
from ftfy.badness import is_bad

from smartland.domain.resource import Json

# nothing but encodings: quotes, ligatures, width and line breaks are the author's
_CONFIG = TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
    # a lost byte would become U+FFFD: an answer that looks certain and is none
    replace_lossy_sequences=False,
)
_HIGH_1252 = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_TAIL = f"[\x80-\xbf{_HIGH_1252}]"
# punctuation, subscripts, arrows: no language writes a lower-case â before two such signs, and
# the library leaves CO₂ alone where it stands inside a word
_THREE = re.compile(f"â{_TAIL}{{2}}")
# a quotation mark that lost its last byte; the library would make a dagger of it and the blank
_LOST_QUOTE = re.compile("(â€(?= |$))")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_CONTEXT = 4
_SUSPECT = re.compile(f"[\x80-\x9f\ufffd]|Ã{_TAIL}|â{_TAIL}{{1,2}}|[ÂÅÄ][\x80-\xbf]|ï»¿")


@dataclass(frozen=True)
class Repaired:
    """A text as it was meant; ``count`` broken sequences were mended, ``left`` could not be."""

    text: str
    count: int = 0
    left: tuple[str, ...] = ()


def repair(text: str) -> Repaired:
    """Undo wrong readings of UTF-8, also those that happened twice.

    A sequence is only changed where its bytes are sound UTF-8 again and fewer suspicious
    sequences remain; what stays suspicious is told in ``left``.
    """
    if text.isascii():
        return Repaired(text)
    before = _suspects(text)
    mended = "".join(map(_mend, _LOST_QUOTE.split(text)))
    if mended == text:
        return Repaired(text, 0, before)
    left = _suspects(mended)
    if len(left) >= len(before) > 0:
        return Repaired(text, 0, before)
    return Repaired(mended, max(1, len(before) - len(left)), left)


@dataclass
class Mended:
    """Records whose texts are repaired before anything else is done with them.

    Before, because a blank that belongs to a broken character must not be taken for one:
    ``Â`` and a no-break space. ``remarks`` tell what was done, by the fields of the source.
    """

    repaired: dict[str, int] = field(default_factory=dict)
    left: dict[str, set[str]] = field(default_factory=dict)

    def record(self, given: Mapping[str, Json], unread: frozenset[str] = frozenset()) -> Json:
        """The record with all its texts repaired, but for the ``unread`` fields."""
        return {
            name: value if name in unread else self._value(name, value, unread)
            for name, value in given.items()
        }

    def _value(self, name: str, value: Json, unread: frozenset[str]) -> Json:
        if isinstance(value, list):
            return [self._value(name, one, unread) for one in value]
        if isinstance(value, Mapping):
            return self.record(value, unread)
        if not isinstance(value, str):
            return value
        found = repair(value)
        if found.count:
            self.repaired[name] = self.repaired.get(name, 0) + found.count
        if found.left:
            self.left.setdefault(name, set()).update(found.left)
        return found.text

    @property
    def remarks(self) -> list[str]:
        """One remark a field that had broken characters, and one where some stay."""
        return [
            *(
                f"{name}: wrongly read characters were repaired ({count})"
                for name, count in self.repaired.items()
            ),
            *(
                f"{name}: characters that look wrongly read stay: "
                + ", ".join(map(repr, sorted(left)[:3]))
                for name, left in self.left.items()
            ),
        ]


def _mend(text: str) -> str:
    """The text between lost quotation marks mended; as it was where that would lose a byte."""
    if _may_be_bad(text):
        return _decoded(text, fix_encoding(text, _CONFIG))
    return _decoded(text, text)


def _may_be_bad(text: str) -> bool:
    """False for a text in which the library would find nothing to do.

    What it looks for are foreign characters beside each other, or beside at most three plain ones;
    it tries every pattern at every character, and most texts have few foreign ones.
    """
    return any(
        is_bad(text[max(found.start() - _CONTEXT, 0) : found.end() + _CONTEXT])
        for found in _FOREIGN.finditer(text)
    )


def _decoded(text: str, fixed: str) -> str:
    mended = _THREE.sub(_decode, fixed)
    return mended if mended.count("\ufffd") <= text.count("\ufffd") else text


def _decode(match: re.Match[str]) -> str:
    """The sign that three characters stand for; themselves where they are no UTF-8."""
    try:
        return b"".join(_byte(one) for one in match[0]).decode("utf-8")
    except UnicodeError:
        return match[0]


def _byte(character: str) -> bytes:
    # Windows-1252 has five holes, which programs fill with the control characters of Latin-1
    return character.encode("latin-1" if ord(character) < 256 else "cp1252")


def _suspects(text: str) -> tuple[str, ...]:
    """The sequences that look wrongly read, each one once per occurrence."""
    return tuple(_SUSPECT.findall(text))
