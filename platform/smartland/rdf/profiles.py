"""The application profiles that a catalogue can be checked against, and what their shapes say."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from smartland.errors import LANGUAGES, Label
from smartland.rdf.findings import FieldName
from smartland.rdf.names import SHAPES, short
from smartland_vocab.namespaces import DCT, RDFS, SH
from smartland_vocab.rules import PROFILE_FILES, read_profile

DCAT_AP_IT, DCAT_AP_3, HVD = PROFILE_FILES
_FIELD = SHAPES.field
_MANDATORY = ":mandatory"
_FOR_PEOPLE = frozenset(
    {SH.message, SH.name, RDFS.label, DCT.title, DCT.description, DCT.license, _FIELD}
)


@dataclass(frozen=True)
class Profile:
    """``files`` are the packaged shapes that it is made of."""

    name: str
    label: Label
    files: tuple[str, ...]


def _same(text: str) -> Label:
    return Label(it=text, en=text)


PROFILES: Mapping[str, Profile] = {
    DCAT_AP_IT: Profile(DCAT_AP_IT, _same("DCAT-AP_IT"), (DCAT_AP_IT,)),
    DCAT_AP_3: Profile(DCAT_AP_3, _same("DCAT-AP 3.0.1"), (DCAT_AP_3,)),
    HVD: Profile(
        HVD,
        Label(it="DCAT-AP 3.0.1 con HVD 3.0.0", en="DCAT-AP 3.0.1 with HVD 3.0.0"),
        (DCAT_AP_3, HVD),
    ),
}


@dataclass(frozen=True)
class ShapeText:
    """What a named shape tells people: the field that it is about, and how to mend it."""

    file: str
    local: str
    field: FieldName
    mend: Label


@cache
def shape_texts() -> Mapping[str, ShapeText]:
    """Shape IRI → its texts, over all packaged profiles; shapes without a message have none."""
    found = {}
    for file in PROFILE_FILES:
        about = _about(read_profile(file))
        for shape, said in about.items():
            if SH.message in said:
                found[shape] = _text(file, shape, said)
    return found


def mandatory(file: str) -> str:
    """The name by which ``engine_shapes`` gives only what is a violation in ``file``."""
    return file.removesuffix(_MANDATORY) + _MANDATORY


@cache
def engine_shapes(files: tuple[str, ...]) -> str:
    """The shapes of ``files`` as N-Triples, without what is only for people.

    The engine copies the messages of a shape into each of its results.
    """
    quads = [quad for file in files for quad in _shapes(file)]
    return (ox.serialize(quads, format=ox.RdfFormat.N_TRIPLES) or b"").decode()


def _shapes(file: str) -> list[ox.Quad]:
    turtle = read_profile(file.removesuffix(_MANDATORY)).encode()
    quads = list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    milder = {one.subject for one in quads if one.predicate.value == SH.severity}
    left_out = milder if file.endswith(_MANDATORY) else set()
    return [
        one
        for one in quads
        if one.predicate.value not in _FOR_PEOPLE and left_out.isdisjoint((one.subject, one.object))
    ]


def _about(turtle: str) -> Mapping[str, Mapping[str, list[ox.Literal | ox.NamedNode]]]:
    about: dict[str, dict[str, list[ox.Literal | ox.NamedNode]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for quad in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE):
        if isinstance(quad.object, ox.Literal | ox.NamedNode):
            about[quad.subject.value][quad.predicate.value].append(quad.object)
    return about


def _text(file: str, shape: str, said: Mapping[str, list[ox.Literal | ox.NamedNode]]) -> ShapeText:
    path = (said.get(SH.path) or said[_FIELD])[0].value
    local = shape.rpartition("#")[2].lower()
    name = _label(said[SH.name])
    return ShapeText(file, local, FieldName(short(path), name), _label(said[SH.message]))


def _label(literals: list[ox.Literal | ox.NamedNode]) -> Label:
    texts = {one.language: one.value for one in literals if isinstance(one, ox.Literal)}
    italian, english = (texts[one] for one in LANGUAGES)
    return Label(it=italian, en=english)
