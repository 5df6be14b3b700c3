"""A party's catalogue in every format that it leaves the portal in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import ModuleType

from portal.documents import (
    catalogue_csv,
    catalogue_json,
    catalogue_marcxml,
    catalogue_onix,
    catalogue_xlsx,
)
from portal.kernel.catalogue_exchange import Catalogue

_WRITERS: Mapping[str, ModuleType] = {
    "csv": catalogue_csv,
    "xlsx": catalogue_xlsx,
    "json": catalogue_json,
    "marcxml": catalogue_marcxml,
    "onix": catalogue_onix,
}
FORMATS = tuple(_WRITERS)


@dataclass(frozen=True)
class WrittenCatalogue:
    """A file: its bytes, what a browser calls their kind, and the end of its name."""

    content: bytes
    media_type: str
    ending: str


def written(format_name: str, catalogue: Catalogue, day: date) -> WrittenCatalogue:
    """The catalogue in one of FORMATS as it is on a day: the same facts are the same bytes."""
    writer = _WRITERS[format_name]
    return WrittenCatalogue(writer.written(catalogue, day), writer.MEDIA_TYPE, writer.ENDING)
