"""Between the port's values and the readers' frames, and what a caller is told when it fails."""

from smartland.adapters.graph.process import Died
from smartland.adapters.graph.reader import ASK, QUESTION, REFUSED, TOO_MUCH, WRONG_FORM
from smartland.errors import (
    Label,
    NotAcceptable,
    QueryRefused,
    QueryTimeout,
    QueryTooCostly,
    SmartlandError,
)
from smartland.ports.graph import QueryAnswer, QueryRequest
from smartland.rdf.terms import iri

MOST_GRAPHS = 1_000
LONGEST_REASON = 500

OUT_OF_TIME = Label(
    it="La query è stata interrotta dopo {seconds} s: renderla più selettiva o aggiungere LIMIT.",
    en="The query was stopped after {seconds} s: make it more selective or add a LIMIT.",
)
OUT_OF_MEMORY = Label(
    it="La query ha superato la memoria concessa ed è stata interrotta.",
    en="The query passed the memory that it may use and was stopped.",
)
CRASHED = Label(
    it="Il processo che eseguiva la query è terminato ({reason}): semplificarla, o riprovare.",
    en="The process that ran the query ended ({reason}): make it simpler, or try again.",
)
TOO_LARGE = Label(
    it="La risposta supera il limite di {limit} {unit_it}: usare LIMIT o i file completi.",
    en="The answer passes the limit of {limit} {unit_en}: add a LIMIT or take the dumps.",
)
UNITS = {"rows": ("righe", "rows"), "bytes": ("byte", "bytes")}
NOT_SPARQL = Label(it="Query non valida: {reason}", en="Not a valid query: {reason}")
NOT_A_GRAPH = Label(
    it="«{graph}» non è l'IRI di un grafo.", en="“{graph}” is not the IRI of a graph."
)
TOO_MANY_GRAPHS = Label(it="Al più {most} grafi per query.", en="At most {most} graphs a query.")
NOT_THAT_FORM = Label(
    it="Questa query non si può dare in {media_type}.",
    en="This query cannot be answered in {media_type}.",
)


def pack_question(request: QueryRequest) -> bytes:
    """The frame that asks ``request``. Raises QueryRefused for graphs that are no IRIs."""
    graphs = (*request.default_graphs, *request.named_graphs)
    if len(graphs) > MOST_GRAPHS:
        raise QueryRefused(TOO_MANY_GRAPHS.format(most=MOST_GRAPHS))
    for graph in graphs:
        try:
            iri(graph)
        except ValueError as error:
            raise QueryRefused(NOT_A_GRAPH.format(graph=graph[:200])) from error
    listed = "\n".join((request.media_type, *graphs)).encode()
    head = QUESTION.pack(
        request.deadline,
        request.own_dataset,
        request.max_rows,
        request.max_bytes,
        len(request.default_graphs),
        len(request.named_graphs),
        len(listed),
    )
    return ASK + head + listed + request.text.encode()


def read_answer(answer: tuple[bytes, int, bytes], request: QueryRequest) -> QueryAnswer:
    """The answer in a frame. Raises QueryRefused, NotAcceptable or QueryTooCostly."""
    kind, sequence, body = answer
    if kind == REFUSED:
        raise QueryRefused(NOT_SPARQL.format(reason=body.decode()[:LONGEST_REASON]))
    if kind == WRONG_FORM:
        raise NotAcceptable(NOT_THAT_FORM.format(media_type=request.media_type))
    if kind == TOO_MUCH:
        unit, limit = body.decode().split(" ")
        it, en = UNITS[unit]
        raise QueryTooCostly(TOO_LARGE.format(limit=limit, unit_it=it, unit_en=en))
    return QueryAnswer(body, request.media_type, sequence)


def out_of_time(request: QueryRequest) -> QueryTimeout:
    """The deadline passed and the reader was killed."""
    return QueryTimeout(OUT_OF_TIME.format(seconds=f"{request.deadline:g}"))


def died(error: Died, request: QueryRequest) -> SmartlandError:
    """The reader ended while it was asked."""
    if error.of_memory:
        return QueryTooCostly(OUT_OF_MEMORY)
    if error.of_time:
        return out_of_time(request)
    return QueryTooCostly(CRASHED.format(reason=error))
