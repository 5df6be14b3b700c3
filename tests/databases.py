"""Migrated, empty databases for tests: migrated once, copied for each test.

A test that takes `database_url` runs on SQLite and on PostgreSQL. `sqlite_url` and `postgresql_url`
are for tests of one of them, `postgresql15_url` is Debian's older server, empty and not migrated.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from portal.store.migrate import upgrade
from tests import servers


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated, empty SQLite database of this test."""
    path = tmp_path / "portal.sqlite"
    for suffix in ("", "-wal"):
        part = sqlite_template.with_name(sqlite_template.name + suffix)
        if part.exists():
            shutil.copyfile(part, path.with_name(path.name + suffix))
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a server of this test process, with a migrated database named template."""
    with servers.running(servers.EMBEDDED) as address:
        servers.execute(address, "CREATE DATABASE template_portal")
        upgrade(address.format(name="template_portal"))
        yield address


@pytest.fixture(scope="session")
def reused_postgresql(postgresql_server: str) -> servers.Reused:
    """The one database that tests of this process take in turn."""
    return servers.Reused(postgresql_server, "template_portal")


@pytest.fixture
def postgresql_url(reused_postgresql: servers.Reused) -> str:
    """A migrated, empty PostgreSQL database, for this test alone while it runs."""
    return reused_postgresql.named(f"test_{uuid4().hex}")


@pytest.fixture
def postgresql15_url() -> Iterator[str]:
    """An empty database of Debian's PostgreSQL 15, the oldest server the portal supports."""
    if not servers.DEBIAN_15.is_dir():
        pytest.skip("PostgreSQL 15 is not installed: apt-get install postgresql-15")
    with servers.running(servers.DEBIAN_15) as address:
        yield address.format(name="postgres")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
