"""The portal of the tests about works, with its three people, on one kind of database."""

from __future__ import annotations

import pytest

from tests.factories.lending import Lending
from tests.functional.works.conftest import aino, app, lending

__all__ = ["aino", "app", "lending"]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The same verbs go over both kinds of databases in the tests of disputes."""
    return sqlite_url


@pytest.fixture
def shared(lending: Lending) -> Lending:
    """An edition of which Aino says that two wrote it."""
    lending.edition(1)
    lending.claim("P1", 1, heads=2)
    return lending
