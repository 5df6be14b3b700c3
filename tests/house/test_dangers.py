"""What is dangerous stands nowhere in the portal: evaluation, shells, weak digests, passwords."""

from __future__ import annotations

import ast
import re

import pytest

from portal.store.models import metadata
from tests.house import source

CODE = [path for path in source.python_files("portal") if "migrations" not in path.parts]
TEMPLATES = sorted(source.TEMPLATES.rglob("*.html"))
SCRIPTS = sorted((source.ROOT / "static").rglob("*.js"))
CALLS = re.compile(
    r"^(eval|exec|compile|__import__|os\.(system|popen|exec\w+|spawn\w+)|subprocess\.\w+|pickle\.\w+"
    r"|marshal\.\w+|shelve\.\w+|yaml\.load|tempfile\.mktemp|.*render_template_string"
    r"|.*\.from_string)$"
)
DIGESTS = {"sha256", "file_digest", "blake2b"}
GUESSABLE = ("random", "uuid", "pickle", "marshal", "shelve", "telnetlib", "ftplib")
CIPHERS = ("cryptography", "Crypto", "nacl")
OUTSIDE = {
    "portal/demo/serving.py": "subprocess",
    "portal/demo/generate.py": "random",
    "portal/bibliography/list_sheets_apart.py": "subprocess",
    "portal/bibliography/list_sheets.py": "subprocess",
    "portal/store/snapshots.py": "uuid",
}
"""The demo starts its worker, and draws loans with a fixed seed; spreadsheets are read in a process
of their own, started with a list of words; a part of a file that is being written has a name.
"""
IN_SCRIPTS = re.compile(
    r"\beval\(|new Function|innerHTML|outerHTML|document\.write|localStorage|sessionStorage"
    r"|indexedDB|document\.cookie|postMessage|__proto__|https?://"
)


def dotted(node: ast.expr) -> str:
    """The name that is called, as it is written."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def dangers(tree: ast.Module) -> list[str]:
    """Calls that run text as code, start a shell, or use a weak digest."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = dotted(node.func)
            weak = called.startswith("hashlib.") and called.split(".")[1] not in DIGESTS
            if CALLS.match(called) or weak:
                found.append(called)
            found += ["shell=True" for one in node.keywords if one.arg == "shell"]
            if (
                called in ("text", "sqlalchemy.text", "sa.text")
                and node.args
                and isinstance(node.args[0], ast.JoinedStr)
            ):
                found.append(f"{called} of a made-up text")
    return found


def test_no_code_runs_text_or_uses_a_weak_digest() -> None:
    found = {(source.name(path), one) for path in CODE for one in dangers(source.tree(path))}
    assert {one for one in found if OUTSIDE.get(one[0]) != one[1].split(".")[0]} == set()


def test_nothing_that_can_be_guessed_and_no_cipher_of_our_own_is_imported() -> None:
    found = {
        (source.name(path), name)
        for path in CODE
        for _line, name in source.imports(path)
        if name.split(".")[0] in (*GUESSABLE, *CIPHERS)
    }
    assert {one for one in found if OUTSIDE.get(one[0]) != one[1].split(".")[0]} == set()


def test_no_template_switches_escaping_off() -> None:
    off = re.compile(r"\|\s*safe\b|autoescape\s+false|javascript:|data:text")
    found = {source.name(path): off.findall(path.read_text(encoding="utf-8"))
             for path in TEMPLATES}  # fmt: skip
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_a_pattern_is_made_of_constants_when_its_module_is_loaded() -> None:
    made = [
        f"{source.name(path)}: {ast.unparse(node)}"
        for path in CODE
        for function in source.functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and dotted(node.func).startswith("re.")
        and not isinstance(node.args[0], ast.Constant)
    ]  # fmt: skip
    assert made == []


def test_no_password_is_asked_for_or_kept() -> None:
    words = re.compile(r"PasswordField|type=.password|current-password|new-password")
    asked = [source.name(path) for path in (*CODE, *TEMPLATES, *SCRIPTS)
             if words.search(path.read_text(encoding="utf-8"))]  # fmt: skip
    kept = [f"{table.name}.{column.name}" for table in metadata.tables.values()
            for column in table.columns if re.search("passw|pin_|secret", column.name)]  # fmt: skip
    assert (asked, kept) == ([], [])


def test_a_script_keeps_nothing_in_the_browser_and_makes_no_code() -> None:
    found = {source.name(path): IN_SCRIPTS.findall(path.read_text(encoding="utf-8"))
             for path in SCRIPTS}  # fmt: skip
    assert {name: hits for name, hits in found.items() if hits} == {}


@pytest.mark.parametrize(
    "line",
    ["eval(x)", "os.system('ls')", "subprocess.run(x)", "hashlib.md5(x)", "hashlib.sha1(x)",
     "run(x, shell=True)", "pickle.loads(x)", "render_template_string(x)",
     "session.execute(text(f'SELECT {x}'))", "env.from_string(x)"],
)  # fmt: skip
def test_a_danger_is_seen(line: str) -> None:
    assert dangers(ast.parse(line)) != []
