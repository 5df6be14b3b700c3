"""Long commands show how far they are on a terminal, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CASES = Path(__file__).parents[2] / "cases" / "lending" / "sole-author.toml"
PORTAL = "from portal.commands import main; main()"


def on_a_terminal(arguments: list[str], folder: Path) -> tuple[str, str]:
    """Standard output by a pipe, and what a terminal saw of the error output."""
    master, slave = os.openpty()
    environment = {
        **os.environ, "TERM": "xterm", "COLUMNS": "80",
        "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'portal.db'}", "PORTAL_DATA_DIR": str(folder),
    }  # fmt: skip
    command = [sys.executable, "-c", PORTAL, *arguments]
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=slave, text=True, check=True
    )
    os.close(slave)
    seen = b""
    try:
        while chunk := os.read(master, 65536):
            seen += chunk
    except OSError:
        pass  # all is read, and nobody writes any more
    os.close(master)
    return done.stdout, seen.decode()


def test_a_bar_is_seen_on_a_terminal_and_the_lines_stay_plain(tmp_path: Path) -> None:
    said, seen = on_a_terminal(["cases", str(CASES)], tmp_path)
    assert "Worked cases" in seen
    assert said.splitlines()[-1] == "1 passed, 0 failed"
    assert "\x1b" not in said


def test_json_shows_no_bar(tmp_path: Path) -> None:
    said, seen = on_a_terminal(["cases", str(CASES), "--json"], tmp_path)
    assert seen == ""
    assert said.startswith("{")


def test_without_a_terminal_there_is_no_bar(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PORTAL, "cases", str(CASES)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_scripts_do_not_pay_for_the_bar() -> None:
    command = "import sys, portal.commands.loans; sys.exit('rich' in sys.modules)"
    subprocess.run([sys.executable, "-c", command], check=True)
