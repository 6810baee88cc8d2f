"""Nothing that is sent to the doors is answered with an error of ours."""

from urllib.parse import quote

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from smartland.domain.kinds import KINDS
from smartland.domain.resource import Json

pytest_plugins = ["support.doors"]

ANSWERS = ("application/json", "application/problem+json", "text/html", "text/csv")
WORDS = st.text(max_size=60) | st.sampled_from(
    [
        '"',
        "-",
        "-a",
        '"a',
        "kind:",
        "corridor:x",
        "a:b:c",
        "\x00",
        "*",
        "AND",
        "a~2",
        "[a TO b]",
        "/x/",
    ]
)
NAMES = st.sampled_from(
    ["q", "kind", "facets", "cursor", "limit", "sort", "fields", "corridor", "in", "refers", "lang",
     "budget", "at", "wait", "want", "competence", "x"]
)  # fmt: skip
FEW = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def assert_never_ours(answer: TestResponse) -> None:
    """Whatever was sent, the fault is not ours, and the answer is one that clients understand."""
    assert answer.status_code < 500, answer.text
    assert answer.mimetype in ANSWERS or answer.status_code == 304
    if answer.status_code >= 400:
        assert answer.mimetype in ("application/problem+json", "text/html")


@FEW
@given(
    st.sampled_from(
        ["/api/v1/search", "/api/v1/need", "/api/v1/concept", "/search", "/api/v1/suggest"]
    ),
    st.lists(st.tuples(NAMES, WORDS), max_size=5),
    st.sampled_from(["", "text/csv", "text/html", "a/b;q=x", "*/*;q=0"]),
)
def test_no_list_fails(
    sample: FlaskClient, path: str, arguments: list[tuple[str, str]], accept: str
) -> None:
    text = "&".join(f"{name}={quote(value, errors='replace')}" for name, value in arguments)
    assert_never_ours(sample.get(f"{path}?{text}", headers={"Accept": accept} if accept else {}))


QUERIES = st.lists(
    st.sampled_from(
        ["SELECT", "*", "?s", "?p", "?o", "{", "}", "(", ")", "ASK", "CONSTRUCT", "WHERE", "FILTER",
         "<http://e/>", '"a"', "'", '"""', "@it", "^^", "LIMIT", "1", "1e5", ".", ";", ",", "a",
         "|", "UNION", "OPTIONAL", "VALUES", "BIND", "AS", "GRAPH", "#", "\n", "SERVICE", "_:b",
         "[]", "<<",
         "ORDER BY", "COUNT(*)", "EXISTS", "!", "+", "é", "\\", "PREFIX : <x>", ":a", "DESCRIBE"]
    ),
    max_size=14,
).map(" ".join)  # fmt: skip


@FEW
@given(QUERIES | st.text(max_size=80), st.sampled_from(["", "json", "csv", "ttl", "x"]))
def test_no_query_fails(sample: FlaskClient, query: str, form: str) -> None:
    data = {"query": query.encode(errors="replace").decode(), "format": form, "timeout": "2"}
    answer = sample.post("/sparql", data=data)
    # a query may well be too costly for its two seconds
    assert answer.status_code in (200, 400, 406, 413, 422, 504), answer.text


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["it", "und", "iri", "lat", "lon", "x", ""]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@FEW
@given(st.sampled_from(sorted(KINDS)), st.data())
def test_no_document_fails(
    sample: FlaskClient, sample_bearer: dict[str, str], kind: str, data: st.DataObject
) -> None:
    names = st.sampled_from([*KINDS[kind].by_name, "x"])
    document = data.draw(st.dictionaries(names, VALUES, max_size=5)) | {"x": 1}
    answer = sample.post(f"/api/v1/{kind}", json=document, headers=sample_bearer)
    assert_never_ours(answer)
    assert answer.status_code == 422


@FEW
@given(
    st.dictionaries(
        st.sampled_from(["text", "competence", "corridor", "territory", "want", "limit", "x"]),
        VALUES | st.lists(st.sampled_from(["energy", "water"]), max_size=3) | st.text(max_size=99),
    )
)
def test_no_match_fails(sample: FlaskClient, body: dict[str, Json]) -> None:
    assert_never_ours(sample.post("/api/v1/match", json=body))


@FEW
@given(
    st.sampled_from(["/id/", "/doc/", "/concept/", "/ns/", "/api/v1/", "/static/", "/"]),
    st.lists(st.text(max_size=12) | st.sampled_from(["stakeholder", "..", "%2e", ""]), max_size=3),
    st.sampled_from(["GET", "HEAD", "OPTIONS", "POST", "DELETE"]),
)
def test_no_address_fails(sample: FlaskClient, start: str, parts: list[str], method: str) -> None:
    path = start + "/".join(quote(one, errors="replace") for one in parts)
    answer = sample.open(f"/{path.lstrip('/')}", method=method)
    assert answer.status_code < 500, answer.text
