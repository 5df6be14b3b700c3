"""ISBNs in pasted text: found however they are written, and never guessed."""

from __future__ import annotations

import pytest

from portal.kernel.isbn_text import MOST, Extracted, Failed, Repaired, extract
from tests.factories.lending import isbn

A, B = 9789511160182, 9789511165620

FOUND = {
    "9789511160182": [A],
    "978-951-11-6018-2": [A],
    "978 951 1160 182": [A],
    "978\u2013951\u201311\u20136018\u20132": [A],
    "978\u00a0951\u00a011\u00a06018\u00a02": [A],
    "ISBN9789511160182": [A],
    "ISBN-13: 9789511160182.": [A],
    "(ISBN 978-951-11-6018-2, nid.)": [A],
    "951-11-6018-4": [A],
    "951 11 6018 4": [A],
    "9511160184": [A],
    "978-951-\n11-6018-2": [A],
    "> 978-951-\n> > 11-6018-2": [A],
    "978 951 11\n6018 2": [A],
    "9789511160182 9789511165620": [A, B],
    "9789511160182,9789511165620;": [A, B],
    "9789511160182\n951-11-6018-4\n978-951-11-6018-2": [A],
    "978-951-11-6018-2 978-951-11-6562-0": [A, B],
    "2 kpl 978-951-11-6018-2, 3 kpl 9789511165620": [A, B],
    "Hei! Puh. 040 123 4567 tai +358 9 1234 5678. Lasku 2026-10-15": [],
    "Puh. 951 116 0184, 951 11 60184, 951 1160184": [],
    "IBAN FI21 1234 5600 0007 85, summa 1 234,50": [],
    "vuosina 2014-2017 ja 2018-2025, s. 123-456": [],
    "951-1-16018-X on the cover of 080442957X": [9780804429573],
    "2019 978-951-1-16018-2": [A],
    "2019 978-951-1-16018-2 2020": [A],
    "1 9789511160182\n2 9789511165620": [A, B],
    "040 123 4567 9789511160182": [A],
    "2005-978-951-1-16018-2": [A],
    "2005-951-1-16018-4": [A],
    "12 951-1-16018-4": [A],
    "9789511160182x": [A],
    "9 7 8 9 5 1 1 1 6 0 1 8 2": [A],
    "9 789511 160182": [A],
    "978-951-1-160 978-951-1-16018-2": [A],
    "Puh. 9511160184, +9511160184": [],
    "": [],
    "ei numeroita": [],
}


@pytest.mark.parametrize("text", FOUND)
def test_isbns_are_found_in_their_order_each_once(text: str) -> None:
    assert list(extract(text).isbns) == FOUND[text]


FAILED = {
    "978-951-11-6018-3": ("978-951-11-6018-3", "check_digit"),
    "951-11-6018-X": ("951-11-6018-X", "check_digit"),
    "my book is ISBN 9511160185": ("9511160185", "check_digit"),
    "9789510000000": ("9789510000000", "rounded"),
    "9789180000000": ("9789180000000", "rounded"),
    "9.78951E+12": ("9.78951E+12", "rounded"),
    "9,78951E+12;Talvi": ("9,78951E+12", "rounded"),
    "ISSN 0317-8471": ("0317-8471", "issn"),
    "9771234567003": ("9771234567003", "issn"),
    "4006381333931": ("4006381333931", "ean"),
    "2019 978-951-11-6018-3 2020": ("978-951-11-6018-3", "check_digit"),
    "9790260000438": ("9790260000438", "ismn"),
    "9790260000439": ("9790260000439", "check_digit"),
    "978-951-11-6018": ("978-951-11-6018", "length"),
    "97895111601822": ("97895111601822", "length"),
}


@pytest.mark.parametrize("text", FAILED)
def test_what_only_looks_like_one_is_named_with_the_reason(text: str) -> None:
    found = extract(text)
    assert found.isbns == ()
    assert found.failed == (Failed(*FAILED[text]),)


def test_the_same_failure_is_said_once() -> None:
    assert len(extract("9789511160183 and 9789511160183").failed) == 1


REPAIRED = {
    "978951116O182": "978951116O182",
    "978-951-11-6O18-2": "978-951-11-6O18-2",
    "97895l1160182": "97895l1160182",
    "ISBN: 978-95I-l1-6o18-2": "978-95I-l1-6o18-2",
    "978-951-11-\n> 6O18-2": "978-951-11- 6O18-2",
    "951-11-6O18-4": "951-11-6O18-4",
    "ISBN 95ll160184": "95ll160184",
}


@pytest.mark.parametrize("text", REPAIRED)
def test_letters_of_a_digits_shape_are_read_as_digits_and_said(text: str) -> None:
    found = extract(text)
    assert found == Extracted((A,), repaired=(Repaired(REPAIRED[text], A),))


@pytest.mark.parametrize(
    "text",
    [
        "978951116O183",  # the check digit does not fit
        "978-951-11-6O18-3",
        "97S9511160182",  # S is not read as 5
        "9789S11160182",
        "978951116018Z",
        "951116O184",  # ten signs that nobody calls an ISBN
        "978951OOOOOOO",  # more letters than a slip leaves
        "978-951-11-6018 O",  # a word behind it
        "978951116O182b",
    ],
)
def test_nothing_else_is_repaired(text: str) -> None:
    assert extract(text).isbns == ()


def test_a_number_that_no_repair_mends_is_named() -> None:
    assert extract("978-951-11-6O18-3").failed == (Failed("978-951-11-6O18-3", "check_digit"),)


def test_more_than_a_page_takes_is_said() -> None:
    text = "\n".join(str(isbn(number)) for number in range(MOST + 3))
    found = extract(text)
    assert (len(found.isbns), found.left_over) == (MOST, 3)
    assert found.isbns[0] == isbn(0)
