"""Our vocabulary as files and graphs: what is written by hand, and what the declarations give.

The ontology and the schemes are written; the context and the shapes are derived, and published
beside them so that they can be used without this platform.
"""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox

from smartland.rdf.context import context_json
from smartland.rdf.shapes import shapes
from smartland_vocab.files import CONTEXT, ONTOLOGY, SHAPES, read_file, read_scheme, scheme_names
from smartland_vocab.namespaces import CONCEPT

DERIVED: Mapping[str, Callable[[], str]] = {CONTEXT: context_json, SHAPES: shapes}
"""The files that the declarations give, by name."""


def ontology_turtle() -> str:
    """The ontology of our namespace, as it is published."""
    return read_file(ONTOLOGY)


@cache
def ontology_lines() -> str:
    """The ontology as sorted N-Triples lines."""
    return _lines(ontology_turtle())


@cache
def schemes_graphs() -> Mapping[str, str]:
    """The IRI of each of our SKOS schemes, and the scheme as sorted N-Triples lines."""
    return {CONCEPT[name]: _lines(read_scheme(name)) for name in scheme_names()}


def write_vocabulary(folder: Path) -> None:
    """Write the derived files into ``folder``, which is ``vocab/smartland_vocab`` here."""
    for name, derive in DERIVED.items():
        (folder / name).write_text(derive(), encoding="utf-8")


def _lines(turtle: str) -> str:
    found = ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)
    text = ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b""
    return "".join(sorted(text.decode().splitlines(keepends=True)))


if __name__ == "__main__":
    write_vocabulary(Path(str(files("smartland_vocab"))))
