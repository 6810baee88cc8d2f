"""What the pages of harvests, of the review queue and of provenance say."""

from collections.abc import Mapping

from smartland.errors import Label

HARVESTING: Mapping[str, Label] = {
    # sources
    "sources": Label("Fonti dei dati", "Data sources"),
    "sources_lead": Label(
        "I registri e i cataloghi da cui questa installazione raccoglie i dati, quando lo fa e"
        " com'è andata l'ultima volta.",
        "The registers and catalogues from which this installation harvests its data, when it does,"
        " and how the last time went.",
    ),
    "sources_none": Label(
        "Nessuna fonte è registrata: i dati che ci sono sono stati scritti qui.",
        "No source is registered: the data that are here were written here.",
    ),
    "sources_count": Label("Fonti: {count}", "Sources: {count}"),
    "source_address": Label("Indirizzo", "Address"),
    "source_local": Label("file di questa installazione", "files of this installation"),
    "source_when": Label("Quando", "When"),
    "source_next": Label("Prossima raccolta", "Next harvest"),
    "source_paused": Label("sospesa", "paused"),
    "source_last": Label("Ultima raccolta", "Last harvest"),
    "source_never": Label("mai", "never"),
    "source_unplanned": Label("quando qualcuno la chiede", "when somebody asks"),
    "source_removed": Label(
        "Questa fonte non è più registrata; restano i dati che ha portato e i suoi resoconti.",
        "This source is no longer registered; the data it brought and its reports stay.",
    ),
    "source_report": Label("Tutte le raccolte", "All harvests"),
    "refresh": Label("Aggiorna", "Refresh"),
    # runs
    "runs": Label("Raccolte", "Harvests"),
    "runs_none": Label("Nessuna raccolta finora.", "No harvest so far."),
    "runs_newest": Label("Le {count} più recenti.", "The newest {count}."),
    "run_number": Label("Numero", "Number"),
    "run_started": Label("Iniziata", "Started"),
    "run_lasted": Label("Durata", "Duration"),
    "run_state": Label("Stato", "State"),
    "run_result": Label("Esito delle schede", "What became of the records"),
    "run_running": Label("in corso", "running"),
    "run_done": Label("riuscita", "done"),
    "run_failed": Label("non riuscita", "failed"),
    "run_interrupted": Label("interrotta", "interrupted"),
    "run_empty": Label("nessuna scheda", "no records"),
    "run_reason_kept": Label(
        "Il motivo è nel resoconto: lo legge chi ha una chiave, perché può citare la fonte.",
        "The reason is in the report, for those who hold a key: it may quote the source.",
    ),
    "items_created": Label("nuove", "new"),
    "items_changed": Label("cambiate", "changed"),
    "items_unchanged": Label("uguali", "unchanged"),
    "items_rejected": Label("scartate", "rejected"),
    "items_withdrawn": Label("ritirate", "withdrawn"),
    "items_kept": Label("lasciate com'erano", "kept as they were"),
    "items_missing": Label("in attesa di ritiro", "waiting to be withdrawn"),
    # how to ask
    "ask_title": Label("Chiedere una raccolta", "Ask for a harvest"),
    "ask_text": Label(
        "Lo può fare chi gestisce l'installazione, o chi ha una chiave. La raccolta parte appena il"
        " processo «smartland worker» è libero.",
        "Whoever runs the installation can, or holds a key. The harvest starts as soon as the"
        " process “smartland worker” is free.",
    ),
    "report_title": Label("Leggere il resoconto", "Read the report"),
    "report_text": Label(
        "Scheda per scheda, con il motivo di ogni scarto. Il resoconto cita la fonte e può"
        " contenere dati personali: serve una chiave.",
        "Record by record, with the reason of each rejection. The report quotes the source and may"
        " hold personal data: it needs a key.",
    ),
    "by_command": Label("Da riga di comando", "On the command line"),
    "by_api": Label("Con l'API", "Through the API"),
    # review
    "review": Label("Possibili doppioni", "Possible duplicates"),
    "review_lead": Label(
        "Coppie di attori che potrebbero essere lo stesso ente. Decide una persona: chi unisce"
        " conserva entrambi gli indirizzi, e può tornare indietro.",
        "Pairs of stakeholders that may be one body. A person decides: a merge keeps both addresses"
        " and can be undone.",
    ),
    "review_none": Label("Nessuna coppia da guardare.", "No pair to look at."),
    "review_count": Label("Coppie da guardare: {count}", "Pairs to look at: {count}"),
    "review_score": Label("Somiglianza {score} su 100", "Likeness {score} out of 100"),
    "review_field": Label("Campo", "Field"),
    "review_verdict": Label("Confronto", "Comparison"),
    "review_same": Label("uguale", "same"),
    "review_other": Label("diverso", "different"),
    "review_one_side": Label("solo in una", "on one side only"),
    "review_gone": Label("non è più pubblicata", "no longer published"),
    "review_next": Label("Coppie successive", "Next pairs"),
    "review_first": Label("Torna alle prime coppie", "Back to the first pairs"),
    "review_decide": Label("Decidere", "Decide"),
    "review_decide_text": Label(
        "Si decide da riga di comando o con l'API, con una chiave.",
        "Decisions are made on the command line, or through the API with a key.",
    ),
    "review_accept": Label("È lo stesso ente: unire", "It is one body: merge"),
    "review_refuse": Label("Sono due enti diversi", "They are two bodies"),
    "review_undo": Label("Annullare un'unione", "Undo a merge"),
    "review_how": Label("Come si decide", "How to decide"),
    # where the data of a resource come from
    "origins": Label("Da dove vengono questi dati", "Where these data come from"),
    "origins_run": Label("raccolta del {when}", "harvested on {when}"),
    "origins_says": Label("Dice", "It says"),
    "origins_nothing": Label(
        "nessun campo mostrato qui viene solo da lì", "no field shown here comes from there alone"
    ),
    "origins_here": Label("Questa piattaforma", "This platform"),
    "origins_edited": Label("Modificato qui", "Edited here"),
    "origins_written": Label("Scritto qui", "Written here"),
    "origins_removed": Label("Tolto qui", "Removed here"),
    "origins_conflicts": Label("La fonte ora dice altro", "The source says otherwise now"),
    "origins_conflicts_text": Label(
        "Qualcuno ha modificato questi campi qui, e poi la fonte li ha cambiati: resta ciò che è"
        " scritto qui, finché chi cura la scheda non decide.",
        "Somebody edited these fields here, and the source changed them afterwards: what is written"
        " here stays until whoever keeps the record decides.",
    ),
    "origins_others": Label("Altre fonti dicono altrimenti", "Other sources say otherwise"),
    "origins_ours": Label("Qui", "Here"),
    "origins_json": Label("Provenienza in JSON", "Provenance as JSON"),
}
