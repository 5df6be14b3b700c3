"""The picture of bars as a page shows it: words first, the same as a table, a file."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string

from portal.web.access import allow
from portal.web.charts import Bar, chart
from tests.page_client import PageClient, words

SVG = "{http://www.w3.org/2000/svg}"
PAGE = """
{% extends "layouts/page.html" %}
{% from "components/chart.html" import bar_figure %}
{% block heading %}Loans{% endblock %}
{% block content %}
{% call bar_figure(chart, "/loans.csv", id="years") %}
<p class="quiet">In all libraries.</p>
{% endcall %}
{% endblock %}
"""
BARS = [
    Bar("2023", 0, "0"),
    Bar("2024", 1243, "1,243"),
    Bar("2025", 1318, "1,318", "now"),
]


@pytest.fixture
def page(app: Flask) -> PageClient:
    @allow("public")
    def view() -> str:
        columns = ("Loan year", "Loans")
        picture = chart("loans", "Loans by year", "Loans rose <6 %", columns, BARS)
        return render_template_string(PAGE, chart=picture)

    app.add_url_rule("/chart", "chart", view)
    return PageClient(app)


def test_the_picture_says_what_it_shows(page: PageClient) -> None:
    found = page.get("/chart")
    picture = found.one(f"{SVG}svg")
    assert picture.get("role") == "img"
    named = [found.one(f"{SVG}title", id_="loans-title"), found.one(f"{SVG}desc", id_="loans-said")]
    assert picture.get("aria-labelledby") == " ".join(one.get("id") or "" for one in named)
    assert [words(one) for one in named] == ["Loans by year", "Loans rose <6 %"]
    assert found.text("h2") == "Loans rose <6 %"


def test_each_bar_has_its_year_and_its_number_and_a_zero_has_no_bar(page: PageClient) -> None:
    picture = page.get("/chart").one(f"{SVG}svg")
    assert [words(text) for text in picture.iter(f"{SVG}text")] == [
        "2023", "0", "2024", "1,243", "2025", "1,318",
    ]  # fmt: skip
    rects = list(picture.iter(f"{SVG}rect"))
    assert [one.get("class") for one in rects] == [None, "now"]
    assert [one.get("width") for one in rects] == ["52.8%", "56.0%"]


def test_nothing_of_the_picture_is_styled_in_the_page(page: PageClient) -> None:
    assert [
        one for one in page.get("/chart").one(f"{SVG}svg").iter() if "style" in one.attrib
    ] == []


def test_the_same_numbers_stand_in_a_table_with_their_file(page: PageClient) -> None:
    found = page.get("/chart")
    details = found.one("details")
    assert words(next(details.iter("caption"))) == "Loans by year"
    rows = [[words(cell) for cell in row] for row in details.iter("tr")]
    assert rows == [["Loan year", "Loans"], ["2023", "0"], ["2024", "1,243"], ["2025", "1,318"]]
    assert [link.get("href") for link in details.iter("a")] == ["/loans.csv"]
    assert "In all libraries." in words(found.one("section", id_="years"))
