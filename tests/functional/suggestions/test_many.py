"""Three hundred suggestions: few statements, fifty to a page, and pages that are there."""

from __future__ import annotations

import pytest

from tests.factories.lending import Lending
from tests.factories.records import keep, record
from tests.functional.suggestions.steps import AINO, found
from tests.functional.test_statement_counts import MOST, asked
from tests.page_client import PageClient


@pytest.fixture
def many(lending: Lending) -> None:
    """Three hundred works that name Aino, on top of the two."""
    keep(lending, *(record(f"Työ {n}", n, people=(AINO,)) for n in range(10, 310)))
    found(lending)


@pytest.mark.usefixtures("many")
def test_few_statements_whatever_the_number(aino: PageClient) -> None:
    for url in ("/works/suggestions", "/works/suggestions?page=7", "/works/suggestions/9",
                "/missing", "/"):  # fmt: skip
        statements, _html = asked(aino, url)
        assert len(statements) <= MOST, url
    page = aino.get("/works/suggestions")
    assert page.h1 == "302 works may be yours"
    assert len(page.all("section", class_="suggestion")) == 50
    assert "Page 1 of 7" in page.text("main")
    assert len(aino.get("/works/suggestions?page=7").all("section", class_="suggestion")) == 2
    aino.get("/works/suggestions?page=8", status=404)
    assert len(page.response.data) < 250_000
