"""The SHACL shapes of the public graph, by the declarations.

One node shape a kind, one a part and one a rule; one property shape a public field, named
``{kind}.{field}`` so that a report says which field is wrong. Triples that no field declares
are allowed: the platform keeps them. A private field must not occur at all.
"""

from collections.abc import Iterable, Iterator
from functools import cache

import pyoxigraph as ox

from smartland.domain.fields import PUBLIC, Concept, Field, Part, PartType, Ref
from smartland.domain.kind import InOrder, Kind, NeedsOneOf, Rule
from smartland.domain.kinds import KINDS
from smartland.errors import Label
from smartland.rdf.constraints import both, constrain, scheme_shape
from smartland.rdf.expectations import expectation
from smartland.rdf.names import SHAPES, own_class, shape_name, turtle_name
from smartland_vocab.files import read_scheme
from smartland_vocab.namespaces import CONCEPT, PREFIXES, SKOS

_HEADER = Label(
    it="Forme SHACL dei dati pubblici Smart Land, derivate dalle dichiarazioni dei campi.",
    en="SHACL shapes of the public Smart Land data, derived from the field declarations.",
)
_PRIVATE = Label(
    it="«{label.it}» ({name}) è riservato: non deve comparire nei dati pubblici.",
    en="“{label.en}” ({name}) is private: it must not occur in public data.",
)
_IN_SCHEME = Label(it="Voce del vocabolario {scheme}.", en="Concept of the vocabulary {scheme}.")
_NEEDS = Label(
    it="Se {condition} serve almeno uno tra: {fields}.",
    en="If {condition} at least one of these is needed: {fields}.",
)
_NEEDS_ALWAYS = Label(
    it="Serve almeno uno tra: {fields}.", en="At least one of these is needed: {fields}."
)
_ORDER = Label(
    it="«{one.it}» ({earlier}) non può venire dopo «{two.it}» ({later}).",
    en="“{one.en}” ({earlier}) may not come after “{two.en}” ({later}).",
)


@cache
def shapes(*, check_references: bool = False) -> str:
    """All shapes as Turtle.

    With ``check_references`` the target of every reference must be described in the same data,
    as one of the kinds that the field allows: for a whole catalogue, not for single descriptions.
    """
    lines = [f"@prefix {name}: <{one.iri}> ." for name, one in PREFIXES.items()]
    lines += [f"@prefix slsh: <{SHAPES.iri}> .", ""]
    lines.append(_block(f"<{SHAPES.iri[:-1]}> a owl:Ontology", both("dct:description", _HEADER)))
    for kind in KINDS.values():
        lines += _kind_shapes(kind, check_references=check_references)
    for part in _parts():
        lines += _field_shapes(part.name, part.fields, check_references=check_references)
        lines.append(_part_shape(part))
    lines += [_scheme_shape(scheme) for scheme in _schemes()]
    lines += [_private_shape(field) for field in _private_fields()]
    return "\n".join(lines)


def _block(head: str, statements: Iterable[str]) -> str:
    return " ;\n    ".join((head, *statements)) + " .\n"


def _kind_shapes(kind: Kind, *, check_references: bool) -> Iterator[str]:
    targets = [f"sh:targetClass {turtle_name(one)}" for one in _targets(kind.classes, kind)]
    properties = _properties(kind.name, kind.public_fields)
    labels = both("rdfs:label", kind.label)
    yield _block(f"{shape_name(kind.name)} a sh:NodeShape", [*labels, *targets, *properties])
    yield from _field_shapes(kind.name, kind.fields, check_references=check_references)
    for number, rule in enumerate(kind.rules, start=1):
        name = shape_name(f"{kind.name}.rule-{number}")
        yield _block(f"{name} a sh:NodeShape", [*targets, *_rule(kind, rule)])


def _part_shape(part: PartType) -> str:
    targets = [f"sh:targetClass {turtle_name(one)}" for one in _targets(part.classes, None)]
    labels = both("rdfs:label", part.label)
    statements = [*labels, *targets, *_properties(part.name, part.fields)]
    return _block(f"{shape_name(part.name)} a sh:NodeShape", statements)


def _properties(owner: str, fields: Iterable[Field]) -> Iterator[str]:
    for field in fields:
        if field.visibility == PUBLIC:
            yield f"sh:property {shape_name(f'{owner}.{field.name}')}"


def _field_shapes(owner: str, fields: Iterable[Field], *, check_references: bool) -> Iterator[str]:
    public = (field for field in fields if field.visibility == PUBLIC)
    for order, field in enumerate(public):
        statements = [
            f"sh:path {turtle_name(field.iri)}",
            *both("sh:name", field.label),
            *both("sh:description", field.help),
            f"sh:order {order}",
            *constrain(field),
            *(_reference(field) if check_references and isinstance(field, Ref) else ()),
            *both("sh:message", expectation(field)),
        ]
        yield _block(f"{shape_name(f'{owner}.{field.name}')} a sh:PropertyShape", statements)


