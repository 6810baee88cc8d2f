"""``/api/v1/{kind}``: list, read, create, replace, patch, withdraw, history, matches."""

from datetime import UTC, datetime

from flask import Response, request
from flask_smorest import Blueprint

from smartland.domain.kind import Kind
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json, Revision
from smartland.errors import Invalid, Label, Problem
from smartland.services.publishing import rows
from smartland.services.revising import differences
from smartland.services.searching.answers import SearchQuery
from smartland.services.searching.finding import MAX_LIMIT, filter_names
from smartland.web.negotiation import language, media_type
from smartland.web.reading import read_if_match, read_json, read_number, read_writer
from smartland.web.routes import documentation as docs
from smartland.web.routes.answers import match_document, revision_document
from smartland.web.routes.origins import ROUTES as ORIGINS
from smartland.web.routes.origins import OriginApi, moved
from smartland.web.routes.profiles import ProfileApi, profile_of
from smartland.web.routes.profiles import routes_of as profile_routes
from smartland.web.routes.related import ROUTES as RELATED
from smartland.web.routes.related import RelatedApi
from smartland.web.routes.shared import (
    CONTEXT_LINK,
    UNKNOWN,
    json_answer,
    next_link,
    paged,
    split_names,
)
from smartland.web.routes.waiting import wait_projected
from smartland.wiring import Services

PATCH = "application/merge-patch+json"
JSON_TYPES = ("application/json", "application/ld+json")
RESERVED = frozenset(
    {"q", "fields", "facets", "cursor", "limit", "sort", "lang", "wait", "at", "want"}
)
NOT_VISIBILITY = Label(it="Serve «private» o «public».", en="“private” or “public” is needed.")
MAX_NUMBER = 2_147_483_647
"""The largest revision number that every database can compare."""
NOT_INSTANT = Label(
    it="Serve un istante come 2026-05-31T10:00:00Z.", en="Give an instant: 2026-05-31T10:00:00Z."
)
NO_FIELD = Label(it="Nessun campo «{name}».", en="There is no field “{name}”.")


def resources_blueprints(services: Services) -> list[Blueprint]:
    """A blueprint a kind, so that the API document names each with its own schema."""
    return [_blueprint(services, kind) for kind in KINDS.values()]


ROUTES = (
    ("", "GET", "list", docs.list_of),
    ("", "POST", "create", docs.create),
    ("/<key>", "GET", "read", docs.read),
    ("/<key>", "PUT", "replace", docs.replace),
    ("/<key>", "PATCH", "patch", docs.patch),
    ("/<key>", "DELETE", "withdraw", docs.withdraw),
    ("/<key>/history", "GET", "history", docs.history),
    (f"/<key>/history/<int(max={MAX_NUMBER}):number>", "GET", "past", docs.past),
    (f"/<key>/history/<int(max={MAX_NUMBER}):number>", "POST", "restore", docs.restore),
    ("/<key>/matches", "GET", "matches", docs.matches),
)


def _blueprint(services: Services, kind: Kind) -> Blueprint:
    name = f"api-{kind.name}"
    prefix = f"/api/v1/{kind.name}"
    blueprint = Blueprint(name, __name__, url_prefix=prefix, description=kind.plural.en)
    api = ResourceApi(services, kind)
    origins = OriginApi(services, kind, api.written)
    profiles = ProfileApi(services, kind)
    owners = (
        (api, ROUTES),
        (origins, ORIGINS),
        (profiles, profile_routes(kind)),
        (RelatedApi(services, kind), RELATED),
    )
    for owner, routes in owners:
        for rule, method, does, document in routes:
            view = blueprint.doc(**document(kind))(getattr(owner, does))
            blueprint.route(rule, methods=[method], endpoint=does)(view)
    return blueprint


