"""What is told of where a source is."""

import pytest

from smartland.errors import Invalid
from smartland.services.source_addresses import check_remote, scrub, shown_address


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/srv/data/cordis", "local"),
        ("C:\\dati\\enti.csv", "local"),
        ("file:///srv/data", "local"),
        ("packaged", "local"),
        ("", "local"),
        ("https://[broken/", "local"),
        ("https://dati.example/a?format=csv#part", "https://dati.example/a?format=csv"),
        ("https://me:pass@dati.example:8443/a", "https://dati.example:8443/a"),
        ("https://d.example/?api_key=S&x=1", "https://d.example/?api_key=…&x=1"),
        ("https://d.example/?apiKey=SEDIA&text=***", "https://d.example/?apiKey=…&text=***"),
        ("https://d.example/?APIKEY=S;TOKEN=T", "https://d.example/?APIKEY=…;TOKEN=…"),
        ("https://d.example/?access_token=S", "https://d.example/?access_token=…"),
        ("https://d.example/?X-Amz-Signature=S", "https://d.example/?X-Amz-Signature=…"),
        ("https://d.example/?sig=S&se=2026", "https://d.example/?sig=…&se=2026"),
        ("https://d.example/?key=&keyword=energia", "https://d.example/?key=&keyword=energia"),
        ("https://d.example/?passwd=a%26b", "https://d.example/?passwd=…"),
    ],
)
def test_an_address_is_shown_without_its_secrets(address: str, shown: str) -> None:
    assert shown_address(address) == shown


@pytest.mark.parametrize(
    ("text", "address", "told"),
    [
        ("/srv/my data/a.csv is not there", "/srv/my data/a.csv", "local is not there"),
        ("/srv/data/b/c.csv, line 3", "/srv/data", "local/b/c.csv, line 3"),
        ("disk full at /var/lib/smartland/x.db", "https://d.example/", "disk full at local"),
        (
            "https://d.example/?key=S answers 404 Not Found.",
            "https://d.example/?key=S",
            "https://d.example/?key=… answers 404 Not Found.",
        ),
        ("https://d.example/a/b/c.csv: late", "/srv/x", "https://d.example/a/b/c.csv: late"),
        ("date 31/12/2026 and/or more", "https://d.example/", "date 31/12/2026 and/or more"),
        ("territory/istat-015146 is wrong", "", "territory/istat-015146 is wrong"),
    ],
)
def test_what_is_said_of_a_source_names_no_path_and_no_secret(
    text: str, address: str, told: str
) -> None:
    assert scrub(text, address) == told


@pytest.mark.parametrize("address", ["https://d.example/a?b=c", "http://127.0.0.1:8000/x"])
def test_a_web_address_may_be_registered(address: str) -> None:
    check_remote(address)


@pytest.mark.parametrize(
    "address",
    [
        "/etc/passwd",
        "../etc/passwd",
        "file:///etc/passwd",
        "https:/etc/passwd",
        "https:///etc/passwd",
        "https://d.example/ /etc/passwd",
        "https://d.example/\t/etc/passwd",
        "https://d.example/\x00",
        " https://d.example/",
        "javascript:alert(1)",
        "https://me@d.example/",
        "https://d.example/" + "a" * 2_000,
        "",
    ],
)
def test_anything_else_is_refused_by_name(address: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_remote(address)
    assert [one.field for one in refused.value.problems] == ["address"]
