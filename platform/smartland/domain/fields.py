"""The field types: each declaration of a kind is built of these, and every room reads them.

A field says its name (in JSON), IRI (in RDF), cardinality, visibility and texts. What a type
means in JSON, RDF, SHACL, search and forms is one table a room: ``schemas.fields``,
``rdf.write``, ``rdf.read``, ``rdf.shapes``, ``services.indexing``; a test proves that each
room handles each type.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from smartland.errors import Label

PUBLIC = "public"
PRIVATE = "private"

NO_HELP = Label(it="", en="")


@dataclass(frozen=True, eq=False)
class Field:
    """What every field has; a declaration is itself and no other, so it is compared by identity.

    ``also`` are further predicates written with the same value, for consumers that do no
    inference.
    ``weight`` is its share in search: 3 for a title, 1 for text, 0 to stay out of the text.
    """

    name: str
    iri: str
    label: Label
    help: Label = NO_HELP
    required: bool = False
    many: bool = False
    visibility: str = PUBLIC
    facet: bool = False
    weight: int = 0
    also: tuple[str, ...] = ()
    type_name: ClassVar[str] = "field"


@dataclass(frozen=True, eq=False)
class Text(Field):
    """A text; with ``languages`` a map of language tag → text (or texts, if ``many``).

    The tag ``und`` stands for a literal without language.
    """

    languages: bool = True
    max_length: int = 20_000
    type_name: ClassVar[str] = "text"


@dataclass(frozen=True, eq=False)
class Code(Field):
    """An identifier of a register: ``check`` gives its canonical form or raises ValueError.

    ``identifies`` is the prefix with which the code becomes the key of its resource
    (``ipa`` → ``ipa-c_f205``); the first such field that has a value does, in order of
    declaration. Empty: the code does not identify.
    """

    check: Callable[[str], str] = str
    identifies: str = ""
    example: str = ""
    type_name: ClassVar[str] = "code"


@dataclass(frozen=True, eq=False)
class Concept(Field):
    """A concept of one controlled vocabulary, by IRI; ``scheme`` is the IRI that they start with.

    JSON input may give the bare notation (``energy``) for a concept of one of our own schemes.
    """

    scheme: str = ""
    type_name: ClassVar[str] = "concept"


@dataclass(frozen=True, eq=False)
class Ref(Field):
    """Another resource of one of ``kinds``, by IRI."""

    kinds: tuple[str, ...] = ()
    type_name: ClassVar[str] = "ref"


@dataclass(frozen=True, eq=False)
class Link(Field):
    """Anything on the web, by absolute IRI (http, https, mailto, urn, ftp)."""

    type_name: ClassVar[str] = "link"


@dataclass(frozen=True, eq=False)
class Email(Field):
    """An e-mail address, in RDF a ``mailto:`` IRI; a person's address must be PRIVATE."""

    type_name: ClassVar[str] = "email"


@dataclass(frozen=True, eq=False)
class Integer(Field):
    """A whole number between two bounds."""

    low: int = 0
    high: int = 10**15
    type_name: ClassVar[str] = "integer"


@dataclass(frozen=True, eq=False)
class Decimal(Field):
    """A decimal number; JSON carries it as a string, so that no cent is lost to a float."""

    low: str = "0"
    high: str = "1000000000000"
    unit: str = ""
    type_name: ClassVar[str] = "decimal"


@dataclass(frozen=True, eq=False)
class Date(Field):
    """A day (``2026-05-31``, xsd:date) or an instant (``2026-05-31T10:00:00Z``, xsd:dateTime)."""

    type_name: ClassVar[str] = "date"


@dataclass(frozen=True, eq=False)
class Flag(Field):
    """True or false."""

    type_name: ClassVar[str] = "flag"


@dataclass(frozen=True, eq=False)
class Point(Field):
    """WGS 84 coordinates: ``{"lat": 45.46, "lon": 9.19}``; in RDF a geosparql wktLiteral."""

    type_name: ClassVar[str] = "point"


@dataclass(frozen=True, eq=False)
class PartType:
    """A structure that lives inside a resource and has no page of its own."""

    name: str
    classes: tuple[str, ...]
    fields: tuple[Field, ...]
    label: Label


@dataclass(frozen=True, eq=False)
class Part(Field):
    """A nested structure; in JSON an object whose ``iri`` is given or minted under its resource."""

    of: PartType = field(default_factory=lambda: PartType("", (), (), NO_HELP))
    type_name: ClassVar[str] = "part"


FIELD_TYPES: tuple[type[Field], ...] = (
    Text,
    Code,
    Concept,
    Ref,
    Link,
    Email,
    Integer,
    Decimal,
    Date,
    Flag,
    Point,
    Part,
)
