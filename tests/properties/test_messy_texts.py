"""Paste anything: over five hundred messy texts, and how much of them is read rightly."""

from __future__ import annotations

import time

import pytest

from portal.kernel.isbn_text import extract
from tests.properties import messy_texts
from tests.properties.messy_texts import Messy

BY_HAND = messy_texts.by_hand()


@pytest.mark.parametrize("one", BY_HAND, ids=[one.name for one in BY_HAND])
def test_what_a_person_reads_is_read(one: Messy) -> None:
    assert set(extract(one.text).isbns) == one.isbns


def test_recall_and_what_is_false_over_all_of_them() -> None:
    texts = [*BY_HAND, *messy_texts.made()]
    assert len(BY_HAND) >= 120
    assert len(texts) >= 500
    held = found = false = 0
    wrong = []
    for one in texts:
        read = set(extract(one.text).isbns)
        held += len(one.isbns)
        found += len(read & one.isbns)
        false += len(read - one.isbns)
        if read != one.isbns:
            wrong.append((one.name, sorted(one.isbns - read), sorted(read - one.isbns)))
    assert held > 2_000
    assert found / held >= 0.995, wrong
    assert false / held <= 0.001, wrong


HOSTILE = {
    "spaces": "1" + " " * 1_000_000 + "x",
    "digits": "9" * 1_000_000,
    "digits apart": "9 " * 500_000,
    "the prefix alone": "978 " * 250_000,
    "almost thirteen": "978-951-1-16018-3 " * 55_000,
    "almost ten": "951-1-16018-5 " * 70_000,
    "ten in a row": "9511160185 " * 90_000,
    "different ones": " ".join(str(9_780_000_000_000 + n) for n in range(70_000)),
    "hyphens": "978" + "-" * 1_000_000,
    "letters for digits": "978-951-O-" * 100_000,
    "letters only": "OlI" * 330_000,
    "quoting": "978\n" + "> " * 500_000,
    "labels": "ISBN " * 200_000,
    "labels with digits": "ISBN 1234567 " * 75_000,
    "rounded": "9,78951E+12 " * 85_000,
    "tags": "<a " * 330_000,
    "tags with numbers": "<a 9789511160183>" * 58_000,
    "an open tag": "<a " + "x" * 1_000_000,
    "entities": "&a" * 500_000,
    "soft breaks": "1=\n" * 330_000,
    "points": "978." * 250_000,
    "lines": "9\n" * 500_000,
    "no letters of ours": "\u0669\u00ad" * 500_000,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_megabyte_of_anything_takes_a_second_or_so(what: str) -> None:
    begun = time.process_time()
    extract(HOSTILE[what])
    # Reading it letter by letter again and again would take minutes.
    assert time.process_time() - begun < 10
