"""A university's courses as competence claims: a real catalogue and small ones with faults."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from smartland.adapters.fetch_http import GuardedFetcher
from smartland.domain.kinds import KINDS
from smartland.domain.resource import Document
from smartland.errors import SourceFailed
from smartland.matching.annotation import Annotation
from smartland.ports.harvests import Source
from smartland.ports.importer import Expected, Found, Item
from smartland.schemas.documents import validate
from smartland.services.harvest import Deletion
from smartland.wiring import Services
from smartland_importers.offerings import OfferingsImporter
from smartland_importers.offerings_courses import read_courses
from smartland_importers.offerings_evidence import ALONE, CLAIMED, NOTICED, SUREST, together
from support.shared_data import shared
from support.sites import Site, body, serving

BASE = "http://smartland.example/"
UNIVERSITY = f"{BASE}id/stakeholder/ipa-uni_pv"
COMPETENCE = "https://w3id.org/smartland/concept/competence/"
REAL = ("universities", "unipv_ugov_offerings.xml")


class Keywords:
    """An annotator by single words, whose confidence a test knows: those of ``words``."""

    def __init__(self, **words: float) -> None:
        self.words = words
        self.asked: list[tuple[str, str]] = []

    def annotate(self, text: str, language: str = "") -> Sequence[Annotation]:
        self.asked.append((text, language))
        return [
            Annotation(f"{COMPETENCE}{word}", confidence, (word,))
            for word, confidence in self.words.items()
            if word in text.lower()
        ]


def course(
    code: str, title: str, *, english: str = "", contents: str = "", more: str = "", af: str = ""
) -> str:
    texts = (
        f"<testi><testo><tipoTestoCod>CONTENUTI</tipoTestoCod><linguaCod>ita</linguaCod>"
        f"<contenuto>{contents}</contenuto></testo></testi>"
    )
    return (
        f"<af><afId>{af or code}</afId><afGenCod>{code}</afGenCod><afGenDes>{title}</afGenDes>"
        f"<afGenDesEng>{english}</afGenDesEng>{texts if contents else ''}{more}</af>"
    )


def catalogue(*courses: str, code: str = "22", head: str = "") -> bytes:
    inside = "".join(courses)
    return (
        '<x:Response xmlns:x="http://ws.di.u-gov.cineca.it/">'
        f'<ProgdidRoot codIstatAte="{code}"><cds><cdsCod>1</cdsCod>{head}<regdid><pds>{inside}'
        "</pds></regdid></cds></ProgdidRoot></x:Response>"
    ).encode()


def lent_by(code: str, name: str) -> str:
    inside = f"<dipCod>{code}</dipCod><dipDes>{name}</dipDes>"
    return f"<mutuaDa><mutuazione>{inside}</mutuazione></mutuaDa>"


def harvest(address: str | Path, annotator: Keywords | None = None) -> list[Item]:
    fetcher = GuardedFetcher(allow_private=True, timeout=10)
    return list(OfferingsImporter(annotator).read(str(address), fetcher, BASE))


def found(items: list[Item], kind: str = "claim") -> list[Found]:
    return [i for i in items if isinstance(i, Found) and i.description.kind == kind]


def claims(items: list[Item]) -> dict[str, Document]:
    """By the notation of their competence."""
    listed = [validate(KINDS["claim"], one.description.document, BASE) for one in found(items)]
    return {str(one["competence"]).rsplit("/", 1)[-1]: one for one in listed}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "offerings.xml"


# the real catalogue


@pytest.fixture(scope="module")
def real() -> list[Item]:
    return harvest(shared(*REAL))


def test_the_real_catalogue_gives_claims_with_evidence(real: list[Item]) -> None:
    listed = claims(real)
    assert len(listed) >= 5
    assert real[0] == Expected(len(real) - 1)
    for one in listed.values():
        assert one["state"].endswith("/proposed")
        assert one["direction"].endswith("/offered")
        assert CLAIMED <= float(one["confidence"]) <= SUREST
        assert all(link.startswith("urn:ugov:22:af:") for link in one["evidence"])
        assert one["note"]["it"].startswith("Insegnamenti: ")
        assert one["note"]["en"].startswith("Courses taught: ")


def test_a_real_claim_names_its_course(real: list[Item]) -> None:
    """A course about learning algorithms and large language models."""
    claim = claims(real)["machine-learning"]
    assert claim["stakeholder"] == UNIVERSITY
    assert "urn:ugov:22:af:410888" in claim["evidence"]
    assert "Big data e algoritmi di apprendimento automatico" in claim["note"]["it"]
    assert "Big data and automatic learning algorithms" in claim["note"]["en"]


def test_the_departments_that_lend_courses_are_units(real: list[Item]) -> None:
    units = [one.description.document for one in found(real, "unit")]
    assert [one["name"]["it"] for one in units] == [
        "Dipartimento di Scienze Politiche e Sociali",
        'Dipartimento di Fisica "Alessandro Volta"',
        "Dipartimento di Studi Umanistici",
    ]
    assert {one["unit_of"] for one in units} == {UNIVERSITY}
    bodies = {one["stakeholder"] for one in claims(real).values()}
    named = {f"{BASE}id/unit/{one.description.key}" for one in found(real, "unit")}
    assert bodies <= {UNIVERSITY, *named}


def test_one_claim_a_body_and_concept(real: list[Item]) -> None:
    pairs = [
        (one.description.document["stakeholder"], one.description.document["competence"])
        for one in found(real)
    ]
    assert len(pairs) == len(set(pairs))
    assert len({one.description.key for one in found(real)}) == len(pairs)


def test_courses_of_all_cohorts_are_read_once() -> None:
    courses, number = read_courses(shared(*REAL).read_bytes())
    assert number == "22"
    assert len(courses) == len({one.code for one in courses}) == 29
    titles = [one.title("it") for one in courses]
    assert "Prova finale" not in titles  # not held
    assert titles.count("English for communication studies") == 1


def test_nothing_about_teachers_gets_out(real: list[Item]) -> None:
    text = json.dumps([dict(one.description.document) for one in real if isinstance(one, Found)])
    assert not any(name in text.upper() for name in ("BELLINZONA", "BERTANI", "BLLCLD76B23G388S"))


def test_a_second_reading_gives_the_same(real: list[Item]) -> None:
    assert harvest(shared(*REAL)) == real


# small catalogues


def test_confidence_grows_with_agreeing_courses_and_never_reaches_one(file: Path) -> None:
    confidences = []
    for number in (1, 2, 3, 20):
        file.write_bytes(catalogue(*(course(f"c{n}", f"Drones {n}") for n in range(number))))
        claim = claims(harvest(file, Keywords(drones=0.7)))["drones"]
        assert len(claim["evidence"]) == number
        confidences.append(float(claim["confidence"]))
    assert confidences == sorted(confidences)
    assert confidences[0] == pytest.approx(ALONE * 0.7, abs=0.01)
    assert confidences[0] < confidences[1] < confidences[2] <= confidences[3] == SUREST


@pytest.mark.parametrize(
    ("confidence", "courses", "claimed"),
    [
        (CLAIMED / ALONE - 0.02, 1, False),
        (CLAIMED / ALONE + 0.02, 1, True),
        (NOTICED - 0.01, 30, False),
        (NOTICED + 0.15, 4, True),
    ],
)
def test_the_thresholds(file: Path, confidence: float, courses: int, *, claimed: bool) -> None:
    file.write_bytes(catalogue(*(course(f"c{n}", "Drones") for n in range(courses))))
    assert ("drones" in claims(harvest(file, Keywords(drones=confidence)))) is claimed


def test_the_order_of_witnesses_is_that_of_their_strength() -> None:
    assert together([0.9, 0.4]) > together([0.9]) > together([0.4])
    assert together([1.0] * 50) == SUREST


def test_the_note_names_the_strongest_courses_first(file: Path) -> None:
    titles = ["drones", "ecology", "drones", "drones", "drones"]
    file.write_bytes(catalogue(*(course(f"c{n}", f"Corso {n}: {t}") for n, t in enumerate(titles))))

    class Strong(Keywords):
        def annotate(self, text: str, language: str = "") -> Sequence[Annotation]:
            strength = 0.9 if "ecology" in text else 0.6
            return [Annotation(f"{COMPETENCE}drones", strength, ("drones",))]

    claim = found(harvest(file, Strong()))[0].description.document
    assert claim["note"] == {
        "it": "Insegnamenti: Corso 1: ecology; Corso 0: drones; Corso 2: drones e altri 2.",
        "en": "Courses taught: Corso 1: ecology; Corso 0: drones; Corso 2: drones and 2 more.",
    }


def test_two_languages_are_one_witness(file: Path) -> None:
    file.write_bytes(catalogue(course("c", "Drones", english="Drones too")))
    annotator = Keywords(drones=0.7)
    claim = claims(harvest(file, annotator))["drones"]
    assert annotator.asked == [("Drones", "it"), ("Drones too", "en")]
    assert len(claim["evidence"]) == 1
    assert 0.7 * ALONE < float(claim["confidence"]) < 0.7


def test_contents_are_read_but_not_reading_lists(file: Path) -> None:
    listed = course("c", "Corso", contents="drones").replace("CONTENUTI", "TESTI_RIF")
    file.write_bytes(catalogue(course("a", "Corso", contents="ecology"), listed))
    assert set(claims(harvest(file, Keywords(drones=0.9, ecology=0.9)))) == {"ecology"}


def test_courses_of_a_department_are_claims_of_its_own(file: Path) -> None:
    file.write_bytes(
        catalogue(
            course("a", "Drones"),
            course("b", "Drones", more=lent_by("77", "DIPARTIMENTO DI FISICA")),
        )
    )
    items = harvest(file, Keywords(drones=0.8))
    (unit,) = found(items, "unit")
    bodies = {one.description.document["stakeholder"] for one in found(items)}
    assert bodies == {UNIVERSITY, f"{BASE}id/unit/{unit.description.key}"}


def test_the_department_of_a_degree_course_holds_its_courses(file: Path) -> None:
    head = "<dipCod>5</dipCod><dipDes>Dipartimento di Ingegneria</dipDes>"
    file.write_bytes(catalogue(course("a", "Drones"), head=head))
    items = harvest(file, Keywords(drones=0.8))
    assert found(items, "unit")[0].description.document["name"] == {
        "it": "Dipartimento di Ingegneria"
    }
    assert found(items)[0].description.document["stakeholder"] != UNIVERSITY


def test_borrowers_do_not_hold_a_course(file: Path) -> None:
    borrowed = lent_by("77", "DIPARTIMENTO").replace("mutuaDa", "mutuazioni")
    file.write_bytes(catalogue(course("a", "Drones", more=borrowed)))
    items = harvest(file, Keywords(drones=0.8))
    assert found(items, "unit") == []


def test_what_is_not_held_proves_nothing(file: Path) -> None:
    stage = course("a", "Drones", more="<nonErogabileFlg>true</nonErogabileFlg>")
    file.write_bytes(catalogue(stage, course("b", "Altro")))
    assert claims(harvest(file, Keywords(drones=0.9))) == {}


def test_a_page_of_the_course_is_the_better_evidence(file: Path) -> None:
    page = "<urlSito>https://unipv.example/corso/1</urlSito>"
    file.write_bytes(catalogue(course("a", "Drones", more=page)))
    claim = claims(harvest(file, Keywords(drones=0.9)))["drones"]
    assert claim["evidence"] == ["https://unipv.example/corso/1"]


# whose courses they are


def test_the_address_names_the_university(file: Path) -> None:
    file.write_bytes(catalogue(course("a", "Drones"), code="99"))
    items = harvest(f"{file}#stakeholder/ipa-pm", Keywords(drones=0.9))
    assert claims(items)["drones"]["stakeholder"] == f"{BASE}id/stakeholder/ipa-pm"
    told = harvest(f"{file}#ror-00s6t1f81", Keywords(drones=0.9))
    assert claims(told)["drones"]["stakeholder"] == f"{BASE}id/stakeholder/ror-00s6t1f81"


def test_the_address_wins_over_the_file(file: Path) -> None:
    file.write_bytes(catalogue(course("a", "Drones")))
    items = harvest(f"{file}#ipa-pm", Keywords(drones=0.9))
    assert claims(items)["drones"]["stakeholder"] == f"{BASE}id/stakeholder/ipa-pm"


def test_an_unknown_university_fails_with_what_to_do(file: Path) -> None:
    file.write_bytes(catalogue(course("a", "Drones"), code="99"))
    with pytest.raises(SourceFailed, match=r"\(99\): add #stakeholder/ipa-CODE"):
        harvest(file)


@pytest.mark.parametrize("fragment", ["", "a b", "stakeholder/", "../x", "x" * 200])
def test_a_fragment_that_names_nobody_fails(file: Path, fragment: str) -> None:
    file.write_bytes(catalogue(course("a", "Drones")))
    with pytest.raises(SourceFailed, match="names no body"):
        harvest(f"{file}#{fragment}")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def test_a_catalogue_may_come_from_the_web(site: Site) -> None:
    content = catalogue(course("a", "Drones"))
    site.answers["/ws?cds=1"] = body(content, "application/soap+xml")
    items = harvest(f"{site.url}/ws?cds=1#stakeholder/ipa-uni_pv", Keywords(drones=0.9))
    assert list(claims(items)) == ["drones"]
    assert site.paths() == ["/ws?cds=1"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"<html/>", "holds no courses"),
        (b"<af><afId>1", "line 1"),
        (b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><af/>', "DOCTYPE"),
        (catalogue(course("a", "Drones"))[:-20], "line 1"),
        (b"<af>" * 500, "deeper than"),
        (catalogue("<af/>"), "holds no courses"),
    ],
)
def test_a_file_of_another_shape_fails_the_source(file: Path, content: bytes, reason: str) -> None:
    file.write_bytes(content)
    with pytest.raises(SourceFailed, match=reason):
        harvest(file)


# through the harvest


def test_a_second_run_changes_nothing(services: Services) -> None:
    run = services.core.harvest
    run.importers = {"university-offerings": OfferingsImporter()}
    source = Source("pavia", "university-offerings", str(shared(*REAL)))
    first = run.run(source).counts
    assert set(first) == {"created"}
    assert run.run(source).counts == {"unchanged": first["created"]}


def test_a_claim_that_lost_its_evidence_is_withdrawn(services: Services, file: Path) -> None:
    words = ("drones", "ecology", "finance", "genomics", "law", "metallurgy")
    run = services.core.harvest
    run.importers = {"o": OfferingsImporter(Keywords(**dict.fromkeys(words, 0.9)))}
    file.write_bytes(catalogue(*(course(word, word) for word in words)))
    run.deletion = Deletion()
    source = Source("o", "o", str(file))
    assert run.run(source).counts == {"created": 6}
    file.write_bytes(catalogue(*(course(word, word) for word in words[1:])))
    assert run.run(source).counts == {"unchanged": 5, "withdrawn": 1}
