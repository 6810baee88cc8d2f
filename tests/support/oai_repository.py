"""An OAI-PMH repository of CERIF, played by a small server: tokens, and the faults there are."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from support.query_site import QuerySite, Reply, answering

CERIF = "https://www.openaire.eu/cerif-profile/1.2/"
SETS = ("openaire_cris_persons", "openaire_cris_orgunits", "openaire_cris_funding")
ALL_SETS = (*SETS, "openaire_cris_projects")
HOST = "cris.example.org"


def record(entity: str, number: int, inside: str = "") -> str:
    """A record of an entity (``Project``) with what is ``inside`` it."""
    internal = f"{entity}s/{number}"
    return (
        f"<record>{header(entity, number)}<metadata>"
        f'<{entity} xmlns="{CERIF}" id="{internal}">{inside}</{entity}></metadata></record>'
    )


def deleted(entity: str, number: int) -> str:
    """A record that was deleted."""
    gone = ' status="deleted"'
    return f"<record>{header(entity, number, gone)}</record>"


def header(entity: str, number: int, status: str = "") -> str:
    """The header of a record."""
    names = {"Funding": "funding"}
    return (
        f"<header{status}><identifier>oai:{HOST}:{entity}s/{number}</identifier>"
        "<datestamp>2024-01-01</datestamp>"
        f"<setSpec>openaire_cris_{names.get(entity, f'{entity.lower()}s')}</setSpec></header>"
    )


def response(inside: str) -> Reply:
    """A whole response."""
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        "<responseDate>2024-01-01T00:00:00Z</responseDate>"
        f"<request>https://{HOST}/oai</request>{inside}</OAI-PMH>"
    )
    return Reply(text.encode(), "text/xml")


def error(code: str, text: str = "") -> Reply:
    """A response that refuses."""
    return response(f'<error code="{code}">{text}</error>')


@dataclass
class OaiRepository:
    """``records`` by set, ``rows`` of them a page. ``instead`` are answers to the list requests
    by their number, from 1 on, in place of the right ones; ``changed`` is what a request with a
    window (``from``, ``until``) gets."""

    records: dict[str, list[str]] = field(default_factory=dict)
    rows: int = 2
    sets: Sequence[str] = ALL_SETS
    formats: Sequence[tuple[str, str]] = (("oai_dc", "urn:dc"), ("oai_cerif_openaire", CERIF))
    owner: str = ""
    changed: dict[str, list[str]] | None = None
    instead: dict[int, Reply] = field(default_factory=dict)
    site: QuerySite = field(default_factory=QuerySite)
    lists: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{self.site.url}/oai"

    def answer(self, path: str, query: dict[str, str]) -> Reply:
        verb = query.get("verb", "")
        if path != "/oai" or verb not in ("Identify", "ListMetadataFormats", "ListSets"):
            return self._list(query) if verb == "ListRecords" else error("badVerb", "no such verb")
        if verb == "Identify":
            owner = f'<Owner><OrgUnit id="{self.owner}"/></Owner>' if self.owner else ""
            return response(
                "<Identify><repositoryName>CRIS</repositoryName><description>"
                f'<Service xmlns="{CERIF}">{owner}</Service></description></Identify>'
            )
        if verb == "ListSets":
            listed = "".join(f"<set><setSpec>{one}</setSpec></set>" for one in self.sets)
            return response(f"<ListSets>{listed}</ListSets>") if listed else error("noSetHierarchy")
        formats = "".join(
            f"<metadataFormat><metadataPrefix>{name}</metadataPrefix>"
            f"<metadataNamespace>{space}</metadataNamespace></metadataFormat>"
            for name, space in self.formats
        )
        return response(f"<ListMetadataFormats>{formats}</ListMetadataFormats>")

    def _list(self, query: dict[str, str]) -> Reply:
        self.lists.append(query)
        if len(self.lists) in self.instead:
            return self.instead[len(self.lists)]
        if "resumptionToken" in query and query.keys() & {"metadataPrefix", "set", "from", "until"}:
            return error("badArgument", "resumptionToken is exclusive")
        name, start = query.get("set", ""), 0
        windowed = bool(query.keys() & {"from", "until"})
        if "resumptionToken" in query:
            name, number, *rest = query["resumptionToken"].split("@")
            start, windowed = int(number), bool(rest)
        windowed = windowed and self.changed is not None
        there = (self.changed or {}) if windowed else self.records
        whole = there.get(name, []) if name else [one for some in there.values() for one in some]
        if not whole:
            return error("noRecordsMatch")
        following = start + self.rows
        mark = "@changed" if windowed else ""
        token = f"{name}@{following}{mark}" if following < len(whole) else ""
        return page(whole[start:following], token, len(whole))


def page(records: Sequence[str], token: str = "", total: int = 0) -> Reply:
    """One page of a list."""
    size = f' completeListSize="{total}"' if total else ""
    resumption = f"<resumptionToken{size}>{token}</resumptionToken>"
    return response(f"<ListRecords>{''.join(records)}{resumption}</ListRecords>")


@contextmanager
def oai_repository(repository: OaiRepository) -> Iterator[OaiRepository]:
    """The repository on a free port of 127.0.0.1."""
    with answering(repository.answer) as site:
        repository.site = site
        yield repository
