"""Where a file is broken: the slow second look, taken only after the fast reader stopped."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from portal.usage import errors, packing
from portal.usage.archive import Original
from portal.usage.readers import Layout

_LONGEST_FIELD = 2_000_000


def fault_of(original: Original, layout: Layout) -> errors.FileFault | None:
    """The first fault of a text file's structure, with its line; None when it has none."""
    with _text(original) as text:
        counted = _Counted(text)
        rows = csv.reader(counted, delimiter=layout.delimiter, strict=True)
        expected = len(layout.header)
        began = 1
        previous_limit = csv.field_size_limit(_LONGEST_FIELD)
        try:
            for fields in rows:
                if not any(fields[expected:]):  # separators at the end add nothing
                    del fields[expected:]
                if fields and len(fields) != expected:
                    return _wrong_count(original, counted, began, len(fields), expected)
                if not counted.ended_as(layout.newline):
                    return errors.MixedLineEnds(file=original.name, line=rows.line_num)
                began = rows.line_num + 1
        except csv.Error:
            if counted.at_end and not _is_closed_at_end(counted):
                return errors.CutOff(file=original.name, line=began)
            return errors.Unparsable(file=original.name, line=began)
        finally:
            csv.field_size_limit(previous_limit)
    return None


def _wrong_count(
    original: Original, counted: _Counted, line: int, found: int, expected: int
) -> errors.FileFault:
    last = not original.ends_line and counted.reached_end()
    if last and found < expected:
        return errors.CutOff(file=original.name, line=line)
    return errors.WrongFieldCount(file=original.name, line=line, found=found, expected=expected)


def _is_closed_at_end(counted: _Counted) -> bool:
    """Whether the error at the end is something else than an open quote."""
    return counted.quotes % 2 == 0


@contextmanager
def _text(original: Original) -> Iterator[IO[str]]:
    with (
        packing.opened(original.path, original.compression) as source,
        io.TextIOWrapper(source, encoding="utf-8-sig", newline="") as text,
    ):
        yield text


class _Counted:
    """The lines of a text, remembering whether it came to the end and how many quotes it saw."""

    def __init__(self, text: IO[str]) -> None:
        self.text = text
        self.at_end = False
        self.quotes = 0
        self.line = ""

    def __iter__(self) -> _Counted:
        return self

    def __next__(self) -> str:
        line = self.text.readline()
        if not line:
            self.at_end = True
            raise StopIteration
        self.quotes += line.count('"')
        self.line = line
        return line

    def ended_as(self, newline: str) -> bool:
        """Whether the last line ends so, or not at all as the last of a file may."""
        return self.line[len(self.line.rstrip("\r\n")) :] in ("", newline)

    def reached_end(self) -> bool:
        """Whether nothing follows the lines read so far."""
        return not self.text.readline()
