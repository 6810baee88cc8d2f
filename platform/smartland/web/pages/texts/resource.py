"""What the pages of resources, vocabulary, SPARQL and errors say."""

from collections.abc import Mapping

from smartland.errors import Label

RESOURCE: Mapping[str, Label] = {
    # a resource
    "explore_about": Label("Vedi tutto ciò che è pubblicato", "See everything published"),
    "facts": Label("In dettaglio", "Details"),
    "formats": Label("Questi dati, in altri formati", "These data in other formats"),
    "provenance": Label("Provenienza", "Provenance"),
    "source": Label("Fonte", "Source"),
    "source_here": Label("pubblicato su questa piattaforma", "published on this platform"),
    "identifier": Label("Identificativo permanente", "Permanent identifier"),
    "copy": Label("Copia", "Copy"),
    "copied": Label("Copiato", "Copied"),
    "version_n": Label("Versione", "Version"),
    "changed_on": Label("Ultima modifica", "Last changed"),
    "see_history": Label("Vedi tutte le versioni", "See all versions"),
    "linked": Label("Collegati", "Linked"),
    "linked_text": Label(
        "Le schede di questa piattaforma che rimandano qui.",
        "The records on this platform that point here.",
    ),
    "linked_all": Label("Vedi tutte le schede collegate", "See all linked records"),
    "relations": Label("Da vedere insieme", "To look at together"),
    "matches": Label("Chi potrebbe rispondere", "Who might answer"),
    "matches_text": Label(
        "Proposte calcolate dai dati pubblici, ciascuna con le sue ragioni. La scelta resta a una"
        " persona.",
        "Suggestions computed from public data, each with its reasons. A person makes the choice.",
    ),
    "matches_project": Label("Potrebbero interessare", "Might be of interest"),
    "to_check": Label("Da verificare", "To be checked"),
    "reasons": Label("Perché", "Why"),
    "score": Label("punteggio {score} su 100", "score {score} out of 100"),
    "share_of_score": Label("quota del punteggio", "share of the score"),
    "get_in_touch": Label("Contatti", "Contacts"),
    "broader": Label("Più generale", "Broader"),
    "narrower": Label("Più specifici", "Narrower"),
    "same_level": Label("Dove si trova", "Where it belongs"),
    "equivalents": Label("Negli altri vocabolari", "In other vocabularies"),
    "undeclared": Label("Altri fatti dalla fonte", "Other facts from the source"),
    "undeclared_text": Label(
        "Proprietà che la fonte dichiara e che questa piattaforma conserva senza interpretarle.",
        "Properties that the source states and that this platform keeps without interpreting them.",
    ),
    "property": Label("Proprietà", "Property"),
    "value": Label("Valore", "Value"),
    "yes": Label("sì", "yes"),
    "no": Label("no", "no"),
    "download": Label("Scarica", "Download"),
    "days_left": Label("mancano {days} giorni", "{days} days left"),
    "one_day_left": Label("manca 1 giorno", "1 day left"),
    "day_left": Label("ultimo giorno", "last day"),
    "closes_on": Label("scade il {day}", "closes on {day}"),
    "items_more": Label("altri {count} non mostrati", "{count} more not shown"),
    # history
    "history": Label("Storia delle versioni", "Version history"),
    "history_of": Label("Storia di «{title}»", "History of “{title}”"),
    "when": Label("Quando", "When"),
    "what": Label("Che cosa", "What"),
    "who": Label("Chi", "Who"),
    "note": Label("Nota", "Note"),
    "see_it": Label("Contenuto", "Content"),
    "current": Label("attuale", "current"),
    "op_create": Label("creata", "created"),
    "op_replace": Label("aggiornata", "updated"),
    "op_withdraw": Label("ritirata", "withdrawn"),
    "op_restore": Label("ripristinata", "restored"),
    "op_merge": Label("unita a un'altra", "merged into another"),
    "changed_fields": Label("Campi cambiati", "Fields changed"),
    # vocabulary
    "vocabulary_text": Label(
        "Le parole con cui le schede sono descritte: schemi di concetti, tipi di scheda e campi."
        " Ogni concetto ha un indirizzo permanente.",
        "The words that describe the records: concept schemes, kinds and fields. Every concept"
        " has a permanent address.",
    ),
    "schemes": Label("Schemi di concetti", "Concept schemes"),
    "kinds": Label("Tipi di scheda", "Kinds of record"),
    "fields": Label("Campi", "Fields"),
    "field": Label("Campo", "Field"),
    "field_name": Label("Nome nel JSON", "Name in JSON"),
    "field_iri": Label("Proprietà RDF", "RDF property"),
    "kinds_text": Label(
        "Ogni campo è dichiarato una volta: da lì vengono JSON, RDF, le regole SHACL e la ricerca.",
        "Each field is declared once: JSON, RDF, the SHACL rules and search follow from it.",
    ),
    "required": Label("obbligatorio", "required"),
    "concepts_count": Label("{count} concetti", "{count} concepts"),
    # SPARQL
    "sparql": Label("Interroga con SPARQL", "Query with SPARQL"),
    "sparql_text": Label(
        "Tutto ciò che è pubblicato è un grafo RDF interrogabile con SPARQL 1.1. Scegli un esempio"
        " o scrivi la tua interrogazione.",
        "Everything published is an RDF graph that answers SPARQL 1.1. Choose an example or write"
        " your own query.",
    ),
    "examples": Label("Esempi", "Examples"),
    "query": Label("Interrogazione", "Query"),
    "run": Label("Esegui", "Run"),
    "run_hint": Label("Ctrl + Invio esegue l'interrogazione.", "Ctrl + Enter runs the query."),
    "answer": Label("Risposta", "Answer"),
    "rows_one": Label("1 riga", "1 row"),
    "rows_many": Label("{total} righe", "{total} rows"),
    "rows_cut": Label(
        "Sono mostrate le prime {shown}: scarica la risposta per averle tutte.",
        "The first {shown} are shown: download the answer for all of them.",
    ),
    "answer_true": Label("Sì, è vero.", "Yes, that is true."),
    "answer_false": Label("No, non è vero.", "No, that is not true."),
    "answer_empty": Label(
        "L'interrogazione è corretta ma nessun dato risponde.",
        "The query is correct but no data answer it.",
    ),
    "get_answer_as": Label("Scarica la risposta", "Download the answer"),
    "prefixes": Label("Prefissi", "Prefixes"),
    "sparql_limits": Label(
        "Limiti: {deadline} secondi e {rows} righe a interrogazione; SERVICE e aggiornamenti non"
        " sono ammessi.",
        "Limits: {deadline} seconds and {rows} rows a query; SERVICE and updates are not allowed.",
    ),
    "endpoint": Label("Indirizzo del servizio", "Endpoint address"),
    # API
    "api": Label("API e dati collegati", "API and linked data"),
    "api_short": Label("API", "API"),
    "openapi": Label("Descrizione OpenAPI 3.1", "OpenAPI 3.1 description"),
    # errors
    "error_back": Label("Torna alla pagina iniziale", "Back to the home page"),
    "error_search": Label("Cerca che cosa ti serve", "Search for what you need"),
    "error_code": Label("Codice {status}", "Code {status}"),
}
