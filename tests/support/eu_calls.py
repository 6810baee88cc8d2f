"""What the importer of EU calls gives, by the key of each item; and answers of the search."""

import json
from pathlib import Path

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.domain.resource import Document, Json
from smartland.ports.importer import Found, Item, Rejected
from smartland_importers.eu_calls import EuCallsImporter
from support.harvesting import BASE

PORTAL = "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities"


def read(address: str | Path) -> list[Item]:
    fetcher = GuardedFetcher(allow_private=True)
    return list(EuCallsImporter().read(str(address), fetcher, BASE))


def found(items: list[Item]) -> dict[str, Found]:
    return {item.description.source_key: item for item in items if isinstance(item, Found)}


def documents(items: list[Item]) -> dict[str, Document]:
    return {key: item.description.document for key, item in found(items).items()}


def rejected(items: list[Item]) -> dict[str, str]:
    return {item.source_key: item.reason for item in items if isinstance(item, Rejected)}


OVERVIEW = {
    "budgetTopicActionMap": {
        "1": [
            {
                "action": "HORIZON-X-01 - HORIZON-RIA HORIZON Research and Innovation Actions",
                "budgetYearMap": {"2026": "12000000", "2027": 500000.5},
                "minContribution": 3000000,
                "maxContribution": 4000000,
                "expectedGrants": 3,
            },
            {"action": "HORIZON-X-02 - HORIZON-IA", "budgetYearMap": {"2026": "99"}},
        ]
    }
}


def result(identifier: str = "HORIZON-X-01", language: str = "en", **changes: Json) -> Json:
    metadata = {
        "type": ["1"],
        "identifier": [identifier],
        "callIdentifier": ["HORIZON-X"],
        "callTitle": ["A call"],
        "title": ["A topic"],
        "language": [language],
        "descriptionByte": ["<p>Expected Outcome:</p><p>Good &amp; new.</p>"],
        "status": ["31094502"],
        "startDate": ["2025-12-16T00:00:00.000+0000"],
        "deadlineDate": ["2026-09-17T17:00:00.000+0200", "2026-03-17T17:00:00.000+0100"],
        "deadlineModel": ["multiple cut-off"],
        "frameworkProgramme": ["43108390"],
        "typesOfAction": ["HORIZON Research and Innovation Actions"],
        "keywords": ["Water"],
        "budgetOverview": [json.dumps(OVERVIEW)],
        **changes,
    }
    url = f"https://example.org/{identifier}.json"
    return {"reference": f"1{identifier}{language}", "url": url, "metadata": metadata}


def answer(*results: Json, total: int | None = None) -> bytes:
    number = len(results) if total is None else total
    return json.dumps({"apiVersion": "2", "totalResults": number, "results": results}).encode()
