"""0 done, 1 refused in one sentence, 2 wrong usage; --json prints one object; --help everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from portal.commands import COMMANDS, main
from tests.factories.console import CATALOGUE, PEOPLE, Console, claim, person, rate


def every_command(group: click.Group, words: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The words of every command and of every group."""
    found = [words]
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        inner = (*words, name)
        found += every_command(command, inner) if isinstance(command, click.Group) else [inner]
    return found


EVERY = every_command(main)


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_help_everywhere(words: tuple[str, ...]) -> None:
    for flag in ("--help", "-h"):
        result = CliRunner().invoke(main, [*words, flag])
        assert result.exit_code == 0
        assert result.stdout.startswith("Usage: ")


def test_the_help_names_every_command() -> None:
    words = CliRunner().invoke(main, ["--help"]).stdout
    for name, (_, line) in COMMANDS.items():
        assert name in words
        assert line in words


WRONG = [
    ("nonsense",),
    ("settlement", "nonsense"),
    ("settlement", "calculate"),
    ("settlement", "calculate", "lending", "--kind", "summer", "--date", "2023-12-05",
     "--cutoff", "2023-11-03"),
    ("settlement", "calculate", "lending", "--kind", "autumn", "--date", "5.12.2023",
     "--cutoff", "2023-11-03"),
    ("settlement", "calculate", "lending", "--kind", "spring", "--date", "2024-05-15",
     "--cutoff", "2024-04-12", "--undistributed", "2019"),
    ("settlement", "calculate", "lending", "--kind", "spring", "--date", "2024-05-15",
     "--cutoff", "2024-04-12", "--undistributed", "2019=1,5"),
    ("settlement", "calculate", "lending", "--kind", "spring", "--date", "0000-05-15",
     "--cutoff", "2024-04-12"),
    ("settlement", "approve", "2023-autumn-1", "--as", "anna"),
    ("settlement", "approve", "2023-autumn-1", "--digest", "x"),
    ("settlement", "export", "2023-autumn-1"),
    ("settlement", "engine", "abacus"),
    ("loans", "import", "--source", "x"),
    ("loans", "import", "x.csv"),
    ("loans", "coverage"),
    ("loans", "coverage", "--year", "99999999999999999999"),
    ("loans", "import", __file__, "--source", "x", "--year", "-2024"),
    ("loans", "refused", "99999999999999999999", "--out", "x.csv"),
    ("match", "run", "--year", "0"),
    ("parameters", "import", "no-such-file.toml"),
    ("people", "import", "no-such-file.csv"),
    ("cases", "no-such-folder"),
    ("staff", "add", "Anna"),
    ("verify", "--jason"),
]  # fmt: skip


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_usage_is_2(console: Console, words: tuple[str, ...]) -> None:
    assert console.run(*words, code=2).stderr.startswith("Usage: ")


REFUSED = {
    ("settlement", "calculate", "nonsense", "--kind", "autumn", "--date", "2023-12-05",
     "--cutoff", "2023-11-03"): "no scheme",
    ("settlement", "calculate", "lending", "--kind", "autumn", "--date", "2023-12-05",
     "--cutoff", "2023-11-03", "--as", "nobody"): "no staff member",
    ("settlement", "calculate", "lending", "--kind", "autumn", "--date", "2023-12-05",
     "--cutoff", "2023-11-03", "--undistributed", "2018=5.00"):
        "stated for 2018, but an autumn run distributes no additional money.",
    ("settlement", "calculate", "lending", "--kind", "spring", "--date", "2024-05-15",
     "--cutoff", "2024-04-12", "--undistributed", "2018=5.00"):
        "stated for 2018, but a spring run of this day distributes that of 2019.",
    ("settlement", "export", "2023-autumn-1", "--out", "somewhere"): "no run",
    ("staff", "add", "Anna", "--role", "approver", "--person", "P9"): "no person",
}  # fmt: skip


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_a_refusal_is_1_and_one_sentence(console: Console, words: tuple[str, ...]) -> None:
    assert REFUSED[words] in console.refusal(*words)
    assert console.refusal(*words, *(["--json"] if words[0] == "settlement" else []))


MISSTATED = {
    "2019=-5": "The amount in “2019=-5” is not more than nothing.",
    "2019=0": "The amount in “2019=0” is not more than nothing.",
    "2019=0.00": "The amount in “2019=0.00” is not more than nothing.",
    "2019=abc": "The amount in “2019=abc” is not euro with at most two decimals.",
    "2019=1.234": "The amount in “2019=1.234” is not euro with at most two decimals.",
    "2019=1,5": "The amount in “2019=1,5” is not euro",
    "2019=": "The amount in “2019=” is not euro",
    "2019": "“2019” does not begin with a year of four digits and =.",
    "=5": "“=5” does not begin with a year",
    "-2019=5": "“-2019=5” does not begin with a year",
    "٢٠١٩=5": "“٢٠١٩=5” does not begin with a year",
}


@pytest.mark.parametrize("words", MISSTATED)
def test_undistributed_money_that_is_misstated_is_wrong_usage(console: Console, words: str) -> None:
    run = ("--kind", "spring", "--date", "2024-05-15", "--cutoff", "2024-04-12")
    result = console.run("settlement", "calculate", "lending", *run, "--undistributed", words,
                         code=2)  # fmt: skip
    assert MISSTATED[words] in result.stderr
    assert result.stderr.endswith("Write YEAR=EURO, such as 2019=1000000.00.\n")
    assert console.count("run") == 0