def _reference(field: Ref) -> Iterator[str]:
    classes = (turtle_name(own_class(KINDS[name])) for name in field.kinds)
    yield f"sh:or ( {' '.join(f'[ sh:class {one} ]' for one in classes)} )"


def _rule(kind: Kind, rule: Rule) -> Iterator[str]:
    if isinstance(rule, InOrder):
        yield from _in_order(kind, rule)
    else:
        yield from _needs_one(kind, rule)


def _needs_one(kind: Kind, rule: NeedsOneOf) -> Iterator[str]:
    branches = [f"[ sh:path {_path(kind, name)} ; sh:minCount 1 ]" for name in rule.fields]
    message = _NEEDS_ALWAYS
    if rule.field:
        value = f"sh:path {_path(kind, rule.field)} ; sh:hasValue {turtle_name(rule.value)}"
        branches.insert(0, f"[ sh:not [ {value} ] ]")
        message = _NEEDS
    yield f"sh:or ( {' '.join(branches)} )"
    condition = f"{rule.field} = {rule.value.rsplit('/', 1)[-1]}"
    yield from both(
        "sh:message", message.format(condition=condition, fields=", ".join(rule.fields))
    )


def _in_order(kind: Kind, rule: InOrder) -> Iterator[str]:
    first, last = _path(kind, rule.earlier), _path(kind, rule.later)

    def typed(datatype: str) -> str:
        parts = (f"[ sh:path {path} ; sh:datatype {datatype} ]" for path in (first, last))
        return f"[ sh:and ( {' '.join(parts)} ) ]"

    # a day and an instant cannot be compared in SHACL, and that is no fault of the data
    comparable = f"[ sh:or ( {typed('xsd:date')} {typed('xsd:dateTime')} ) ]"
    in_order = f"[ sh:path {first} ; sh:lessThanOrEquals {last} ]"
    yield f"sh:or ( {in_order} [ sh:not {comparable} ] )"
    one, two = kind.by_name[rule.earlier].label, kind.by_name[rule.later].label
    message = _ORDER.format(one=one, two=two, earlier=rule.earlier, later=rule.later)
    yield from both("sh:message", message)


def _scheme_shape(scheme: str) -> str:
    listed = "".join(f"\n        <{one}>" for one in concepts(scheme))
    message = both("sh:message", _IN_SCHEME.format(scheme=scheme))
    return _block(f"{scheme_shape(scheme)} a sh:NodeShape", [f"sh:in ( {listed} )", *message])


def _private_shape(field: Field) -> str:
    path = turtle_name(field.iri)
    message = both("sh:message", _PRIVATE.format(label=field.label, name=field.name))
    return _block(
        f"{shape_name(f'private.{field.name}')} a sh:PropertyShape",
        [f"sh:targetSubjectsOf {path}", f"sh:path {path}", "sh:maxCount 0", *message],
    )


def _path(kind: Kind, field: str) -> str:
    return turtle_name(kind.by_name[field].iri)


def _targets(classes: tuple[str, ...], kind: Kind | None) -> list[str]:
    """The classes by which nodes are chosen: a kind's own, and those that nothing else has."""
    used = [one for kind in KINDS.values() for one in kind.classes]
    used += [one for part in _parts() for one in part.classes]
    own = own_class(kind) if kind else None
    return [one for one in classes if one == own or used.count(one) == 1]


@cache
def _parts() -> tuple[PartType, ...]:
    """Every part type, each once, those of parts too."""
    found: dict[str, PartType] = {}

    def collect(fields: Iterable[Field]) -> None:
        for field in fields:
            if isinstance(field, Part) and field.of.name not in found:
                found[field.of.name] = field.of
                collect(field.of.fields)

    for kind in KINDS.values():
        collect(kind.fields)
    return tuple(found.values())


def _every_field() -> Iterator[Field]:
    for kind in KINDS.values():
        yield from kind.fields
    for part in _parts():
        yield from part.fields


def _private_fields() -> list[Field]:
    """One field an IRI: kinds share their private fields."""
    private = {one.iri: one for one in _every_field() if one.visibility != PUBLIC}
    return list(private.values())


def _schemes() -> list[str]:
    """The IRIs of our own schemes that some field draws on."""
    used = {one.scheme for one in _every_field() if isinstance(one, Concept)}
    return sorted(one for one in used if one.startswith(CONCEPT.iri))


def concepts(scheme: str) -> list[str]:
    """The IRIs of the concepts of one of our own schemes, sorted."""
    graph = ox.parse(
        read_scheme(scheme.removeprefix(CONCEPT.iri)).encode(), format=ox.RdfFormat.TURTLE
    )
    in_scheme, named = ox.NamedNode(SKOS.inScheme), ox.NamedNode(scheme)
    found = (one.subject for one in graph if (one.predicate, one.object) == (in_scheme, named))
    return sorted(one.value for one in found if isinstance(one, ox.NamedNode))
