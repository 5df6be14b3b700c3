"""`portal parameters`: what is imported, listed and refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from portal.services.parameters.parameters import known_parameters
from portal.store.access import Passkey
from portal.store.people import Staff
from tests.factories import people
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


def years(name: str, number: str) -> str:
    """A table of a number of years that holds on a day."""
    return table(name=f'"{name}"', unit='"years"', value=f'"{number}"', loan_year=None)


REFUSED = {
    "an unknown name": (table(name='"lending.tarif"'), "No rule knows the parameter lending.tarif"),
    "no name": (table(name=None), "A table of the file has no name."),
    "an empty name": (table(name='" "'), "A table of the file has no name."),
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
    "no unit": (table(unit=None), "lending.rate lacks its unit."),
    "a day that is none": (table(valid_from='"2026-02-30"'), "valid_from"),
    "a day in words": (table(valid_from='"soon"'), "“soon”"),
    "a moment": (table(valid_from="2026-01-01T12:00:00"), "valid_from"),
    "no day": (table(valid_from=None), "lending.rate lacks its valid_from."),
    "no source": (table(source=None), "lending.rate lacks its source."),
    "an empty source": (table(source='" "'), "lending.rate lacks its source."),
    "a source with a NUL": (table(source='"a\\u0000b"'), "source of the parameter"),
    "a source without end": (table(source=f'"{"x" * 501}"'), "source"),
    "an unknown field": (table(until="2027-01-01"), "not known: until."),
    "an unknown kind": (table(kind='"paper"'), "kind"),
    "an unknown status": (table(status='"maybe"'), "status"),
    "a rate without its year": (table(loan_year=None), "lending.rate lacks its loan_year."),
    "a year as text": (table(loan_year='"2025"'), "loan_year"),
    "a year where there is none": (
        table(name='"tax.no_card"', unit='"percent"', value='"60"'), "has a loan_year, 2025,",
    ),
    "more than a hundred per cent": (
        table(name='"tax.no_card"', unit='"percent"', value='"100.0001"', loan_year=None),
        "“100.0001”",
    ),
    "a translation divided by nothing": (
        table(name='"lending.translation_denominator"', unit='"parts"', value='"0"'), "value",
    ),
    "no year open": (years("lending.years_open", "0"), "from 1 to 20."),
    "more years open than any practice": (years("lending.years_open", "21"), "from 1 to 20."),
    "no term": (years("lending.term_years", "0"), "from 1 to 200."),
    "a term without end": (years("lending.term_years", "201"), "from 1 to 200."),
    "a translation divided by too many": (
        table(name='"lending.translation_denominator"', unit='"parts"', value='"1001"'),
        "from 1 to 1000.",
    ),
    "more than a loan can bring": (table(value='"1000000.01"'), "to 1000000."),
    "a year that is none": (
        table(name='"lending.e_loans_from"', unit='"year"', value='"10000"', loan_year=None),
        "to 9999.",
    ),
    "an empty value": (table(value='""'), "lending.rate lacks its value."),
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


def test_the_widest_years_are_calculated(console: Console) -> None:
    console.parameters(years("lending.years_open", "20") + years("lending.term_years", "200"))
    console.parameters(years("lending.years_open", "1") + years("lending.term_years", "1"))
    for kind, day in (("autumn", "2026-12-01"), ("spring", "2027-05-15")):
        assert console.calculate(kind, day, "2026-11-03")["people"] == 0


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [("lending.threshold", "10", "EUR"), ("tax.no_card", "60", "percent")],
)
def test_a_parameter_that_is_not_set_stops_the_run_without_a_hole(
    console: Console, name: str, value: str, unit: str
) -> None:
    console.parameters(parameter(name, value, unit, valid_from="2000-01-01", status="withdrawn"))
    said = console.refusal(
        "settlement", "calculate", "lending", "--kind", "autumn", "--date", "2023-12-05",
        "--cutoff", "2023-11-03",
    )  # fmt: skip
    assert said.startswith(f"The parameter {name} is not set for 5 December 2023, and")


def test_a_file_in_latin_1_is_refused(console: Console) -> None:
    path = console.written("parameters.toml", "")
    path.write_bytes(table(source='"Förbundet"').encode("latin-1"))
    assert "cannot be read" in console.refusal("parameters", "import", path)


def test_a_number_takes_two_people_once_staff_have_passkeys(console: Console) -> None:
    code = console.staff("Anna", "approver")
    with console.session() as session:
        member = session.scalars(select(Staff).where(Staff.code == code)).one()
        account = people.account(session, staff=member)
        session.add(Passkey(
            account_id=account.id, credential_id="c", public_key=b"k", name="Phone", handle="h",
            added_at=datetime(2026, 1, 1, tzinfo=UTC),
        ))  # fmt: skip
    path = console.written("parameters.toml", table())
    assert "open Rules" in console.refusal("parameters", "import", "--as", code, path)
    assert console.count("parameter_value") == 0
