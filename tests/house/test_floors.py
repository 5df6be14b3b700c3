"""A floor imports only what is below it, and from outside only what its room is for."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from tests.house import source

ALL = {"*"}
STORES = {"store", "usage", "clients", "documents", "bibliography", "pictures"}

# room: the rooms it may import besides itself
OWN = {
    "": set(),
    "kernel": set(),
    "rules": {"kernel"},
    "store": {"kernel"},
    "usage": {"kernel"},
    "clients": {"kernel"},
    "documents": {"kernel"},
    "bibliography": {"kernel"},
    "pictures": {"kernel"},
    "services": {"kernel", "rules", *STORES},
    "wording": {"kernel"},
    "web": {"kernel", "services", "wording"},
    "commands": {"kernel", "services", "wording"},
    "jobs": {"kernel", "services", "wording"},
    "identity_provider": {"kernel"},
    "settings": {"kernel"},
    "app": ALL - {"identity_provider"},
    "demo": ALL,
}

# The console script starts here, so here the pieces are put together, as wsgi.py does for the web.
ENTRIES = {
    "portal.commands": {"settings", "app", "demo"},
    "portal.commands.worker": {"jobs"},  # the terminal starts the queue's consumer
    "portal.commands.bibliography_sources": {"jobs"},  # the terminal asks as the night does
    "portal.commands.loans": {"jobs"},  # the terminal counts as the queue does, and wakes it
    "portal.commands.match": {"jobs"},  # the terminal matches as the queue does
    "portal.commands.match_suggest": {"jobs"},  # the terminal looks as the queue does at night
    "portal.commands.match_unmatched": {"jobs"},  # the terminal wakes it after a decision
    "portal.commands.messages": {"jobs"},  # the terminal does what the queue does each day
    "portal.commands.context": {"settings"},  # apart from the start: --help reads no settings
}

# The wrapper of floor 4 opens the transaction and hands it to services: it may name its type.
HANDED_ON = {"sqlalchemy.orm.Session": {"web", "commands", "jobs"}}

PURE = {
    "__future__", "abc", "bisect", "collections", "dataclasses", "datetime", "enum", "fractions",
    "functools", "hashlib", "heapq", "itertools", "json", "math", "operator", "re", "string",
    "types", "typing", "unicodedata", "stdnum", "numpy", "anyascii",
}  # fmt: skip
FLASK = {"flask", "flask_babel", "babel", "markupsafe", "werkzeug"}

# room: the libraries it may import besides the standard library (kernel and rules: in its stead)
OUTSIDE = {
    "": set(),
    "kernel": PURE,
    "rules": PURE,
    "store": {"sqlalchemy", "alembic", "psycopg", "numpy", "pyarrow", "adbc_driver_manager",
              "adbc_driver_postgresql"},
    "usage": {"duckdb", "pyarrow", "numpy", "sqlglot", "pyspark", "splink", "stdnum"},
    "clients": {"authlib", "httpx", "joserfc", "lxml", "requests"},
    "documents": {"typst", "xlsxwriter", "lxml"},
    "bibliography": {"lxml", "pymarc", "python_calamine", "rapidfuzz"},
    "pictures": {"PIL", "numpy", "zxingcpp"},
    # The rooms of floor 2 do not see each other: what services carry between them is Arrow tables.
    "services": {"sqlalchemy", "numpy", "pyarrow", "rapidfuzz", "stdnum", "structlog",
                 "webauthn"},
    "wording": FLASK,
    "web": {*FLASK, "flask_limiter", "flask_wtf", "wtforms", "jinja2", "structlog", "stdnum"},
    "commands": {"click", "rich", "structlog", *FLASK},
    "jobs": {"huey", "structlog"},
    "identity_provider": {"authlib", "joserfc", *FLASK},
    "settings": {"sqlalchemy"},
    "app": ALL,
    "demo": ALL,
}  # fmt: skip

FILES = source.python_files("portal")


def room(dotted: str) -> str:
    """The room of a dotted name: portal.store.people is in store."""
    return [*dotted.split("."), ""][1]


def may_import(path: Path, dotted: str) -> bool:
    """Whether the file may import the name."""
    here, module = room(source.module(path)), source.module(path)
    if dotted.split(".")[0] == "portal":
        there = room(dotted)
        allowed = OWN[here] | {here} | ENTRIES.get(module, set())
        if there == "identity_provider" and here not in (there, "demo"):
            return False
        return there in allowed or "*" in OWN[here]
    if here in HANDED_ON.get(dotted, ()):
        return True
    library = dotted.split(".")[0]
    if here in ("kernel", "rules"):
        return library in OUTSIDE[here]
    return library in sys.stdlib_module_names or bool({library, "*"} & OUTSIDE[here])


@source.every(FILES)
def test_a_file_imports_only_what_its_floor_allows(path: Path) -> None:
    assert room(source.module(path)) in OWN, f"{source.name(path)} is in no room of the house"
    wrong = [
        f"line {line}: {dotted}"
        for line, dotted in source.imports(path)
        if not may_import(path, dotted)
    ]
    assert wrong == [], f"{source.name(path)} imports from a floor or library that is not its own"


IMPURE_CALLS = {
    "open", "input", "print", "date.today", "datetime.now", "datetime.utcnow", "datetime.today",
}  # fmt: skip


@source.every(source.python_files("portal/kernel", "portal/rules"))
def test_kernel_and_rules_read_no_clock_and_no_file(path: Path) -> None:
    calls = {
        ast.unparse(node.func): node.lineno
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Call)
    }
    assert {call: line for call, line in calls.items() if call in IMPURE_CALLS} == {}


@source.every(FILES)
def test_no_import_inside_a_function_reaches_into_the_portal(path: Path) -> None:
    hidden = [
        f"line {node.lineno}: {ast.unparse(node)}"
        for function in source.functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and "portal" in ast.unparse(node)
    ]
    assert hidden == []


BELOW_THE_TERMINAL = ("kernel", "rules", "store", "usage", "services")


@source.every(source.python_files(*(f"portal/{room}" for room in BELOW_THE_TERMINAL)))
def test_no_decimals_where_money_is_integers(path: Path) -> None:
    found = [dotted for _, dotted in source.imports(path) if dotted.split(".")[0] == "decimal"]
    assert found == []


def test_the_floors_are_seen(tmp_path: Path) -> None:
    """The rule itself: names that must be refused are refused."""
    rules, web = source.PORTAL / "rules" / "x.py", source.PORTAL / "web" / "x.py"
    refused = [
        (rules, "portal.store.people"), (rules, "os"), (rules, "random"), (rules, "sqlalchemy"),
        (web, "portal.store.people"), (web, "portal.rules.tax"), (web, "sqlalchemy.orm.Query"),
        (web, "portal.identity_provider.app"),
        (source.PORTAL / "app.py", "portal.identity_provider"),
        (source.PORTAL / "store" / "x.py", "portal.usage.archive"),
        (source.PORTAL / "services" / "x.py", "portal.web.home"),
        (source.PORTAL / "services" / "x.py", "flask"),
    ]  # fmt: skip
    assert [case for case in refused if may_import(*case)] == []
    allowed = [
        (web, "portal.services.people"),
        (rules, "portal.kernel.money"),
        (web, "flask.g"),
    ]
    assert [case for case in allowed if not may_import(*case)] == []
