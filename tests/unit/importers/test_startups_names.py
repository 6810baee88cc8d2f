"""What the register writes, as names, forms, codes and sizes."""

import pytest

from smartland_importers.startups_columns import find_columns
from smartland_importers.startups_names import clean_name, core_name, legal_status, short_names
from smartland_importers.startups_values import dotted, size_class

FORMULA = (
    "start-up costituita a norma dell'art. 4 comma 10 bis del decreto legge 24 gennaio 2015 n. 3"
)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("plw 1 societa' agricola s.r.l.", "PLW 1 Società Agricola S.r.l."),
        (f"gate 42 s.r.l.                       {FORMULA}", "Gate 42 S.r.l."),
        (f"acme s.r.l. *** {FORMULA} ***", "Acme S.r.l."),
        (f"acme srl ({FORMULA})", "Acme Srl"),
        ("acme s.r.l.start up costituita a norma dell'art. 4", "Acme S.r.l."),
        ("acme srl startup cost. ai sensi art. 4, c.10-bis", "Acme Srl"),
        ("acme s.r.l. in liquidazione", "Acme S.r.l."),
        ("acme srl - in scioglimento", "Acme Srl"),
        ("block-data 52 - societa' a responsabilita' limitata", None),
        ("mago s.p.a.", "Mago S.p.A."),
        ("m.i.t. s.r.l.", "M.I.T. S.r.l."),
        ("d&d s.r.l.", "D&D S.r.l."),
        ("l'equipe dell'arte srl", "L'Equipe dell'Arte Srl"),
        ("casa di cura e ricerca srl", "Casa di Cura e Ricerca Srl"),
        ("Acme iLab S.r.l.", "Acme iLab S.r.l."),
        ("STARTUP COSTITUENDA SRL", "Startup Costituenda Srl"),
    ],
)
def test_names_are_cleaned_and_keep_their_legal_form(written: str, name: str | None) -> None:
    expected = name or "Block-Data 52 - Società a Responsabilità Limitata"
    assert clean_name(written) == expected


def test_the_core_of_a_name_outlives_its_legal_form() -> None:
    names = (
        "acme s.r.l.",
        "ACME  SRL",
        "acme - societa' a responsabilita' limitata semplificata",
        "acme s.p.a. societa' benefit in liquidazione",
        f"acme s.r.l. {FORMULA}",
        "acme start up innovativa s.r.l. unipersonale",
    )
    assert {core_name(one) for one in names} == {"acme"}
    assert core_name("acme lab srl") != "acme"
    assert core_name("s.r.l.") == "srl"


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (("acme s.r.l.",), "1320"),
        (("acme srls",), "1320"),
        (("acme societa' a responabilita' limitata semplificata",), "1320"),
        (("acme srl unipersonale",), "1330"),
        (("acme", "SOCIETA' A RESPONSABILITA' LIMITATA CON UNICO SOCIO"), "1330"),
        (("acme s.p.a.",), "1310"),
        (("acme", "societa per azioni"), "1310"),
        (("acme societa' consortile a r.l.",), "1520"),
        (("acme societa' cooperativa sociale",), "1430"),
        (("acme societa' cooperativa a r.l.",), ""),
        (("acme srl societa' tra professionisti",), ""),
        (("spa escape s.r.l.",), ""),
        (("acme ou",), ""),
    ],
)
def test_a_legal_form_is_told_only_where_it_is_certain(texts: tuple[str, ...], code: str) -> None:
    assert legal_status(*texts).rpartition("/")[2] == code


def test_an_abbreviation_inside_a_name_is_another_name() -> None:
    assert short_names("Acme Lab S.r.l. in Sigla AL S.r.l.") == ["AL S.r.l."]
    assert short_names("Acme Lab S.r.l., in Forma Abbreviata: ALab Srl)") == ["ALab Srl"]
    assert short_names("Acme in Siena S.r.l.") == []


@pytest.mark.parametrize(
    ("written", "sector", "code"),
    [
        ("621000", "SERVIZI", "62.10.00"),
        ("72102", "SERVIZI", "72.10.2"),
        ("7411", "SERVIZI", "74.11"),
        ("471", "COMMERCIO", "47.1"),
        ("72", "SERVIZI", "72"),
        ("62.01.00", "", "62.01.00"),
        ("012100", "AGRICOLTURA/PESCA", "01.21.00"),
        ("12100", "AGRICOLTURA/PESCA", "01.21.00"),
        ("0113", "AGRICOLTURA/PESCA", "01.13"),
        ("142", "INDUSTRIA/ARTIGIANATO", "14.2"),
        ("4000", "", ""),
        ("000000", "", ""),
        ("1234567", "", ""),
        ("6", "", ""),
        ("J62", "", ""),
    ],
)
def test_codes_get_their_dots_and_lost_zeros(written: str, sector: str, code: str) -> None:
    assert dotted(written, sector) == code


@pytest.mark.parametrize(
    ("staff", "production", "size"),
    [
        ("0-4", "0-100.000 euro", "micro"),
        ("5-9", "1.000.001 - 2.000.000 euro", "micro"),
        ("5-9", "2.000.001 - 5.000.000 euro", ""),
        ("0-4", "", ""),
        ("", "0-100.000 euro", ""),
        ("10-19", "0-100.000 euro", "small"),
        ("20-49", "10.000.001 - 50.000.000 euro", ""),
        ("50-249", "2.000.001 - 5.000.000 euro", "medium"),
        ("A", "B", "micro"),
        ("C", "F", "small"),
        ("F", "", "large"),
        ("4-0", "0-100.000 euro", ""),
    ],
)
def test_a_size_is_told_only_where_both_bands_decide(
    staff: str, production: str, size: str
) -> None:
    assert size_class(staff, production).rpartition("/")[2] == size


def test_the_headers_of_the_chambers_of_commerce_are_known() -> None:
    header = (
        "denominazione",
        "nat.giuridica",
        "codice fiscale ",
        "pv",
        "comune",
        "data iscrizione alla sezione delle startup",
        "data iscrizione al Registro Imprese",
        "data inizio dell'esercizio effettivo dell'attività",
        "ateco 2007",
        "settore",
        "attivita",
        "sito internet",
        "regione",
        "classe di addetti ultimo anno (2)",
        "classe di valore della produzione ultimo anno (1)",
        "classe di capitale (3)",
        "prevalenza femminile ",
    )
    columns = find_columns(header)
    assert columns is not None
    assert columns.edition == "2007"
    assert columns.status.endswith("/innovative-startup")
    assert set(columns.headers) == {
        *("name", "form", "tax_code", "province", "town", "entered", "registered", "started"),
        *("ateco", "sector", "site", "region", "staff", "production"),
    }


def test_the_register_of_innovative_smes_says_so() -> None:
    columns = find_columns(("Denominazione", "Data iscrizione alla sezione delle PMI innovative"))
    assert columns is not None
    assert columns.status.endswith("/innovative-sme")


@pytest.mark.parametrize("header", [("a", "b"), ("denominazione", "comune"), ("codice fiscale",)])
def test_other_tables_are_not_the_register(header: tuple[str, ...]) -> None:
    assert find_columns(header) is None
