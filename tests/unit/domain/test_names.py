"""Two spellings of one body's name become one, and two bodies stay two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartland.domain.names import legal_forms, normal_name


@pytest.mark.parametrize(
    ("spelt", "normal"),
    [
        ("Idrosensori Oltrepò S.r.l.", "idrosensori oltrepo"),
        ("IDROSENSORI OLTREPO' SRL", "idrosensori oltrepo"),
        ("Idrosensori Oltrepò s. r. l.", "idrosensori oltrepo"),
        ("Idrosensori Oltrepò - Società a Responsabilità Limitata", "idrosensori oltrepo"),
        ("Idrosensori Oltrepò S.R.L. in liquidazione", "idrosensori oltrepo"),
        ("S.R.L. Idrosensori Oltrepò", "idrosensori oltrepo"),
        ("Bosch Rexroth S.p.A. a socio unico", "bosch rexroth"),
        ("A2A S.p.A.", "a2a"),
        ("Valle Solidale Soc. Coop. a r.l.", "valle solidale"),
        ("Valle Solidale Società Cooperativa Sociale ONLUS", "valle solidale"),
        ("CONSORZIO X S.C.A R.L.", "consorzio x"),
        ("Bianchi & C. S.n.c.", "bianchi c"),
        ("Siemens AG", "siemens"),
        ("Müller GmbH & Co. KG", "muller"),
        ("Dupont S.A.S.", "dupont"),
        ("Société Générale SA", "societe generale"),
        ("Acme Widgets, Inc.", "acme widgets"),
        ("Acme Co., Ltd.", "acme"),
        ("Comune di Milano", "comune di milano"),
        ("A.R.P.A. Lombardia", "arpa lombardia"),
        ("Università degli Studi di Pavia", "universita degli studi di pavia"),
        ("Fondazione Cariplo", "fondazione cariplo"),
    ],
)
def test_a_name_without_what_registers_write_differently(spelt: str, normal: str) -> None:
    assert normal_name(spelt) == normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Comune di Milano", "Provincia di Milano"),
        ("AG Servizi S.r.l.", "Servizi S.r.l."),
        ("Spa Resort Ltd", "Resort Ltd"),
        ("G. B. Rossi", "Rossi"),
    ],
)
def test_two_bodies_stay_two(one: str, other: str) -> None:
    assert normal_name(one) != normal_name(other)


def test_a_name_that_is_a_legal_form_keeps_it() -> None:
    assert normal_name("S.p.A.") == "spa"
    assert normal_name("SRL") == "srl"
    assert normal_name("— … !") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rossi S.r.l.", "ROSSI società a responsabilità limitata"),
        ("Rossi S.p.A. in liquidazione", "Rossi Società per Azioni"),
        ("Valle Soc. Coop. a r.l. Onlus", "Valle Società Cooperativa"),
        ("Comune di Milano", "COMUNE DI MILANO"),
    ],
)
def test_one_form_has_one_name(one: str, other: str) -> None:
    assert legal_forms(one) == legal_forms(other)


def test_forms_tell_namesakes_apart() -> None:
    assert legal_forms("Rossi S.r.l.") == {"srl"}
    assert legal_forms("Rossi S.p.A.") == {"spa"}
    assert legal_forms("Rossi S.r.l.s.") == {"srls"}
    assert legal_forms("Müller GmbH & Co. KG") == {"gmbh", "company", "kg"}
    assert legal_forms("Rossi") == frozenset()


@given(st.text(max_size=60))
def test_a_normal_name_is_plain_words_and_stays(text: str) -> None:
    found = normal_name(text)
    assert found == " ".join(found.split())
    assert normal_name(found) == found
