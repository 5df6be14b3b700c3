"""What is under version control names no machine, and the two lists of libraries agree."""

from __future__ import annotations

import re
import subprocess
import tomllib
from urllib.parse import urlsplit

import pytest

from tests.house import source

PUBLIC_HOSTS = {"pypi.org", "files.pythonhosted.org"}
# Written apart, so that this file does not find itself.
MACHINE = re.compile(
    "|".join(["/wo" + r"rk/(main|shared|\.lib)", "/ro" + "ot/", "/tmp/" + "brief"])
)


def tracked() -> list[str]:
    """All files under version control; a copy without history has none."""
    command = ["git", "ls-files", "-z"]
    done = subprocess.run(command, cwd=source.ROOT, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name and (source.ROOT / name).is_file()]


def test_the_lock_names_only_public_hosts() -> None:
    text = (source.ROOT / "uv.lock").read_text(encoding="utf-8")
    hosts = {urlsplit(address).hostname for address in re.findall(r"[a-z+]+://[^\"\s]+", text)}
    assert hosts == PUBLIC_HOSTS


@pytest.mark.parametrize("kept", ["requirements/locked.txt", "tests/peers/package-lock.json"])
def test_the_other_lists_name_no_host(kept: str) -> None:
    text = (source.ROOT / kept).read_text(encoding="utf-8")
    assert re.findall(r"--[a-z-]*(?:index|host|find-links)\S*|\"resolved\": .*", text) == []


def test_pip_gets_what_is_locked() -> None:
    lock = tomllib.loads((source.ROOT / "uv.lock").read_text(encoding="utf-8"))
    locked = {(p["name"], p["version"]) for p in lock["package"] if "registry" in p["source"]}
    lists = ("requirements/locked.txt", "requirements/extras.txt")
    text = "\n".join((source.ROOT / name).read_text(encoding="utf-8") for name in lists)
    pinned = set(re.findall(r"^([a-z0-9.-]+)(?:\[[^\]]*\])?==(\S+)", text, flags=re.MULTILINE))
    assert pinned == locked, "run: make lock"


def test_the_lock_is_of_this_project() -> None:
    command = [".venv/bin/uv", "lock", "--check", "--offline", "--quiet"]
    done = subprocess.run(command, cwd=source.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"run: make lock\n{done.stderr}"


def test_no_file_names_a_machine() -> None:
    found = []
    for name in tracked():
        content = (source.ROOT / name).read_bytes()
        text = content.decode("utf-8", "ignore")
        found += [f"{name}: {hit.group()}" for hit in MACHINE.finditer(text)]
    assert found == []
