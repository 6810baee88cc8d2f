"""What the page of the validator says."""

from collections.abc import Mapping

from smartland.errors import Label

VALIDATION: Mapping[str, Label] = {
    "validator": Label("Convalida un catalogo", "Validate a catalogue"),
    "validate_lead": Label(
        "Controlla un catalogo o un dataset prima di consegnarlo a dati.gov.it: che cosa manca, che"
        " cosa è sbagliato, come si corregge, e quanti punti prenderebbe su data.europa.eu.",
        "Check a catalogue or a dataset before handing it to dati.gov.it: what is missing, what is"
        " wrong, how to mend it, and how many points data.europa.eu would give.",
    ),
    "validate_profile": Label("Profilo applicativo", "Application profile"),
    "validate_file": Label("File RDF", "RDF file"),
    "validate_file_hint": Label(
        "RDF/XML, Turtle, JSON-LD, N-Triples, TriG o N-Quads, al più {size} MB.",
        "RDF/XML, Turtle, JSON-LD, N-Triples, TriG or N-Quads, at most {size} MB.",
    ),
    "validate_address": Label("oppure l'indirizzo del file", "or the address of the file"),
    "validate_text": Label("oppure il testo", "or the text"),
    "validate_one": Label(
        "Serve un file, un indirizzo o un testo.", "Give a file, an address or a text."
    ),
    "validate_do": Label("Convalida", "Validate"),
    "validate_report": Label("Esito per il profilo {profile}", "Result for the profile {profile}"),
    "validate_conforms": Label(
        "Nessuna violazione: il documento rispetta ciò che il profilo rende obbligatorio.",
        "No violations: the document respects what the profile makes mandatory.",
    ),
    "validate_fails": Label(
        "Il documento non rispetta il profilo: correggere le violazioni qui sotto.",
        "The document does not respect the profile: mend the violations below.",
    ),
    "validate_incomplete": Label(
        "I problemi sono così tanti che il conteggio è stato interrotto: sono almeno questi.",
        "There are so many problems that counting was stopped: these are the least.",
    ),
    "validate_triples": Label("Triple lette", "Triples read"),
    "validate_violation": Label("Violazioni", "Violations"),
    "validate_warning": Label("Avvisi", "Warnings"),
    "validate_info": Label("Note", "Notes"),
    "validate_violation_one": Label("violazione", "violation"),
    "validate_warning_one": Label("avviso", "warning"),
    "validate_info_one": Label("nota", "note"),
    "validate_score": Label("Punteggio su data.europa.eu", "Score at data.europa.eu"),
    "validate_points": Label("{points} punti su {possible}", "{points} of {possible} points"),
    "validate_range": Label("da {low} a {high}", "{low} to {high}"),
    "validate_rated": Label("Giudizio: {rating}.", "Rating: {rating}."),
    "validate_not_probed": Label(
        "Gli indirizzi non sono stati interrogati: i punti che ne dipendono sono dati per"
        " possibili.",
        "Addresses were not asked: the points that depend on them are given as possible.",
    ),
    "validate_mean": Label("Media di {count} dataset.", "Mean of {count} datasets."),
    "validate_dimension": Label("Dimensione", "Dimension"),
    "validate_points_column": Label("Punti", "Points"),
    "validate_hints": Label("Che cosa fare per alzarlo", "What to do to raise it"),
    "validate_gain": Label("+{points}", "+{points}"),
    "validate_lowest": Label("I dataset con meno punti", "The datasets with the fewest points"),
    "validate_findings": Label("Che cosa correggere", "What to mend"),
    "validate_nothing": Label("Nulla da correggere.", "Nothing to mend."),
    "validate_times": Label("{count} volte", "{count} times"),
    "validate_once": Label("1 volta", "once"),
    "validate_where": Label("Dove", "Where"),
    "validate_shown": Label("Mostrati {shown} di {count}.", "{shown} of {count} shown."),
    "validate_api": Label(
        "Lo stesso controllo si chiama da programma: POST {address}.",
        "Programs call the same check: POST {address}.",
    ),
    "quality": Label("Qualità dei metadati", "Metadata quality"),
    "quality_right": Label(
        "Non c'è nulla da correggere per DCAT-AP_IT, il profilo italiano dei cataloghi di dati.",
        "There is nothing to mend for DCAT-AP_IT, the Italian profile of data catalogues.",
    ),
    "quality_better": Label(
        "C'è tutto ciò che DCAT-AP_IT, il profilo italiano dei cataloghi di dati, rende"
        " obbligatorio; qualcosa si può migliorare.",
        "All that DCAT-AP_IT, the Italian profile of data catalogues, makes mandatory is there;"
        " something can be improved.",
    ),
    "quality_wrong": Label(
        "{count} cose non rispettano DCAT-AP_IT, il profilo italiano dei cataloghi di dati.",
        "{count} things do not respect DCAT-AP_IT, the Italian profile of data catalogues.",
    ),
    "quality_wrong_one": Label(
        "Una cosa non rispetta DCAT-AP_IT, il profilo italiano dei cataloghi di dati.",
        "One thing does not respect DCAT-AP_IT, the Italian profile of data catalogues.",
    ),
    "quality_faults": Label("Che cosa correggere", "What to mend"),
    "quality_in": Label("In", "In"),
    "quality_points": Label("Punti su data.europa.eu", "Points at data.europa.eu"),
    "quality_open": Label(
        "Una parte dei punti si ha se gli indirizzi rispondono: qui non vengono interrogati.",
        "Some of the points come when the addresses answer: they are not asked here.",
    ),
    "quality_hints": Label("Che cosa fare per averne di più", "What to do for more"),
    "quality_json": Label("Lo stesso controllo in JSON", "The same check as JSON"),
}
