"""Linked data: names (``/id``), documents (``/doc``), our vocabulary (``/ns``, ``/concept``)."""

from collections.abc import Callable

from flask import Blueprint, Response, redirect, request

from smartland.domain.identity import key_of
from smartland.domain.resource import Revision
from smartland.errors import Label, NotFound
from smartland.rdf.formats import serialise
from smartland.rdf.vocabulary import ontology_lines
from smartland.services.publishing import EXTENSIONS
from smartland.services.sparql import GRAPHS
from smartland.web.negotiation import media_type
from smartland.web.routes.shared import CONTEXT_LINK
from smartland.wiring import Services
from smartland_vocab.files import CONTEXT, ONTOLOGY, SHAPES, read_file
from smartland_vocab.namespaces import CONCEPT

NO_CONCEPT = Label(it="Nessun concetto {iri}.", en="There is no concept {iri}.")
NO_FILE = Label(it="Nessun file «{name}»: {known}.", en="There is no file “{name}”: {known}.")
FILES = {
    ONTOLOGY: "text/turtle",
    SHAPES: "text/turtle",
    CONTEXT: "application/ld+json",
}
BY_TYPE = {media: extension for extension, media in EXTENSIONS.items()}


def linked_blueprint(services: Services, entity_page: Callable[[Revision], Response]) -> Blueprint:
    """The routes that IRIs lead to; ``entity_page`` makes the HTML of a resource."""
    blueprint = Blueprint("linked", __name__)
    linked = LinkedData(services, entity_page)
    blueprint.add_url_rule("/id/<kind>/<key>", "name", linked.name)
    blueprint.add_url_rule("/doc/<kind>/<path:name>", "document", linked.document)
    blueprint.add_url_rule("/concept/<path:name>", "concept", linked.concept)
    blueprint.add_url_rule("/ns", "ontology", _ontology)
    blueprint.add_url_rule("/ns/<name>", "vocabulary_file", _file)
    return blueprint


class LinkedData:
    """Names and documents of resources."""

    def __init__(self, services: Services, entity_page: Callable[[Revision], Response]) -> None:
        self._services = services
        self._entity_page = entity_page

    def name(self, kind: str, key: str) -> Response:
        """303 to the document (Cool URIs §4.2); 301 to the name that took it over."""
        head = self._services.catalogue.find(kind, key)
        if head.merged_into:
            return _see(_path(self._services, head.merged_into, "id"), 301)
        return _see(f"/doc/{kind}/{key}", 303)

    def document(self, kind: str, name: str) -> Response:
        """The description, in the format of the extension or of the Accept header."""
        key, extension = self._split(kind, name)
        head = self._services.catalogue.find(kind, key)
        if head.merged_into:
            tail = f".{extension}" if extension else ""
            return _see(_path(self._services, head.merged_into, "doc") + tail, 301)
        revision = self._services.catalogue.get(kind, key)
        wanted = EXTENSIONS[extension] if extension else media_type(request, list(BY_TYPE))
        if wanted == "text/html":
            answer = self._entity_page(revision)
        else:
            answer = Response(self._services.publishing.render(revision, wanted), mimetype=wanted)
            answer.set_etag(f"{revision.etag}-{BY_TYPE[wanted]}")
            answer.last_modified = revision.at
        answer.vary.add("Accept")
        answer.headers["Link"] = _links(f"/doc/{kind}/{key}", revision, wanted)
        answer.make_conditional(request)
        return answer

    def concept(self, name: str) -> Response:
        """303 to the document of a concept or scheme of ours."""
        iri = f"{CONCEPT.iri}{name}"
        # a withdrawn or merged one is led to as well: its document says what became of it
        head = self._services.catalogue.truth.head(iri)
        if head is None:
            raise NotFound(NO_CONCEPT.format(iri=iri))
        return _see(f"/doc/{head.kind}/{head.key}", 303)

    def _split(self, kind: str, name: str) -> tuple[str, str]:
        """``key.ttl`` as key and extension; a dot that begins no format belongs to the key, and
        so does all of it where there is a resource of that name."""
        key, dot, extension = name.rpartition(".")
        if (
            not dot
            or extension not in EXTENSIONS
            or self._services.catalogue.truth.find(kind, name)
        ):
            return name, ""
        return key, extension


def _ontology() -> Response:
    wanted = media_type(request, ("text/html", *GRAPHS))
    if wanted == "text/html":
        return _see("/vocabulary", 303)
    if wanted == "text/turtle":
        return _file(ONTOLOGY)
    return _sent(Response(serialise(ontology_lines(), wanted), mimetype=wanted))


def _file(name: str) -> Response:
    if name not in FILES:
        raise NotFound(NO_FILE.format(name=name, known=", ".join(FILES)))
    return _sent(Response(read_file(name), mimetype=FILES[name]))


def _sent(answer: Response) -> Response:
    """A file of the vocabulary, with an ETag of its bytes: it changes only with a release."""
    answer.vary.add("Accept")
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _see(address: str, status: int) -> Response:
    answer = Response(status=status)
    answer.headers["Location"] = redirect(address).headers["Location"]
    answer.vary.add("Accept")
    return answer


def _path(services: Services, iri: str, room: str) -> str:
    winner = services.catalogue.truth.head(iri)
    kind, key = (winner.kind, winner.key) if winner else ("", key_of(iri, services.core.base))
    return f"/{room}/{kind}/{key}"


def _links(path: str, revision: Revision, media_type: str) -> str:
    links = [f'<{revision.iri}>; rel="describes"']
    if media_type == "application/json":
        links.append(CONTEXT_LINK)
    links += [
        f'<{path}.{extension}>; rel="alternate"; type="{media}"'
        for extension, media in EXTENSIONS.items()
    ]
    links.append(f'</feed/{revision.kind}.atom>; rel="alternate"; type="application/atom+xml"')
    return ", ".join(links)
