"""The views: a request in, one page out. Services are asked here, and nowhere below."""

from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Response, request
from markupsafe import Markup

from smartland.domain.identity import graph_iri
from smartland.domain.kinds import KINDS
from smartland.domain.kinds.knowledge import CONCEPT_KINDS
from smartland.domain.resource import Revision
from smartland.errors import SmartlandError
from smartland.services.publishing import EXTENSIONS
from smartland.services.sparql import RESULTS
from smartland.web.pages import home, lookups
from smartland.web.pages.answers import AnswerTable, read_answer
from smartland.web.pages.entity import make_entity, matches_title
from smartland.web.pages.examples import example_named, examples_by_task
from smartland.web.pages.formats import number
from smartland.web.pages.frame import Crumb, as_response, current_frame, render
from smartland.web.pages.history import make_history
from smartland.web.pages.hits import speak_title
from smartland.web.pages.naming import Naming, capital
from smartland.web.pages.origins import make_origins
from smartland.web.pages.proposed import ProposedClaim, proposed_for, show_proposed
from smartland.web.pages.relations import make_relations
from smartland.web.pages.schema_org import data_block, schema_org
from smartland.web.pages.texts import TEXTS
from smartland.web.pages.texts.developers import DOORS
from smartland.web.pages.vocabulary import make_kinds, make_schemes
from smartland.wiring import Services
from smartland_vocab.namespaces import PREFIXES

ROME = ZoneInfo("Europe/Rome")
MEDIA_TYPES = {
    "JSON": "application/json",
    "JSON-LD": "application/ld+json",
    "Turtle": "text/turtle",
    "RDF/XML": "application/rdf+xml",
    "N-Triples": "application/n-triples",
}
TRIES = (
    ("try_search", 'curl "{base}api/v1/project?q=energia&limit=3"'),
    ("try_turtle", 'curl -L -H "Accept: text/turtle" "{base}id/corridor/corridor-energy"'),
    (
        "try_sparql",
        'curl "{base}sparql?format=csv" --data-urlencode "query=SELECT * {{ ?s ?p ?o }} LIMIT 5"',
    ),
)


