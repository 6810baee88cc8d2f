"""The reasons that harvests and recognition note in English, as people read them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from smartland.domain.fields import Code
from smartland.domain.identity import register_of
from smartland.domain.kinds import KINDS
from smartland.errors import Label

_JOIN = "; "


@dataclass(frozen=True)
class Phrase:
    """One sentence that our services write, with its gaps as named groups, and what it says."""

    pattern: re.Pattern[str]
    label: Label


def _phrase(pattern: str, it: str, en: str) -> Phrase:
    return Phrase(re.compile(pattern, re.DOTALL), Label(it=it, en=en))


PHRASES: tuple[Phrase, ...] = (
    # recognition: why two may be one
    _phrase(r"same (?P<register>[a-z]+)-(?P<code>\S+)", "stesso {register}", "same {register}"),
    _phrase(r"different (?P<field>[a-z_]+)", "diverso: {field}", "different {field}"),
    _phrase(
        r"names have little in common",
        "le denominazioni hanno poco in comune",
        "the names have little in common",
    ),
    _phrase(r"same name", "stessa denominazione", "same name"),
    _phrase(r"similar name", "denominazione simile", "similar name"),
    _phrase(r"same municipality", "stesso comune", "same municipality"),
    # harvests: what became of an item
    _phrase(
        r"recognised as (?P<iri>\S+): (?P<reasons>[^;]+)",
        "riconosciuta come {iri}: {reasons}",
        "recognised as {iri}: {reasons}",
    ),
    _phrase(
        r"edited here, kept: (?P<fields>[a-z_, ]+)",
        "modificato qui e lasciato così: {fields}",
        "edited here and kept: {fields}",
    ),
    _phrase(
        r"described more than once in the source; the first description counts",
        "descritta più volte nella fonte: vale la prima descrizione",
        "described more than once in the source: the first description counts",
    ),
    _phrase(
        r"no longer in the source; edited here, so it stays: (?P<iri>\S+)",
        "non è più nella fonte, ma è stata modificata qui e resta: {iri}",
        "no longer in the source, but edited here, so it stays: {iri}",
    ),
    _phrase(r"no longer in the source", "non è più nella fonte", "no longer in the source"),
    _phrase(
        r"not in the source since (?P<since>\S+); withdrawn if still missing on (?P<until>\S+)",
        "non è nella fonte dal {since}: se manca ancora il {until} viene ritirata",
        "not in the source since {since}: withdrawn if it is still missing on {until}",
    ),
    _phrase(
        r"private here; the decision is kept",
        "qui è privata: la decisione resta",
        "private here: the decision is kept",
    ),
    _phrase(
        r"withdrawn here by (?P<actor>[^;]+); the decision is kept",
        "ritirata qui da {actor}: la decisione resta",
        "withdrawn here by {actor}: the decision is kept",
    ),
    _phrase(
        r"described by (?P<owner>[^;]+) already; a source may only describe what it brought",
        "è già descritta da {owner}: una fonte descrive solo ciò che ha portato",
        "described by {owner} already: a source may only describe what it brought",
    ),
    # runs
    _phrase(
        r"(?P<gone>\d+) of (?P<known>\d+) items vanished from the source or were deleted there,"
        r" more than the ceiling of (?P<ceiling>\d+) %: nothing was withdrawn; .+",
        "{gone} schede su {known} sono sparite dalla fonte, più del limite del {ceiling} %: nulla"
        " è stato ritirato, finché qualcuno non guarda la fonte",
        "{gone} of {known} items vanished from the source, more than the ceiling of {ceiling} %:"
        " nothing was withdrawn until somebody looks at the source",
    ),
)
"""Whole sentences, the longer before those with which they begin."""

REGISTERS: Mapping[str, Label] = {
    "tax": Label(it="codice fiscale o partita IVA", en="tax code or VAT number"),
    **{
        register_of(field): field.label
        for field in KINDS["stakeholder"].fields
        if isinstance(field, Code) and field.identifies and register_of(field) != "tax"
    },
}
"""What a code is called, by the register that gave it."""


def speak(text: str) -> Label:
    """``text`` in both languages as far as our services wrote it; an importer's own remark stays
    as it is. A code that two bodies share is named, not told: it may have been removed since."""
    whole = _known(text)
    if whole is not None:
        return whole
    parts = [_known(one) or Label(it=one, en=one) for one in _sentences(text)]
    return Label(it=_JOIN.join(one.it for one in parts), en=_JOIN.join(one.en for one in parts))


def is_ours(text: str) -> bool:
    """True for a sentence of our services, which tells nothing that a source said."""
    return _known(text) is not None


def _known(text: str) -> Label | None:
    for one in PHRASES:
        found = one.pattern.fullmatch(text)
        if found is not None:
            return _filled(one.label, found.groupdict())
    return None


def _filled(label: Label, gaps: Mapping[str, str]) -> Label:
    told = {name: GAPS.get(name, _as_it_is)(value) for name, value in gaps.items()}
    return Label(
        it=label.it.format(**{name: one.it for name, one in told.items()}),
        en=label.en.format(**{name: one.en for name, one in told.items()}),
    )


def _sentences(text: str) -> Iterator[str]:
    """Parts of ``text`` at semicolons, except where a sentence of ours has one inside."""
    parts = text.split(_JOIN)
    place = 0
    while place < len(parts):
        pair = _JOIN.join(parts[place : place + 2])
        together = place + 1 < len(parts) and _known(pair) is not None
        yield pair if together else parts[place]
        place += 2 if together else 1


def _as_it_is(value: str) -> Label:
    return Label(it=value, en=value)


def _register(value: str) -> Label:
    return REGISTERS.get(value, _as_it_is(value))


def _field(value: str) -> Label:
    labels = [kind.by_name[value].label for kind in KINDS.values() if value in kind.by_name]
    return labels[0] if labels else _as_it_is(value)


def _fields(value: str) -> Label:
    labels = [_field(one) for one in value.split(", ")]
    return Label(it=", ".join(one.it for one in labels), en=", ".join(one.en for one in labels))


def _reasons(value: str) -> Label:
    labels = [speak(one) for one in value.split(", ")]
    return Label(it=", ".join(one.it for one in labels), en=", ".join(one.en for one in labels))


GAPS: Mapping[str, Callable[[str], Label]] = {
    "register": _register,
    "field": _field,
    "fields": _fields,
    "reasons": _reasons,
}
"""How the gaps that are no names of things are filled."""
