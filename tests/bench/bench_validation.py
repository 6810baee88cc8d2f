"""Validation of 20,000 datasets against the floor: the SHACL library alone on the same bytes.

The floor parses the Turtle document and runs the same shapes over it. Ours goes through the gate,
reads, runs the shapes in a process of its own, checks code lists and identifiers, and tells the
findings; with the score it also measures every dataset. Prints ratios, asserts no times.
"""

import gc
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import shacl

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.adapters.shacl_process import ShaclProcess
from smartland.rdf.gate import Limits
from smartland.rdf.profiles import DCAT_AP_3, DCAT_AP_IT, engine_shapes, mandatory
from smartland.services.validation import Validation
from support.golden import golden

DATASETS = 20_000
BASE = "https://smartland.example/"
ROUNDS = 3


def test_validation_of_20_000_datasets() -> None:
    body = catalogue(DATASETS)
    text = body.decode()
    limits = Limits(size=500_000_000)
    validation = Validation(ShaclProcess(), GuardedFetcher(), limits=limits)
    print(f"\n{len(body) / 1e6:.0f} MB of Turtle, {DATASETS} datasets", file=sys.stderr)
    for score in (False, True):
        files = (DCAT_AP_IT, *((mandatory(DCAT_AP_3),) if score else ()))
        shapes = shacl.Shapes.from_text(engine_shapes(files), format="nt")
        floor = _best(partial(_alone, shapes, text))
        ours = _best(partial(_check, validation, body, score=score))
        name = "with" if score else "without"
        print(
            f"{name} score: library alone {floor.wall:.2f} s, ours {ours.wall:.2f} s, "
            f"ratio {ours.wall / floor.wall:.2f} (goal <= 3); of CPU {floor.cpu:.2f} s and "
            f"{ours.cpu:.2f} s, ratio {ours.cpu / floor.cpu:.2f}; peak memory {_peak():.2f} GB",
            file=sys.stderr,
        )


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and of CPU with all child processes."""

    wall: float
    cpu: float


def _alone(shapes: shacl.Shapes, text: str) -> None:
    assert shapes.validate_text(text, format="turtle").conforms


def _check(validation: Validation, body: bytes, *, score: bool) -> None:
    checked = validation.check(body, "text/turtle", BASE, DCAT_AP_IT, score=score)
    assert checked.report.conforms
    assert checked.report.triples > 30 * DATASETS
    assert checked.score is None or checked.score.count == DATASETS


def catalogue(datasets: int) -> bytes:
    """The perfect catalogue with its dataset ``datasets`` times over."""
    text = golden("catalog.ttl").decode()
    starts = ("<dataset/progetti> a", "<dataset/progetti#period> a", "<dataset/progetti/csv> a")
    about = "".join(_statement(text, start) for start in starts)
    parts = [text]
    for number in range(1, datasets):
        one = about.replace("dataset/progetti", f"dataset/d{number}")
        parts.append(one.replace("smartland-progetti", f"d{number}"))
        parts.append(f"<catalog> dcat:dataset <dataset/d{number}> .\n")
    return "\n".join(parts).encode()


def _statement(text: str, start: str) -> str:
    """All that the document says of one subject, in one go."""
    found = text.index(start)
    return text[found : text.index(" .\n", found) + 3]


def _best(does: Callable[[], None]) -> Cost:
    """The least of some rounds: the machine has other work."""
    walls, cpus = [], []
    for _ in range(ROUNDS):
        gc.collect()
        start, before = time.perf_counter(), sum(os.times()[:4])
        does()
        walls.append(time.perf_counter() - start)
        cpus.append(sum(os.times()[:4]) - before)
    return Cost(min(walls), min(cpus))


def _peak() -> float:
    return (
        max(
            resource.getrusage(who).ru_maxrss
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        / 1e6
    )
