"""Everything that can go wrong, as one tree; the web layer and the command line give it a form.

SmartlandError
├── Invalid            the input breaks a declaration (422); carries one Problem a field
├── Malformed          the input cannot be read at all (400)
├── TooLarge           the input passes a limit (413)
├── UnsupportedFormat  no reader or writer for that media type (415)
├── NotAcceptable      no representation in the wanted format (406)
├── Unauthorised       no or unknown credentials (401)
├── Forbidden          known, but not allowed (403)
├── NotFound           nothing there (404)
├── Gone               withdrawn (410)
├── Conflict           identity taken, or a state forbids it (409)
├── StaleWrite         the ETag sent is not the current one (412)
├── WriteWithoutETag   a replacement needs If-Match (428)
├── QueryRefused       a SPARQL query the guard does not let in (400)
├── QueryTimeout       a SPARQL query that passed its deadline (504)
├── QueryTooCostly     a SPARQL query past memory, rows or bytes (413)
├── ProjectionLate     a write is safe, but not shown yet where the client waited for it (504)
├── Busy               no capacity just now (503, Retry-After)
├── StorageFailed      the disk is full or refuses writes (507)
├── FetchRefused       an address or answer that the guarded fetcher does not accept (502)
└── SourceFailed       a source that cannot be harvested as a whole (502)
"""

from dataclasses import dataclass

LANGUAGES = ("it", "en")


@dataclass(frozen=True)
class Label:
    """One text in Italian and English."""

    it: str
    en: str

    def __getitem__(self, language: str) -> str:
        """The text in ``language``; English for every language that we do not speak."""
        return self.it if language == "it" else self.en

    def format(self, **values: object) -> "Label":
        """Both texts with ``values`` put in."""
        return Label(it=self.it.format(**values), en=self.en.format(**values))


@dataclass(frozen=True)
class Problem:
    """One thing wrong: ``field`` is a dotted path into the document, a line or a subject."""

    field: str
    message: Label


class SmartlandError(Exception):
    """The root; ``message`` says what happened and what to do next, in both languages."""

    status = 500
    slug = "error"
    title = Label(it="Errore interno", en="Internal error")

    def __init__(
        self, message: Label, *, problems: tuple[Problem, ...] = (), retry_after: int | None = None
    ) -> None:
        super().__init__(message.en)
        self.message = message
        self.problems = problems
        self.retry_after = retry_after


class Invalid(SmartlandError):
    status, slug = 422, "invalid"
    title = Label(it="Dati non validi", en="Invalid data")

    @classmethod
    def of(cls, problems: tuple[Problem, ...]) -> "Invalid":
        """The error that carries ``problems``; its text names the fields."""
        fields = ", ".join(sorted({problem.field for problem in problems}))
        message = Label(it=f"Correggere i campi: {fields}.", en=f"Please correct: {fields}.")
        return cls(message, problems=problems)


class Malformed(SmartlandError):
    status, slug = 400, "malformed"
    title = Label(it="Contenuto illeggibile", en="Unreadable content")


class TooLarge(SmartlandError):
    status, slug = 413, "too-large"
    title = Label(it="Contenuto troppo grande", en="Content too large")


class UnsupportedFormat(SmartlandError):
    status, slug = 415, "unsupported-format"
    title = Label(it="Formato non accettato", en="Unsupported format")


class NotAcceptable(SmartlandError):
    status, slug = 406, "not-acceptable"
    title = Label(it="Formato non disponibile", en="Format not available")


class Unauthorised(SmartlandError):
    status, slug = 401, "unauthorised"
    title = Label(it="Autenticazione necessaria", en="Authentication needed")


class Forbidden(SmartlandError):
    status, slug = 403, "forbidden"
    title = Label(it="Operazione non consentita", en="Not allowed")


class NotFound(SmartlandError):
    status, slug = 404, "not-found"
    title = Label(it="Non trovato", en="Not found")


class Gone(SmartlandError):
    status, slug = 410, "gone"
    title = Label(it="Ritirato", en="Withdrawn")


class Conflict(SmartlandError):
    status, slug = 409, "conflict"
    title = Label(it="Conflitto", en="Conflict")


class StaleWrite(SmartlandError):
    status, slug = 412, "stale-write"
    title = Label(it="Versione superata", en="Stale version")


class WriteWithoutETag(SmartlandError):
    status, slug = 428, "etag-needed"
    title = Label(it="Serve l'ETag", en="ETag needed")


class QueryRefused(SmartlandError):
    status, slug = 400, "query-refused"
    title = Label(it="Interrogazione rifiutata", en="Query refused")


class QueryTimeout(SmartlandError):
    status, slug = 504, "query-timeout"
    title = Label(it="Tempo scaduto", en="Out of time")


class QueryTooCostly(SmartlandError):
    status, slug = 413, "query-too-costly"
    title = Label(it="Interrogazione troppo costosa", en="Query too costly")


class ProjectionLate(SmartlandError):
    status, slug = 504, "projection-late"
    title = Label(it="Non ancora visibile", en="Not visible yet")


class Busy(SmartlandError):
    status, slug = 503, "busy"
    title = Label(it="Servizio occupato", en="Service busy")


class StorageFailed(SmartlandError):
    status, slug = 507, "storage-failed"
    title = Label(it="Spazio esaurito", en="Storage failed")


class FetchRefused(SmartlandError):
    status, slug = 502, "fetch-refused"
    title = Label(it="Indirizzo rifiutato", en="Address refused")


class SourceFailed(SmartlandError):
    status, slug = 502, "source-failed"
    title = Label(it="Fonte non leggibile", en="Source failed")
