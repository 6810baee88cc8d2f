"""OAI-PMH 2.0 requests: verbs and their arguments, datestamps, resumption tokens."""

import base64
import binascii
import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from smartland.errors import Label

BAD_VERB, BAD_ARGUMENT, BAD_TOKEN = "badVerb", "badArgument", "badResumptionToken"
NO_FORMAT, NO_ITEM, NO_RECORDS = "cannotDisseminateFormat", "idDoesNotExist", "noRecordsMatch"
MAX_ARGUMENT = 1_000
RESUMPTION = "resumptionToken"
_SELECTIVE = frozenset({"from", "until", "set"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_SET = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*")

ONE_VERB = Label(
    it="Serve un solo argomento verb, tra: {verbs}.",
    en="Exactly one verb argument is needed, of: {verbs}.",
)
REPEATED = Label(it="Argomento ripetuto: {name}.", en="Repeated argument: {name}.")
UNKNOWN = Label(it="Argomento non ammesso: {name}.", en="Argument not allowed: {name}.")
MISSING = Label(it="Manca l'argomento {name}.", en="The argument {name} is missing.")
TOO_LONG = Label(it="Argomento troppo lungo: {name}.", en="Argument too long: {name}.")
ALONE = Label(
    it="resumptionToken esclude ogni altro argomento.",
    en="resumptionToken excludes every other argument.",
)
BAD_DATE = Label(
    it="{name} non è YYYY-MM-DD né YYYY-MM-DDThh:mm:ssZ.",
    en="{name} is neither YYYY-MM-DD nor YYYY-MM-DDThh:mm:ssZ.",
)
UNLIKE = Label(
    it="from e until hanno granularità diverse.", en="from and until differ in granularity."
)
REVERSED = Label(it="from viene dopo until.", en="from comes after until.")
BAD_SET = Label(it="setSpec non valido.", en="Not a setSpec.")
BAD_RESUMPTION = Label(
    it="Il resumptionToken non è di questo archivio o di questo verbo: ricominciare l'elenco.",
    en="The resumptionToken is not of this repository or verb: begin the list again.",
)


@dataclass(frozen=True)
class Verb:
    """Which arguments a verb must and may have; ``resumes`` when it takes a resumptionToken."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    resumes: bool = False


VERBS: Mapping[str, Verb] = {
    "Identify": Verb(),
    "ListMetadataFormats": Verb(optional=frozenset({"identifier"})),
    "ListSets": Verb(resumes=True),
    "GetRecord": Verb(required=frozenset({"identifier", "metadataPrefix"})),
    "ListIdentifiers": Verb(frozenset({"metadataPrefix"}), _SELECTIVE, resumes=True),
    "ListRecords": Verb(frozenset({"metadataPrefix"}), _SELECTIVE, resumes=True),
}


class Fault(Exception):
    """An OAI-PMH error condition: its code (§3.6) and what to do; it is answered with status 200,
    so that it stands outside of our own errors."""

    def __init__(self, code: str, message: Label) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Selection:
    """What a list is of: ``since`` <= datestamp < ``before``, behind the sequence ``after``."""

    prefix: str
    set: str = ""
    since: str = ""
    until: str = ""
    after: int = 0

    @property
    def bounds(self) -> tuple[datetime | None, datetime | None]:
        """The instants from which and before which records count. Raises Fault(badArgument)."""
        low, high = _read_date("from", self.since), _read_date("until", self.until)
        if low and high and low[1] != high[1]:
            raise Fault(BAD_ARGUMENT, UNLIKE)
        if low and high and low[0] > high[0]:
            raise Fault(BAD_ARGUMENT, REVERSED)
        return low[0] if low else None, _end(*high) if high else None


def read_arguments(pairs: Sequence[tuple[str, str]]) -> tuple[str, dict[str, str]]:
    """The verb and its other arguments, checked by name. Raises Fault(badVerb or badArgument)."""
    counts = Counter(name for name, _ in pairs)
    arguments = dict(pairs)
    verb = arguments.pop("verb", "")
    if counts["verb"] != 1 or verb not in VERBS:
        raise Fault(BAD_VERB, ONE_VERB.format(verbs=", ".join(VERBS)))
    for name, value in arguments.items():
        if counts[name] > 1:
            raise Fault(BAD_ARGUMENT, REPEATED.format(name=name[:100]))
        if len(value) > MAX_ARGUMENT:
            raise Fault(BAD_ARGUMENT, TOO_LONG.format(name=name[:100]))
    _check_names(VERBS[verb], arguments)
    return verb, arguments


def _check_names(verb: Verb, arguments: Mapping[str, str]) -> None:
    if RESUMPTION in arguments and verb.resumes:
        if len(arguments) > 1:
            raise Fault(BAD_ARGUMENT, ALONE)
        return
    for name in arguments:
        if name not in verb.required | verb.optional:
            raise Fault(BAD_ARGUMENT, UNKNOWN.format(name=name[:100]))
    for name in sorted(verb.required):
        if not arguments.get(name):
            raise Fault(BAD_ARGUMENT, MISSING.format(name=name))


def read_selection(verb: str, arguments: Mapping[str, str], scope: str) -> Selection:
    """What a list request asks for, from its arguments or its token. Raises Fault."""
    if RESUMPTION in arguments:
        return read_token(arguments[RESUMPTION], verb, scope)
    wanted = Selection(
        prefix=arguments["metadataPrefix"],
        set=arguments.get("set", ""),
        since=arguments.get("from", ""),
        until=arguments.get("until", ""),
    )
    for name in ("from", "until", "set"):
        if name in arguments and not arguments[name]:
            raise Fault(BAD_ARGUMENT, MISSING.format(name=name))
    if wanted.set and not _SET.fullmatch(wanted.set):
        raise Fault(BAD_ARGUMENT, BAD_SET)
    _ = wanted.bounds
    return wanted


def write_token(wanted: Selection, verb: str, scope: str) -> str:
    """A resumption token: the whole state of a list, with a digest that shows what was tampered
    with or made elsewhere; ``scope`` is the base of the installation."""
    values = [wanted.prefix, wanted.set, wanted.since, wanted.until, wanted.after]
    text = json.dumps(values, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_digest(text, verb, scope) + text).decode().rstrip("=")


def read_token(token: str, verb: str, scope: str) -> Selection:
    """What ``write_token`` wrote. Raises Fault(badResumptionToken)."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Fault(BAD_TOKEN, BAD_RESUMPTION) from error
    if raw[:8] != _digest(raw[8:], verb, scope):
        raise Fault(BAD_TOKEN, BAD_RESUMPTION)
    return _unpack(raw[8:])


def _unpack(text: bytes) -> Selection:
    """The state in a token; whoever computes the digest may still have written anything."""
    try:
        *words, after = json.loads(text)
        prefix, group, since, until = words
    except (ValueError, TypeError, RecursionError) as error:
        raise Fault(BAD_TOKEN, BAD_RESUMPTION) from error
    if not all(isinstance(one, str) for one in words) or not isinstance(after, int) or after < 0:
        raise Fault(BAD_TOKEN, BAD_RESUMPTION)
    return Selection(prefix, group, since, until, after)


def _digest(text: bytes, verb: str, scope: str) -> bytes:
    return hashlib.sha256(f"{scope} {verb} ".encode() + text).digest()[:8]


def _read_date(name: str, text: str) -> tuple[datetime, timedelta] | None:
    """The instant and the granularity of a datestamp."""
    if not text:
        return None
    grain = timedelta(days=1) if _DAY.fullmatch(text) else timedelta(seconds=1)
    try:
        if grain.days or _SECOND.fullmatch(text):
            # a second of 60 and a 30th of February have the form, and are none
            return datetime.fromisoformat(text.rstrip("Z")).replace(tzinfo=UTC), grain
    except ValueError:
        pass
    raise Fault(BAD_ARGUMENT, BAD_DATE.format(name=name))


def _end(last: datetime, grain: timedelta) -> datetime | None:
    """Where the last day or second ends; None (no bound) at the end of the calendar."""
    try:
        return last + grain
    except OverflowError:
        return None
