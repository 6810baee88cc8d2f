"""The views of search: the result list, its table, and the description for other programs."""

from flask import Response, request

from smartland.web.negotiation import language
from smartland.web.pages import asked as addresses
from smartland.web.pages.asked import Asked
from smartland.web.pages.facets import Above, facet_names
from smartland.web.pages.frame import Crumb, as_response, current_frame, render
from smartland.web.pages.naming import Naming
from smartland.web.pages.opensearch import MEDIA_TYPE, description
from smartland.web.pages.result_table import MARK, ResultTable, table_answer
from smartland.web.pages.results import make_page
from smartland.wiring import Services

DAY = 24 * 3600


class SearchViews:
    """What people, spreadsheets and browsers see of search."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def list(self) -> Response:
        """The result list."""
        kinds = request.args.getlist("kind")
        frame = current_frame(kinds[0] if len(kinds) == 1 else "")
        naming = self._naming(frame.language, frame.root)
        asked = addresses.read_asked(request.args.items(multi=True), naming)
        found = self._services.search.find(addresses.to_query(asked, facet_names(asked.kinds)))
        above = Above(self._services.places.current(), self._services.concepts.current())
        page = make_page(asked, found, naming, above)
        html = render(
            "results.html", frame, title=page.title, crumbs=(Crumb(page.title),), page=page
        )
        return as_response(html, frame)

    def table(self) -> Response:
        """The same list as a table."""
        naming = self._naming(language(request), "")
        asked = addresses.read_asked(request.args.items(multi=True), naming)
        whole = Asked(asked.q, asked.kinds, asked.filters, asked.sort, box=asked.box)
        table = ResultTable(self._services.search, naming, addresses.to_query(whole))
        return table_answer(table, MARK)

    def description(self) -> Response:
        """The OpenSearch description."""
        tongue = language(request)
        answer = Response(description(self._services.core.base, tongue), mimetype=MEDIA_TYPE)
        answer.headers["Content-Language"] = tongue
        answer.headers["Cache-Control"] = f"public, max-age={DAY}"
        answer.vary.update(("Accept-Language", "Cookie"))
        answer.add_etag()
        answer.make_conditional(request)
        return answer

    def _naming(self, tongue: str, root: str) -> Naming:
        services = self._services
        return Naming(
            services.catalogue,
            services.labels,
            base=services.core.base,
            language=tongue,
            root=root,
        )
