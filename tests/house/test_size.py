"""Files, functions and templates stay small enough to be read whole."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house import source

FILE_LINES = 300
FUNCTION_LINES = 60
VIEW_LINES = 15
TEMPLATE_LINES = 120
PYTHON = source.python_files("portal", "tests", "benchmarks")
# A migration is a list of columns, as Alembic wrote it.
WRITTEN = [path for path in PYTHON if path.parent.name != "versions"]


@source.every(PYTHON)
def test_a_file_is_short(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= FILE_LINES, f"{source.name(path)} has {lines} lines; split it by idea"


@source.every(WRITTEN)
def test_functions_are_short(path: Path) -> None:
    lengths = {f.name: (f.end_lineno or 0) - f.lineno + 1 for f in source.functions(path)}
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES} == {}


@source.every(source.python_files("portal/web"))
def test_views_are_short(path: Path) -> None:
    views = {
        function.name: (function.end_lineno or 0) - function.lineno + 1
        for function in source.functions(path)
        if any(".route(" in ast.unparse(mark) for mark in function.decorator_list)
    }
    assert {name: lines for name, lines in views.items() if lines > VIEW_LINES} == {}


TEMPLATES = sorted(path for path in source.TEMPLATES.rglob("*") if path.is_file())


@source.every(TEMPLATES)
def test_a_template_is_short(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= TEMPLATE_LINES, f"{source.name(path)} has {lines} lines; move parts to macros"
