"""One database behind its ports."""

from dataclasses import dataclass

from smartland.adapters.sql.alert_log import SqlAlertLog
from smartland.adapters.sql.engine import Engines, make_engines
from smartland.adapters.sql.harvests import SqlHarvestLog
from smartland.adapters.sql.jobs import SqlJobs
from smartland.adapters.sql.migrate import upgrade
from smartland.adapters.sql.outbox import SqlOutbox
from smartland.adapters.sql.proposals import SqlProposals
from smartland.adapters.sql.saved_searches import SqlSavedSearches
from smartland.adapters.sql.tokens import SqlTokens
from smartland.adapters.sql.truth import SqlTruth


@dataclass(frozen=True)
class Database:
    """The truth and what lives beside it, on the same connections."""

    truth: SqlTruth
    harvests: SqlHarvestLog
    tokens: SqlTokens
    jobs: SqlJobs
    proposals: SqlProposals
    searches: SqlSavedSearches
    alerts: SqlAlertLog
    outbox: SqlOutbox
    engines: Engines

    def close(self) -> None:
        """Release connections and files."""
        self.engines.close()


def open_database(url: str) -> Database:
    """Open, and make or upgrade first where needed, the database at ``sqlite:////absolute/file``
    or ``postgresql://user@host/name``. Raises Busy or StorageFailed."""
    engines = make_engines(url)
    try:
        upgrade(engines)
    except BaseException:
        engines.close()
        raise
    return Database(
        SqlTruth(engines),
        SqlHarvestLog(engines),
        SqlTokens(engines),
        SqlJobs(engines),
        SqlProposals(engines),
        SqlSavedSearches(engines),
        SqlAlertLog(engines),
        SqlOutbox(engines),
        engines,
    )
