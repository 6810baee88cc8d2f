"""The validator's packaged files: profiles that say something in two languages, whole lists."""

import re

import pytest
import rdflib

from smartland.rdf.profiles import PROFILES, shape_texts
from smartland_vocab.namespaces import SH
from smartland_vocab.rules import (
    PROFILE_FILES,
    read_authority,
    read_codes,
    read_known_licences,
    read_profile,
    read_subthemes,
)

LISTS = {
    "data-theme": 14,
    "frequency": 31,
    "file-type": 184,
    "language": 404,
    "access-right": 5,
    "hvd-category": 6,
    "planned-availability": 5,
    "distribution-status": 5,
    "licence-type": 13,
    "italian-licence": 60,
}
_SH = rdflib.Namespace(SH.iri)


def _graph(file: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=read_profile(file), format="turtle")


@pytest.mark.parametrize("file", PROFILE_FILES)
def test_every_named_shape_says_in_two_languages_what_to_do(file: str) -> None:
    graph = _graph(file)
    named = [one for one in graph.subjects(_SH.message) if isinstance(one, rdflib.URIRef)]
    assert named
    for shape in named:
        for predicate in (_SH.message, _SH.name):
            texts = graph.objects(shape, predicate)
            tags = {one.language for one in texts if isinstance(one, rdflib.Literal)}
            assert tags == {"en", "it"}, shape


@pytest.mark.parametrize("file", PROFILE_FILES)
def test_every_constraint_is_in_a_shape_with_a_message(file: str) -> None:
    graph = _graph(file)
    for shape in graph.subjects(_SH.path):
        if isinstance(shape, rdflib.URIRef):
            assert (shape, _SH.message, None) in graph, shape
    for node in graph.objects(None, _SH.property):
        assert (node, _SH.path, None) in graph, node


def test_every_message_names_its_field_or_the_type_to_give() -> None:
    for shape, text in shape_texts().items():
        names = (re.split(r"[:/#]", text.field.curie)[-1], "dcatapit:", "dcat:")
        for language in ("it", "en"):
            said = text.mend[language]
            assert any(one in said for one in names), (shape, said)


def test_no_shape_needs_a_constraint_whose_cost_grows_by_the_square() -> None:
    for file in PROFILE_FILES:
        assert (None, _SH.uniqueLang, None) not in _graph(file)


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_whole_and_speak_two_languages(name: str) -> None:
    listed = read_authority(name)
    assert len(listed.labels) == LISTS[name]
    assert re.fullmatch(r"https?://\S+[/#]", listed.scheme)
    assert all(it and en for it, en in listed.labels.values())


def test_subthemes_are_pairs_with_known_themes() -> None:
    pairs = read_subthemes()
    assert sum(map(len, pairs.values())) == 124
    themes = {theme for some in pairs.values() for theme in some}
    assert themes <= read_authority("data-theme").labels.keys()


def test_format_lists_hold_known_file_types() -> None:
    known = read_authority("file-type").labels.keys()
    assert len(read_codes("machine-readable") & known) >= 15
    assert "CSV" in read_codes("non-proprietary")
    assert "XLSX" not in read_codes("non-proprietary")


def test_only_the_https_form_of_cc_by_is_known() -> None:
    known = read_known_licences()
    assert "https://creativecommons.org/licenses/by/4.0/" in known
    assert "http://creativecommons.org/licenses/by/4.0/" not in known


def test_profiles_are_made_of_packaged_files() -> None:
    assert {file for one in PROFILES.values() for file in one.files} == set(PROFILE_FILES)
