"""However an ISBN is written and whatever stands around it: found, and nothing else is."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st
from stdnum import isbn as isbn_ranges

from portal.kernel.isbn import check_digit_10, check_digit_13, judge
from portal.kernel.isbn_text import extract

HYPHENS = "-\u2010\u2011\u2013\u2212"
WORDS = st.text("abcdefghijklmnopqrstuvwyzåäö ,.;()", max_size=12)


@st.composite
def isbns(draw: st.DrawFn) -> int:
    """A valid ISBN-13 that no spreadsheet has rounded."""
    stem = f"978951{draw(st.integers(0, 999_998)):06d}"
    return int(stem + check_digit_13(stem))


@st.composite
def written(draw: st.DrawFn, number: int) -> str:
    """The number in one of the ways in which people write it."""
    code = str(number)
    if draw(st.booleans()):
        code = code[3:12] + check_digit_10(code[3:12])
    parts = [part for part in isbn_ranges.split(code) if part]
    if len(parts) < 4 or draw(st.booleans()):
        return code
    joint = draw(st.sampled_from([*HYPHENS, " ", "\u00a0", "-\n", "-\n> "]))
    return joint.join(parts)


@given(st.data(), st.lists(isbns(), min_size=1, max_size=6))
def test_every_isbn_is_found(data: st.DataObject, numbers: list[int]) -> None:
    known = [number for number in numbers if isbn_ranges.split(str(number))[2]]
    text = "".join(
        f"{data.draw(WORDS)}; {data.draw(written(number))} ;{data.draw(WORDS)}" for number in known
    )
    assert extract(text).isbns == tuple(dict.fromkeys(known))
    assert extract(text).failed == ()


@given(st.text("0123456789xX-– \n>ISBN:abc,.", max_size=60))
def test_nothing_is_found_that_the_text_does_not_hold(text: str) -> None:
    digits = "".join(sign for sign in text if sign in "0123456789")
    for number in extract(text).isbns:
        stem = str(number)[3:12]
        assert judge(str(number)).isbn == number
        assert stem in digits


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    extract(text)


TEXTS = 400
SEPARATORS = (" ", "\n", ", ", "; ", " - ", "\t")


def _noise(chance: Random) -> str:
    """A year, a price, a line number, a telephone number or a date."""
    made = (
        lambda: str(chance.randint(1950, 2026)),
        lambda: f"{chance.randint(1, 99)},{chance.randint(0, 99):02d} €",
        lambda: str(chance.randint(1, 999)),
        lambda: f"040 {chance.randint(100, 999)} {chance.randint(1000, 9999)}",
        lambda: f"+358 9 {chance.randint(100, 999)} {chance.randint(1000, 9999)}",
        lambda: f"2019-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
    )  # fmt: skip
    return chance.choice(made)()


def _valid(chance: Random) -> int:
    stem = f"978{chance.choice(('951', '952', '0', '91')):s}"
    stem += "".join(chance.choice("0123456789") for _ in range(12 - len(stem)))
    return int(stem + check_digit_13(stem))


def _as_written(chance: Random, number: int) -> str:
    parts = [part for part in isbn_ranges.split(str(number)) if part]
    return chance.choice((str(number), "-".join(parts), " ".join(parts)))


def test_numbers_around_isbns_hide_none_and_make_none() -> None:
    chance = Random(1)
    held = found = invented = 0
    for _ in range(TEXTS):
        numbers = [_valid(chance) for _ in range(5)]
        parts = [part for number in numbers
                 for part in (_noise(chance), _as_written(chance, number))]  # fmt: skip
        text = "".join(part + chance.choice(SEPARATORS) for part in [*parts, _noise(chance)])
        read = set(extract(text).isbns)
        held, found = held + len(set(numbers)), found + len(read & set(numbers))
        invented += len(read - set(numbers))
    assert found >= held * 0.995
    assert invented <= held * 0.001


def test_numbers_without_an_isbn_make_none() -> None:
    chance = Random(2)
    texts = ["".join(_noise(chance) + chance.choice(SEPARATORS) for _ in range(12))
             for _ in range(TEXTS)]  # fmt: skip
    assert [text for text in texts if extract(text).isbns] == []


def test_an_isbn_with_a_wrong_digit_brings_no_other_in() -> None:
    chance = Random(3)
    invented = 0
    for _ in range(TEXTS):
        wrong = _valid(chance)
        wrong += 1 if wrong % 10 < 9 else -1
        text = f"{_noise(chance)} {_as_written(chance, wrong)} {_noise(chance)}"
        invented += len(extract(text).isbns)
    assert invented <= TEXTS * 0.001