BROKEN = "Elis\udce4"  # the bytes of Latin-1, as Python hands them over
NOT_UTF_8 = [
    ("staff", "add", BROKEN, "--role", "officer"),
    ("staff", "add", "Anna", "--role", "officer", "--person", BROKEN),
    ("accounts", "link", "https://id.example", BROKEN, "--person", "P1"),
    ("settlement", "export", BROKEN, "--out", "out"),
    ("settlement", "approve", BROKEN, "--as", BROKEN, "--digest", BROKEN),
]


@pytest.mark.parametrize("words", NOT_UTF_8, ids=lambda words: " ".join(words[:2]))
def test_words_that_are_not_utf_8_are_refused(on_both: Console, words: tuple[str, ...]) -> None:
    on_both.people(person("P1"))
    assert "bytes that are not UTF-8" in on_both.refusal(*words)
    assert on_both.count("staff") == on_both.count("account") == 0


def test_files_whose_names_are_not_utf_8_are_read(on_both: Console) -> None:
    named = {
        "parameters": on_both.written("a.toml", rate(2025, "0.25")),
        "people": on_both.table("a.csv", PEOPLE, [person("P1")]),
        "catalogue": on_both.table("a.csv", CATALOGUE, [claim("P1", 1)]),
    }
    for what, path in named.items():
        on_both.run(what, "import", path.rename(path.with_name(BROKEN)))
    assert on_both.count("claim") == 1


def test_undistributed_money_is_stated_once_a_year(console: Console) -> None:
    words = ("--kind", "spring", "--date", "2024-05-15", "--cutoff", "2024-04-12")
    twice = ("--undistributed", "2019=5.00", "--undistributed", "2019=6.00")
    said = console.refusal("settlement", "calculate", "lending", *words, *twice)
    assert "2019 was stated more than once" in said
    assert console.count("run") == 0


JSON = [
    ("verify",),
    ("parameters", "list"),
    ("match", "run"),
    ("loans", "coverage", "--year", "2024"),
    ("settlement", "engine"),
    ("settlement", "calculate", "lending", "--kind", "autumn", "--date", "2023-12-05",
     "--cutoff", "2023-11-03"),
]  # fmt: skip


@pytest.mark.parametrize("words", JSON, ids=" ".join)
def test_json_is_one_object_and_words_are_lines(console: Console, words: tuple[str, ...]) -> None:
    assert isinstance(console.told(*words), dict)
    plain = console.run(*words).stdout
    assert plain.strip()
    assert "{" not in plain


def test_a_run_without_anything_is_empty(console: Console) -> None:
    run = console.calculate("autumn", "2023-12-05", "2023-11-03")
    assert run["run"] == "2023-autumn-1"
    assert [run[name] for name in ("people", "lines", "gross_cents", "waiting_cents")] == [0] * 4
    people, lines, _ = console.export(run["run"])
    assert (people, lines) == ([], [])


def test_worked_cases_pass_and_fail_with_their_code(console: Console, tmp_path: Path) -> None:
    good = Path(__file__).parents[2] / "cases" / "lending" / "sole-author.toml"
    assert console.run("cases", good).stdout.splitlines()[-1] == "1 passed, 0 failed"
    text = good.read_text(encoding="utf-8")
    first = text[text.index('gross = "') + 9 :].split('"')[0]
    bad = tmp_path / "wrong.toml"
    bad.write_text(text.replace(f'gross = "{first}"', 'gross = "0.01"'), encoding="utf-8")
    result = console.run("cases", good, bad, code=1)
    assert result.stdout.splitlines()[-1] == "1 passed, 1 failed"
    assert "0.01 expected" in result.stdout
    assert console.told("cases", good)["passed"] == 1


def test_export_where_no_folder_can_be(console: Console, tmp_path: Path) -> None:
    run = console.calculate("autumn", "2023-12-05", "2023-11-03")["run"]
    taken = tmp_path / "taken"
    taken.write_text("a file", encoding="utf-8")
    assert "cannot be written to" in console.refusal("settlement", "export", run, "--out", taken)
    assert taken.read_text(encoding="utf-8") == "a file"


def test_all_problems_of_the_settings_are_named_at_once() -> None:
    settings = {
        "PORTAL_DATABASE_URL": "mysql://x",
        "PORTAL_TODAY": "yesterday",
        "PORTAL_SECRET_KEY": "short",
    }
    result = CliRunner().invoke(main, ["worker"], env=settings)
    assert result.exit_code == 1
    [line] = result.stderr.splitlines()
    for name in (
        *settings,
        "PORTAL_OIDC_ISSUER",
        "PORTAL_OIDC_CLIENT_ID",
        "PORTAL_OIDC_CLIENT_SECRET",
    ):
        assert name in line


def test_a_database_that_is_not_ready_names_the_command(tmp_path: Path) -> None:
    console = Console(f"sqlite:///{tmp_path / 'new.sqlite'}", tmp_path)
    assert "portal database upgrade" in console.refusal("verify")
    assert "ready" in console.run("database", "upgrade").stdout
    console.run("database", "upgrade")
    console.run("verify")


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    console = Console("postgresql://nobody@127.0.0.1:1/none", tmp_path)
    assert "does not answer" in console.refusal("verify")


def test_the_installed_command_says_the_same(console: Console) -> None:
    script = Path(sys.executable).with_name("portal")
    ended = subprocess.run(
        [script, "settlement", "export", "x", "--out", str(console.folder / "out")],
        env={**os.environ, **console.environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("There is no run “x”.")
