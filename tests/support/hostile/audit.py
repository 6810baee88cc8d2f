"""What must hold after any harvest, however hostile its feed was."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from smartland.adapters.search_tantivy.index import TantivyIndex
from smartland.domain.resource import Json, Revision
from smartland.ports.harvests import ItemOutcome, Run
from smartland.services.concepts import Concepts
from smartland.services.indexing import Indexing
from smartland.services.places import Places
from smartland.wiring import Core
from support.hostile.stage import CANARY, PERSON, Stage

LOOKED_AT = 300
"""Records whose graph and index document are looked at; feeds of more repeat themselves."""
LONGEST_REASON, LONGEST_KEY = 4_000, 1_100
ERROR = re.compile(r"[A-Za-z]+(Error|Exception|Operation|Overflow)\b")
SPOOFING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def audit(core: Core, stage: Stage, run: Run) -> Iterator[str]:
    """Everything that is wrong."""
    if run.ended is None:
        yield "the run was never closed"
    if ERROR.match(run.message):
        yield f"an error of ours is the report: {run.message[:300]}"
    outcomes = core.harvest_log.outcomes(run.id, None, 100_000)
    yield from _reports(run, outcomes)
    heads = [one for one in core.catalogue.truth.all_heads() if not one.withdrawn]
    for head in heads[:LOOKED_AT]:
        yield from _graph(head)
        yield from (f"{head.iri}: {one}" for one in _texts(head.document))
    if heads:
        yield from _index(core, heads[:LOOKED_AT], stage.folder / "audited-index")
    yield from _secrets(stage.folder)
    yield from stage.forbidden


def _reports(run: Run, outcomes: Sequence[ItemOutcome]) -> Iterator[str]:
    for text in (run.message, *(one.reason for one in outcomes)):
        if len(text) > LONGEST_REASON:
            yield f"a message of {len(text)} characters: {text[:80]}"
    for one in outcomes:
        if len(one.source_key) > LONGEST_KEY:
            yield f"a source key of {len(one.source_key)} characters"
        if one.outcome == "rejected" and not one.reason:
            yield f"{one.source_key[:80]} is rejected without a reason"


def _graph(head: Revision) -> Iterator[str]:
    try:
        deque(ox.parse(head.triples.encode(), ox.RdfFormat.N_TRIPLES), maxlen=0)
    except (SyntaxError, ValueError) as error:
        yield f"{head.iri}: its graph is no RDF: {error}"
    if PERSON in head.triples:
        yield f"{head.iri}: publishes a person's mailbox"
    if SPOOFING.search(head.triples):
        yield f"{head.iri}: control or override characters in its graph"


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str) and (found := SPOOFING.search(value)):
        yield f"U+{ord(found[0]):04X} in {value[:60]!r}"
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from _texts(one)


def _index(core: Core, heads: list[Revision], folder: Path) -> Iterator[str]:
    truth = core.catalogue.truth
    indexing = Indexing(core.labels.many, Places(truth).current, Concepts(truth).current)
    index = TantivyIndex(folder)
    try:
        index.apply(indexing.documents(heads), [], 1)
        if len(index.digests()) != len(heads):
            yield f"the index took {len(index.digests())} of {len(heads)} records"
    finally:
        index.close()


def _secrets(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        kept = path.is_file() and path.name != "secret.txt" and "feed" not in path.parts
        if kept and CANARY.encode() in path.read_bytes():
            yield f"the canary was read into {path.name}"
