"""COUNTER reports, table or JSON: recognised by how they begin, and written as flat rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from portal.usage.archive import Original
from portal.usage.readers import counter_json, counter_rows, counter_table
from portal.usage.readers.counter_rows import Counted, Head


def looks_like(head: bytes) -> bool:
    """Whether a file begins as a COUNTER report, or as JSON, which no other format does."""
    text = head.decode("utf-8", errors="ignore").removeprefix("\ufeff").lstrip()
    return text.startswith((*counter_table.BEGINS, *counter_json.BEGINS))


def transcribe(original: Original) -> None:
    """Writes the report's rows beside it unless they stand there; raises a FileFault."""
    if original.rows_path.is_file():
        return
    text = original.head.decode("utf-8", errors="ignore").removeprefix("\ufeff").lstrip()
    is_table = text.startswith(counter_table.BEGINS)
    said = counter_table.read(original) if is_table else counter_json.read(original)
    head = cast(Head, next(said))
    counter_rows.write(original, head, cast(Iterator[Counted], said))
