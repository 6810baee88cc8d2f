"""What ``ports.tokens`` and ``ports.jobs`` promise, on every database."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from smartland.adapters.sql import Database, open_database
from smartland.errors import Conflict
from smartland.ports.jobs import DONE, FAILED, RUNNING, WAITING, Job
from smartland.ports.tokens import Token
from support.truths import NOW

pytest_plugins = ["support.databases"]

TOKEN = Token(name="comune-di-milano", digest="a" * 64, created=NOW)


def test_a_token_is_found_by_its_digest(database: Database) -> None:
    database.tokens.add(TOKEN)
    assert database.tokens.by_digest("a" * 64) == TOKEN
    assert database.tokens.by_digest("b" * 64) is None


def test_a_name_is_used_once(database: Database) -> None:
    database.tokens.add(TOKEN)
    with pytest.raises(Conflict, match="comune-di-milano"):
        database.tokens.add(replace(TOKEN, digest="b" * 64))
    assert database.tokens.all() == [TOKEN]


def test_a_digest_is_used_once(database: Database) -> None:
    database.tokens.add(TOKEN)
    with pytest.raises(Conflict):
        database.tokens.add(replace(TOKEN, name="other"))


def test_tokens_are_listed_by_name(database: Database) -> None:
    for name in ("è", "b", "B", "a"):
        database.tokens.add(Token(name=name, digest=name * 64, created=NOW))
    assert [token.name for token in database.tokens.all()] == ["B", "a", "b", "è"]


def test_a_revoked_token_stays_known_and_keeps_its_name(database: Database) -> None:
    database.tokens.add(TOKEN)
    assert database.tokens.revoke(TOKEN.name) is True
    assert database.tokens.by_digest(TOKEN.digest) == replace(TOKEN, revoked=True)
    with pytest.raises(Conflict):
        database.tokens.add(replace(TOKEN, digest="b" * 64))


def test_an_unknown_token_cannot_be_revoked(database: Database) -> None:
    assert database.tokens.revoke("nobody") is False


def test_a_token_keeps_its_instant_from_any_zone(database: Database) -> None:
    rome = NOW.astimezone(timezone(timedelta(hours=2)))
    database.tokens.add(replace(TOKEN, created=rome))
    found = database.tokens.by_digest(TOKEN.digest)
    assert found is not None
    assert found.created == NOW
    assert found.created.utcoffset() == timedelta(0)


def test_jobs_are_taken_oldest_first_and_once(database: Database) -> None:
    jobs = database.jobs
    first, second = jobs.ask("reindex", NOW), jobs.ask("verify", NOW)
    assert jobs.take(NOW) == Job(first, "reindex", RUNNING, "")
    assert jobs.take(NOW) == Job(second, "verify", RUNNING, "")
    assert jobs.take(NOW) is None


def test_a_job_waits_then_runs_then_is_done(database: Database) -> None:
    jobs = database.jobs
    job = jobs.ask("verify", NOW)
    assert jobs.job(job) == Job(job, "verify", WAITING, "")
    jobs.take(NOW)
    assert jobs.job(job) == Job(job, "verify", RUNNING, "")
    jobs.finish(job, DONE, "all views agree", NOW)
    assert jobs.job(job) == Job(job, "verify", DONE, "all views agree")


def test_an_unknown_job_is_none(database: Database) -> None:
    assert database.jobs.job(1) is None


def test_only_running_jobs_wait_again(database: Database) -> None:
    jobs = database.jobs
    closed, running, waiting = (jobs.ask(verb, NOW) for verb in ("verify", "reindex", "verify"))
    jobs.take(NOW)
    jobs.finish(closed, FAILED, "no", NOW)
    jobs.take(NOW)
    jobs.reset()
    assert jobs.take(NOW) == Job(running, "reindex", RUNNING, "")
    assert jobs.take(NOW) == Job(waiting, "verify", RUNNING, "")
    assert jobs.take(NOW) is None
    assert jobs.job(closed) == Job(closed, "verify", FAILED, "no")


def test_many_workers_never_share_a_job(url: str, database: Database) -> None:
    asked = {database.jobs.ask("verify", NOW) for _ in range(30)}
    other = open_database(url)

    def work(place: Database) -> list[int]:
        taken = []
        while job := place.jobs.take(NOW):
            taken.append(job.id)
        return taken

    with ThreadPoolExecutor(6) as pool:
        lists = list(pool.map(work, [database, other] * 3))
    other.close()
    assert sorted(job for taken in lists for job in taken) == sorted(asked)
