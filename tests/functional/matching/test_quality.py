"""How well keys link real titles: a floor, on a seed of its own; benchmarks/matching.py has all."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import labelled
from benchmarks.labelled import Answer
from benchmarks.matching import exact_least, wilson


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> list[Answer]:
    """Every damage to HelMet's and Fennica's titles, half of which the catalogue has."""
    titles, rows = labelled.damaged(20261015)
    return labelled.answers(titles, rows, tmp_path_factory.mktemp("quality"), tier3=False)


def test_what_keys_link_is_right(answered: list[Answer]) -> None:
    said = [answer for answer in answered if answer.tier == 2]
    right = sum(not answer.wrong for answer in said)
    assert len(said) > 5000
    assert exact_least(right, len(said)) > 0.995


def test_most_damaged_titles_are_found(answered: list[Answer]) -> None:
    there = [a for a in answered if a.asked.work is not None and a.asked.damage != "as written"]
    assert sum(answer.tier == 2 for answer in there) / len(there) > 0.93


@pytest.mark.parametrize("damage", ["capitals", "name in natural order", "another edition"])
def test_these_are_all_found(answered: list[Answer], damage: str) -> None:
    there = [a for a in answered if a.asked.work is not None and a.asked.damage == damage]
    assert {answer.work == answer.asked.work for answer in there} == {True}


def test_seattles_spellings_are_found(tmp_path: Path) -> None:
    titles, rows = labelled.seattle(1)
    said = labelled.answers(titles, rows, tmp_path, tier3=False)
    assert [answer.asked for answer in said if answer.wrong] == []
    there = [answer for answer in said if answer.asked.work is not None]
    assert sum(answer.tier == 2 for answer in there) / len(there) > 0.9


def test_the_intervals_are_those_of_the_books() -> None:
    """Wilson: 95 of 100 gives 0.8882 to 0.9785; Clopper and Pearson: 0 of 10 wrong, 0.6915."""
    low, high = wilson(95, 100)
    assert (round(low, 4), round(high, 4)) == (0.8882, 0.9785)
    assert round(exact_least(10, 10), 4) == 0.6915
