"""What a person reads when a value does not fit, in Italian and English."""

from smartland.errors import Label

REQUIRED = Label(it="Il campo è obbligatorio.", en="This field is required.")
NULL = Label(it="Il campo non può essere nullo.", en="This field may not be null.")
UNKNOWN = Label(it="Campo sconosciuto.", en="Unknown field.")
NOT_TEXT = Label(it="Serve un testo.", en="A text is needed.")
EMPTY = Label(it="Il testo è vuoto.", en="The text is empty.")
TOO_LONG = Label(it="Testo più lungo di {limit} caratteri.", en="Longer than {limit} characters.")
CONTROL = Label(
    it="Il testo contiene caratteri di controllo o non validi.",
    en="The text holds control or invalid characters.",
)
NOT_LANGUAGES = Label(
    it='Serve un testo per lingua, come {"it": "…", "en": "…"}.',
    en='A text per language is needed, like {"it": "…", "en": "…"}.',
)
BAD_LANGUAGE = Label(it="«{tag}» non è un codice di lingua.", en="“{tag}” is not a language code.")
NOT_LIST = Label(it="Serve una lista.", en="A list is needed.")
TOO_MANY = Label(it="Più di {limit} valori.", en="More than {limit} values.")
NOT_OBJECT = Label(it="Serve un oggetto JSON.", en="A JSON object is needed.")
EMPTY_PART = Label(it="L'oggetto è vuoto.", en="The object is empty.")
NOT_CODE = Label(
    it="«{value}» non è un valore valido per «{label}».{example}", en="{reason}.{example}"
)
EXAMPLE = Label(it=" Esempio: {example}.", en=" Example: {example}.")
NOT_IRI = Label(
    it="Serve un indirizzo assoluto (http, https, mailto, urn, ftp) senza spazi.",
    en="An absolute address (http, https, mailto, urn, ftp) without spaces is needed.",
)
NOT_CONCEPT = Label(
    it="«{value}» non è una voce del vocabolario {scheme}.",
    en="“{value}” is not a concept of the vocabulary {scheme}.",
)
NOT_REF = Label(
    it="Serve l'IRI di: {kinds}, oppure «tipo/chiave».",
    en="The IRI of one of: {kinds}, or “kind/key”, is needed.",
)
NOT_EMAIL = Label(it="Indirizzo di posta non valido.", en="Not a valid e-mail address.")
NOT_INTEGER = Label(
    it="Serve un numero intero tra {low} e {high}.",
    en="A whole number between {low} and {high} is needed.",
)
NOT_DECIMAL = Label(
    it="Serve un numero decimale tra {low} e {high}, come «1250.50».",
    en="A decimal number between {low} and {high} is needed, like “1250.50”.",
)
NOT_DATE = Label(
    it="Serve una data (2026-05-31) o un istante UTC (2026-05-31T10:00:00Z).",
    en="A day (2026-05-31) or an instant (2026-05-31T10:00:00Z) is needed.",
)
NOT_FLAG = Label(it="Serve true o false.", en="True or false is needed.")
NOT_POINT = Label(
    it='Servono coordinate WGS 84, come {"lat": 45.46, "lon": 9.19}.',
    en='WGS 84 coordinates are needed, like {"lat": 45.46, "lon": 9.19}.',
)
NEEDS_ONE = Label(
    it="Per «{value}» serve almeno uno tra: {fields}.",
    en="For “{value}” at least one of these is needed: {fields}.",
)
NOT_IN_ORDER = Label(
    it="«{earlier}» non può venire dopo «{later}».",
    en="“{earlier}” may not come after “{later}”.",
)
