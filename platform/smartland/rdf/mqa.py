"""The score that data.europa.eu would give (0–405), dataset by dataset, and what would raise it.

The score of a catalogue is the mean of its datasets. Where a metric is about distributions, a
dataset gets its points in the share of its distributions that fulfil it. Points for addresses
that were not probed are left open: the score is then a range.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from heapq import nsmallest

from smartland.errors import Label
from smartland.rdf.mqa_metrics import CHECKS, Metric
from smartland.rdf.mqa_table import METRICS
from smartland.rdf.statements import Statements, text_of
from smartland_vocab.namespaces import DCAT, DCATAPIT, DCT

MOST_DATASETS = 200
"""The worst that are told one by one."""
MOST_SCORED = 100_000
"""The datasets of one document that are scored; all of dati.gov.it has 65,000."""
RATINGS = (
    (351, "excellent", Label(it="eccellente", en="excellent")),
    (221, "good", Label(it="buono", en="good")),
    (121, "sufficient", Label(it="sufficiente", en="sufficient")),
    (0, "bad", Label(it="scarso", en="bad")),
)
"""From how many points on, and what it is called (data.europa.eu)."""
_AROUND = (DCT.publisher, DCAT.contactPoint, DCT.temporal, DCT.spatial)
_Pair = tuple[float, float]
Shares = list[_Pair]
"""Shares of a metric's points, each at least and at most."""
_NOTHING, _ALL = (0.0, 0.0), (1.0, 1.0)
Answers = Mapping[str, bool]
"""Address → whether it answered; addresses that were not asked are absent."""


@dataclass(frozen=True)
class MetricScore:
    """One metric's points: ``low`` as known, ``high`` if every address not probed answered."""

    metric: Metric
    low: float
    high: float

    @property
    def checked(self) -> bool:
        """False while it depends on addresses that nobody asked."""
        return self.low == self.high

    @property
    def gain(self) -> float:
        """The points that are surely missing."""
        return self.metric.points - self.high


@dataclass(frozen=True)
class Score:
    """The score of a dataset (``iri``, ``title``), or of the whole catalogue (both empty)."""

    iri: str
    title: str
    metrics: tuple[MetricScore, ...]

    @property
    def low(self) -> float:
        """Points that are certain."""
        return sum(one.low for one in self.metrics)

    @property
    def high(self) -> float:
        """Points if every address not probed answered."""
        return sum(one.high for one in self.metrics)

    def dimension(self, name: str) -> tuple[float, float, int]:
        """(low, high, possible) of one dimension."""
        of_it = [one for one in self.metrics if one.metric.dimension == name]
        return (
            sum(one.low for one in of_it),
            sum(one.high for one in of_it),
            sum(one.metric.points for one in of_it),
        )

    @property
    def hints(self) -> tuple[MetricScore, ...]:
        """What is missing, the most points first."""
        missing = (one for one in self.metrics if one.gain > 0.05)
        return tuple(sorted(missing, key=lambda one: -one.gain))


@dataclass(frozen=True)
class Mqa:
    """The whole catalogue, its ``count`` scored datasets, and the worst of them; ``left_out`` are
    those past ``MOST_SCORED``."""

    catalogue: Score
    datasets: tuple[Score, ...]
    count: int
    left_out: int = 0


def measure(said: Statements) -> "Measured | None":
    """What of the scores of all datasets the graph alone decides; None where there is none."""
    datasets = said.typed(DCAT.Dataset, DCATAPIT.Dataset)
    return Measured(said, datasets) if datasets else None


def addresses(said: Statements) -> tuple[str, ...]:
    """Every address that a metric wants to answer, each once."""
    probed = dict.fromkeys(one.probed for one in METRICS if one.probed)
    terms = (term for predicate in probed for _, term in said.pairs(predicate))
    return tuple(dict.fromkeys(term[1:-1] for term in terms if term.startswith("<")))


def rating(points: float) -> Label:
    """What data.europa.eu calls a score."""
    return next(label for least, _, label in RATINGS if round(points) >= least)