class ResourceApi:
    """What the routes of one kind do."""

    def __init__(self, services: Services, kind: Kind) -> None:
        self._services = services
        self._kind = kind
        self._catalogue = services.catalogue

    def list(self) -> Response:
        """A page of resources: from the index when anything is asked, else in order of keys."""
        filters = self._filters()
        fields = split_names(request.args.get("fields", ""))
        self._check_fields(fields)
        limit = min(max(read_number(request.args, "limit", 20), 1), MAX_LIMIT)
        asked = filters or any(request.args.get(name) for name in ("q", "sort", "facets"))
        body = self._search(filters, limit) if asked else self._page(limit)
        body["items"] = [_only(fields, item) for item in body["items"]]
        wanted = media_type(request, ("application/json", "text/csv"))
        csv = Response(rows(body["items"]), mimetype=wanted) if wanted == "text/csv" else None
        return paged(csv or json_answer(body), body["_links"]["next"])

    def create(self) -> Response:
        """201 with the new resource and its address."""
        actor = read_writer(request, self._services.core.tokens)
        body, private = read_json(request, JSON_TYPES), _private() or False
        revision = self._catalogue.create(self._kind.name, body, actor, private=private)
        answer = self.written(revision, 201)
        answer.headers["Location"] = f"/api/v1/{self._kind.name}/{revision.key}"
        return answer

    def read(self, key: str) -> Response:
        """One resource, as it is or (``at``) was; with a token a private one too."""
        at = request.args.get("at")
        if "Authorization" in request.headers and not at:
            read_writer(request, self._services.core.tokens)
            revision = self._catalogue.editable(self._kind.name, key)
        elif at:
            revision = self._catalogue.as_of(self._kind.name, key, _instant(at))
        else:
            revision = self._catalogue.find(self._kind.name, key)
            if revision.merged_into:
                return moved(self._services, revision)
            revision = self._catalogue.get(self._kind.name, key)
        fields = split_names(request.args.get("fields", ""))
        self._check_fields(fields)
        document = _only(fields, self._services.publishing.document(revision))
        answer = _tagged(json_answer(document), revision)
        answer.make_conditional(request)
        return answer

    def replace(self, key: str) -> Response:
        """The resource with a whole new document."""
        actor = read_writer(request, self._services.core.tokens)
        body = self._returned(key, read_json(request, JSON_TYPES))
        etag = self._if_match(key)
        revision = self._catalogue.replace(
            self._kind.name, key, body, actor, etag, private=_private()
        )
        return self.written(revision, 200)

    def patch(self, key: str) -> Response:
        """The resource after a JSON merge patch."""
        actor = read_writer(request, self._services.core.tokens)
        body = self._returned(key, read_json(request, (PATCH, *JSON_TYPES)))
        etag = self._if_match(key)
        revision = self._catalogue.patch(
            self._kind.name, key, body, actor, etag, private=_private()
        )
        return self.written(revision, 200)

    def withdraw(self, key: str) -> Response:
        """204; the history stays."""
        actor = read_writer(request, self._services.core.tokens)
        revision = self._catalogue.delete(self._kind.name, key, actor, self._if_match(key))
        wait_projected(self._services.steward, revision)
        return Response(status=204)

    def history(self, key: str) -> Response:
        """Every revision, newest first, each with what it changed."""
        revisions = self._catalogue.history(self._kind.name, key)
        limit = min(max(read_number(request.args, "limit", 50), 1), MAX_LIMIT)
        offset = read_number(request.args, "offset", 0)
        older = [one.document for one in revisions[1:]] + [{}]
        pairs = list(zip(revisions, older, strict=True))[offset : offset + limit]
        items = [
            revision_document(one, differences(self._public(before), self._public(one.document)))
            for one, before in pairs
        ]
        return json_answer({"items": items, "total": len(revisions)})

    def past(self, key: str, number: int) -> Response:
        """One past state."""
        revision = self._catalogue.revision(self._kind.name, key, number)
        return _tagged(json_answer(self._services.publishing.document(revision)), revision)

    def restore(self, key: str, number: int) -> Response:
        """Make a past state the current one."""
        actor = read_writer(request, self._services.core.tokens)
        etag = self._if_match(key)
        revision = self._catalogue.restore(self._kind.name, key, number, actor, etag)
        return self.written(revision, 200)

    def matches(self, key: str) -> Response:
        """Who or what fits this resource, with reasons."""
        want = request.args.get("want")
        limit = min(max(read_number(request.args, "limit", 10), 1), 50)
        found = self._services.match.for_resource(self._kind.name, key, want, limit)
        tongue = language(request)
        items = [match_document(one, tongue) for one in found]
        return json_answer({"items": items, "total": len(items)})

    def _returned(self, key: str, body: Json) -> Json:
        head = self._catalogue.own(self._kind.name, key)
        return self._services.publishing.returned(head, body)

    def _if_match(self, key: str) -> str | None:
        return read_if_match(request, self._catalogue.own(self._kind.name, key).etag)

    def _public(self, document: Json) -> Json:
        return self._kind.public(document)

    def _filters(self) -> dict[str, tuple[str, ...]]:
        filters = {}
        for name, values in request.args.lists():
            if name in RESERVED:
                continue
            if name not in filter_names():
                raise Invalid.of((Problem(name, UNKNOWN),))
            filters[name] = tuple(values)
        return filters

    def _check_fields(self, fields: tuple[str, ...]) -> None:
        unknown = [name for name in fields if name not in self._kind.by_name and name not in BARE]
        if unknown:
            raise Invalid.of(tuple(Problem("fields", NO_FIELD.format(name=n)) for n in unknown))

    def _search(self, filters: dict[str, tuple[str, ...]], limit: int) -> dict[str, Json]:
        arguments = request.args
        query = SearchQuery(
            q=arguments.get("q", ""),
            kinds=(self._kind.name,),
            filters=filters,
            facets=split_names(arguments.get("facets", "")),
            sort=arguments.get("sort", "relevance"),
            limit=limit,
            cursor=arguments.get("cursor"),
        )
        found = self._services.search.find(query)
        documents = [self._services.publishing.document(one.revision) for one in found.items]
        facets = {
            name: [{"value": value, "count": count} for value, count in values]
            for name, values in found.facets.items()
        }
        return {
            "items": documents,
            "total": found.total,
            "facets": facets,
            "_links": next_link(found.next),
        }

    def _page(self, limit: int) -> dict[str, Json]:
        after = request.args.get("cursor", "")
        found = self._catalogue.page(self._kind.name, after, limit + 1)
        more = found[limit - 1].key if len(found) > limit else None
        documents = [self._services.publishing.document(one) for one in found[:limit]]
        total = self._catalogue.counts().get(self._kind.name, 0)
        return {"items": documents, "total": total, "facets": {}, "_links": next_link(more)}

    def written(self, revision: Revision, status: int) -> Response:
        """The answer to a write, once it shows where the client waits for that; where a profile
        speaks of the kind, with what it has against the description."""
        wait_projected(self._services.steward, revision)
        body = self._services.publishing.document(revision) | profile_of(revision)
        return _tagged(json_answer(body, status), revision)


def _private() -> bool | None:
    """What ``visibility`` asks for; None when it is not given. Raises Invalid."""
    asked = request.args.get("visibility")
    if asked not in (None, "private", "public"):
        raise Invalid.of((Problem("visibility", NOT_VISIBILITY),))
    return None if asked is None else asked == "private"


BARE = ("iri", "kind", "key")


def _only(fields: tuple[str, ...], document: dict[str, Json]) -> dict[str, Json]:
    if not fields:
        return document
    keep = {*fields, *BARE, "_links"}
    return {name: value for name, value in document.items() if name in keep}


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is not None:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid.of((Problem("at", NOT_INSTANT),)) from error
    raise Invalid.of((Problem("at", NOT_INSTANT),))


def _tagged(answer: Response, revision: Revision) -> Response:
    answer.set_etag(revision.etag)
    answer.last_modified = revision.at
    answer.headers["Link"] = CONTEXT_LINK
    return answer
