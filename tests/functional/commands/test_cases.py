"""`portal cases`: every file has its verdict, and the last line counts them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.factories.console import Console

GOOD = Path(__file__).parents[2] / "cases" / "lending" / "sole-author.toml"


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    """The good case with some words changed."""
    text = GOOD.read_text(encoding="utf-8")
    assert old in text
    path = folder / name
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def no_toml(folder: Path) -> Path:
    path = folder / "a.toml"
    path.write_text("name: nothing\n", encoding="utf-8")
    return path


def no_text(folder: Path) -> Path:
    path = folder / "a.toml"
    path.write_bytes(b'name = "K\xe4pyl\xe4"\n')
    return path


def a_folder(folder: Path) -> Path:
    path = folder / "deep" / "a.toml"
    path.mkdir(parents=True)
    return path.parent


def nested(folder: Path) -> Path:
    path = folder / "a.toml"
    path.write_text(f"a = {'[' * 9000}\n", encoding="utf-8")
    return path


def no_runs(folder: Path) -> Path:
    return changed(folder, "a.toml", "[[run]]", "[[walk]]")


def text_for_day(folder: Path) -> Path:
    return changed(folder, "a.toml", "cutoff = 2", 'cutoff = "soon" # ')


def no_amount(folder: Path) -> Path:
    return changed(folder, "a.toml", 'gross = "', 'gross = "about ')


def unknown_kind(folder: Path) -> Path:
    return changed(folder, "a.toml", 'kind = "autumn"', 'kind = "summer"')


SAID = {
    no_toml: "cannot be read",
    no_text: "cannot be read",
    a_folder: "cannot be read",
    nested: "cannot be read",
    no_runs: "run is missing",
    text_for_day: "cannot be read",
    no_amount: "cannot be read",
    unknown_kind: "no run of the kind “summer”",
}


@pytest.mark.parametrize("made", SAID, ids=lambda made: made.__name__)
def test_a_file_that_cannot_be_run_has_failed_and_the_others_go_on(
    console: Console, tmp_path: Path, made: Callable[[Path], Path]
) -> None:
    path = made(tmp_path)
    result = console.run("cases", path, GOOD, code=1)
    first, said, *_, last = result.stdout.splitlines()
    assert first.startswith("a.toml: failed")
    assert SAID[made] in said
    assert last == "1 passed, 1 failed"
    assert result.stderr == ""
    told = console.told("cases", path, GOOD, code=1)
    assert (told["passed"], told["failed"]) == (1, 1)
    assert told["cases"][0]["differences"] == [said.strip()]


def test_a_name_that_is_not_utf_8_is_printed_all_the_same(console: Console, tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("x", encoding="utf-8")
    path = path.rename(tmp_path / "\udce4.toml")
    assert console.run("cases", path, code=1).stdout.endswith("0 passed, 1 failed\n")


def test_a_difference_is_in_euro_on_both_sides(console: Console, tmp_path: Path) -> None:
    text = GOOD.read_text(encoding="utf-8")
    euro = text[text.index('gross = "') + 9 :].split('"')[0]
    path = changed(tmp_path, "a.toml", f'gross = "{euro}"', 'gross = "11.5"')
    said = console.run("cases", path, code=1).stdout
    assert f": gross 11.50 expected, {euro} found" in said


def test_a_folder_without_a_case_has_not_passed(console: Console, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = console.run("cases", tmp_path / "empty", code=1)
    assert result.stdout == "0 passed, 0 failed\n"
