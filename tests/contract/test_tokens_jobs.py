"""What ``ports.tokens`` and ``ports.jobs`` promise, on every database."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from smartland.adapters.sql import Database, open_database
from smartland.errors import Conflict
from smartland.ports.jobs import ATTEMPTS, DONE, FAILED, RUNNING, WAITING, Job, Jobs
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


VERBS = ("reindex", "verify")
LEASE = timedelta(minutes=1)


def job_of(
    number: int,
    verb: str,
    state: str,
    result: str,
    argument: str = "",
    attempts: int = 0,
    started: datetime = NOW,
) -> Job:
    """A job that was asked for, and begun and ended as far as its state says, all at once."""
    begun = None if state == WAITING else started
    ended = NOW if state in (DONE, FAILED) else None
    return Job(number, verb, state, result, argument, attempts, NOW, begun, ended)


def take(jobs: Jobs, at: datetime = NOW) -> Job | None:
    return jobs.take(VERBS, at, LEASE)


def test_jobs_are_taken_oldest_first_and_once(database: Database) -> None:
    jobs = database.jobs
    first, second = jobs.ask("reindex", NOW), jobs.ask("verify", NOW)
    assert take(jobs) == job_of(first, "reindex", RUNNING, "", attempts=1)
    assert take(jobs) == job_of(second, "verify", RUNNING, "", attempts=1)
    assert take(jobs) is None


def test_a_job_waits_then_runs_then_is_done(database: Database) -> None:
    jobs = database.jobs
    job = jobs.ask("verify", NOW)
    assert jobs.job(job) == job_of(job, "verify", WAITING, "")
    take(jobs)
    assert jobs.job(job) == job_of(job, "verify", RUNNING, "", attempts=1)
    jobs.finish(job, DONE, "all views agree", NOW)
    assert jobs.job(job) == job_of(job, "verify", DONE, "all views agree", attempts=1)


def test_a_job_tells_when_it_was_asked_begun_and_ended(database: Database) -> None:
    jobs, minute = database.jobs, timedelta(minutes=1)
    job = jobs.ask("verify", NOW)
    jobs.ask("verify", NOW + minute)
    take(jobs, NOW + 2 * minute)
    jobs.finish(job, DONE, "", NOW + 3 * minute)
    (found,) = jobs.latest(5)
    assert (found.asked, found.started, found.ended) == (NOW, NOW + 2 * minute, NOW + 3 * minute)


def test_a_job_that_waits_again_has_not_begun(database: Database) -> None:
    job = database.jobs.ask("verify", NOW)
    take(database.jobs)
    database.jobs.reset(VERBS)
    found = database.jobs.job(job)
    assert found is not None
    assert (found.state, found.started, found.ended) == (WAITING, None, None)


def test_an_unknown_job_is_none(database: Database) -> None:
    assert database.jobs.job(1) is None


def test_only_running_jobs_wait_again(database: Database) -> None:
    jobs = database.jobs
    closed = jobs.ask("verify", NOW)
    take(jobs)
    jobs.finish(closed, FAILED, "no", NOW)
    running, waiting = jobs.ask("reindex", NOW), jobs.ask("verify", NOW)
    take(jobs)
    jobs.reset(VERBS)
    assert take(jobs) == job_of(running, "reindex", RUNNING, "", attempts=2)
    assert take(jobs) == job_of(waiting, "verify", RUNNING, "", attempts=1)
    assert take(jobs) is None
    assert jobs.job(closed) == job_of(closed, "verify", FAILED, "no", attempts=1)


def test_many_workers_never_share_a_job(url: str, database: Database) -> None:
    asked = {database.jobs.ask("verify", NOW, str(number)) for number in range(30)}
    other = open_database(url)

    def work(place: Database) -> list[int]:
        taken = []
        while job := take(place.jobs):
            taken.append(job.id)
        return taken

    with ThreadPoolExecutor(6) as pool:
        lists = list(pool.map(work, [database, other] * 3))
    other.close()
    assert sorted(job for taken in lists for job in taken) == sorted(asked)


def test_the_same_work_waits_once(database: Database) -> None:
    jobs = database.jobs
    first = jobs.ask("harvest", NOW, "milano")
    assert jobs.ask("harvest", NOW, "milano") == first
    assert jobs.ask("harvest", NOW, "pavia") != first
    assert jobs.take(("harvest",), NOW, LEASE) is not None
    assert jobs.ask("harvest", NOW, "milano") != first, "asked while it runs: once more after it"


def test_a_worker_takes_only_its_verbs(database: Database) -> None:
    database.jobs.ask("harvest", NOW, "milano")
    assert take(database.jobs) is None


def test_a_job_whose_worker_is_silent_is_taken_again_and_at_last_given_up(
    database: Database,
) -> None:
    jobs = database.jobs
    job = jobs.ask("verify", NOW)
    moment = NOW
    for attempt in range(1, ATTEMPTS + 1):
        assert take(jobs, moment) == job_of(
            job, "verify", RUNNING, "", attempts=attempt, started=moment
        )
        assert take(jobs, moment + LEASE) is None, "the lease still holds"
        moment += LEASE + timedelta(seconds=1)
    assert take(jobs, moment) is None
    found = jobs.job(job)
    assert found is not None
    assert found.state == FAILED
    assert found.ended == moment
    assert "given up" in found.result


def test_a_beating_worker_keeps_its_job(database: Database) -> None:
    jobs = database.jobs
    job = jobs.ask("verify", NOW)
    take(jobs)
    assert jobs.beat(job, NOW + LEASE, LEASE)
    assert take(jobs, NOW + LEASE + timedelta(seconds=1)) is None
    jobs.finish(job, DONE, "", NOW)
    assert not jobs.beat(job, NOW, LEASE)


def test_a_job_asked_again_while_its_worker_died_runs_once(database: Database) -> None:
    jobs = database.jobs
    first = jobs.ask("verify", NOW)
    take(jobs)
    second = jobs.ask("verify", NOW)
    later = NOW + LEASE + timedelta(seconds=1)
    assert take(jobs, later) == job_of(second, "verify", RUNNING, "", attempts=1, started=later)
    assert take(jobs, later) is None
    assert [one.id for one in jobs.latest(5)] == [second, first]
    assert jobs.latest(5)[1].ended == NOW + LEASE, "it was last known to be alive until then"


def test_work_that_is_under_way_is_not_begun_by_another_worker(database: Database) -> None:
    jobs = database.jobs
    first = jobs.ask("verify", NOW, "milano")
    take(jobs)
    again, other = jobs.ask("verify", NOW, "milano"), jobs.ask("verify", NOW, "pavia")
    assert take(jobs) == job_of(other, "verify", RUNNING, "", "pavia", attempts=1)
    assert take(jobs) is None
    jobs.finish(first, DONE, "", NOW)
    assert take(jobs) == job_of(again, "verify", RUNNING, "", "milano", attempts=1)
