"""The real texts that annotations were judged on, by id; they lie beside the repository."""

import csv
import gzip
import html
import json
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from smartland.rdf.parse import read_document
from smartland.rdf.terms import is_iri, split_literal
from smartland_vocab.namespaces import DCAT, DCT, RDF
from support.shared_data import shared

_TAG = re.compile(r"<[^>]+>")
_SPACE = re.compile(r"[^\S\n]+")


@dataclass(frozen=True)
class RealText:
    """One text: ``id`` says its source, the first line is its title."""

    id: str
    language: str
    text: str


def real_texts() -> Iterator[RealText]:
    """Every text; skips the test where the data is absent."""
    yield from _fp7()
    yield from _water()
    yield from _horizon()
    yield from _pavia()
    yield from _regional()
    yield from _digital()
    yield from _datasets()
    yield from _titles()
    yield from _consortia()


def _text(identifier: str, language: str, *parts: str | None) -> RealText:
    plain = [_SPACE.sub(" ", html.unescape(_TAG.sub(" ", one or ""))).strip() for one in parts]
    return RealText(identifier, language, "\n".join(one for one in plain if one))


def _fp7() -> Iterator[RealText]:
    with gzip.open(shared("cordis", "fp7_286_projects_full_text.json.gz"), "rt") as file:
        for one in json.load(file)["projects"]:
            yield _text(f"fp7:{one['id']}", "en", one["title"], one["objective"])


def _water() -> Iterator[RealText]:
    for path in sorted(shared("cordis", "water").glob("*.json")):
        for one in json.loads(path.read_text(encoding="utf-8-sig")):
            title = " ".join(one["Project_Title"])
            yield _text(
                f"water:{one['Project_ID'][0]}", "en", title, one.get("Technology_Description")
            )


def _horizon() -> Iterator[RealText]:
    path = shared("cordis", "horizon_europe_head100", "project_df_100.csv")
    with path.open(encoding="utf-8") as file:
        for one in csv.DictReader(file):
            yield _text(f"horizon:{one['id']}", "en", one["title"], one["objective"])


def _pavia() -> Iterator[RealText]:
    """The courses with their contents in Italian, each once."""
    text = shared("universities", "unipv_ugov_offerings.xml").read_text(encoding="utf-8")
    space = "{http://ws.di.u-gov.cineca.it/}"
    seen = set()
    for course in ET.fromstring(text).iter(f"{space}af"):  # noqa: S314 - our own copy
        key, title = course.findtext(f"{space}afId"), course.findtext(f"{space}afGenDes")
        if key in seen:
            continue
        seen.add(key)
        contents = [
            one.findtext(f"{space}contenuto")
            for one in course.iter(f"{space}testo")
            if one.findtext(f"{space}linguaCod") == "ita"
            and one.findtext(f"{space}tipoTestoCod") in ("CONTENUTI", "OBIETT_FORM")
        ]
        yield _text(f"unipv:{key}", "it", title, *dict.fromkeys(contents))


def _feed(name: str, rows: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        shared("calls", "regional_feeds", f"{name}.json").read_text(encoding="utf-8")
    )[rows]
    return found


def _regional() -> Iterator[RealText]:
    for one in _feed("emilia_romagna", "items"):
        yield _text(f"er:{one['UID'][:8]}", "it", one["title"], one["description"])
    for one in _feed("incentivi", "docs"):
        yield _text(f"incentivi:{one['zs_nid']}", "it", one["zs_title"], one["zs_body"])
    for one in _feed("lombardia", "records"):
        yield _text(f"lombardia:{one['codice_bando']}", "it", one["oggetto_dell_appalto"])
    for one in _feed("piemonte", "records"):
        yield _text(f"piemonte:{one['_post_id'][:40]}", "it", one["title"], one["summary"])
    for one in _feed("toscana", "records"):
        yield _text(f"toscana:{one['_post_id']}", "it", one["title"], one["summary"])
    titles = dict.fromkeys(one["INTERVENTO"] for one in _feed("trentino", "rows"))
    for one in titles:
        yield _text(f"trentino:{one.split(' - ')[0]}:{len(one)}", "it", one)


def _digital() -> Iterator[RealText]:
    with shared("calls", "padigitale2026_avvisi.csv").open(encoding="utf-8") as file:
        for measure in dict.fromkeys(one["misura"] for one in csv.DictReader(file)):
            yield _text(f"pnrr:{measure.split(' ')[0]}", "it", measure)


def _datasets() -> Iterator[RealText]:
    for path in sorted(shared("dcatapit", "real").glob("*.rdf")):
        triples = read_document(path.read_bytes(), "application/rdf+xml", f"http://x/{path.name}")
        about: dict[str, list[tuple[str, str]]] = {}
        for subject, predicate, value in triples.triples:
            about.setdefault(subject, []).append((predicate, value))
        for number, (_, pairs) in enumerate(sorted(about.items())):
            if (f"<{RDF.type}>", f"<{DCAT.Dataset}>") in pairs:
                yield _dataset(f"dcat:{path.stem}:{number}", pairs)


def _dataset(identifier: str, pairs: list[tuple[str, str]]) -> RealText:
    parts = []
    for predicate in (DCT.title, DCT.description, DCAT.keyword):
        values = [v for p, v in pairs if p == f"<{predicate}>" and not is_iri(v) and v[:1] == '"']
        found = [split_literal(one) for one in values]
        italian = [text for text, tag, _ in found if tag != "en"]
        parts.append(", ".join(sorted(italian)))
    return _text(identifier, "it", *parts)


def _titles() -> Iterator[RealText]:
    lines = shared("matching", "italian_call_titles.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        call, title = line.split("\t")
        yield _text(f"title:{call}", "it", title)


def _consortia() -> Iterator[RealText]:
    """A sample of consortia of Horizon Europe: looked at once, after everything was settled."""
    with lzma.open(shared("matching", "small", "projects_consortia.jsonl.xz"), "rt") as file:
        for line in file:
            one = json.loads(line)
            if one["id"].endswith("37"):
                yield _text(f"consortium:{one['id']}", "en", one["title"], one["text"])
