"""No page escapes the browser: each address of GET is looked at, or says why it is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from werkzeug.exceptions import NotFound

from tests.browser.places import NOT_LOOKED_AT, PLACES
from tests.browser.walks import Walk
from tests.house import routes


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], set[str]]:
    """The endpoints that answer GET, and those that a browser test looks at."""
    app = routes.built(Path(tmp_path_factory.mktemp("places")))
    adapter = app.url_map.bind("localhost")
    seen = set()
    for place in {place for places in PLACES.values() for place in places}:
        if isinstance(place, Walk):
            seen.add(place.endpoint)
            continue
        try:
            seen.add(adapter.match(place.partition("?")[0])[0])
        except NotFound:
            assert place == "/nowhere", f"{place} is no address"
    known = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return known - {"static"}, seen


def test_each_page_is_looked_at_or_says_why_not(pages: tuple[set[str], set[str]]) -> None:
    known, seen = pages
    assert known - seen - NOT_LOOKED_AT.keys() == set()


def test_no_exception_is_stale(pages: tuple[set[str], set[str]]) -> None:
    known, seen = pages
    assert NOT_LOOKED_AT.keys() - known == set()
    assert NOT_LOOKED_AT.keys() & seen == set()
