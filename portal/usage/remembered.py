"""What an import remembers beside its refused rows: COUNTER reports, and months by system."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from portal.usage.libraries import context_of
from portal.usage.readers import counter5
from portal.usage.shapes import Report

COUNTER = counter5.FORMAT.name


def reports(data_dir: Path, refused_path: str) -> list[Report]:
    """The COUNTER reports of an import; raises CountsMissing."""
    return [Report(*one) for one in context_of(data_dir, refused_path).get("reports", ())]


def months(data_dir: Path, refused_path: str) -> Mapping[tuple[str, int], int]:
    """Library system and loan year → the months that have a row, as bits; raises CountsMissing.

    A system whose rows say no months is not there.
    """
    said = context_of(data_dir, refused_path).get("months", ())
    return {(library, year): bits for library, year, _, _, bits in said}