class Views:
    """Every page of the site, on one set of services."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._lookups = lookups.Lookups(services)

    def home(self) -> Response:
        """What is here, and where to begin."""
        frame = current_frame("home")
        naming = self._naming(frame.language, frame.root)
        corridors = self._lookups.corridors()
        today = datetime.now(ROME).date()
        calls = self._lookups.open_calls(home.CALLS_SHOWN, today)
        html = render(
            "home.html",
            frame,
            title=TEXTS["site"][frame.language],
            suggestions=home.SUGGESTIONS[frame.language],
            counts=home.count_kinds(self._services.catalogue.counts(), naming),
            corridors=home.make_corridors(corridors, naming, self._lookups.corridor_heads()),
            closing=home.make_closing(calls, naming, today),
            places=home.make_places(self._lookups.busiest_places(), naming),
        )
        return as_response(html, frame)

    def entity(self, revision: Revision) -> Response:
        """The page of one resource."""
        frame = current_frame(revision.kind)
        naming = self._naming(frame.language, frame.root)
        one = make_entity(
            revision,
            naming,
            pointing=self._lookups.pointing(revision),
            above=self._lookups.above(revision) if revision.kind in CONCEPT_KINDS else (),
            matches=self._lookups.matches(revision, naming),
        )
        crumbs = (
            Crumb(one.heading.kind_plural, f"{frame.root}/search?kind={one.heading.kind}"),
            Crumb(one.heading.title.text),
        )
        downloads = capital(KINDS["dataset"].by_name["distribution"].label[frame.language])
        html = render(
            "entity.html",
            frame,
            title=one.heading.title.text,
            crumbs=crumbs,
            one=one,
            paragraphs=one.heading.lead.text.split("\n\n") if one.heading.lead else (),
            matches_title=matches_title(one.heading.kind, frame.language),
            media_types=MEDIA_TYPES,
            downloads_label=downloads,
            proposed=self._proposed(revision, naming),
            relations=make_relations(revision, self._services.related, naming),
            data_block=self._data_block(revision),
            origins=make_origins(self._services, revision, naming),
        )
        return as_response(html, frame)

    def _data_block(self, revision: Revision) -> Markup:
        page = graph_iri(self._services.core.base, revision.kind, revision.key)
        return data_block(schema_org(revision, self._services.labels, page))

    def _proposed(self, revision: Revision, naming: Naming) -> tuple[ProposedClaim, ...]:
        if revision.kind not in ("stakeholder", "unit"):
            return ()
        return show_proposed(proposed_for(self._services, revision.iri), naming)

    def history(self, kind: str, key: str) -> Response:
        """Every version of one resource, withdrawn ones too."""
        frame = current_frame(kind)
        naming = self._naming(frame.language, frame.root)
        revisions = self._services.catalogue.history(kind, key)
        last = next((one for one in revisions if one.document), revisions[0])
        name = speak_title(last, naming)
        page = f"{frame.root}/doc/{kind}/{key}"
        title = TEXTS["history_of"].format(title=name.text)[frame.language]
        html = render(
            "history.html",
            frame,
            title=title,
            crumbs=(Crumb(name.text, page), Crumb(TEXTS["history"][frame.language])),
            page=page,
            name=name,
            versions=make_history(revisions, frame.language, frame.root),
        )
        return as_response(html, frame)

    def sparql(self) -> Response:
        """The editor, with the answer to ``text`` where one was asked for."""
        frame = current_frame("sparql")
        chosen = example_named(request.args.get("example", ""))
        asked = request.args.get("text", "")
        first = chosen or examples_by_task()[0][1][0]
        answer, problem, downloads = self._answer(asked, frame.root)
        language = frame.language
        title = TEXTS["sparql"][language]
        html = render(
            "sparql.html",
            frame,
            title=title,
            crumbs=(Crumb("SPARQL"),),
            query=asked or first.text,
            chosen="" if asked else first.name,
            examples=[(task[language], some) for task, some in examples_by_task()],
            answer=answer,
            rows_text=_rows_text(answer, language),
            downloads=downloads,
            problem=problem and {
                "title": problem.title[language], "detail": problem.message[language],
            },
            prefixes=[(name, one.iri) for name, one in PREFIXES.items()],
            endpoint=f"{self._services.core.base}sparql",
            limits=self._limits(language),
        )  # fmt: skip
        return as_response(html, frame, problem.status if problem else 200)

    def vocabulary(self) -> Response:
        """Concept schemes, kinds and fields."""
        frame = current_frame("vocabulary")
        naming = self._naming(frame.language, frame.root)
        title = TEXTS["vocabulary"][frame.language]
        schemes, counts = self._lookups.schemes()
        html = render(
            "vocabulary.html",
            frame,
            title=title,
            crumbs=(Crumb(title),),
            schemes=make_schemes(schemes, counts, naming),
            kinds=make_kinds(tuple(KINDS.values()), frame.language),
        )
        return as_response(html, frame)

    def api(self) -> Response:
        """How programs use the platform."""
        frame = current_frame("api")
        language = frame.language
        title = TEXTS["api"][language]
        base = self._services.core.base
        html = render(
            "api.html",
            frame,
            title=title,
            crumbs=(Crumb(title),),
            doors=[
                {"method": method, "path": path, "text": TEXTS[text][language]}
                for method, path, text in DOORS
            ],
            kinds=[(kind.name, kind.plural[language]) for kind in KINDS.values()],
            tries=[(TEXTS[text][language], command.format(base=base)) for text, command in TRIES],
        )
        return as_response(html, frame)

    def prose(self, page: str) -> Response:
        """A page of text: ``accessibility`` or ``privacy``."""
        frame = current_frame()
        title = TEXTS[page][frame.language]
        html = render("prose.html", frame, title=title, crumbs=(Crumb(title),), page=page)
        return as_response(html, frame)

    def sparql_editor(self) -> Response:
        """The address that people guess."""
        return Response(status=303, headers={"Location": f"{current_frame().root}/sparql"})

    def _limits(self, language: str) -> str:
        bounds = self._services.sparql.bounds
        rows = number(bounds.max_rows, language)
        text = TEXTS["sparql_limits"].format(deadline=f"{bounds.deadline:g}", rows=rows)
        return text[language]

    def _naming(self, language: str, root: str) -> Naming:
        return Naming(
            self._services.catalogue,
            self._services.labels,
            base=self._services.core.base,
            language=language,
            root=root,
        )

    def _answer(
        self, text: str, root: str
    ) -> tuple[AnswerTable | None, SmartlandError | None, list[tuple[str, str]]]:
        """The answer to a query, or what was wrong with it, and where it is downloaded."""
        if not text.strip():
            return None, None, []
        try:
            media_type = self._services.sparql.media_types(text)[0]
            found = self._services.sparql.query(text, media_type)
        except SmartlandError as error:
            return None, error, []
        names = ("CSV", "JSON", "XML", "TSV") if media_type == RESULTS[0] else ("TTL", "NT", "RDF")
        downloads = [
            (name, f"{root}/sparql?{urlencode({'query': text, 'format': name.lower()})}")
            for name in names
        ]
        return read_answer(found, base=self._services.core.base, root=root), None, downloads


def error_page(
    status: int, title: str, detail: str, problems: tuple[tuple[str, str], ...] = ()
) -> str:
    """The HTML of an error."""
    frame = current_frame()
    parts = request.path.strip("/").split("/")
    withdrawn = status == 410 and len(parts) == 3 and parts[0] == "doc"
    name, _, extension = parts[2].rpartition(".") if withdrawn else ("", "", "")
    key = name if extension in EXTENSIONS else parts[-1]
    return render(
        "error.html",
        frame,
        title=title,
        status=status,
        detail=detail,
        problems=problems,
        history_href=f"{frame.root}/doc/{parts[1]}/{key}/history" if withdrawn else "",
    )


def _rows_text(answer: AnswerTable | None, language: str) -> str:
    total = answer.total if answer else 0
    if total == 1:
        return TEXTS["rows_one"][language]
    return TEXTS["rows_many"].format(total=number(total, language))[language]
