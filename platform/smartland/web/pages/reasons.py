"""Why a result is here, as people read it: marked passages, codes, concepts and likenesses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from smartland.domain.kinds import KINDS
from smartland.services.searching.answers import ConceptReason, Passage, Why
from smartland.web.pages.highlight import MARK, marked
from smartland.web.pages.naming import UNTAGGED, Speech, capital
from smartland.web.pages.shown import WhyLine
from smartland.web.pages.texts import TEXTS
from smartland.web.pages.typed import as_typed

STEP = Markup(' <span aria-hidden="true">›</span> ')


@dataclass(frozen=True)
class Explained:
    """The reasons of one result where they belong: in its title, in its summary, below it."""

    title: Markup | None = None
    summary: WhyLine | None = None
    lines: tuple[WhyLine, ...] = ()


@dataclass(frozen=True)
class Entry:
    """What is explained: a resource of a kind, by its ``title``, found for ``query``.
    ``summaries`` are the fields whose passages are shown without a label."""

    kind: str
    title: Speech
    summaries: Sequence[str]
    query: str = ""


def explain(why: Why | None, entry: Entry, language: str) -> Explained:
    """What to show of ``why``."""
    if why is None:
        return Explained()
    own = KINDS[entry.kind].title
    in_title = next((one for one in why.passages if one.field == own), None)
    shown = _in_title(entry.title.text, in_title)
    rest = [one for one in why.passages if shown is None or one is not in_title]
    # of a text in two languages, the reader's one is the summary
    spoken = sorted(rest, key=lambda one: one.language not in (language, UNTAGGED))
    summary = next((one for one in spoken if one.field in entry.summaries), None)
    lines = (
        *_code(why.code, language),
        *(_passage(one, language) for one in rest if one is not summary),
        *(_concept(one, entry.query, language) for one in why.concepts),
        *_similar(why.similar, language),
    )
    return Explained(shown, _passage(summary, language) if summary else None, lines)


def _in_title(title: str, passage: Passage | None) -> Markup | None:
    """The title with its marks; None where the passage is of another text, such as a translation
    that is not shown."""
    at = title.find(passage.text) if passage else -1
    if passage is None or at < 0:
        return None
    return marked(title, [(start + at, end + at) for start, end in passage.marks])


def _passage(passage: Passage, language: str) -> WhyLine:
    tag = "" if passage.language in (language, UNTAGGED) else passage.language
    return WhyLine(capital(passage.label[language]), marked(passage.text, passage.marks), tag)


def _code(code: str, language: str) -> Iterator[WhyLine]:
    if code:
        yield WhyLine(TEXTS["why_code"][language], MARK.format(code))


def _concept(reason: ConceptReason, query: str, language: str) -> WhyLine:
    path = STEP.join(capital(label[language]) for label in reason.path)
    words = as_typed(query, reason.words)
    return WhyLine(TEXTS["why_concept"].format(words=words)[language], path)


def _similar(pairs: Sequence[tuple[str, str]], language: str) -> Iterator[WhyLine]:
    if pairs:
        template = TEXTS["why_similar_pair"][language]
        texts = [template.format(typed=typed, found=found) for typed, found in pairs]
        yield WhyLine(TEXTS["why_similar"][language], Markup(", ").join(texts))
