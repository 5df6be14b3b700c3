"""However an ISBN is written and whatever stands around it: found, and nothing else is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from stdnum import isbn as isbn_ranges

from portal.kernel.isbn import check_digit_10, check_digit_13, judge
from portal.services.recognition import extract

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
