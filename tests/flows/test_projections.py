"""Projections follow the truth, heal, and are proved equal to it."""

from typing import Any

from smartland.ports.jobs import Job
from smartland.services.projection import verify
from smartland.services.searching.answers import SearchQuery
from smartland.wiring import Services
from support.platform import settle


def municipality(code: str, name: str) -> dict[str, Any]:
    return {"name": {"it": name}, "territory_type": "municipality", "istat_code": code}


def area(*members: str) -> dict[str, Any]:
    return {
        "name": {"it": "Area"},
        "territory_type": "homogeneous-area",
        "area_code": "area",
        "composition": [{"version": 1, "member": list(members)}],
    }


def firm(place: str) -> dict[str, Any]:
    return {
        "name": {"it": "Impresa"},
        "stakeholder_kind": "firm",
        "vat": "00743110157",
        "municipality": place,
    }


def found_in(services: Services, place: str) -> list[str]:
    settle(services)
    results = services.search.find(SearchQuery(kinds=("stakeholder",), filters={"in": (place,)}))
    return [one.revision.key for one in results.items]


def test_an_area_that_gains_a_municipality_gains_who_is_there(services: Services) -> None:
    catalogue = services.catalogue
    for code, name in (("015146", "Milano"), ("018110", "Pavia")):
        catalogue.create("territory", municipality(code, name), "tester")
    made = catalogue.create("territory", area("territory/istat-018110"), "tester")
    catalogue.create("stakeholder", firm("territory/istat-015146"), "tester")
    assert found_in(services, made.iri) == []
    grown = area("territory/istat-018110", "territory/istat-015146")
    catalogue.replace("territory", made.key, grown, "tester", made.etag)
    assert found_in(services, made.iri) == ["vat-00743110157"]


def test_a_renamed_municipality_is_found_with_its_firms_under_the_new_name(
    services: Services,
) -> None:
    catalogue = services.catalogue
    made = catalogue.create("territory", municipality("015146", "Vecchionome"), "tester")
    catalogue.create("stakeholder", firm("territory/istat-015146"), "tester")
    settle(services)
    renamed = municipality("015146", "Nuovonome")
    catalogue.replace("territory", made.key, renamed, "tester", made.etag)
    settle(services)
    for name, total in (("Nuovonome", 1), ("Vecchionome", 0)):
        query = SearchQuery(name, kinds=("stakeholder",))
        assert (services.search.find(query).total > 0) == bool(total), name


def test_verification_agrees_and_names_what_differs(services: Services) -> None:
    services.catalogue.create("stakeholder", firm_without_place(), "tester")
    settle(services)
    assert all(one.agrees for one in verify(services.projections))
    iri = services.catalogue.base + "id/stakeholder/vat-00743110157"
    position = services.projections.index.position()
    services.projections.index.apply([], [iri], position)
    graph, index = verify(services.projections)
    assert graph.agrees
    assert index.missing == (iri,)
    services.projections.rebuild()
    assert all(one.agrees for one in verify(services.projections))


def firm_without_place() -> dict[str, Any]:
    document = firm("")
    del document["municipality"]
    return document


def test_the_running_server_does_the_jobs_that_another_process_asks(services: Services) -> None:
    services.catalogue.create("stakeholder", firm_without_place(), "tester")
    settle(services)
    jobs = services.core.jobs
    for verb in ("reindex", "verify"):
        job = wait_for_job(services, jobs.ask(verb, services.catalogue.clock()))
        assert job.state == "done", job.result
    assert '"missing": []' in job.result


def wait_for_job(services: Services, number: int) -> Job:
    for _ in range(200):
        job = services.core.jobs.job(number)
        assert job is not None
        if job.state in ("done", "failed"):
            return job
        services.steward.wait(10**9, 0.1)
    raise AssertionError("the job was not done within 20 s")
