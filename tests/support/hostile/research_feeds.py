"""Hostile repositories of research information (OAI-PMH) and catalogues of courses."""

from collections.abc import Callable, Iterator

from support.harvesting import Bench
from support.hostile.case import DONE, FAILED, Case
from support.hostile.stage import FEED_HOST, PERSON, PUBLIC_ADDRESS, Stage
from support.oai_repository import ALL_SETS, CERIF, OaiRepository, deleted, page, record, response
from support.query_site import Reply

PROJECTS = "openaire_cris_projects"


def project(number: int, more: str = "") -> str:
    """A project with a title."""
    return record("Project", number, f'<Title xml:lang="en">Project {number}</Title>{more}')


def _repository(
    lists: Callable[[dict[str, str]], Reply], stage: Stage, *, path: str = "/oai"
) -> str:
    """A repository whose lists of projects ``lists`` answers."""
    whole = OaiRepository()

    def answer(asked: str, query: dict[str, str]) -> Reply:
        if query.get("verb") == "ListRecords":
            token = query.get("resumptionToken", "")
            return lists(query) if PROJECTS in (query.get("set"), token[: len(PROJECTS)]) else (
                response('<error code="noRecordsMatch"/>'))  # fmt: skip
        return whole.answer(asked, query)

    return f"{stage.api(answer).url}{path}"


def _number(query: dict[str, str]) -> int:
    return int(query.get("resumptionToken", "@0").partition("@")[2])


def listing(lists: Callable[[dict[str, str]], Reply]) -> Callable[[Stage], str]:
    """A feed of one repository."""
    return lambda stage: _repository(lists, stage)


def _there_and_back(query: dict[str, str]) -> Reply:
    number = _number(query)
    return page([project(number)], f"{PROJECTS}@{(number + 1) % 2}")


def _same_records(query: dict[str, str]) -> Reply:
    return page([project(1), project(2)], f"{PROJECTS}@{_number(query) + 1}")


def _new_records(query: dict[str, str]) -> Reply:
    number = _number(query)
    return page([project(number)], f"{PROJECTS}@{number + 1}", 10**9)


def _empty_pages(query: dict[str, str]) -> Reply:
    return page([], f"{PROJECTS}@{_number(query) + 1}")


def _always_expired(query: dict[str, str]) -> Reply:
    if "resumptionToken" in query:
        return response('<error code="badResumptionToken"/>')
    return page([project(1)], f"{PROJECTS}@1")


def _late(seconds: str) -> Callable[[dict[str, str]], Reply]:
    def answer(query: dict[str, str]) -> Reply:
        if "resumptionToken" in query:
            return Reply(b"", "text/plain", 503, {"Retry-After": seconds})
        return page([project(1)], f"{PROJECTS}@1")

    return answer


def _moved(target: str) -> Callable[[Stage], str]:
    """The second page of the list is somewhere inside."""

    def answer(query: dict[str, str]) -> Reply:
        if "resumptionToken" in query:
            return Reply(b"", "text/plain", 302, {"Location": target})
        return page([project(1)], f"{PROJECTS}@1")

    def feed(stage: Stage) -> str:
        address = _repository(answer, stage)
        url = address.removesuffix("/oai")
        stage.internet((PUBLIC_ADDRESS, url), names={FEED_HOST: [[PUBLIC_ADDRESS]]})
        return f"http://{FEED_HOST}/oai"

    return feed


HEADER_ALONE = f"<header><identifier>oai:x:5</identifier><setSpec>{PROJECTS}</setSpec></header>"


def _good_and_bad(_: dict[str, str]) -> Reply:
    bad = [
        record("Project", 2),
        project(3, "<Title>" + "x" * 100_000 + "</Title>"),
        record("Project", 4, "<Title>fattura\u202efdp.exe</Title>"),
        f"<record>{HEADER_ALONE}</record>",
        project(1),
    ]
    return page([project(1), *bad])


def _persons(_: dict[str, str]) -> Reply:
    person = (
        f'<Person xmlns="{CERIF}" id="p"><PersonName><FamilyNames>Privata</FamilyNames>'
        f"</PersonName><ElectronicAddress>mailto:{PERSON}</ElectronicAddress></Person>"
    )
    team = f"<Team><PrincipalInvestigator>{person}</PrincipalInvestigator></Team>"
    return page([project(1, team)])


def _elements(_: dict[str, str]) -> Reply:
    """Many records, each within its own bound."""
    return page([project(n, "<a/>" * 90_000) for n in range(7)])


def _long_tag(_: dict[str, str]) -> Reply:
    return page([project(1, f'<a x="{"y" * 15_000_000}"/>')])


