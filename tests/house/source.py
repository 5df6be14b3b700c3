"""The portal's own source, read once for all house tests."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PORTAL = ROOT / "portal"
TEMPLATES = ROOT / "templates"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def python_files(*folders: str) -> list[Path]:
    """All Python files below the folders of the checkout, in order."""
    skipped = {"node_modules", "__pycache__"}
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if not skipped & set(path.parts))


def name(path: Path) -> str:
    """The path as a reader knows it."""
    return path.relative_to(ROOT).as_posix()


def module(path: Path) -> str:
    """The dotted name of a file of the portal."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of all that a file imports; `from a import b` gives a.b."""
    package = module(path) if path.name == "__init__.py" else module(path).rpartition(".")[0]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = node.module or ""
            if node.level:
                parts = package.split(".")
                above = ".".join(parts[: len(parts) - node.level + 1])
                start = f"{above}.{start}".rstrip(".")
            yield from ((node.lineno, f"{start}.{alias.name}") for alias in node.names)


def functions(path: Path) -> Iterator[Function]:
    """All functions of a file, nested ones too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, Function):
            yield node


def every(paths: Iterable[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """One test over all these files: it goes through them and names each that fails."""

    every_one = tuple(paths)
    assert every_one, "no file to look at"

    def over_all(check: Callable[[Path], None]) -> Callable[[], None]:
        def test() -> None:
            failed = [said for path in every_one if (said := fault_of(check, path))]
            assert not failed, "\n\n".join(failed)

        test.__name__, test.__doc__ = check.__name__, check.__doc__
        return test

    return over_all


def fault_of(check: Callable[[Path], None], path: Path) -> str:
    """What the check says of this file, after its name; empty when it passes."""
    try:
        check(path)
    except AssertionError as fault:
        return f"{name(path)}: {fault}"
    return ""
