"""`portal parameters`: what is imported, listed and refused."""

from __future__ import annotations

import pytest

from portal.services.parameters import known_parameters
from tests.factories.console import Console, parameter, rate

GOOD = {
    "name": '"lending.rate"', "loan_year": "2025", "valid_from": "2026-01-01", "value": '"0.25"',
    "unit": '"EUR/loan"', "source": '"a test"',
}  # fmt: skip


def table(**changed: str | None) -> str:
    """A table with fields changed, or left out where they are None."""
    fields = {**GOOD, **changed}
    lines = [f"{name} = {value}" for name, value in fields.items() if value is not None]
    return "\n".join(["[[parameter]]", *lines, ""])


def test_what_changed_is_printed(on_both: Console) -> None:
    changed = on_both.parameters(table())
    assert changed == {
        "changed": [
            {
                "name": "lending.rate", "valid_from": "2026-01-01", "value": "0.25",
                "unit": "EUR/loan", "source": "a test", "loan_year": 2025, "kind": "both",
                "status": "decided", "before": None,
            }
        ]
    }  # fmt: skip
    again = on_both.parameters(table(value='"0.26"'))["changed"]
    assert [(one["before"], one["value"]) for one in again] == [("0.25", "0.26")]
    values = on_both.told("parameters", "list")["lending.rate"]
    assert [one["value"] for one in values if one["loan_year"] == 2025] == ["0.26"]


def test_the_same_file_twice_changes_nothing(on_both: Console) -> None:
    path = on_both.written("parameters.toml", table() + table(loan_year="2023"))
    on_both.run("parameters", "import", path)
    rows = on_both.count("parameter_value"), on_both.count("audit_event")
    assert "Nothing changed" in on_both.run("parameters", "import", path).stdout
    assert on_both.told("parameters", "import", path) == {"changed": []}
    assert (on_both.count("parameter_value"), on_both.count("audit_event")) == rows


def test_a_shipped_value_said_again_changes_nothing(console: Console) -> None:
    [shipped] = (
        v for v in console.told("parameters", "list")["lending.rate"] if v["loan_year"] == 2022
    )
    text = table(**{name: repr(shipped[name]).replace("'", '"') for name in ("value", "source")},
                 loan_year="2022", valid_from=shipped["valid_from"])  # fmt: skip
    assert console.parameters(text) == {"changed": []}


def test_a_withdrawn_value_is_as_never_said(console: Console) -> None:
    console.parameters(rate(2025, "0.25"))
    console.parameters(parameter("lending.rate", "0.25", "EUR/loan", 2025, status="withdrawn"))
    values = console.told("parameters", "list")["lending.rate"]
    assert 2025 not in [value["loan_year"] for value in values]
    console.parameters(rate(2025, "0.27"))
    values = console.told("parameters", "list")["lending.rate"]
    assert [v["value"] for v in values if v["loan_year"] == 2025] == ["0.27"]


def test_the_list_has_every_name_with_and_without_values(console: Console) -> None:
    listed = console.told("parameters", "list")
    assert {known.name for known in known_parameters()} <= set(listed)
    assert {
        "lending.rate",
        "lending.pot",
        "lending.cap",
        "lending.threshold",
        "tax.no_card",
    } <= set(listed)
    assert listed["lending.pot"] == []
    words = console.run("parameters", "list").stdout
    assert "lending.pot: not set" in words
    assert "lending.rate 2022 (2023-01-01) = 0.31 EUR/loan [decided]" in words
    for name in listed:
        assert name in words


REFUSED = {
    "an unknown name": (table(name='"lending.tarif"'), "No rule knows the parameter lending.tarif"),
    "no name": (table(name=None), "name"),
    "a number with a point that is no text": (table(value="0.25"), "value of the parameter"),
    "true": (table(value="true"), "value of the parameter"),
    "a comma": (table(value='"0,25"'), "“0,25”"),
    "more decimals than a micro-cent has": (table(value='"0.123456789"'), "“0.123456789”"),
    "an exponent": (table(value='"1e-2"'), "“1e-2”"),
    "not a number": (table(value='"NaN"'), "“NaN”"),
    "other digits": (table(value='"٠.٢٥"'), "value"),
    "a negative value": (table(value='"-0.25"'), "“-0.25”"),
    "a rate of nothing": (table(value='"0"'), "value"),
    "another unit": (table(unit='"EUR"'), "unit of the parameter lending.rate"),
    "no unit": (table(unit=None), "unit"),
    "a day that is none": (table(valid_from='"2026-02-30"'), "valid_from"),
    "a day in words": (table(valid_from='"soon"'), "“soon”"),
    "a moment": (table(valid_from="2026-01-01T12:00:00"), "valid_from"),
    "no day": (table(valid_from=None), "valid_from"),
    "no source": (table(source=None), "source"),
    "an empty source": (table(source='" "'), "source"),
    "a source without end": (table(source=f'"{"x" * 501}"'), "source"),
    "an unknown field": (table(until="2027-01-01"), "until"),
    "an unknown kind": (table(kind='"paper"'), "kind"),
    "an unknown status": (table(status='"maybe"'), "status"),
    "a rate without its year": (table(loan_year=None), "loan_year"),
    "a year as text": (table(loan_year='"2025"'), "loan_year"),
    "a year where there is none": (
        table(name='"tax.no_card"', unit='"percent"', value='"60"'), "loan_year",
    ),
    "more than a hundred per cent": (
        table(name='"tax.no_card"', unit='"percent"', value='"100.0001"', loan_year=None),
        "“100.0001”",
    ),
    "a translation divided by nothing": (
        table(name='"lending.translation_denominator"', unit='"parts"', value='"0"'), "value",
    ),
    "half a year": (table(name='"lending.term_years"', unit='"years"', value='"70.5"'), "“70.5”"),
    "an unknown class": (
        table(name='"lending.library_class.84"', unit='"class"', value='"novel"', loan_year=None),
        "“novel”",
    ),
    "a name that is too long": (
        table(name=f'"lending.library_class.{"8" * 60}"', unit='"class"', value='"other"',
              loan_year=None),
        "name",
    ),
    "no table": ("", "[[parameter]] tables"),
    "another table": ("[[rate]]\nvalue = 1\n", "[[parameter]] tables"),
    "numbers for tables": ("parameter = [1, 2]\n", "[[parameter]] tables"),
    "no TOML": ("name: lending.rate\n", "cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_file_changes_nothing(console: Console, name: str) -> None:
    text, said = REFUSED[name]
    path = console.written("parameters.toml", text)
    assert said in console.refusal("parameters", "import", path)
    if text.startswith("[[parameter]]"):
        path = console.written("parameters.toml", table(loan_year="2023") + text)
        console.refusal("parameters", "import", path)
    assert console.count("parameter_value") == 0
    assert console.count("audit_event") == 0


def test_a_file_in_latin_1_is_refused(console: Console) -> None:
    path = console.written("parameters.toml", "")
    path.write_bytes(table(source='"Förbundet"').encode("latin-1"))
    assert "cannot be read" in console.refusal("parameters", "import", path)
