"""Names, docstrings and the places where a rule may be decided."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house import source

FLOORS_0_TO_3 = ("kernel", "rules", "store", "usage", "clients", "documents", "services")
EVERYTHING = source.python_files("portal", "tests", "benchmarks")
VAGUE = {"util", "helper", "manager", "handler", "misc", "common", "base_service", "stuff"}
SCHEMES = {"lending", "municipal_copying", "digital_delivery", "elektra", "college_copying"}


@source.every(EVERYTHING)
def test_a_file_says_what_it_is_about(path: Path) -> None:
    words = {word.rstrip("s") for word in path.stem.split("_")} | {path.stem}
    assert words & VAGUE == set(), "a file is named by its subject"


@source.every(source.python_files(*(f"portal/{room}" for room in FLOORS_0_TO_3)))
def test_what_is_public_is_described(path: Path) -> None:
    module = source.tree(path)
    undescribed = [
        node.name
        for node in module.body
        if isinstance(node, source.Function | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    migration = "migrations" in path.parts  # Alembic calls upgrade and downgrade
    assert ast.get_docstring(module) or path.stat().st_size == 0, "the module has no docstring"
    assert undescribed == [] or migration


def compared_schemes(path: Path) -> list[str]:
    """Comparisons of anything with the code of a scheme, as text."""
    found = []
    for node in ast.walk(source.tree(path)):
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.MatchValue):
            parts = [node.value]
        else:
            continue
        flat = [leaf for part in parts for leaf in ast.walk(part)]
        texts = {leaf.value for leaf in flat if isinstance(leaf, ast.Constant)}
        codes = {
            leaf.attr for leaf in flat if isinstance(leaf, ast.Attribute) and leaf.attr == "CODE"
        }
        if texts & SCHEMES or codes:
            found.append(f"line {node.lineno if hasattr(node, 'lineno') else '?'}")
    return found


OUTSIDE_SCHEMES = [p for p in source.python_files("portal") if "schemes" not in p.parts]


@source.every(OUTSIDE_SCHEMES)
def test_only_the_registry_tells_schemes_apart(path: Path) -> None:
    assert compared_schemes(path) == [], "schemes differ by what they compose: use SCHEMES[code]"


def test_a_comparison_with_a_scheme_is_seen(tmp_path: Path) -> None:
    guilty = tmp_path / "guilty.py"
    guilty.write_text(
        'def f(scheme):\n    return scheme.code == "lending" or scheme in (x.CODE,)\n'
    )
    assert len(compared_schemes(guilty)) == 2


@source.every(source.python_files("tests"))
def test_no_assertion_chooses_what_it_asserts(path: Path) -> None:
    ternaries = [
        node.lineno
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Assert) and isinstance(node.test, ast.IfExp)
    ]
    assert ternaries == []
