"""The thread that follows the truth outlives whatever a change does to a projection."""

from collections.abc import Sequence
from dataclasses import replace

from flask.testing import FlaskClient

from smartland.domain.resource import Revision
from smartland.ports.search import IndexDocument
from smartland.services.indexing import Indexing
from smartland.services.steward import Steward
from smartland.wiring import Services
from support.answers import read_json

FIRM = {"name": {"it": "Officine"}, "stakeholder_kind": "firm", "vat": "00743110157"}
PATH = "/api/v1/stakeholder"


class Faulty(Indexing):
    """Fails in a way that nobody foresaw, until it is mended."""

    def __init__(self, inner: Indexing) -> None:
        self.inner = inner
        self.broken = True

    def documents(self, revisions: Sequence[Revision]) -> list[IndexDocument]:
        if self.broken:
            raise ZeroDivisionError("a surprise")
        return self.inner.documents(revisions)


def test_a_change_that_no_projection_can_take_does_not_end_the_following(
    services: Services, client: FlaskClient, bearer: dict[str, str]
) -> None:
    services.steward.close()
    faulty = Faulty(services.projections.indexing)
    steward = Steward(replace(services.projections, indexing=faulty), services.core.jobs)
    services.steward = steward
    steward.start()
    try:
        written = client.post(PATH, json=FIRM, headers=bearer)
        sequence = read_json(written, 201)["_meta"]["sequence"]
        assert not steward.wait(sequence, 0.6)
        assert steward.alive
        assert "surprise" in steward.fault
        assert read_json(client.get("/status"))["status"] == "degraded"
        faulty.broken = False
        assert steward.wait(sequence, 20)
        assert read_json(client.get("/api/v1/search?q=officine"))["total"] == 1
    finally:
        steward.close()
