"""A few bodies with their documents, for the tests of proposed competences."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from smartland.domain.kinds.shared import COMPETENCES
from smartland.domain.resource import Json, Revision
from smartland.services.catalogue import Catalogue
from smartland.services.evidence.proposing import Evidence
from smartland.settings import Settings
from smartland.wiring import open_core
from support.platform import BASE

PICS = {"alfa": "999981634", "beta": "999979500", "gamma": "999843858", "delta": "999984059"}
LEAKS = {
    "en": "Water leak detection in mountain networks",
    "it": "Ricerca delle perdite idriche nelle reti di montagna",
}
BEES = {"en": "Beekeeping in alpine valleys", "it": "Apicoltura nelle valli alpine"}
HEAT = {"en": "Heat pumps for schools", "it": "Pompe di calore per le scuole"}


@dataclass(frozen=True)
class EvidenceWorld:
    """The catalogue with shorthands for writing to it."""

    catalogue: Catalogue
    evidence: Evidence

    def body(self, name: str, **more: Json) -> str:
        """A firm; its IRI."""
        document = {"name": name, "stakeholder_kind": "firm", "pic": PICS[name]} | more
        return self.catalogue.create("stakeholder", document, "owner").iri

    def project(self, grant: str, title: Json, partners: Sequence[str], **more: Json) -> Revision:
        """A project, the first partner coordinating."""
        roles = ["coordinator", *["partner"] * (len(partners) - 1)]
        parts = [
            {"stakeholder": iri, "role": role} for iri, role in zip(partners, roles, strict=True)
        ]
        document = {"title": title, "grant_number": grant, "participation": parts} | more
        return self.catalogue.create("project", document, "owner")

    def claims(self, body: str) -> dict[str, Revision]:
        """Notation → the shown claim of a body."""
        return {
            one.document["competence"].removeprefix(f"{COMPETENCES}/"): one
            for one in self.catalogue.page("claim", "", 500)
            if one.document["stakeholder"] == body
        }

    def own_claim(self, body: str, concept: str, direction: str = "offered") -> Revision:
        """A claim that the body makes itself."""
        document = {"stakeholder": body, "competence": concept, "direction": direction}
        return self.catalogue.create("claim", document, "owner")


@contextmanager
def evidence_world(folder: Path) -> Iterator[EvidenceWorld]:
    """An empty truth of one's own."""
    core = open_core(Settings(data_dir=folder, base_url=BASE))
    try:
        yield EvidenceWorld(core.catalogue, Evidence(core.catalogue))
    finally:
        core.close()
