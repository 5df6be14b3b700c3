"""The pieces that pages are made of: forms and their errors, chains, tables, messages."""

from __future__ import annotations

import pytest
from flask import Flask, flash, render_template_string
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange

from portal.web.access import allow
from portal.web.forms import PortalForm, needed, options
from tests.page_client import PageClient, words

FORM_PAGE = """
{% extends "layouts/page.html" %}
{% from "components/forms.html" import csrf, field, choices, tick, button %}
{% block heading %}Add <i>a</i> work{% endblock %}
{% block content %}
<form method="post" action="/form">{{ csrf() }}
{{ field(form.isbn, "10 or 13 characters", class="medium", autocomplete="off") }}
{{ field(form.heads) }}{{ field(form.medium) }}{{ field(form.text) }}
{{ choices(form.role, "One of them") }}{{ tick(form.alone) }}
{{ button("Add the work") }}</form>
{% endblock %}
"""


class WorkForm(PortalForm):
    isbn = StringField("ISBN", [needed("Enter the ISBN. It is on the back cover.")])
    heads = IntegerField("Heads", [NumberRange(1, 999, "Write a number from 1 to 999.")])
    medium = SelectField("Medium", choices=options([("book", "Book"), ("ebook", "E-book")]))
    text = TextAreaField("Text")
    role = RadioField("Role", choices=options([("author", "Writer"), ("translator", "Translator")]))
    alone = BooleanField("I wrote it alone")


@pytest.fixture
def form_client(app: Flask) -> PageClient:
    @allow("public")
    def view() -> ResponseReturnValue:
        form = WorkForm()
        if form.validate_on_submit():
            return "sent"
        return render_template_string(FORM_PAGE, form=form), 422 if form.errors else 200

    app.add_url_rule("/form", "form", view, methods=["GET", "POST"])
    return PageClient(app)


def test_a_fresh_form_asks_without_complaining(form_client: PageClient) -> None:
    page = form_client.get("/form")
    assert page.text("title") == "Add a work – Colophon"
    assert page.all("div", class_="error-summary") == []
    isbn = page.one("input", id_="isbn")
    assert isbn.get("aria-describedby") == "isbn-hint"
    assert isbn.get("autocomplete") == "off"
    assert "required" not in isbn.attrib
    assert "aria-invalid" not in isbn.attrib


def test_the_summary_says_each_error_with_a_way_to_its_field(form_client: PageClient) -> None:
    page = form_client.post("/form", {"isbn": "", "heads": "two", "medium": "film"}, status=422)
    assert page.text("title").startswith("Error: Add a work")
    summary = page.one("div", class_="error-summary")
    assert summary.get("tabindex") == "-1"
    assert "autofocus" in summary.attrib
    said = {link.get("href"): words(link) for link in summary.iter("a")}
    assert said == {
        "#isbn": "Enter the ISBN. It is on the back cover.",
        "#heads": "Write a whole number, such as 2.",
        "#medium": "Choose one of the answers in the list.",
        "#role-0": "Choose one of the answers in the list.",
    }


def test_the_error_stands_beside_its_field_in_the_same_words(form_client: PageClient) -> None:
    page = form_client.post("/form", {"heads": "1000", "role": "author"}, status=422)
    field = page.one("input", id_="heads")
    assert field.get("aria-invalid") == "true"
    assert field.get("value") == "1000"
    assert page.text("span", id_="heads-error") == "Error: Write a number from 1 to 999."
    assert field.get("aria-describedby") == "heads-error"
    assert page.one("input", id_="isbn").get("aria-describedby") == "isbn-hint isbn-error"


def test_what_was_typed_is_shown_as_text(form_client: PageClient) -> None:
    page = form_client.post("/form", {"text": "</textarea><script>x</script>"}, status=422)
    assert page.text("textarea") == "</textarea><script>x</script>"
    assert page.all("script") == []


CHAIN_PAGE = """
{% extends "layouts/page.html" %}
{% from "components/chain.html" import chain %}
{% from "components/tables.html" import table, row, row_head, cell %}
{% from "components/text.html" import breadcrumb, facts, isbn, money, tag %}
{% block crumbs %}{{ breadcrumb([("/", "Home")], "Why") }}{% endblock %}
{% block heading %}Why{% endblock %}
{% block content %}
{{ chain([
  {"text": "Loans", "note": "61 of 64 systems", "result": "876 loans", "result_href": "/help"},
  {"text": "Rate", "operator": "×", "factor": "€0.31", "factor_href": "/help", "result": "€271.56"},
  {"text": "Rounded", "result": "€49.56", "total": true},
]) }}
{% call table("By loans", [("Work", false), ("Loans", true)]) %}
  {% call row() %}{{ row_head("Pohjantuuli") }}{{ cell("Loans", 1604|count, true) }}{% endcall %}
  {% call row("edition-of") %}
    {{ row_head("hardback") }}
    {% call cell("Loans", is_number=true) %}{{ tag("none", "warn") }}{% endcall %}
  {% endcall %}
{% endcall %}
{{ facts([("Paid", money(4956)), ("ISBN", isbn(9789510123454))]) }}
{% endblock %}
"""


@pytest.fixture
def chain_client(app: Flask) -> PageClient:
    @allow("public")
    def view() -> str:
        flash("Added 3 works.")
        flash("One ISBN did not pass.", "warn")
        return render_template_string(CHAIN_PAGE)

    app.add_url_rule("/chain", "chain", view)
    return PageClient(app)


def test_a_chain_reads_as_a_list_with_its_signs_as_words(chain_client: PageClient) -> None:
    steps = list(chain_client.get("/chain").one("ol", class_="chain").iter("li"))
    assert [words(step) for step in steps] == [
        "Loans61 of 64 systems 876 loans",
        "Rate × times €0.31 €271.56",
        "Rounded €49.56",
    ]
    assert [link.get("href") for step in steps for link in step.iter("a")] == ["/help", "/help"]


def test_a_table_keeps_its_meaning_when_it_becomes_cards(chain_client: PageClient) -> None:
    page = chain_client.get("/chain")
    assert page.text("caption") == "By loans"
    assert [(cell.get("role"), cell.get("data-label"), words(cell)) for cell in page.all("td")] == [
        ("cell", "Loans", "1,604"),
        ("cell", "Loans", "none"),
    ]
    assert [row.get("role") for row in page.all("tr")] == ["row"] * 3


def test_pieces_of_text(chain_client: PageClient) -> None:
    page = chain_client.get("/chain")
    assert [words(fact) for fact in page.all("dd")] == ["€49.56", "978-951-0-12345-4"]
    assert words(page.one("li", aria_current="page")) == "Why"
    assert [words(notice) for notice in page.all("div", class_="notice")] == [
        "Added 3 works.",
        "One ISBN did not pass.",
    ]
