"""What the page of the templates and of the dry run says."""

from collections.abc import Mapping

from smartland.errors import Label

FILLING: Mapping[str, Label] = {
    "filling": Label("Modelli da compilare", "Templates to fill in"),
    "filling_lead": Label(
        "Chi non ha un catalogo o un registro da collegare può preparare i dati in un foglio"
        " elettronico. Si scarica il modello, si compila una riga per ogni scheda e qui si prova:"
        " la prova dice riga per riga che cosa correggere, e non scrive niente.",
        "Those who have no catalogue or register to connect can prepare their data in a"
        " spreadsheet. Download the template, fill in a row for each record and try it here: the"
        " dry run tells row by row what to mend, and writes nothing.",
    ),
    "filling_download": Label("Scarica un modello", "Download a template"),
    "filling_all": Label(
        "Un file con tutti i modelli, un foglio per tipo (XLSX)",
        "One file with all templates, a sheet for each kind (XLSX)",
    ),
    "filling_kind": Label("Tipo di scheda", "Kind of record"),
    "filling_files": Label("Modello", "Template"),
    "filling_how": Label("Come si compila", "How to fill it in"),
    "filling_how_columns": Label(
        "La prima riga ha i nomi delle colonne, la seconda spiega che cosa ci va, la terza è un"
        " esempio: le righe che cominciano con # non sono lette. Le colonne che non servono si"
        " possono togliere.",
        "The first row names the columns, the second explains them, the third is an example: rows"
        " that begin with # are not read. Columns that you do not need may be taken out.",
    ),
    "filling_how_id": Label(
        "Ogni riga ha un codice di registro (codice IPA, partita IVA, CUP…) o, nella colonna id, un"
        " codice vostro che resta sempre lo stesso: così un secondo invio corregge la scheda invece"
        " di farne un'altra.",
        "Each row has the code of a register (IPA code, VAT number, CUP…) or, in the column id, a"
        " code of yours that stays the same: a second import then corrects the record instead of"
        " making another.",
    ),
    "filling_how_values": Label(
        "Più valori si separano con una barra verticale: energy | water. Date come 31/05/2026,"
        " importi come 1250,50, comuni come Lodi (LO) o con il codice ISTAT.",
        "Several values are parted by a vertical bar: energy | water. Days are like 2026-05-31,"
        " amounts like 1250.50, municipalities like Lodi (LO) or by ISTAT code.",
    ),
    "filling_how_private": Label(
        "Contatto e nome del contatto non sono mai pubblicati.",
        "Contact and contact name are never published.",
    ),
    "filling_try": Label("Prova il file", "Try the file"),
    "filling_file": Label("File compilato", "Filled-in file"),
    "filling_file_hint": Label("CSV o XLSX, al più {size} MB.", "CSV or XLSX, at most {size} MB."),
    "filling_says": Label("lo dice il file", "as the file says"),
    "filling_do": Label("Prova", "Try it"),
    "filling_none": Label("Scegliere un file da provare.", "Choose a file to try."),
    "filling_result": Label("Esito della prova di {name}", "Result of the dry run of {name}"),
    "filling_clean": Label(
        "Nessun errore: il file si può inviare così com'è.",
        "No errors: the file can be sent as it is.",
    ),
    "filling_some": Label(
        "Le righe con un errore resterebbero fuori, le altre entrerebbero. Ecco che cosa"
        " correggere.",
        "Rows with an error would stay out, the others would come in. This is what to mend.",
    ),
    "filling_failed": Label("Il file non entrerebbe.", "The file would not come in."),
    "filling_stopped": Label("La prova è incompleta.", "The dry run is incomplete."),
    "filling_empty": Label(
        "Il file non contiene righe da leggere.", "The file holds no rows to be read."
    ),
    "filling_rows": Label("Che cosa diventerebbero le righe", "What would become of the rows"),
    "filling_absent": Label(
        "Schede che questa fonte aveva e che nel file non ci sono più: {count}.",
        "Records that this source had and that are no longer in the file: {count}.",
    ),
    "filling_problems": Label("Che cosa correggere", "What to mend"),
    "filling_sheet": Label("Foglio", "Sheet"),
    "filling_row": Label("Riga", "Row"),
    "filling_column": Label("Colonna", "Column"),
    "filling_severity": Label("Gravità", "Severity"),
    "filling_message": Label(
        "Che cosa non va, e come si corregge", "What is wrong, how to mend it"
    ),
    "filling_error": Label("errore", "error"),
    "filling_warning": Label("avviso", "warning"),
    "filling_whole_row": Label("tutta la riga", "the whole row"),
    "filling_shown": Label("Mostrati i primi {shown} di {count}.", "The first {shown} of {count}."),
    "filling_others": Label("Altri motivi", "Other reasons"),
    "filling_import": Label("Inviare davvero", "Sending it for real"),
    "filling_import_text": Label(
        "Lo fa chi gestisce l'installazione, o chi ha una chiave. Un secondo invio con lo stesso"
        " nome di fonte sostituisce il file: le righe cambiate si aggiornano, quelle tolte sono"
        " ritirate.",
        "Whoever runs the installation can, or holds a key. Sending again under the same name of a"
        " source replaces the file: changed rows are updated, those taken out are withdrawn.",
    ),
    "filling_api": Label(
        "La prova si chiama anche da programma, senza chiave: POST {address}.",
        "Programs call the dry run too, without a key: POST {address}.",
    ),
    "filling_profile": Label("Qualità dei metadati", "Metadata quality"),
    "filling_profile_right": Label(
        "Per DCAT-AP_IT, il profilo italiano dei cataloghi di dati, non c'è nulla da correggere.",
        "For DCAT-AP_IT, the Italian profile of data catalogues, there is nothing to mend.",
    ),
    "filling_profile_better": Label(
        "C'è tutto ciò che DCAT-AP_IT rende obbligatorio; qualcosa si può migliorare.",
        "All that DCAT-AP_IT makes mandatory is there; something can be improved.",
    ),
    "filling_profile_wrong": Label(
        "Le schede entrano comunque, ma non rispettano DCAT-AP_IT, il profilo italiano dei"
        " cataloghi di dati.",
        "The descriptions come in all the same, but do not respect DCAT-AP_IT, the Italian profile"
        " of data catalogues.",
    ),
}
