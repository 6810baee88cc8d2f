"""What the platform's own datasets are about: texts, themes and subthemes of each kind."""

from collections.abc import Mapping
from dataclasses import dataclass

from smartland.errors import Label
from smartland_vocab.namespaces import EU_AUTHORITY

_THEME = f"{EU_AUTHORITY}data-theme/"
_EUROVOC = "http://eurovoc.europa.eu/"


@dataclass(frozen=True)
class OwnText:
    """What one kind's dataset holds; each subject is a EuroVoc domain that the Italian list puts
    under one of its themes."""

    text: Label
    themes: tuple[str, ...]
    subjects: tuple[str, ...]


def _own(it: str, en: str, themes: str, subjects: str) -> OwnText:
    return OwnText(
        Label(it=it, en=en),
        tuple(_THEME + one for one in themes.split()),
        tuple(_EUROVOC + one for one in subjects.split()),
    )


KINDS_TEXTS: Mapping[str, OwnText] = {
    "stakeholder": _own(
        "Imprese, associazioni, amministrazioni e università, con i codici dei registri in cui"
        " sono iscritte, la sede e i territori in cui operano.",
        "Firms, associations, administrations and universities, with the codes of the registers"
        " they are entered in, their seat and the territories they work in.",
        "ECON GOVE",
        "100226 100169",
    ),
    "unit": _own(
        "Uffici, dipartimenti e laboratori degli attori.",
        "Offices, departments and laboratories of the stakeholders.",
        "GOVE",
        "100169",
    ),
    "claim": _own(
        "Chi sa fare che cosa: competenze offerte o cercate, con livello, prove e stato.",
        "Who can do what: competences offered or sought, with level, evidence and state.",
        "TECH",
        "100262",
    ),
    "need": _own(
        "Ciò che amministrazioni, imprese e associazioni cercano, con le competenze richieste.",
        "What administrations, firms and associations look for, with the competences required.",
        "ECON TECH",
        "100262",
    ),
    "offer": _own(
        "Ciò che gli attori mettono a disposizione, con le competenze offerte.",
        "What the stakeholders put on the table, with the competences offered.",
        "ECON TECH",
        "100262",
    ),
    "project": _own(
        "Progetti con partecipanti, ruoli, costi, contributi, corridoi e territori.",
        "Projects with participants, roles, costs, grants, corridors and territories.",
        "TECH REGI",
        "100262 100278",
    ),
    "call": _own(
        "Bandi di finanziamento con scadenze, dotazione, destinatari e territori ammessi.",
        "Calls for funding with deadlines, budget, addressees and eligible territories.",
        "ECON",
        "100202",
    ),
    "tender": _own(
        "Gare d'appalto con CIG, codici CPV, ente e scadenze.",
        "Tenders with their code, CPV codes, issuing body and deadlines.",
        "GOVE",
        "100169",
    ),
    "dataset": _own(
        "Le descrizioni dei dataset che la piattaforma conosce, propri e raccolti altrove.",
        "The descriptions of the datasets that the platform knows, its own and harvested ones.",
        "GOVE",
        "100169",
    ),
    "data-service": _own(
        "Le descrizioni dei servizi dati: indirizzi, documentazione e dataset serviti.",
        "The descriptions of data services: endpoints, documentation and datasets served.",
        "GOVE",
        "100169",
    ),
    "catalogue": _own(
        "I cataloghi da cui provengono i dataset descritti.",
        "The catalogues that the described datasets come from.",
        "GOVE",
        "100169",
    ),
    "concept": _own(
        "Competenze e altri concetti con cui le schede sono classificate, in italiano e inglese.",
        "Competences and other concepts that classify the records, in Italian and English.",
        "TECH",
        "100262",
    ),
    "corridor": _own(
        "I corridoi tematici di Smart Land.",
        "The thematic corridors of Smart Land.",
        "TECH REGI",
        "100262 100278",
    ),
    "filiera": _own(
        "Le filiere produttive, con i corridoi in cui ricadono.",
        "The supply chains, with the corridors they belong to.",
        "ECON",
        "100226",
    ),
    "scheme": _own(
        "Gli schemi a cui appartengono i concetti.",
        "The schemes that the concepts belong to.",
        "TECH",
        "100262",
    ),
    "territory": _own(
        "Comuni, province, regioni e ambiti territoriali omogenei, con i codici ISTAT.",
        "Municipalities, provinces, regions and homogeneous areas, with their ISTAT codes.",
        "REGI",
        "100278",
    ),
}
"""One for each kind; a test compares."""

GRAPH = _own(
    "Tutte le schede pubbliche in un solo file N-Quads: un grafo per scheda.",
    "Every public record in one N-Quads file: one graph a record.",
    "TECH GOVE",
    "100262 100169",
)
TITLE = Label(it="{plural} di Smart Land", en="{plural} of Smart Land")
GRAPH_TITLE = Label(it="Grafo pubblico di Smart Land", en="Public graph of Smart Land")
CATALOGUE_TITLE = Label(it="Catalogo {name}", en="Catalogue of {name}")
CATALOGUE_TEXT = Label(
    it="Dataset e servizi dati pubblicati da questa installazione: quelli degli enti che la usano"
    " e gli estratti delle sue schede.",
    en="Datasets and data services that this installation publishes: those of the bodies that use"
    " it, and extracts of its records.",
)
HOLDER_TITLE = Label(it="Catalogo di {name}", en="Catalogue of {name}")
HOLDER_TEXT = Label(
    it="I dataset di cui è titolare {name}, pubblicati su Smart Land.",
    en="The datasets whose rights {name} holds, published on Smart Land.",
)
SPARQL_TITLE = Label(it="Endpoint SPARQL di Smart Land", en="SPARQL endpoint of Smart Land")
SPARQL_TEXT = Label(
    it="Interroga il grafo pubblico con SPARQL 1.1; risponde in JSON, XML, CSV, TSV e RDF.",
    en="Queries the public graph with SPARQL 1.1; answers in JSON, XML, CSV, TSV and RDF.",
)
API_TITLE = Label(it="API JSON di Smart Land", en="JSON API of Smart Land")
API_TEXT = Label(
    it="Elenca, cerca e legge le schede di ogni tipo; descritta in OpenAPI.",
    en="Lists, searches and reads the records of every kind; described in OpenAPI.",
)
FILES: Mapping[str, tuple[str, str, Label]] = {
    "csv": (
        "CSV",
        "text/csv",
        Label(it="Una riga per scheda, colonne fisse.", en="One row a record, fixed columns."),
    ),
    "json": (
        "JSON",
        "application/json",
        Label(
            it="Un elenco di documenti, ciascuno su una riga propria.",
            en="A list of documents, each on a line of its own.",
        ),
    ),
    "ttl": (
        "RDF_TURTLE",
        "text/turtle",
        Label(it="Le stesse schede in RDF (Turtle).", en="The same records in RDF (Turtle)."),
    ),
    "nq.gz": (
        "RDF_N_QUADS",
        "application/n-quads",
        Label(
            it="N-Quads compresso con gzip, un grafo per scheda.",
            en="N-Quads compressed with gzip, one graph a record.",
        ),
    ),
}
"""Ending → code of the file type, media type, and what the file is."""
