"""Pages of what was withdrawn or changed: its history stays."""

from flask.testing import FlaskClient

from smartland.wiring import Services
from support.pages import Page
from support.platform import settle


def _page(client: FlaskClient, path: str, status: int) -> Page:
    answer = client.get(path, headers={"Accept": "text/html", "Accept-Language": "it"})
    assert answer.status_code == status
    return Page(answer.text)


def test_a_withdrawn_record_is_gone_and_leads_to_its_history(
    services: Services, client: FlaskClient
) -> None:
    region = {"name": "Lombardia", "territory_type": "region", "istat_code": "03"}
    made = services.catalogue.create("territory", region, "prova")
    changed = services.catalogue.patch("territory", made.key, {"population": 5}, "prova", made.etag)
    services.catalogue.delete("territory", made.key, "prova", changed.etag)
    settle(services)
    gone = _page(client, f"/doc/territory/{made.key}", 410)
    history = f"/doc/territory/{made.key}/history"
    assert history in gone.links()
    page = _page(client, history, 200)
    for word in ("ritirata", "aggiornata", "creata", "abitanti", "Lombardia"):
        assert word in page.text


def test_an_empty_platform_has_its_pages(client: FlaskClient) -> None:
    for path in ("/", "/search", "/vocabulary", "/sparql", "/api"):
        _page(client, path, 200)
