"""Every address says who may use it, and none appears or disappears by accident."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.house import routes


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    return routes.routes(routes.built(tmp_path_factory.mktemp("routes")))


def test_every_view_names_its_permission(found: dict[str, dict[str, object]]) -> None:
    assert [address for address, view in found.items() if not view["permission"]] == []


def test_the_addresses_are_the_kept_ones(found: dict[str, dict[str, object]]) -> None:
    kept = json.loads(Path(routes.KEPT).read_text(encoding="utf-8"))
    assert found == kept, "a decision: python -m tests.house.routes keeps the new list"
