"""Where the bars of a picture stand: whole tenths, the largest the longest, nothing outside."""

from __future__ import annotations

from portal.web.charts import Bar, Chart, chart


def drawn(*values: int) -> Chart:
    bars = [Bar(str(2020 + place), value, f"{value}") for place, value in enumerate(values)]
    return chart("loans", "Loans by year", "Loans rose", ("Year", "Loans"), bars)


def test_bars_are_as_long_as_their_numbers() -> None:
    assert [one.width for one in drawn(1000, 500, 1).drawn] == ["56.0%", "28.0%", "0.5%"]


def test_the_number_stands_at_the_end_of_its_bar() -> None:
    assert [one.beside for one in drawn(1000, 500, 0).drawn] == ["72.0%", "44.0%", "16.0%"]


def test_rows_stand_below_each_other_and_inside_the_picture() -> None:
    picture = drawn(1, 2, 3)
    assert [one.baseline for one in picture.drawn] == ["1.4em", "3.4em", "5.4em"]
    assert [one.top for one in picture.drawn] == ["0.4em", "2.4em", "4.4em"]
    assert (picture.thick, picture.height) == ("1.2em", "6.0em")


def test_nothing_but_zeros_draws_no_bar() -> None:
    assert [one.width for one in drawn(0, 0).drawn] == ["0.0%", "0.0%"]


def test_no_bars_at_all() -> None:
    assert (drawn().drawn, drawn().height) == ((), "0.0em")