class Measured:
    """Every metric but those that an engine or the web must answer, for all datasets."""

    def __init__(self, said: Statements, datasets: tuple[str, ...]) -> None:
        self._said = said
        self._left_out = max(0, len(datasets) - MOST_SCORED)
        self._datasets = datasets[:MOST_SCORED]
        self._distributions = [said.of(one, DCAT.distribution) for one in self._datasets]
        decided = (one for one in METRICS if one.key in CHECKS)
        self._columns = {one.key: _Column(one, self._decided(one)) for one in decided}

    def score(self, nonconforming: frozenset[str], answers: Answers) -> Mqa:
        """The scores, by the nodes (terms) that break DCAT-AP and the addresses that were asked."""
        columns = [
            self._columns.get(one.key) or _Column(one, self._asked(one, nonconforming, answers))
            for one in METRICS
        ]
        totals = [sum(lows) for lows in zip(*(one.points for one in columns), strict=True)]
        worst = nsmallest(MOST_DATASETS, range(len(totals)), key=totals.__getitem__)
        scores = (
            _dataset(self._said, self._datasets[one], [column.shares[one] for column in columns])
            for one in worst
        )
        whole = _score("", "", [one.mean for one in columns])
        return Mqa(whole, tuple(scores), len(totals), self._left_out)

    def _decided(self, metric: Metric) -> Shares:
        right = CHECKS[metric.key](self._said)
        if metric.on_distributions:
            return [_share(right, some) for some in self._distributions]
        return [_sure(one in right) for one in self._datasets]

    def _asked(self, metric: Metric, nonconforming: frozenset[str], answers: Answers) -> Shares:
        if metric.probed:
            return [self._probed(metric.probed, some, answers) for some in self._distributions]
        pairs = zip(self._datasets, self._distributions, strict=True)
        return [_sure(not nonconforming or self._conforms(*pair, nonconforming)) for pair in pairs]

    def _probed(self, predicate: str, distributions: tuple[str, ...], answers: Answers) -> _Pair:
        if not answers:  # open for all that have an address
            return 0.0, _share(self._said.subjects(predicate), distributions)[1]
        low = high = 0
        for one in distributions:
            known = [answers.get(text_of(term)) for term in self._said.of(one, predicate)]
            low += bool(known) and all(known)
            high += bool(known) and False not in known
        many = max(1, len(distributions))
        return low / many, high / many

    def _conforms(
        self, dataset: str, distributions: tuple[str, ...], nonconforming: frozenset[str]
    ) -> bool:
        around = (term for predicate in _AROUND for term in self._said.of(dataset, predicate))
        return nonconforming.isdisjoint((dataset, *distributions, *around))


def _share(right: Container[str], distributions: tuple[str, ...]) -> _Pair:
    if len(distributions) == 1:
        return _sure(distributions[0] in right)
    if not distributions:
        return _NOTHING
    share = sum(one in right for one in distributions) / len(distributions)
    return share, share


def _sure(fulfilled: bool) -> _Pair:  # noqa: FBT001 - the one thing it is about
    return _ALL if fulfilled else _NOTHING


class _Column:
    """One metric: the share of its points that each dataset gets, and their mean."""

    def __init__(self, metric: Metric, shares: Shares) -> None:
        many = len(shares)
        lows = [low for low, _ in shares]
        self.shares = shares
        self.points = [low * metric.points for low in lows]
        self.mean = sum(lows) / many, sum(high for _, high in shares) / many


def _dataset(said: Statements, dataset: str, shares: Shares) -> Score:
    titles = said.of(dataset, DCT.title)
    title = text_of(titles[0])[:200] if titles else ""
    return _score(text_of(dataset), title, shares)


def _score(iri: str, title: str, shares: Shares) -> Score:
    scores = (
        MetricScore(metric, low * metric.points, high * metric.points)
        for metric, (low, high) in zip(METRICS, shares, strict=True)
    )
    return Score(iri, title, tuple(scores))
