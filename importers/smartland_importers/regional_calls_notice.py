"""A record of a regional feed as a call or a tender of ours."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urljoin

from smartland.domain import codes
from smartland.domain.identity import resource_iri
from smartland.domain.resource import Description, Json
from smartland.domain.text import fold
from smartland.ports.importer import Found, Rejected
from smartland_importers.html_text import html_to_text, links_of
from smartland_importers.mojibake import Mended
from smartland_importers.regional_calls_dialect import CALL, TENDER, Dialect, text_at, texts_at
from smartland_importers.regional_calls_words import (
    REGIONS,
    eligible_kinds,
    instruments,
    kind_of,
    region_code,
)
from smartland_importers.values import (
    clean_line,
    money,
    read_date,
    read_or_remark,
    shorten,
    unique,
    web_link,
)

_TITLES: Final = {CALL: 2_000, TENDER: 1_000}
_LONGEST: Final = 20_000
_KEYWORDS: Final = 100


def describe(
    dialect: Dialect, given: Mapping[str, Json], where: str, base: str
) -> Found | Rejected:
    """The call or tender, with a remark for what was inferred, repaired or left out.

    ``where`` names the record in its feed; ``base`` is the installation's IRI base.
    """
    mended = Mended()
    record = mended.record({name: given[name] for name in given if name in dialect.fields})
    parts = [text_at(record, one) for one in dialect.identity]
    missing = [name for name, one in zip(dialect.identity, parts, strict=True) if not one]
    if missing:
        return Rejected(where, f"{missing[0]}: is missing, and tells the records apart")
    identifier = f"{dialect.name}:{_digest(parts) if dialect.digested else parts[0]}"
    kind, inferred = kind_of(dialect, record)
    remarks = [*([inferred] if inferred else []), *mended.remarks]
    title = clean_line(html_to_text(text_at(record, *dialect.title)))
    if not title:
        return Rejected(identifier, f"{dialect.title[0]}, the title, is empty")
    document: dict[str, Json] = {
        "title": {"it": _cut("title", title, _TITLES[kind], remarks)},
        "identifier": identifier,
    }
    document |= _common(dialect, record, base, remarks)
    own = _call if kind == CALL else _tender
    document |= own(dialect, record, title, remarks)
    part = text_at(record, dialect.part)
    source_key = f"{identifier}/{part}" if part else identifier
    return Found(Description(kind, source_key, document), tuple(remarks))


def _digest(parts: list[str]) -> str:
    """An identifier from words: blanks and capitals may change without making another item."""
    plain = "\n".join(" ".join(fold(one).split()) for one in parts)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _cut(field: str, text: str, limit: int, remarks: list[str]) -> str:
    if len(text) > limit:
        remarks.append(f"{field}: cut at {limit} of {len(text)} characters")
    return shorten(text, limit)


def _description(dialect: Dialect, record: Mapping[str, Json], remarks: list[str]) -> str:
    """The texts, then a line for each fact that no field of ours holds."""
    paragraphs = _paragraphs(dialect, record)
    facts = [
        f"{label}: {', '.join(unique(clean_line(html_to_text(one)) for one in given))}"
        for label, path in dialect.facts.items()
        if (given := texts_at(record, path))
    ]
    blocks = ("\n".join(paragraphs), "\n".join(facts))
    return _cut("description", "\n\n".join(one for one in blocks if one), _LONGEST, remarks)


def _paragraphs(dialect: Dialect, record: Mapping[str, Json]) -> list[str]:
    """The plain paragraphs of the text fields; of a register that gives its text in two forms
    only the first, which has paragraphs."""
    fields = [[html_to_text(one) for one in texts_at(record, path)] for path in dialect.texts]
    given = [one for one in (unique(texts) for texts in fields) if one]
    return [one for texts in given[: 1 if dialect.same_texts else None] for one in texts]


def _common(
    dialect: Dialect, record: Mapping[str, Json], base: str, remarks: list[str]
) -> dict[str, Json]:
    found = _dates(dialect, record, remarks)
    amount = read_or_remark("budget", text_at(record, *dialect.budget), money, remarks)
    if amount and amount != "0":
        found["budget"] = amount
    state = next((dialect.states[one] for one in _states(dialect, record)), "")
    if state:
        found["status"] = state
    if dialect.issuer:
        found["issuer"] = resource_iri(base, "stakeholder", f"ipa-{dialect.issuer}")
    territories = _territories(dialect, record, remarks)
    if territories:
        found["territory"] = [
            resource_iri(base, "territory", f"istat-{code}") for code in territories
        ]
    pages = _pages(dialect, record, remarks)
    if pages:
        found["page"] = pages
    keywords = unique(clean_line(one) for one in texts_at(record, dialect.keywords))
    short = [one for one in keywords if len(one) <= 200][:_KEYWORDS]
    return found | ({"keyword": {"it": short}} if short else {})


def _states(dialect: Dialect, record: Mapping[str, Json]) -> Iterator[str]:
    written = (" ".join(fold(one).split()) for one in texts_at(record, dialect.status))
    return (one for one in written if one in dialect.states)


def _dates(dialect: Dialect, record: Mapping[str, Json], remarks: list[str]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for field, path in (("opens", dialect.opens), ("closes", dialect.closes)):
        written = text_at(record, path)
        if not written:
            continue
        try:
            moment = read_date(written, last=field == "closes")
        except ValueError as error:
            remarks.append(f"{field} left out: {error}")
            continue
        found[field] = moment.value
        if moment.remark:
            remarks.append(f"{field}: {moment.remark}")
    if "opens" in found and found["opens"][:10] > found.get("closes", "9999")[:10]:
        remarks.append(f"opens {found.pop('opens')} left out: after {found['closes']}")
    return found


def _territories(
    dialect: Dialect, record: Mapping[str, Json], remarks: list[str]
) -> tuple[str, ...]:
    """The ISTAT codes of the places; none for the whole country."""
    names = unique(texts_at(record, dialect.regions))
    found = {name: region_code(name) for name in names}
    unknown = [name for name, code in found.items() if not code]
    if unknown:
        remarks.append(f"region {unknown[0][:60]!r} left out: unknown")
    codes_found = tuple(unique(sorted(found.values())))
    return () if len(codes_found) == len(REGIONS) else codes_found or dialect.territory


def _pages(dialect: Dialect, record: Mapping[str, Json], remarks: list[str]) -> list[str]:
    """Absolute addresses; those inside markup are taken out of it."""
    written = [one for path in dialect.page for one in texts_at(record, path)]
    links = [link for one in written for link in (links_of(one) or [one])]
    site = dialect.site
    absolute = [urljoin(site, one) if site and one.startswith("/") else one for one in links]
    return unique(read_or_remark("page", one, web_link, remarks) for one in absolute)


def _call(
    dialect: Dialect, record: Mapping[str, Json], title: str, remarks: list[str]
) -> dict[str, Json]:
    description = _description(dialect, record, remarks) or title
    found: dict[str, Json] = {"description": {"it": description}}
    for field, path in (("min_grant", dialect.min_grant), ("max_grant", dialect.max_grant)):
        amount = read_or_remark(field, text_at(record, path), money, remarks)
        if amount and amount != "0":
            found[field] = amount
    kinds = eligible_kinds(texts_at(record, dialect.beneficiaries))
    if kinds:
        found["eligible_kind"] = kinds
    texts = [one for path in dialect.texts for one in texts_at(record, path)]
    named = instruments(texts_at(record, dialect.supports), title, texts)
    if named:
        found["instrument"] = named
    return found | ({"programme": dialect.programme} if dialect.programme else {})


def _tender(
    dialect: Dialect, record: Mapping[str, Json], _: str, remarks: list[str]
) -> dict[str, Json]:
    description = _description(dialect, record, remarks)
    found: dict[str, Json] = {"description": {"it": description}} if description else {}
    cig = read_or_remark("cig", text_at(record, dialect.cig), codes.cig, remarks)
    if cig:
        found["cig"] = cig
    written = texts_at(record, dialect.cpv)
    cpv = unique(read_or_remark("cpv", one, codes.cpv_code, remarks) for one in written)
    return found | ({"cpv": cpv} if cpv else {})
