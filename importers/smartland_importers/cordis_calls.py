"""Topics of the framework programmes as calls."""

from collections.abc import Sequence

from smartland.domain.codes import identifier
from smartland.domain.identity import mint_key
from smartland.domain.kinds.funding import CALL
from smartland.domain.resource import Description, Json
from smartland.ports.importer import Found, Rejected
from smartland_importers.cordis_choice import choose
from smartland_importers.cordis_programmes import Programme, programme_of
from smartland_importers.cordis_records import Facts
from smartland_importers.cordis_store import Statement
from smartland_importers.cordis_values import LOST_LETTER, keywords, line
from smartland_importers.values import shorten

CLOSED = "closed"
_LONGEST = 2_000
_DESCRIPTION = "Topic {code} of {name}: {title}"
_BARE = "Topic {code}: {title}"

MADE = "description: the source has none; it is made of code, programme and title"


def call_key(code: str) -> str:
    """The key of the call with that code, as ``mint_key`` makes it of the call itself."""
    return mint_key(CALL, {"identifier": code})


def call(code: str, statements: Sequence[Statement]) -> Found | Rejected:
    """The call of one topic. Those of programmes that are over are closed; of others no state is
    known."""
    chosen = choose(
        [
            Statement(one.stamp, {name: line(cell) for name, cell in one.facts.items()}, one.times)
            for one in statements
        ],
        silent=("programme", "part", "keywords", "framework"),
    )
    facts, source_key = chosen.facts, f"topic/{code}"
    title = facts.get("title", "")
    if not title:
        return Rejected(source_key, "title is empty")
    try:
        identifier(code)
    except ValueError as error:
        return Rejected(source_key, f"topicCode: {error}")
    remarks = [*chosen.remarks, MADE]
    if LOST_LETTER.search(title):
        remarks.append(f"title: {title[:60]!r} has lost letters")
    document = _document(code, shorten(title, _LONGEST), facts)
    return Found(Description("call", source_key, document), tuple(remarks))


def _document(code: str, title: str, facts: Facts) -> dict[str, Json]:
    programme = programme_of(facts, code)
    document: dict[str, Json] = {
        "identifier": code,
        "title": {"en": title},
        "description": {"en": _described(code, title, programme)},
    }
    if programme:
        document["programme"] = programme.name
    if programme and programme.over:
        document["status"] = CLOSED
    words = keywords(facts.get("keywords", ""))
    if words:
        document["keyword"] = {"en": words}
    return document


def _described(code: str, title: str, programme: Programme | None) -> str:
    if not programme:
        return _BARE.format(code=code, title=title)
    return _DESCRIPTION.format(code=code, name=programme.name, title=title)
