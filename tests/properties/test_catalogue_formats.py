"""What leaves the portal comes back as it was, in each of the five formats."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import onixcheck
import pytest
from hypothesis import HealthCheck, given, settings

from portal.bibliography import own_catalogue
from portal.documents.catalogue import FORMATS, written
from portal.kernel.catalogue_exchange import Catalogue
from tests.properties.catalogues import catalogues

DAY = date(2026, 10, 15)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(catalogue=catalogues())
def test_every_sign_of_a_catalogue_comes_back(name: str, catalogue: Catalogue) -> None:
    content = written(name, catalogue, DAY).content
    back = own_catalogue.read(content, f"works.{name}")
    assert back is not None
    assert back.works == catalogue.works
    assert written(name, replace(back, name=catalogue.name), DAY).content == content


@settings(max_examples=3)
@given(catalogue=catalogues())
def test_the_onix_message_is_valid(
    catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = Path(tmp_path_factory.mktemp("onix")) / "works.xml"
    path.write_bytes(written("onix", catalogue, DAY).content)
    assert onixcheck.validate(str(path)) == []
