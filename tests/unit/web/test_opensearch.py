"""The OpenSearch description, within the bounds of its specification."""

from xml.etree.ElementTree import fromstring

import pytest

from smartland.web.pages.opensearch import NAMESPACE, description

LIMITS = {"ShortName": 16, "LongName": 48, "Description": 1024}


@pytest.mark.parametrize("language", ["it", "en"])
def test_names_are_as_long_as_they_may_be(language: str) -> None:
    root = fromstring(description("https://dati.example/", language))  # noqa: S314 - our own
    assert root.tag == f"{{{NAMESPACE}}}OpenSearchDescription"
    for name, most in LIMITS.items():
        text = root.findtext(f"{{{NAMESPACE}}}{name}") or ""
        assert 0 < len(text) <= most
    assert root.findtext(f"{{{NAMESPACE}}}Language") == language


def test_every_address_is_of_this_site_and_takes_the_words() -> None:
    root = fromstring(description("https://dati.example/sotto/", "it"))  # noqa: S314 - our own
    urls = {(one.get("type"), one.get("rel")): one.get("template") or "" for one in root.iter()
            if one.tag.endswith("Url")}  # fmt: skip
    assert all(one.startswith("https://dati.example/sotto/") for one in urls.values())
    asking = [one for (_, rel), one in urls.items() if rel != "self"]
    assert all("{searchTerms}" in one for one in asking)
    assert {media for media, _ in urls} == {
        "text/html", "application/json", "application/atom+xml", "text/csv",
        "application/x-suggestions+json", "application/opensearchdescription+xml",
    }  # fmt: skip
