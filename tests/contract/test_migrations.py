"""A database comes to this version's tables: once, from nothing, by whoever is first."""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, column, insert, inspect, table, text

from smartland.adapters.sql import open_database
from smartland.adapters.sql.engine import make_engines
from smartland.adapters.sql.migrate import HEAD, MIGRATIONS
from smartland.adapters.sql.tables import metadata
from smartland.domain.fields import Code
from smartland.domain.identity import register_of
from smartland.domain.kinds import KINDS
from smartland.errors import StorageFailed
from support.postgres import Server
from support.truths import NOW, a_write

pytest_plugins = ["support.databases"]

OPEN = "import sys; from smartland.adapters.sql import open_database; open_database(sys.argv[1])"


@pytest.fixture(params=["sqlite", "postgresql"])
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without a table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/a 100% new.db"
        return
    server: Server = request.getfixturevalue("postgres")
    yield server.create("blank")
    server.execute("postgres", "DROP DATABASE blank WITH (FORCE)")


def test_a_blank_database_gets_the_tables_that_the_code_expects(blank: str) -> None:
    database = open_database(blank)
    with database.engines.reader.connect() as connection:
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
    database.close()


def test_the_head_is_the_newest_step() -> None:
    steps = ScriptDirectory(str(MIGRATIONS))
    assert steps.get_current_head() == HEAD


def test_opening_again_keeps_everything(blank: str) -> None:
    first = open_database(blank)
    written = first.truth.write([a_write("a")], NOW)
    first.close()
    second = open_database(blank)
    assert second.truth.changes(0, 10) == written
    assert second.truth.write([a_write("b")], NOW)[0].sequence == 2
    second.close()


def test_opening_a_current_database_does_not_import_alembic(blank: str) -> None:
    open_database(blank).close()
    code = OPEN + ".close(); sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code, blank], check=False).returncode == 0


def test_threads_that_open_at_once_make_it_once(blank: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        opened = list(pool.map(open_database, [blank] * 6))
    for number, database in enumerate(opened):
        (revision,) = database.truth.write([a_write(f"k{number}")], NOW)
        assert revision.sequence == number + 1
        database.close()


def test_processes_that_open_at_once_make_it_once(blank: str) -> None:
    command = [sys.executable, "-c", OPEN + ".close()", blank]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(3)]
    errors = [process.communicate()[1] for process in processes]
    assert errors == [b""] * 3
    database = open_database(blank)
    assert database.truth.last_sequence() == 0
    database.close()


def test_a_step_that_is_killed_leaves_nothing_half_made(blank: str) -> None:
    kill = (
        "import os, signal; from alembic import op; "
        "op.create_index = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL); "
    )
    process = subprocess.run([sys.executable, "-c", kill + OPEN, blank], check=False)
    assert process.returncode == -9
    database = open_database(blank)
    assert database.truth.write([a_write("a")], NOW)[0].sequence == 1
    database.close()


def test_a_database_of_a_newer_version_is_refused(blank: str) -> None:
    database = open_database(blank)
    with database.engines.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(StorageFailed, match="another version"):
        open_database(blank)


def add_body(
    connection: Connection, number: int, document: dict[str, str], *, withdrawn: bool = False
) -> None:
    """Put a description into a database of the first version."""
    iri = {"iri": f"https://x/{number}", "kind": "stakeholder", "key": str(number)}
    place = iri | {"sequence": number, "number": 1, "withdrawn": withdrawn}
    words = dict.fromkeys(("extra", "triples", "etag", "actor", "owner", "note", "merged_into"), "")
    revision = iri | words | {"sequence": number, "number": 1, "operation": "create"}
    revision |= {"document": json.dumps(document), "at": NOW, "source": "ipa"}
    for name, row in (("resource", place), ("revision", revision)):
        connection.execute(insert(table(name, *map(column, row))).values(row))


def test_what_an_older_version_holds_can_be_recognised(blank: str) -> None:
    """More than one batch of it; a firm whose two numbers are one has one code."""
    engines = make_engines(blank)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engines.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        firm = {"vat": "00743110157", "tax_code": "00743110157", "pic": "999879881"}
        add_body(connection, 1, firm)
        add_body(connection, 2, {"ipa_code": "c_f205"}, withdrawn=True)
        for number in range(3, 600):
            add_body(connection, number, {"ipa_code": f"c_{number}"})
        connection.exec_driver_sql("UPDATE counter SET value = 600")
    engines.close()
    database = open_database(blank)
    codes = ("tax-00743110157", "pic-999879881", "ipa-c_f205", "ipa-c_599")
    assert database.truth.identified("stakeholder", codes) == {
        "tax-00743110157": ["https://x/1"],
        "pic-999879881": ["https://x/1"],
        "ipa-c_599": ["https://x/599"],
    }
    database.close()


def test_the_codes_of_the_migration_are_those_of_the_declarations() -> None:
    """Fields that came later are in no database of the first version."""
    step = ScriptDirectory(str(MIGRATIONS)).get_revision("0002")
    assert step is not None
    for kind, codes in step.module.CODES.items():
        declared = {
            one.name: register_of(one)
            for one in KINDS[kind].fields
            if isinstance(one, Code) and one.identifies
        }
        assert list(codes.items()) == [one for one in declared.items() if one[0] in codes]
