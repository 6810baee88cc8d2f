"""What the page of downloads says."""

from collections.abc import Mapping

from smartland.errors import Label

DATA: Mapping[str, Label] = {
    "data_title": Label("Scaricare i dati", "Download the data"),
    "data_lead": Label(
        "Tutto ciò che è pubblico si può scaricare, copiare e riusare, anche a fini commerciali,"
        " citando la fonte (CC BY 4.0). Non serve registrarsi.",
        "Everything public may be downloaded, copied and reused, commercially too, naming the"
        " source (CC BY 4.0). No registration is needed.",
    ),
    "data_waiting": Label(
        "I file sono in preparazione: tornare tra qualche minuto.",
        "The files are being prepared: come back in a few minutes.",
    ),
    "data_made": Label("File preparati il {when}.", "Files made on {when}."),
    "data_catalogue": Label("Il catalogo", "The catalogue"),
    "data_catalogue_text": Label(
        "I dataset e i servizi pubblicati da questa installazione, in DCAT-AP_IT e DCAT-AP 3:"
        " è il file da indicare a dati.gov.it. Quelli raccolti da altri cataloghi non vi sono,"
        " perché il loro catalogo li pubblica già.",
        "The datasets and services that this installation publishes, in DCAT-AP_IT and DCAT-AP 3:"
        " the file to give to dati.gov.it. Those harvested from other catalogues are not in it,"
        " because their own catalogue publishes them already.",
    ),
    "data_kinds": Label("Le schede, tipo per tipo", "The records, kind by kind"),
    "data_kind": Label("Tipo", "Kind"),
    "data_entities": Label("Schede", "Records"),
    "data_triples": Label("Triple", "Triples"),
    "data_modified": Label("Ultima modifica", "Last change"),
    "data_files": Label("File", "Files"),
    "data_whole": Label("Il grafo intero", "The whole graph"),
    "data_whole_text": Label(
        "Ogni scheda è un grafo con il nome della sua pagina. La descrizione VoID dice ai programmi"
        " quanto c'è, e dove.",
        "Every record is a graph named after its page. The VoID description tells programs how much"
        " there is, and where.",
    ),
    "data_holders": Label("Un catalogo per ogni titolare", "One catalogue for each rights holder"),
    "data_holders_text": Label(
        "Gli stessi dataset del catalogo, divisi per ente: chi ne raccoglie uno non raccolga anche"
        " il catalogo intero, o avrà ogni dataset due volte.",
        "The datasets of the catalogue, divided by body: whoever harvests one should not harvest"
        " the whole catalogue too, or will have each dataset twice.",
    ),
    "data_sources": Label("I cataloghi raccolti altrove", "Catalogues harvested elsewhere"),
    "data_sources_text": Label(
        "Resi come sono arrivati, affermazione per affermazione.",
        "Given back as they came, statement by statement.",
    ),
    "data_datasets": Label("dataset: {count}", "datasets: {count}"),
    "data_table": Label("Come leggere le tabelle CSV", "How to read the CSV tables"),
    "data_table_columns": Label(
        "Le colonne sono sempre le stesse per un tipo. Un testo ha una colonna per lingua"
        " (title@it, title@en; title@und senza lingua); le altre lingue stanno in title@other.",
        "The columns of a kind are always the same. A text has a column a language (title@it,"
        " title@en; title@und without a language); other languages are in title@other.",
    ),
    "data_table_many": Label(
        "Più valori sono uniti da |; un | o un \\ dentro un valore è preceduto da \\. Le parti"
        " ripetute (partecipanti, distribuzioni) sono JSON.",
        "Several values are joined by |; a | or \\ within a value has a \\ before it. Repeated"
        " parts (participants, distributions) are JSON.",
    ),
    "data_table_safe": Label(
        "Una cella che un foglio di calcolo eseguirebbe come formula (inizia con =, +, -, @,"
        " tabulazione o a capo e non è un numero) è preceduta da un apostrofo: va tolto quando si"
        " legge da programma.",
        "A cell that a spreadsheet would run as a formula (it begins with =, +, -, @, a tab or a"
        " line break and is no number) has an apostrophe before it: programs should take it away.",
    ),
    "data_mirror": Label("Tenere una copia aggiornata", "Keep a copy up to date"),
    "data_mirror_text": Label(
        "Ogni file ha ETag e Last-Modified: una copia aggiornata costa una risposta 304 vuota. Un"
        " file è sempre intero: se non lo si può dare, la risposta è 503 con Retry-After.",
        "Every file has an ETag and Last-Modified: a copy that is up to date costs an empty 304. A"
        " file is always whole: where it cannot be given, the answer is 503 with Retry-After.",
    ),
    "mirror_new": Label(
        "Il catalogo, se è cambiato (per data)", "The catalogue, if it changed (by date)"
    ),
    "mirror_all": Label("Il grafo intero, verificato", "The whole graph, verified"),
    "mirror_etag": Label("Un tipo, se è cambiato (per ETag)", "A kind, if it changed (by ETag)"),
}
