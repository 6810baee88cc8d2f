"""What an installation may set, read once from ``SMARTLAND_*`` and passed down."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from environs import Env, ValidationError, validate

DEFAULT_BASE = "http://localhost:8000/"


@dataclass(frozen=True)
class Settings:
    """Each field is one variable, in the README's table.

    ``base_url`` is where the installation is reached and what its IRIs begin with; it is fixed
    in the database when that is created. Times are seconds, sizes bytes; grace is days.
    """

    data_dir: Path
    base_url: str = DEFAULT_BASE
    database_url: str = field(default="", repr=False)
    elasticsearch_url: str = field(default="", repr=False)
    elasticsearch_api_key: str = field(default="", repr=False)
    elasticsearch_flavour: str = "elasticsearch"
    elasticsearch_prefix: str = "smartland"
    elasticsearch_replicas: int = 0
    search_standby: bool = True
    sparql_readers: int = 2
    sparql_deadline: float = 10.0
    sparql_memory: int = 2_000_000_000
    sparql_max_rows: int = 100_000
    sparql_max_bytes: int = 50_000_000
    cache_bytes: int = 64_000_000
    max_body: int = 5_000_000
    fetch_private: bool = False
    withdraw_ceiling: int = 20
    withdraw_grace: int = 2
    fetch_timeout: float = 60.0
    fetch_max_bytes: int = 200_000_000
    fetch_pace: float = 0.2
    fetch_cache: int = 1_000_000_000
    worker: bool = True
    export_pause: float = 300.0
    saved_searches: int = 2_000
    harvest_runs: int = 5
    publisher_name: str = ""
    publisher_ipa: str = ""
    publisher_email: str = ""
    publisher_homepage: str = ""

    @property
    def truth_url(self) -> str:
        """The database's URL; an SQLite file in the data folder unless one is set."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'truth.db'}"


def _check_base(value: str) -> None:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or not value.endswith("/"):
        raise ValidationError("must be an http(s) URL that ends with a slash")


def _check_ipa(value: str) -> None:
    if value and not re.fullmatch(r"[A-Za-z0-9_-]{1,20}", value.strip()):
        raise ValidationError("must be an IPA code (1 to 20 letters, digits, _ or -)")


def _check_email(value: str) -> None:
    if value and not re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+", value):
        raise ValidationError("must be the e-mail address of an office")


def _check_homepage(value: str) -> None:
    if value and urlsplit(value).scheme not in ("http", "https"):
        raise ValidationError("must be an http(s) URL")


def _check_server(value: str) -> None:
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname):
        # The value may hold a password: it is not repeated
        raise ValidationError("must be an http(s) URL; user:password@ may stand in it")


def _check_prefix(value: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,60}", value):
        raise ValidationError("must be small letters, digits, - and _, a letter first, at most 61")


def read_settings() -> Settings:
    """Read the environment. Raises environs' EnvValidationError that names every bad variable."""
    env = Env(eager=False, prefix="SMARTLAND_")
    positive = validate.Range(min=1)
    values = Settings(
        data_dir=env.path("DATA_DIR", Path("data")),
        base_url=env.str("BASE_URL", DEFAULT_BASE, validate=_check_base),
        database_url=env.str("DATABASE_URL", ""),
        elasticsearch_url=env.str("ELASTICSEARCH_URL", "", validate=_check_server),
        elasticsearch_api_key=env.str("ELASTICSEARCH_API_KEY", ""),
        elasticsearch_flavour=env.str(
            "ELASTICSEARCH_FLAVOUR",
            "elasticsearch",
            validate=validate.OneOf(("elasticsearch", "opensearch")),
        ),
        elasticsearch_prefix=env.str("ELASTICSEARCH_PREFIX", "smartland", validate=_check_prefix),
        elasticsearch_replicas=env.int("ELASTICSEARCH_REPLICAS", 0, validate=validate.Range(min=0)),
        search_standby=env.bool("SEARCH_STANDBY", True),
        sparql_readers=env.int("SPARQL_READERS", 2, validate=positive),
        sparql_deadline=env.float("SPARQL_DEADLINE", 10.0, validate=validate.Range(min=0.1)),
        sparql_memory=env.int("SPARQL_MEMORY", 2_000_000_000, validate=positive),
        sparql_max_rows=env.int("SPARQL_MAX_ROWS", 100_000, validate=positive),
        sparql_max_bytes=env.int("SPARQL_MAX_BYTES", 50_000_000, validate=positive),
        cache_bytes=env.int("CACHE_BYTES", 64_000_000, validate=positive),
        max_body=env.int("MAX_BODY", 5_000_000, validate=positive),
        fetch_private=env.bool("FETCH_PRIVATE", False),
        withdraw_ceiling=env.int("WITHDRAW_CEILING", 20, validate=validate.Range(min=0, max=100)),
        fetch_timeout=env.float("FETCH_TIMEOUT", 60.0, validate=validate.Range(min=1)),
        fetch_max_bytes=env.int("FETCH_MAX_BYTES", 200_000_000, validate=positive),
        fetch_pace=env.float("FETCH_PACE", 0.2, validate=validate.Range(min=0, max=60)),
        fetch_cache=env.int("FETCH_CACHE", 1_000_000_000, validate=validate.Range(min=0)),
        worker=env.bool("WORKER", True),
        export_pause=env.float("EXPORT_PAUSE", 300.0, validate=validate.Range(min=1)),
        harvest_runs=env.int("HARVEST_RUNS", 5, validate=validate.Range(min=0)),
        saved_searches=env.int("SAVED_SEARCHES", 2_000, validate=positive),
        publisher_name=env.str("PUBLISHER_NAME", ""),
        publisher_ipa=env.str("PUBLISHER_IPA", "", validate=_check_ipa),
        publisher_email=env.str("PUBLISHER_EMAIL", "", validate=_check_email),
        publisher_homepage=env.str("PUBLISHER_HOMEPAGE", "", validate=_check_homepage),
        withdraw_grace=env.int("WITHDRAW_GRACE", 2, validate=validate.Range(min=0, max=365)),
    )
    env.seal()
    return values
