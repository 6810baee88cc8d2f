"""Validation of 20,000 datasets against the floor: the SHACL library alone on the same bytes.

The floor parses the Turtle document and runs the same shapes over it. Ours goes through the gate,
reads, runs the shapes in a process of its own, checks code lists and identifiers, and tells the
findings; with the score it also measures every dataset. Prints ratios, asserts no times.
"""

import gc
import resource
import sys
import time
from collections.abc import Callable
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
            f"{name} score: library alone {floor:.2f} s, ours {ours:.2f} s, "
            f"ratio {ours / floor:.2f} (goal <= 3), peak memory {_peak():.2f} GB",
            file=sys.stderr,
        )


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
    start = text.index("<dataset/progetti> a")
    middle = text.index("<https://smartland.example/progetti> a", start)
    period = text[text.index("<dataset/progetti#period>", middle) : text.index("<standard/")]
    file = text[text.index("<dataset/progetti/csv> a") : text.index("<service/sparql> a")]
    about = text[start:middle] + period[: period.index(" .\n") + 3] + file
    parts = [text]
    for number in range(1, datasets):
        one = about.replace("dataset/progetti", f"dataset/d{number}")
        parts.append(one.replace("smartland-progetti", f"d{number}"))
        parts.append(f"<catalog> dcat:dataset <dataset/d{number}> .\n")
    return "\n".join(parts).encode()


def _best(does: Callable[[], None]) -> float:
    """The shortest of some rounds: the machine has other work."""
    took = float("inf")
    for _ in range(ROUNDS):
        gc.collect()
        start = time.perf_counter()
        does()
        took = min(took, time.perf_counter() - start)
    return took


def _peak() -> float:
    return (
        max(
            resource.getrusage(who).ru_maxrss
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        / 1e6
    )
