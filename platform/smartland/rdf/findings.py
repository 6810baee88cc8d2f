"""What a validation found, as values: single findings, their groups, the report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from smartland.errors import Label

VIOLATION, WARNING, INFO = "Violation", "Warning", "Info"
SEVERITIES = (VIOLATION, WARNING, INFO)
MOST_SHOWN = 1_000


@dataclass(frozen=True)
class FieldName:
    """A property as people know it: ``dct:title``, «titolo» / “title”."""

    curie: str
    label: Label


@dataclass(frozen=True)
class Finding:
    """One thing to mend: at which node, in which field, with which value.

    ``code`` is the same for the same sort of fault in every report; ``focus`` is an IRI, a blank
    node's label, or a place in the text; ``value`` is empty where something is missing.
    """

    severity: str
    code: str
    focus: str
    field: FieldName
    value: str
    message: Label
    mend: Label


@dataclass(frozen=True)
class Group:
    """All findings of one code: ``count`` of them, the first of which are in ``findings``."""

    severity: str
    code: str
    field: FieldName
    mend: Label
    count: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class ValidationReport:
    """What one document has against one profile.

    ``counts`` is severity → number of findings, all of them; at most ``MOST_SHOWN`` are in
    ``groups``. ``complete`` is False when there were so many that counting was stopped.
    """

    profile: str
    triples: int
    groups: tuple[Group, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    complete: bool = True

    @property
    def conforms(self) -> bool:
        """True when nothing is mandatory that is missing or wrong; warnings do not count."""
        return not self.counts.get(VIOLATION, 0)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that are shown, by severity and field."""
        return tuple(finding for group in self.groups for finding in group.findings)


class Collector:
    """Counts every finding, and makes those that may be shown."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], list[Finding]] = {}
        self._counts: dict[tuple[str, str], int] = {}

    def add(self, severity: str, code: str, make: Callable[[], Finding], times: int = 1) -> None:
        """One finding, ``times`` over; ``make`` is called only while its group has room."""
        key = (severity, code)
        self._counts[key] = self._counts.get(key, 0) + times
        made = self._made.setdefault(key, [])
        if len(made) < MOST_SHOWN:
            made.append(make())

    def report(self, profile: str, triples: int, *, complete: bool = True) -> ValidationReport:
        """Everything that was added, the worst first."""
        room = max(1, MOST_SHOWN // max(1, len(self._made)))
        groups = [
            Group(severity, code, made[0].field, made[0].mend, count, tuple(made[:room]))
            for (severity, code), made in self._made.items()
            for count in (self._counts[severity, code],)
        ]
        groups.sort(key=lambda one: (SEVERITIES.index(one.severity), one.field.curie, one.code))
        counts = {
            severity: sum(one.count for one in groups if one.severity == severity)
            for severity in SEVERITIES
        }
        return ValidationReport(profile, triples, tuple(groups[:MOST_SHOWN]), counts, complete)
