"""Finished files of an installation, and what they say."""

from pathlib import Path

import rdflib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from smartland.services.exports import Exports
from smartland.services.publisher import Publisher
from smartland.web.app import create_app
from smartland.wiring import Services
from smartland_vocab.namespaces import RDF

PUBLISHER = Publisher(
    "Regione Lombardia", "r_lombar", "https://www.regione.example/", "opendata@regione.example"
)
READERS = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld"}


def exports_of(services: Services, folder: Path, publisher: Publisher = PUBLISHER) -> Exports:
    core = services.core
    truth = core.database.truth
    return Exports(folder, truth, core.harvest_log, core.base, publisher)


def read(exports: Exports, name: str) -> rdflib.Graph:
    form = READERS[name.rpartition(".")[2]]
    return rdflib.Graph().parse(data=exports.path(name).path.read_bytes(), format=form)


def subjects(graph: rdflib.Graph, kind: str) -> list[rdflib.term.Node]:
    return list(graph.subjects(rdflib.URIRef(RDF.type), rdflib.URIRef(kind)))


def reading(services: Services) -> FlaskClient:
    """A client that reads every answer to its end, and closes its file."""
    app = create_app(services)
    app.test_client_class = Reading
    return app.test_client()


class Reading(FlaskClient):
    """The client behind ``reading``."""

    def open(self, *args: object, **options: object) -> TestResponse:
        """As its parent, buffered."""
        return super().open(*args, **{**options, "buffered": True})  # type: ignore[arg-type]
