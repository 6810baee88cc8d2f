"""The published files of the vocabulary, as they are packaged."""

from importlib.resources import files
from importlib.resources.abc import Traversable

ONTOLOGY = "ontology.ttl"
CONTEXT = "context.jsonld"
SHAPES = "shapes.ttl"


def read_file(name: str) -> str:
    """The text of ``ontology.ttl``, ``context.jsonld`` or ``shapes.ttl``."""
    return (_package() / name).read_text(encoding="utf-8")


def scheme_names() -> tuple[str, ...]:
    """The names of our SKOS schemes, sorted; a scheme's IRI is ``CONCEPT[name]``."""
    found = (file.name for file in (_package() / "schemes").iterdir())
    return tuple(sorted(name.removesuffix(".ttl") for name in found if name.endswith(".ttl")))


def read_scheme(name: str) -> str:
    """One scheme as Turtle. Raises FileNotFoundError for a name that ``scheme_names`` lacks."""
    return (_package() / "schemes" / f"{name}.ttl").read_text(encoding="utf-8")


def _package() -> Traversable:
    return files("smartland_vocab")
