"""Blank nodes in a report, told by where they hang: their labels mean nothing to a reader."""

import re
from dataclasses import replace

from smartland.rdf.findings import Finding, ValidationReport
from smartland.rdf.names import short

_HANGS = re.compile(r"^(\S+) <(\S+)> (_:\S+) \.$", re.MULTILINE)


def name_nodes(report: ValidationReport, lines: str) -> ValidationReport:
    """``report`` with each blank focus as ``https://…/dataset/1 › dct:temporal``.

    One that hangs on no IRI is ``_:1``, ``_:2`` … in order of the report.
    """
    blank = {one.focus for one in report.findings if one.focus.startswith("_:")}
    if not blank:
        return report
    names: dict[str, str] = {}
    for match in _HANGS.finditer(lines):
        owner, predicate, node = match.groups()
        if node in blank and owner.startswith("<"):
            names.setdefault(node, f"{owner[1:-1]} › {short(predicate)}")
    for one in report.findings:
        if one.focus in blank:
            names.setdefault(one.focus, f"_:{len(names) + 1}")

    def named(one: Finding) -> Finding:
        return replace(one, focus=names.get(one.focus, one.focus))

    groups = (
        replace(group, findings=tuple(sorted(map(named, group.findings), key=_place)))
        for group in report.groups
    )
    return replace(report, groups=tuple(groups))


def _place(one: Finding) -> tuple[str, str]:
    return one.focus, one.value
