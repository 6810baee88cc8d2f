"""What a person reads about a spreadsheet, in Italian and English."""

from smartland.errors import Label

SPREADSHEET_ERROR = Label(
    it="La cella contiene un errore del foglio di calcolo ({value}): correggere la formula.",
    en="The cell holds an error of the spreadsheet program ({value}): mend the formula.",
)
CONTROL = Label(
    it="Il testo contiene caratteri di controllo o non validi.",
    en="The text holds control or invalid characters.",
)
FORMULA = Label(
    it="Il valore comincia con «{start}» come una formula: è preso come testo.",
    en="The value begins with “{start}” like a formula: it is taken as text.",
)
LONG_TEXT = Label(
    it="Il testo ha {length} caratteri; il massimo è {limit}.",
    en="The text has {length} characters; at most {limit} are allowed.",
)
ZEROS = Label(
    it="Aggiunti gli zeri iniziali che il foglio di calcolo ha tolto: {code}.",
    en="Zeros in front, which the spreadsheet program took away, were put back: {code}.",
)
NOT_CODE = Label(it="Non è un valore valido per «{label_it}».", en="{reason}.")
NOT_CONCEPT = Label(
    it="«{value}» non è una voce del vocabolario {scheme}: scrivere il codice o il nome.",
    en="“{value}” is not in the vocabulary {scheme}: write the code or the name.",
)
NOT_PLACE = Label(
    it="«{value}» non è un territorio riconosciuto: scrivere il codice ISTAT (015146) o il comune "
    "con la provincia, Lodi (LO).",
    en="“{value}” is no territory that is known: write the ISTAT code (015146) or the municipality "
    "with its province, Lodi (LO).",
)
NOT_REF = Label(
    it="«{value}» non indica una risorsa ({kinds}): scrivere il suo indirizzo, tipo/chiave o il "
    "codice del registro con il prefisso, come ipa-c_f205.",
    en="“{value}” names no resource ({kinds}): write its address, kind/key or the code of its "
    "register with the prefix, like ipa-c_f205.",
)
SCHEME_ADDED = Label(
    it="All'indirizzo mancava https://: letto come {address}.",
    en="The address lacked https://: it is read as {address}.",
)
NOT_LINK = Label(
    it="Serve un indirizzo completo, come https://www.example.org/pagina.",
    en="A full address is needed, like https://www.example.org/page.",
)
NOT_EMAIL = Label(it="Indirizzo di posta non valido.", en="Not a valid e-mail address.")
AMBIGUOUS_NUMBER = Label(
    it="Numero ambiguo: scrivere {plain} oppure {point}0.",
    en="Ambiguous number: write {plain} or {point}0.",
)
NOT_INTEGER = Label(
    it="Serve un numero intero tra {low} e {high}.",
    en="A whole number between {low} and {high} is needed.",
)
NOT_DECIMAL = Label(
    it="Serve un numero tra {low} e {high}, come 1250,50.",
    en="A number between {low} and {high} is needed, like 1250.50.",
)
NOT_DATE = Label(
    it="Serve una data, come 31/05/2026 o 2026-05-31.",
    en="A day is needed, like 2026-05-31 or 31/05/2026 (day first).",
)
NO_ZONE = Label(
    it="Manca il fuso orario: scrivere solo il giorno o, per esempio, 2026-05-31T12:00:00+02:00.",
    en="The time zone is missing: write the day only or, say, 2026-05-31T12:00:00+02:00.",
)
NOT_FLAG = Label(it="Serve sì o no.", en="Yes or no is needed.")
NOT_POINT = Label(
    it="Servono latitudine e longitudine (WGS 84), come 45.4642; 9.1900.",
    en="Latitude and longitude (WGS 84) are needed, like 45.4642; 9.1900.",
)
IS_PART = Label(
    it="«{name}» ha più colonne: usare quelle del modello, come {name}.….",
    en="“{name}” has several columns: use those of the template, like {name}.….",
)

NO_KIND = Label(
    it="Non si capisce che cosa descrive la tabella «{name}»: usare il modello, dare al foglio il "
    "nome di un tipo ({kinds}) o aggiungere all'indirizzo #tipo.",
    en="It is not clear what the table “{name}” describes: use the template, name the sheet after "
    "a kind ({kinds}) or add #kind to the address.",
)
UNKNOWN_COLUMN = Label(
    it="Colonna sconosciuta: «{header}» non è un campo di «{kind}»; il suo contenuto non è letto.",
    en="Unknown column: “{header}” is no field of “{kind}”; what it holds is not read.",
)
SAME_COLUMN = Label(
    it="La colonna ripete il campo della colonna {other} ({name}): tenerne una.",
    en="The column repeats the field of column {other} ({name}): keep one.",
)
NO_COLUMN = Label(
    it="Manca la colonna obbligatoria «{name}» ({label.it}).",
    en="The required column “{name}” ({label.en}) is missing.",
)
NO_ID_COLUMN = Label(
    it="Serve una colonna «id», con un codice vostro diverso per ogni riga, o una colonna con un "
    "codice di registro ({codes}).",
    en="A column “id” is needed, with a code of yours that differs in each row, or a column with "
    "the code of a register ({codes}).",
)
REQUIRED = Label(it="Valore obbligatorio.", en="A value is required.")
NO_ID = Label(
    it="La riga non ha né id né un codice di registro: un secondo invio non la ritroverebbe.",
    en="The row has neither an id nor the code of a register: a second import would not find it.",
)
SAME_ROW = Label(
    it="La riga {row} descrive la stessa cosa ({key}): vale la prima.",
    en="Row {row} describes the same thing ({key}): the first one counts.",
)
