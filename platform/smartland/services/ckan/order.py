"""How CKAN sorts datasets, and counts them by their values."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from smartland.domain.resource import Json
from smartland.errors import Malformed
from smartland.services.ckan.package import naive
from smartland.services.ckan.query import FIELDS, WRONG
from smartland.services.ckan.rows import Row

FACETS = ("organization", "groups", "tags", "res_format", "license_id")
ORDERS: Mapping[str, Callable[[Row, Mapping[str, int]], Json]] = {
    "score": lambda row, ranks: -ranks.get(row.iri, 0),
    "metadata_modified": lambda row, _: row.modified,
    "metadata_created": lambda row, _: row.created or naive(row.modified),
    "title": lambda row, _: row.title.casefold(),
    "title_string": lambda row, _: row.title.casefold(),
    "name": lambda row, _: row.name,
    "id": lambda row, _: row.id,
}
"""What may be sorted by."""


def sort_rows(rows: Iterable[Row], sort: str, ranks: Mapping[str, int]) -> list[Row]:
    """Rows in Solr's order (``title asc, id desc``), a total one. Raises Malformed."""
    found = sorted(rows, key=lambda row: row.id)
    for part in reversed(sort[:500].split(",")):
        name, _, direction = part.strip().partition(" ")
        if name not in ORDERS or direction.strip().lower() not in ("", "asc", "desc"):
            raise Malformed(WRONG.format(why=f"cannot sort by {part[:50]!r}"))
        key = ORDERS[name]
        if name == "score" and not ranks:
            continue
        down = direction.strip().lower() == "desc"
        found.sort(key=lambda row: key(row, ranks), reverse=down)
    return found


def count_values(found: Sequence[Row], name: str, limit: int, least: int) -> list[dict[str, Json]]:
    """The ``limit`` most frequent values of a facet, those that occur ``least`` times or more."""
    counts = Counter(value for row in found for value in FIELDS[name](row))
    titles = {row.organisation.name: row.organisation.title for row in found}
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [
        {
            "name": value,
            "display_name": titles.get(value, value) if name == "organization" else value,
            "count": count,
        }
        for value, count in ranked[:limit]
        if count >= least
    ]
