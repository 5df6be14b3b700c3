"""A letter that leaves the portal: words alone, ready in one language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """A subject of one line and a body of plain text."""

    subject: str
    body: str
