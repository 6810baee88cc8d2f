"""The score that data.europa.eu would give (0–405), dataset by dataset, and what would raise it.

The score of a catalogue is the mean of its datasets. Where a metric is about distributions, a
dataset gets its points in the share of its distributions that fulfil it. Points for addresses
that were not probed are left open: the score is then a range.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import nsmallest

from smartland.errors import Label
from smartland.rdf.mqa_metrics import CHECKS, Check, Metric
from smartland.rdf.mqa_table import CONFORMANT, METRICS
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


def score_datasets(
    said: Statements, nonconforming: frozenset[str], answers: Answers | None = None
) -> Mqa | None:
    """Score every dataset; None where there is none.

    ``nonconforming`` are the nodes (terms) that break DCAT-AP.
    """
    every = said.typed(DCAT.Dataset, DCATAPIT.Dataset)
    datasets = every[:MOST_SCORED]
    if not datasets:
        return None
    scorer = _Scorer(said, nonconforming, answers or {}, datasets)
    columns = [scorer.column(metric) for metric in METRICS]
    means = [_mean(column) for column in columns]
    totals = [0.0] * len(datasets)
    for metric, column in zip(METRICS, columns, strict=True):
        totals = [
            total + low * metric.points for total, (low, _) in zip(totals, column, strict=True)
        ]
    worst = nsmallest(MOST_DATASETS, range(len(datasets)), key=totals.__getitem__)
    scores = (_dataset(said, datasets[one], [column[one] for column in columns]) for one in worst)
    left_out = len(every) - len(datasets)
    return Mqa(_score("", "", means), tuple(scores), len(datasets), left_out)


def addresses(said: Statements) -> tuple[str, ...]:
    """Every address that a metric wants to answer, each once."""
    probed = dict.fromkeys(one.probed for one in METRICS if one.probed)
    terms = (term for predicate in probed for _, term in said.pairs(predicate))
    return tuple(dict.fromkeys(term[1:-1] for term in terms if term.startswith("<")))


def rating(points: float) -> Label:
    """What data.europa.eu calls a score."""
    return next(label for least, _, label in RATINGS if round(points) >= least)


class _Scorer:
    """Measures one metric after the other, for all datasets."""

    def __init__(
        self,
        said: Statements,
        nonconforming: frozenset[str],
        answers: Answers,
        datasets: tuple[str, ...],
    ) -> None:
        self._said = said
        self._nonconforming = nonconforming
        self._answers = answers
        self._datasets = datasets
        self._distributions = [said.of(one, DCAT.distribution) for one in datasets]

    def column(self, metric: Metric) -> Shares:
        """The share of the metric's points that each dataset gets."""
        if metric.key == CONFORMANT:
            pairs = zip(self._datasets, self._distributions, strict=True)
            return [_sure(self._conforms(*pair)) for pair in pairs]
        if metric.probed:
            return [self._probed(metric.probed, some) for some in self._distributions]
        check = CHECKS[metric.key]
        if metric.on_distributions:
            return [self._share(check, some) for some in self._distributions]
        return [_sure(check(self._said, one)) for one in self._datasets]

    def _share(self, check: Check, distributions: tuple[str, ...]) -> _Pair:
        if len(distributions) == 1:
            return _sure(check(self._said, distributions[0]))
        if not distributions:
            return _NOTHING
        share = sum(check(self._said, one) for one in distributions) / len(distributions)
        return share, share

    def _probed(self, predicate: str, distributions: tuple[str, ...]) -> _Pair:
        low = high = 0
        for one in distributions:
            known = [self._answers.get(text_of(term)) for term in self._said.of(one, predicate)]
            low += bool(known) and all(known)
            high += bool(known) and False not in known
        many = max(1, len(distributions))
        return low / many, high / many

    def _conforms(self, dataset: str, distributions: tuple[str, ...]) -> bool:
        if not self._nonconforming:
            return True
        around = (term for predicate in _AROUND for term in self._said.of(dataset, predicate))
        return self._nonconforming.isdisjoint((dataset, *distributions, *around))


def _sure(fulfilled: bool) -> _Pair:  # noqa: FBT001 - the one thing it is about
    return _ALL if fulfilled else _NOTHING


def _mean(column: Shares) -> _Pair:
    low, high = (sum(side) / len(column) for side in zip(*column, strict=True))
    return low, high


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
