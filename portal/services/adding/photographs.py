"""Photographs of back covers: the ISBNs of their bar codes. Nothing of a picture is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.kernel.errors import Refusal
from portal.kernel.isbn import judge
from portal.kernel.isbn_text import MOST, Extracted, Failed
from portal.pictures import barcodes
from portal.pictures.barcodes import LARGEST
from portal.pictures.errors import PictureUnusable

__all__ = ["LARGEST", "LARGEST_TOGETHER", "MOST_PICTURES", "Photographed", "Picture", "look"]
MOST_PICTURES = 12
"""In one request: a large photo without a code costs a second, and a server waits half a minute."""
LARGEST_TOGETHER = 60 * 1024 * 1024


@dataclass(frozen=True)
class Picture:
    """A picture as it was sent, with the name that its file has."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Photographed:
    """What was found; the pictures without a bar code; why others cannot be read."""

    found: Extracted
    empty: tuple[str, ...]
    refused: tuple[Refusal, ...]


def look(pictures: Iterable[Picture], before: Sequence[int] = ()) -> Photographed:
    """Reads pictures one after the other; `before` are the ISBN-13s of earlier ones."""
    isbns = dict.fromkeys(before)
    failed: dict[Failed, None] = {}
    empty: list[str] = []
    refused: list[Refusal] = []
    together = 0
    for count, picture in enumerate(pictures):
        together += len(picture.data)
        if count == MOST_PICTURES or together > LARGEST_TOGETHER:
            refused.append(PictureUnusable(reason="many", most=count, file=picture.name))
            break
        try:
            codes = barcodes.read(picture.data, picture.name)
        except PictureUnusable as refusal:
            refused.append(refusal)
            continue
        isbns |= dict.fromkeys(codes.isbns)
        failed |= dict.fromkeys(Failed(one, judge(one).reason or "ean") for one in codes.others)
        if not codes.isbns and not codes.others:
            empty.append(picture.name)
    found = Extracted(tuple(isbns)[:MOST], tuple(failed), max(0, len(isbns) - MOST))
    return Photographed(found, tuple(empty), tuple(refused))