def _all_deleted(stage: Stage) -> str:
    """Ten projects; when they are asked for again, all are deleted."""
    asked: list[int] = []

    def answer(_: dict[str, str]) -> Reply:
        asked.append(1)
        make = project if len(asked) == 1 else lambda n: deleted("Project", n)
        return page([make(number) for number in range(10)])

    return _repository(answer, stage)


def _nothing_gone(bench: Bench, _: Stage) -> str:
    left = [one for one in bench.core.catalogue.truth.all_heads() if not one.withdrawn]
    return "" if len(left) == 10 else f"{len(left)} of 10 are left"


def _formats(stage: Stage) -> str:
    whole = OaiRepository(formats=[("x" * 100, CERIF + "9" * 5_000)] * 3, sets=[*ALL_SETS] * 3)
    return f"{stage.api(whole.answer).url}/oai"


def _course(text: str) -> str:
    return f"<af><afId>1</afId><afGenCod>1</afGenCod><afGenDes>{text}</afGenDes></af>"


def courses(*inside: str, before: str = "") -> str:
    """A catalogue of courses."""
    return (
        f'{before}<x:Response xmlns:x="http://ws/"><ProgdidRoot codIstatAte="22"><cds>'
        f"<cdsCod>1</cdsCod>{''.join(inside)}</cds></ProgdidRoot></x:Response>"
    )


def _laughing(stage: Stage) -> str:
    url = stage.canary().url
    before = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{url}"><!ENTITY y "{"z" * 1000}">]>'
    return stage.file("o.xml", courses(_course("&x;&y;"), before=before))


def _many_courses() -> Iterator[bytes]:
    start, end = courses("|").encode().split(b"|")
    yield start
    for number in range(150_000):
        yield b"<af><afId>%d</afId><afGenDes>Energia solare</afGenDes></af>" % number
    yield end


def _teacher(stage: Stage) -> str:
    teacher = (
        f"<docente><cognome>Privata</cognome><email>{PERSON}</email></docente>"
        f"<urlSito>mailto:{PERSON}</urlSito>"
    )
    course = _course("Energia solare, eolica e idroelettrica: impianti e reti").replace(
        "</af>", f"{teacher}</af>"
    )
    return stage.file("o.xml", courses(course))


def _renamed(stage: Stage) -> str:
    """A department and titles that spoof."""
    head = "<dipCod>1</dipCod><dipDes>Dipartimento\u202eexe</dipDes>"
    return stage.file("o.xml", courses(head, _course("Energia \u202esolare\u0085")))


def cerif(name: str, feed: Callable[[Stage], str], says: str = "", **more: object) -> Case:
    """A case of a repository."""
    given: dict[str, object] = {"state": FAILED, "says": says, **more}
    return Case(f"cerif: {name}", "cerif", feed, **given)  # type: ignore[arg-type]


CASES = (
    cerif("tokens that lead back", listing(_there_and_back), "repeats the resumptionToken"),
    cerif("new tokens, the same records", listing(_same_records), "brings nothing new"),
    cerif("new tokens, new records, for ever", listing(_new_records), "does not end: more than",
          answers=300),
    cerif("empty pages with tokens", listing(_empty_pages), "empty page"),
    cerif("tokens that are always expired", listing(_always_expired), "expired on the second"),
    cerif("503 for ever at the second page", listing(_late("0")), "503"),
    cerif("503 for thirty years at the second page", listing(_late("1000000000")), "503"),
    cerif("the second page is the cloud's", _moved("http://169.254.169.254/"), "not public"),
    cerif("the second page is a file", _moved("file:///etc/passwd"), "is not read"),
    cerif("good and bad records", listing(_good_and_bad), state=DONE,
          counts={"created": 3, "rejected": 2}),
    cerif("persons inside projects", listing(_persons), state=DONE, counts={"created": 1}),
    cerif("630,000 elements in 7 records", listing(_elements), "more than 500000 elements"),
    cerif("an attribute of 15 MB", listing(_long_tag), "more than 1000000 bytes"),
    cerif("everything is deleted", _all_deleted, "ceiling", state=DONE, runs=2,
          check=_nothing_gone),
    cerif("formats and sets many times", _formats, state=DONE, counts={}),
    Case("courses: an entity and a canary", "university-offerings", _laughing, FAILED, "DOCTYPE"),
    Case("courses: UTF-16 without a mark", "university-offerings",
         lambda stage: stage.file("o.xml", courses(_course("x")).encode("utf-16-le")), DONE),
    Case("courses: 200,000 nested elements", "university-offerings",
         lambda stage: stage.file("o.xml", courses("<a>" * 200_000)), FAILED, "nested deeper"),
    Case("courses: 150,000 courses", "university-offerings",
         lambda stage: stage.file("o.xml", _many_courses()), FAILED, "courses"),
    Case("courses: a teacher", "university-offerings", _teacher, DONE),
    Case("courses: names that spoof", "university-offerings", _renamed, DONE),
)  # fmt: skip
