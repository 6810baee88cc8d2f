"""What the page about the API and linked data says."""

from collections.abc import Mapping

from smartland.errors import Label

DEVELOPERS: Mapping[str, Label] = {
    "api_lead": Label(
        "Leggere è libero e senza registrazione. Gli stessi fatti si hanno in JSON, in RDF e"
        " tramite SPARQL.",
        "Reading is free and needs no registration. The same facts come as JSON, as RDF and"
        " through SPARQL.",
    ),
    "api_doors": Label("Che cosa si può chiamare", "What can be called"),
    "api_call": Label("Chiamata", "Call"),
    "api_does": Label("Che cosa fa", "What it does"),
    "api_kinds": Label(
        "In ogni indirizzo {kind} è uno di questi nomi.",
        "In every address {kind} is one of these names.",
    ),
    "api_tries": Label("Tre prove", "Three things to try"),
    "api_rules": Label("Regole", "Rules"),
    "api_rule_errors": Label(
        "Ogni errore è un documento application/problem+json che nomina i campi sbagliati.",
        "Every error is an application/problem+json document that names the wrong fields.",
    ),
    "api_rule_etag": Label(
        "Ogni risorsa ha un ETag: If-None-Match risparmia la lettura, If-Match è obbligatorio per"
        " modificare.",
        "Every resource has an ETag: If-None-Match saves a read, If-Match is required for changes.",
    ),
    "api_rule_pages": Label(
        "Gli elenchi accettano q, fields, limit, sort, cursor e i filtri; _links.next porta alla"
        " pagina seguente.",
        "Lists take q, fields, limit, sort, cursor and filters; _links.next leads to the next"
        " page.",
    ),
    "api_rule_writing": Label(
        "Scrivere richiede una chiave (Authorization: Bearer …) rilasciata da chi gestisce"
        " l'installazione.",
        "Writing needs a key (Authorization: Bearer …) issued by whoever runs the installation.",
    ),
    "api_rule_names": Label(
        "Gli identificativi /id/… sono permanenti: rispondono 303 verso /doc/…, nel formato"
        " chiesto con Accept o con l'estensione.",
        "Identifiers /id/… are permanent: they answer 303 towards /doc/…, in the format asked"
        " for by Accept or by extension.",
    ),
    "door_list": Label("Elenca e cerca le schede di un tipo", "List and search records of a kind"),
    "door_read": Label("Legge una scheda", "Read a record"),
    "door_write": Label("Pubblica una scheda nuova", "Publish a new record"),
    "door_change": Label("Modifica una scheda", "Change a record"),
    "door_remove": Label("Ritira una scheda", "Withdraw a record"),
    "door_history": Label("Tutte le versioni di una scheda", "Every version of a record"),
    "door_related": Label(
        "Simili, complementari o bandi che potrebbero finanziare, con i motivi",
        "Similar, complementary, or calls that could fund it, with reasons",
    ),
    "door_matches": Label(
        "Chi potrebbe rispondere, con le ragioni", "Who might answer, with reasons"
    ),
    "door_match": Label("Proposte per un testo libero", "Suggestions for a free text"),
    "door_suggest": Label(
        "Parole e schede con cui continuare mentre si scrive",
        "Words and records to go on with while one types",
    ),
    "door_table": Label(
        "Una ricerca intera come tabella CSV, fino a 10.000 righe",
        "A whole search as a CSV table, up to 10,000 rows",
    ),
    "door_search": Label("Cerca in tutti i tipi", "Search over all kinds"),
    "door_sparql": Label("Interroga il grafo", "Query the graph"),
    "door_doc": Label(
        "Una scheda in html, json, jsonld, ttl, rdf, nt o csv",
        "A record as html, json, jsonld, ttl, rdf, nt or csv",
    ),
    "door_status": Label("Stato del servizio", "Service status"),
    "try_search": Label("Cercare progetti", "Search for projects"),
    "try_turtle": Label("Avere una scheda in Turtle", "Get a record as Turtle"),
    "try_sparql": Label("Interrogare con SPARQL", "Query with SPARQL"),
}

DOORS: tuple[tuple[str, str, str], ...] = (
    ("GET", "/api/v1/{kind}", "door_list"),
    ("GET", "/api/v1/{kind}/{key}", "door_read"),
    ("POST", "/api/v1/{kind}", "door_write"),
    ("PATCH", "/api/v1/{kind}/{key}", "door_change"),
    ("DELETE", "/api/v1/{kind}/{key}", "door_remove"),
    ("GET", "/api/v1/{kind}/{key}/history", "door_history"),
    ("GET", "/api/v1/{kind}/{key}/matches", "door_matches"),
    ("GET", "/api/v1/{kind}/{key}/related", "door_related"),
    ("POST", "/api/v1/match", "door_match"),
    ("GET", "/api/v1/search", "door_search"),
    ("GET", "/api/v1/suggest", "door_suggest"),
    ("GET", "/search.csv?q=…", "door_table"),
    ("GET", "/sparql?query=…", "door_sparql"),
    ("GET", "/doc/{kind}/{key}.ttl", "door_doc"),
    ("GET", "/status", "door_status"),
)
"""Method, path and text of every door."""
