"""How each feed of regional and national calls names its fields: one declaration a feed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import urlsplit

from smartland.domain.resource import Json

CALL, TENDER = "call", "tender"


@dataclass(frozen=True)
class Dialect:
    """Where a feed keeps what we want; a field is a key or keys with dots between them.

    ``marks`` are the keys by which a record of the feed is recognised, ``host`` the site of its
    ``page`` where two feeds have the same keys. ``identity`` are the fields that tell records
    apart; ``digested`` where they are words rather than an identifier; ``part`` names a part of a
    notice that has a record of its own. ``same_texts`` says that all texts are the same one.

    ``register`` is the kind of everything that the feed lists, ``section`` the first part of the
    path of its pages that means a call, ``stated`` the field with a type. Territories are ISTAT
    codes, ``issuer`` is a code of the Indice PA, ``site`` what relative links are relative to.
    """

    name: str
    marks: frozenset[str]
    identity: tuple[str, ...]
    title: tuple[str, ...]
    texts: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    part: str = ""
    same_texts: bool = False
    host: str = ""
    page: tuple[str, ...] = ()
    site: str = ""
    digested: bool = False
    register: str = ""
    section: str = ""
    stated: str = ""
    opens: str = ""
    closes: str = ""
    status: str = ""
    states: Mapping[str, str] = field(default_factory=dict)
    budget: tuple[str, ...] = ()
    min_grant: str = ""
    max_grant: str = ""
    beneficiaries: str = ""
    supports: str = ""
    keywords: str = ""
    cig: str = ""
    cpv: str = ""
    regions: str = ""
    territory: tuple[str, ...] = ()
    issuer: str = ""
    programme: str = ""

    @cached_property
    def fields(self) -> frozenset[str]:
        """The keys of a record that anything is taken from."""
        single = (
            *(self.part, self.stated, self.opens, self.closes, self.status, self.min_grant),
            *(self.max_grant, self.beneficiaries, self.supports, self.keywords, self.cig, self.cpv),
            self.regions,
        )
        several = (self.identity, self.title, self.texts, self.facts.values(), self.page)
        paths = (*single, *self.budget, *(path for paths in several for path in paths))
        # a key may itself have a dot in it
        return frozenset(part for path in paths for part in (path, path.partition(".")[0]))

    def recognises(self, record: Mapping[str, Json]) -> bool:
        """True for a record of this feed."""
        if not self.marks <= record.keys():
            return False
        return not self.host or any(
            (urlsplit(one).hostname or "") == self.host
            for path in self.page
            for one in texts_at(record, path)[:1]
        )


def texts_at(record: Mapping[str, Json], path: str) -> list[str]:
    """The values of a field as texts, lists in order; none where it is missing or empty."""
    value: Json = record
    for key in path.split(".") if path else ():
        value = value.get(key) if isinstance(value, Mapping) else None
    if value is record:
        return []
    values = value if isinstance(value, list) else [value]
    plain = (one for one in values if one is not None and not isinstance(one, (bool, dict, list)))
    return [text for text in (str(one).strip() for one in plain) if text]


def text_at(record: Mapping[str, Json], *paths: str) -> str:
    """The first value of the first field that has one; empty without any."""
    return next((one for path in paths for one in texts_at(record, path)), "")


LOMBARDIA = Dialect(
    name="lombardia",  # Socrata, dati.lombardia.it k6cb-4hbm: Osservatorio regionale dei contratti
    marks=frozenset({"codice_bando", "oggetto_dell_appalto"}),
    identity=("codice_bando",),
    part="cig",
    title=("oggetto_dell_appalto",),
    # never responsabile_procedimento: it names a person
    facts={
        "Stazione appaltante": "stazione_appaltante",
        "Comune": "comune",
        "Procedura": "procedura_gara",
        "Lotti": "numero_lotti",
        "CUP": "cup",
    },
    register=TENDER,
    opens="data_pubblicazione",
    closes="data_presentazioni_offerte",
    status="stato_bando",
    # PUBBLICATO and INSERITO tell nothing about the deadline
    states={"scaduto": "closed", "aggiudicato": "closed", "chiuso": "closed"},
    # the CIG is of one lot, and so is the amount
    budget=("importo_lotto", "importo_complessivo_base"),
    cig="cig",
    cpv="codice_cpv",
    territory=("03",),
)
PIEMONTE = Dialect(
    name="piemonte",  # read off the pages of the portal
    marks=frozenset({"_post_id", "_url", "title", "kind"}),
    host="bandi.regione.piemonte.it",
    identity=("_post_id",),
    title=("title", "_listing_title"),
    texts=("summary",),
    facts={"Destinatari": "eligibility_text"},
    page=("_url",),
    section="contributi-finanziamenti",
    stated="kind",
    closes="deadline",
    budget=("value_amount",),
    min_grant="value_min",
    max_grant="value_max",
    beneficiaries="eligibility_text",
    keywords="keywords",
    territory=("01",),
    issuer="r_piemon",
)
# the same keys; the agency of the region publishes, not the region
TOSCANA = replace(
    PIEMONTE,
    name="toscana",
    host="www.sviluppo.toscana.it",
    section="",
    territory=("09",),
    issuer="",
)
EMILIA_ROMAGNA = Dialect(
    name="emilia-romagna",  # Plone REST, portal_type Bando
    marks=frozenset({"UID", "@id", "title", "scadenza_bando"}),
    identity=("UID",),
    title=("title",),
    texts=("description", "text.data"),
    facts={
        "Tipologia": "tipologia_bando",
        "Destinatari": "destinatari",
        "Ente": "ente_bando",
        "Chiusura del procedimento": "chiusura_procedimento_bando",
    },
    page=("@id",),
    stated="tipologia_bando",
    opens="apertura_bando",
    closes="scadenza_bando",
    status="bando_state",
    # "in corso" is the evaluation: the deadline has passed
    states={
        "open": "open",
        "scheduled": "forthcoming",
        "inprogress": "closed",
        "closed": "closed",
    },
    beneficiaries="destinatari",
    keywords="materie",
    territory=("08",),
    issuer="r_emiro",
)
TRENTINO = Dialect(
    name="trentino",  # CKAN, dati.trentino.it: calendar of the calls of the rural fund
    marks=frozenset({"INTERVENTO", "DATA APERTURA", "DATA CHIUSURA", "BENEFICIARI"}),
    identity=("INTERVENTO", "DATA APERTURA"),  # "Codice avviso" is 1 everywhere
    digested=True,
    title=("INTERVENTO",),
    facts={
        "Beneficiari": "BENEFICIARI",
        "Area geografica": "AREA GEOGRAFICA",
        "Obiettivo specifico": "OBIETTIVO SPECIFICO",
        "Stato": "STATO",
    },
    page=("INFORMAZIONI",),
    register=CALL,
    opens="DATA APERTURA",
    closes="DATA CHIUSURA",
    status="STATO",
    states={
        "aperto": "open",
        "in programma": "forthcoming",
        "scaduto": "closed",
        "in attuazione e graduatoria": "closed",
    },
    budget=("IMPORTO (Euro)",),
    beneficiaries="BENEFICIARI",
    territory=("022",),
    issuer="p_tn",
    programme="FEASR",
)
INCENTIVI = Dialect(
    name="incentivi",  # Solr of incentivi.gov.it
    marks=frozenset({"zs_nid", "zs_title"}),
    identity=("zs_nid",),
    title=("zs_title",),
    texts=("tum_X3b_it_body_ft", "zs_body"),
    same_texts=True,
    facts={
        "Concede": "zs_field_subject_grant",
        "Termini": "zs_field_close_date_descriptor",
        "Beneficiari": "zm_field_subject_type_value",
        "Dimensioni": "zm_field_dimensions_value",
        "Spese ammesse": "zm_field_granted_costs_value",
        "Norma": "zs_field_primary_ruleset",
    },
    page=("zs_url", "zs_field_link"),
    site="https://www.incentivi.gov.it",
    register=CALL,
    opens="zs_field_open_date",
    closes="zs_field_close_date",
    budget=("zs_field_budget_allocation",),
    min_grant="zs_field_support_grant_type_min",
    max_grant="zs_field_support_grant_type_max",
    beneficiaries="zm_field_subject_type_value",
    supports="zm_field_support_form_value",
    keywords="zm_field_scopes_value",
    regions="zm_field_regions_value",
)
DIALECTS = (LOMBARDIA, PIEMONTE, TOSCANA, EMILIA_ROMAGNA, TRENTINO, INCENTIVI)
