"""Nothing on a page moves: who asked for less motion gets the same pages as everybody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SHEETS = sorted((Path(__file__).parents[2] / "static" / "css").glob("*.css"))
MOTION = re.compile(r"\b(animation|transition|scroll-behavior)(-\w+)?\s*:|@keyframes")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_sheet_moves_anything(sheet: Path) -> None:
    assert MOTION.search(sheet.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("text", ["a { transition: none }", "@keyframes in {}"])
def test_motion_would_be_found(text: str) -> None:
    assert MOTION.search(text)
