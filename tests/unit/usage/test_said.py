"""What a refused file is told: a sentence without a hole, whatever is known of the place."""

from __future__ import annotations

import gzip
import re

import pytest

from portal.usage import errors
from portal.wording.sentence import SENTENCES, sentence

GOOD = "9789510112441,2024,7"
HEADER = "isbn,year,loans"
MANY = ",".join(f"more{number}" for number in range(12))
FILES = {
    "quote.csv": f'{HEADER}\n{GOOD}\n"978951\n'.encode(),
    "cut.csv.gz": gzip.compress(f"{HEADER}\n{GOOD}\n".encode())[:-9],
    "cut.parquet": b"PAR1 and nothing more",
    "loans.parquet.gz": gzip.compress(b"PAR1 and more"),
    "mixed.csv": f"{HEADER}\r\n{GOOD}\n".encode(),
    "mac.csv": f"{HEADER}\r{GOOD}\n{GOOD}\r".encode(),
    "unknown.csv": f"{HEADER},{MANY}\n".encode(),
    "other.csv": f"{MANY}\n".encode(),
    "twice.csv": f"{HEADER},{HEADER}\n".encode(),
    "long.csv": f'{HEADER}\n"{"9" * 2_500_000}",2024,7\n'.encode(),
    "zero.csv": f"{HEADER}\n{GOOD}\n\0\0\0\0".encode(),
}


def holes(refusal: errors.FileFault) -> list[str]:
    """The blanks of the sentence that the refusal does not fill."""
    told = refusal.arguments
    text = SENTENCES.get(f"{refusal.code}.{told.get('what')}", SENTENCES[refusal.code])
    return [
        blank for blank in re.findall(r"%\((\w+)\)s", text) if told.get(blank) in (None, "", ())
    ]


@pytest.mark.parametrize("name", sorted(FILES))
def test_no_hole_in_the_sentence(room, name):
    with pytest.raises(errors.FileFault) as caught:
        room.read(room.file(name, FILES[name]))
    assert holes(caught.value) == []
    assert name in sentence(caught.value)


def test_what_is_left_out_of_a_long_list_is_counted(room):
    with pytest.raises(errors.UnknownColumns) as caught:
        room.read(room.file("unknown.csv", FILES["unknown.csv"]))
    assert "more8, more9, and 2 more." in sentence(caught.value)
