"""The files of the validator as they are packaged: profiles in SHACL, and authority lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

PROFILE_FILES = ("dcat-ap-it", "dcat-ap-3", "hvd")


@dataclass(frozen=True)
class AuthorityList:
    """A code list: local name → (Italian label, English label); ``scheme`` is the IRI that every
    concept begins with."""

    scheme: str
    labels: dict[str, tuple[str, str]]


def read_profile(name: str) -> str:
    """One profile as Turtle. Raises FileNotFoundError for a name that ``PROFILE_FILES`` lacks."""
    return _file("profiles", f"{name}.ttl").read_text(encoding="utf-8")


@cache
def read_authority(name: str) -> AuthorityList:
    """One code list, such as ``frequency``. Raises FileNotFoundError."""
    scheme, *rows = _rows(name)
    return AuthorityList(scheme[0], {row[0]: (row[1], row[2]) for row in rows})


@cache
def read_subthemes() -> Mapping[str, frozenset[str]]:
    """EuroVoc IRI → the data-theme codes with which dati.gov.it takes it as a subject."""
    scheme, *rows = _rows("theme-subtheme")
    found: dict[str, set[str]] = {}
    for number, theme, *_ in rows:
        found.setdefault(scheme[0] + number, set()).add(theme)
    return {iri: frozenset(themes) for iri, themes in found.items()}


@cache
def read_known_licences() -> frozenset[str]:
    """Every licence IRI that data.europa.eu recognises."""
    return frozenset(row[0] for row in _rows("known-licences"))


@cache
def read_codes(name: str) -> frozenset[str]:
    """The codes of a list that has no labels, such as ``machine-readable``."""
    return frozenset(row[0] for row in _rows(name))


def _rows(name: str) -> list[list[str]]:
    lines = _file("authorities", f"{name}.txt").read_text(encoding="utf-8").split("\n")
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _file(folder: str, name: str) -> Traversable:
    return files("smartland_vocab") / folder / name
