"""What may be told of where a source is: no path of this machine, no secret of an address."""

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from smartland.errors import Invalid, Label, Problem

LOCAL = "local"
"""What is shown in place of a path."""
HIDDEN = "…"
LONGEST = 2_000

NOT_REMOTE = Label(
    it="Serve un indirizzo http o https completo: i file di questa macchina si registrano con"
    " «smartland source add».",
    en="A complete http or https address is needed: files of this machine are registered with"
    " “smartland source add”.",
)
WITH_PASSWORD = Label(
    it="L'indirizzo contiene credenziali: toglierle.",
    en="The address carries credentials: take them out.",
)

_SECRET_WORDS = frozenset({
    "key", "apikey", "token", "auth", "authorization", "pass", "password", "passwd", "pwd",
    "secret", "sig", "signature", "credential", "credentials", "session", "sessionid", "jwt",
    "sas", "otp", "pin", "user", "username", "login",
})  # fmt: skip
_SECRET_ENDINGS = ("key", "token", "secret", "password", "signature", "credential")
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_URL = re.compile(r"""https?://[^\s<>"'«»“”]+""")
_PATH = re.compile(r"(?<![\w/.:…])(?:file://)?/(?:[^\s/:;,'\"«»“”]+/)+[^\s/:;,'\"«»“”]*")


def shown_address(address: str) -> str:
    """A web address without user, password, fragment and secret arguments; ``local`` for a path
    or whatever else is no web address."""
    parts = _split(address)
    if parts is None:
        return LOCAL
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, _without_secrets(parts.query), ""))


def scrub(text: str, address: str) -> str:
    """``text``, which speaks of the source at ``address``, with what may be told of addresses."""
    if _split(address) is None and len(address) > 1:
        # a path first: one with a space in it would be known by its first half only
        text = text.replace(address, LOCAL)
    masked = _URL.sub(lambda found: shown_address(found[0]), text)
    return "".join(
        part if part.startswith("http") else _PATH.sub(LOCAL, part)
        for part in re.split(f"({_URL.pattern})", masked)
    )


def check_remote(address: str) -> None:
    """Refuse what makes this machine read its own files. Raises Invalid naming ``address``."""
    parts = _split(address)
    wrong = parts is None or len(address) > LONGEST or not address.isprintable() or " " in address
    if wrong or parts is None:
        raise Invalid(NOT_REMOTE, problems=(Problem("address", NOT_REMOTE),))
    if "@" in parts.netloc:
        raise Invalid(WITH_PASSWORD, problems=(Problem("address", WITH_PASSWORD),))


def _split(address: str) -> SplitResult | None:
    """The parts of a web address; None for anything else."""
    try:
        parts = urlsplit(address)
        hosted = bool(parts.hostname)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") and hosted else None


def _without_secrets(query: str) -> str:
    """Argument by argument, whatever separates them: the rest stays as it was written."""
    kept = []
    for part in re.split(r"([&;])", query):
        name, equals, value = part.partition("=")
        kept.append(f"{name}={HIDDEN}" if equals and value and _is_secret(name) else part)
    return "".join(kept)


def _is_secret(name: str) -> bool:
    words = [word.lower() for word in _WORDS.findall(name)]
    return bool(_SECRET_WORDS.intersection(words)) or any(
        word.endswith(_SECRET_ENDINGS) for word in words
    )
