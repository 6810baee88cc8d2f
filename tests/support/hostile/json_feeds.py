"""Hostile JSON and CSV of calls, tenders, projects and registers."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from support.hostile.case import DONE, FAILED, Case
from support.hostile.stage import FEED_HOST, PUBLIC_ADDRESS, Stage
from support.query_site import Reply

Record = dict[str, Any]
DEEP = "[" * 100_000
NESTED = "[" * 700 + "]" * 700


def topic(number: int, **more: object) -> Record:
    """A topic of the EU portal in its flat form."""
    return {"topicId": f"T-{number}", "title": f"Topic {number}", "description": "Text."} | more


def result(number: int, **more: object) -> Record:
    """A topic of the search API."""
    metadata = {"identifier": [f"T-{number}"], "title": [f"Topic {number}"], "type": ["1"],
                "language": ["en"]}  # fmt: skip
    return {"reference": str(number), "url": "", "metadata": metadata | more}


def plone(number: int, **more: object) -> Record:
    """A call of Emilia-Romagna."""
    return {"UID": str(number), "@id": f"https://r.example/{number}", "title": f"Bando {number}",
            "scadenza_bando": "2026-05-01"} | more  # fmt: skip


def trentino(name: str) -> Record:
    """A call of Trentino, which words identify."""
    return {"INTERVENTO": name, "DATA APERTURA": "2026-01-01", "DATA CHIUSURA": "2026-05-01",
            "BENEFICIARI": "Comuni"}  # fmt: skip


def notice(**more: object) -> Record:
    """A call of PA digitale."""
    return {"titolo": "Avviso", "misura": "1.4.1", "data_inizio_bando": "2022-01-01",
            "data_fine_bando": "2022-05-01"} | more  # fmt: skip


def file(content: object, name: str = "feed.json") -> Callable[[Stage], str]:
    """A feed of one file: a text as it is, else what JSON makes of it."""

    def feed(stage: Stage) -> str:
        made = content() if callable(content) else content
        return stage.file(name, made if isinstance(made, str | bytes) else json.dumps(made))

    return feed


def pages(answer: Callable[[dict[str, str]], object], path: str) -> Callable[[Stage], str]:
    """An API that answers by its arguments."""

    def reply(_: str, query: dict[str, str]) -> Reply:
        found = answer(query)
        return found if isinstance(found, Reply) else Reply(json.dumps(found).encode())

    return lambda stage: stage.api(reply).url + path


def _search(number: int, total: object, **more: object) -> Record:
    return {"results": [result(number, **more)], "totalResults": total}


def _led_away(stage: Stage) -> str:
    """The second page of an API is a file, by its own link."""
    records = [plone(1)]
    answer = {"items": records, "items_total": 9, "batching": {"next": "file:///etc/passwd"}}
    site = stage.api(lambda *_: Reply(json.dumps(answer).encode()))
    stage.internet((PUBLIC_ADDRESS, site.url), names={FEED_HOST: [[PUBLIC_ADDRESS]]})
    return f"http://{FEED_HOST}/bandi"


def _far(stage: Stage) -> str:
    """A redirect to a page whose number has 5,000 digits."""

    def answer(_: str, query: dict[str, str]) -> Reply:
        if len(query["pageNumber"]) < 5:
            target = "/search?apiKey=x&pageNumber=" + "9" * 5_000
            return Reply(b"", "text/plain", 302, {"Location": target})
        return Reply(json.dumps(_search(1, 10**6)).encode())

    return f"{stage.api(answer).url}/search?apiKey=x"


def _foreign() -> Iterator[bytes]:
    text = "a" * 39_000
    for number in range(1_600):
        yield json.dumps(topic(number, reference=f"{number}TOPICSde", description=text)).encode()


def _municipality(*cells: str) -> str:
    return "\t".join(cells)


HEADER = _municipality("cod_amm", "des_amm", "Comune", "Provincia", "Regione", "cf", "mail1",
                       "tipo_mail1", "sito_istituzionale")  # fmt: skip
GOOD_ROW = _municipality("c_f205", "Comune di Milano", "Milano", "MI", "Lombardia", "01199250158",
                         "protocollo@pec.comune.it", "Pec", "www.comune.milano.it")  # fmt: skip


def municipalities(*rows: str) -> str:
    """The register of municipalities."""
    return "\n".join((HEADER, *rows, GOOD_ROW, ""))


def _applications() -> Iterator[bytes]:
    yield b"codice_ipa,avviso,codice_cup,importo_finanziamento,ente,data_finanziamento\n"
    for number in range(1_000_000):
        yield b"c_f205,Avviso,F81F220%08d,1000,Ente %d,2022-01-01\n" % (number, number)


def case(importer: str, name: str, feed: Callable[[Stage], str], says: str = "",
         **more: object) -> Case:  # fmt: skip
    """A case that fails as a whole where it ``says`` so."""
    given: dict[str, object] = {"state": FAILED if says else DONE, "says": says, **more}
    return Case(f"{importer}: {name}", importer, feed, **given)  # type: ignore[arg-type]


NUMBERS = (
    '{"topicId": "T-1", "title": "Topic", "budgetMin": 1e99999999999999999999, '
    f'"budgetMax": {"9" * 1_000_000}, "expectedGrants": NaN}}'
)
EU = (
    case("eu-calls", "100,000 levels", file(DEEP), "holds no topics|readable JSON"),
    case("eu-calls", "100,000 levels in one topic", file(json.dumps(topic(1)) + f'{{"a": {DEEP}'),
         "readable JSON"),
    case("eu-calls", "700 levels in one topic, good ones around",
         file(json.dumps(topic(1)) + f'{{"topicId": "T-2", "title": {NESTED}}}'
              + json.dumps(topic(3))), counts={"created": 2, "rejected": 1}),
    case("eu-calls", "numbers without bounds, NaN", file(NUMBERS + json.dumps(topic(2))),
         counts={"created": 2}, reason="not an amount"),
    case("eu-calls", "keys that come again", file('{"topicId": "T-9", "title": "A", "topicId": '
         '"T-1", "title": "B"}' + json.dumps(topic(2))), counts={"created": 2}),
    case("eu-calls", "a budget overview that is a bomb",
         file({"results": [result(1, budgetOverview=[NESTED]), result(2)], "totalResults": 2}),
         counts={"created": 2}),
    case("eu-calls", "surrogates and NUL in names and references",
         file('{"topicId": "T\\ud800", "title": "a\\u0000b", "reference": "\\udfff"}'
              '{"topicId": "", "title": "x", "reference": "\\ud800\\u0000\\u001b[2J"}'
              + json.dumps(topic(3))), counts={"created": 1, "rejected": 2}),
    case("eu-calls", "an identifier of a megabyte", file([topic(1), topic(2, topicId="T" * 10**6)]),
         counts={"created": 1, "rejected": 1}),
    case("eu-calls", "an identifier that comes again", file([topic(1), topic(1, title="Other")]),
         counts={"created": 1, "kept": 1}),
    case("eu-calls", "60 MB of topics in other languages",
         lambda stage: stage.file("t.json", _foreign()), "without an English version"),
    case("eu-calls", "pages without end", pages(lambda query: _search(int(query["pageNumber"]),
         10**6), "/search?apiKey=x"), "does not end", answers=200),
    case("eu-calls", "a page that repeats itself", pages(lambda _: _search(1, 10**6),
         "/search?apiKey=x"), "ends before its time"),
    case("eu-calls", "a page number of 5,000 digits", _far, "pageNumber=99999"),
    case("eu-calls", "three million numbers", file(lambda: "[" + "1," * 3_500_000 + "1]"),
         "values"),
    case("eu-calls", "70 MB of one text", file(lambda: '{"topicId": "' + "x" * 70_000_000 + '"}'),
         "more than 64000000"),
    case("eu-calls", "a title of markup that never ends",
         file([topic(1, title="<" * 100_000 + "x", description="<!--" * 50_000 + "<a " * 60_000),
               topic(2)]), counts={"created": 2}),
    case("eu-calls", "a title that spoofs", file([topic(1, title="fattura\u202efdp.exe")]),
         counts={"created": 1}),
)  # fmt: skip
REGIONS = (
    case("regional-calls", "700 levels", file(f'[{json.dumps(plone(1))}, {{"UID": {NESTED}}}]'),
         "nested deeper"),
    case("regional-calls", "surrogates in words that identify",
         file([trentino("a\ud800b"), trentino("Uno")], "t.json"), counts={"created": 2}),
    case("regional-calls", "no objects between objects", file([plone(1), 7, None, [], "x"]),
         counts={"created": 1, "rejected": 4}),
    case("regional-calls", "identifiers that come again", file([plone(1), plone(1, title="Altro")]),
         counts={"created": 1, "kept": 1}),
    case("regional-calls", "a next page that is a file", _led_away, "is not read"),
    case("regional-calls", "pages without end",
         pages(lambda query: {"response": {"numFound": 10**9, "start": int(query.get("start", 0)),
               "docs": [{"zs_nid": query.get("start", "0"), "zs_title": "Bando"}]}},
               "/solr/select"), "does not end", answers=200),
    case("regional-calls", "a count of 400 digits",
         pages(lambda _: {"items": [plone(1)], "items_total": 10**400}, "/bandi"),
         counts={"created": 1}),
    case("regional-calls", "a start of 400 digits",
         pages(lambda _: {"response": {"numFound": 10**9, "start": 10**400,
               "docs": [{"zs_nid": "1", "zs_title": "Bando"}]}}, "/solr/select"),
         "ends before its time|answers"),
    case("regional-calls", "a date and an amount without bounds",
         file([plone(1, scadenza_bando="9" * 5_000, apertura_bando="0000-00-00")]),
         counts={"created": 1}),
    case("regional-calls", "100,000 columns of CSV",
         file(lambda: ",".join(f"c{n}" for n in range(100_000)) + "\n1\n", "t.csv"),
         "columns|known feeds"),
)  # fmt: skip
PNRR = (
    case("pnrr", "700 levels and good notices",
         file(f'[{json.dumps(notice())}, {{"x": {NESTED}}}]'), "nested deeper"),
    case("pnrr", "an amount without bounds", file(f'[{json.dumps(notice())[:-1]}, '
         '"totale_importo_stanziato": 1e999999999}]'), counts={"created": 1},
         reason="not an amount"),
    case("pnrr", "a title with surrogates and NUL", file([notice(titolo="a\ud800\0b")]),
         counts={"created": 1}),
    case("pnrr", "notices that come again", file([notice(), notice()]),
         counts={"created": 1, "kept": 1}),
    case("pnrr", "a million applications", lambda stage: stage.file("candidature_x.csv",
         _applications()), "applications"),
)  # fmt: skip
IPA = (
    case("ipa", "700 levels", file(f'{{"a": {NESTED}}}'), "nested deeper"),
    case("ipa", "codes that differ by case, hold NUL and surrogates", file(
         '{"C_F205": {"nome": "Milano"}, "c_f205": {"nome": "Altro"}, "a\\ud800": {"nome": "x"}, '
         '"c\\u0000": {"nome": "y"}, "pcm": {"nome": "Presidenza", "x": "\\ud800"}}'),
         counts={"created": 2, "rejected": 3}),
    case("ipa", "half a million bodies", file(lambda: "{" + ",".join(
         f'"b{n}":{{}}' for n in range(500_000)) + "}"), "bodies|lines"),
    case("ipa", "a quarter of a million lines", file("cod_amm\n" + "x\n" * 250_000, "m.tsv"),
         "lines"),
    case("ipa", "rows that are cut, long, quoted and formulas", file(municipalities(
         "c_a", _municipality("=cmd|' /C calc'!A0", "x", "x", "x", "x", "", "", "", ""),
         '"' * 1_001, "x" * 100_000,
         _municipality("c_a001", "\u202eexe", "X", "MI", "L", "=1+1", "=cmd()", "Pec",
                       "javascript:alert(1)")), "m.tsv"),
         counts={"created": 2, "rejected": 4}),
    case("ipa", "a cell of 10 MB", file(municipalities(_municipality("c_a001", "x" * 10_000_000, "",
         "", "", "", "", "", "")), "m.tsv"), "field larger than field limit"),
    case("ipa", "broken UTF-8 is read as Windows-1252", file(
         municipalities().replace("Milano", "Mil\u00e0no").encode("cp1252"), "m.tsv"),
         counts={"created": 1}),
    case("ipa", "UTF-16", file(municipalities().encode("utf-16"), "m.tsv"), "neither a file"),
    case("ipa", "40 MB of one line", file(lambda: "cod_amm\t" + "x" * 40_000_000, "m.tsv"),
         "more than 32000000 bytes"),
)  # fmt: skip
CASES = (*EU, *REGIONS, *PNRR, *IPA)
