"""Annotation: milliseconds of CPU for a text of 2,000 characters, and how that grows.

Goals: ≤ 2 ms for 2,000 characters; twice the text, about twice the time.
"""

import time
from collections.abc import Sequence

from smartland.matching.annotation import packaged_annotator
from support.annotation_texts import real_texts

ROUNDS = 3


def test_annotation_of_real_texts() -> None:
    annotator = packaged_annotator()
    texts = [one.text for one in real_texts() if 1_800 <= len(one.text) <= 2_300]
    short = _milliseconds(annotator.annotate, texts)
    doubled = _milliseconds(annotator.annotate, [f"{one}\n{one}" for one in texts])
    print(f"\n{len(texts)} texts of 2,000 characters: {short:.2f} ms each (goal <= 2)")
    print(f"twice as long: {doubled:.2f} ms, {doubled / short:.2f} times (goal about 2)")
    assert short < 4
    assert doubled < 3 * short


def _milliseconds(annotate: object, texts: Sequence[str]) -> float:
    """CPU time a text; the best of some rounds."""
    assert callable(annotate)
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for text in texts:
            annotate(text)
        best = min(best, time.process_time() - start)
    return best / len(texts) * 1_000
