"""The world of those who try, built once for all tests of a worker."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from portal.settings import OpenIdProvider, Settings
from tests.demo_portal import DemoPortal
from tests.factories.people import ISSUER
from tests.functional.access.world import World, built
from tests.functional.conftest import SECRET, TODAY


@pytest.fixture(scope="session")
def world(demo_portal: DemoPortal, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Everybody and everything; tests work on copies."""
    place = tmp_path_factory.mktemp("world") / "demo"
    shutil.copytree(demo_portal.place, place)
    return built(place)


@pytest.fixture(scope="module")
def opened(world: World, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Opens a portal on a fresh copy of the world: `with opened() as app:`."""
    tmp_path = tmp_path_factory.mktemp("opened")
    provider = OpenIdProvider(ISSUER, "portal", "the secret of the client")
    settings = Settings(
        "", tmp_path, secret_key=SECRET, oidc=provider, today_fixed=TODAY,
        staff_passkeys="optional",
    )  # fmt: skip

    @contextmanager
    def fresh() -> Iterator[Any]:
        with world.portal(settings, tmp_path / "copy") as app:
            yield app

    return fresh
