"""Measures import, counting and a run in turn with the floor, and keeps RESULTS.md.

CPU is that of the process tree (user and system), memory the largest peak of its processes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.sizes import MILLION, YEAR, folder_of

HERE = Path(__file__).parent
PORTAL = Path(sys.executable).with_name("portal")
RATES = """[[parameter]]
name = "lending.rate"
loan_year = {year}
kind = "both"
valid_from = "2026-01-01"
value = "0.25"
unit = "EUR/loan"
source = "benchmark"
"""
CALCULATE = ("settlement", "calculate", "lending", "--kind", "autumn", "--date", "2026-10-10")
STEPS = ("floor", "import and count", "calculate")


@dataclass(frozen=True)
class Measure:
    """CPU and wall seconds, peak memory in MB, and what was printed."""

    cpu: float
    wall: float
    peak: float
    output: str


def measured(command: list[str], environment: dict[str, str]) -> Measure:
    """Runs a command to its end and asks the system what it cost."""
    begin = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - begin
        output.seek(0)
        text = output.read().decode()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}: {text}")
    return Measure(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, text)


# An installed program keeps its compiled modules; where that is forbidden, compiling is measured.
PLAIN = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def environment_of(folder: Path) -> dict[str, str]:
    """A portal in `folder`, on a fixed day."""
    return {
        **PLAIN,
        "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite'}",
        "PORTAL_DATA_DIR": str(folder / "data"),
        "PORTAL_TODAY": "2026-10-15",
    }


def prepared(folder: Path, data: Path) -> None:
    """A portal with people, catalogue and rates, and no loans."""
    folder.mkdir()
    rates = folder / "rates.toml"
    rates.write_text(RATES.format(year=YEAR))
    for arguments in (
        ("database", "upgrade"),
        ("parameters", "import", str(rates)),
        ("people", "import", str(data / "people.csv")),
        ("catalogue", "import", str(data / "catalogue.csv")),
    ):
        made = measured([str(PORTAL), *arguments], environment_of(folder))
        print(f"  {arguments[0]} {arguments[1]}: {made.cpu:.1f} s CPU, {made.peak:.0f} MB")


def one_round(data: Path, template: Path, place: Path) -> dict[str, Measure]:
    """Floor, import and run, each in a process of its own."""
    loans = data / "loans"
    measures = {"floor": measured([sys.executable, str(HERE / "floor.py"), str(loans)], PLAIN)}
    shutil.copytree(template, place)
    environment = environment_of(place)
    import_ = [
        str(PORTAL),
        "loans",
        "import",
        str(loans),
        "--year",
        str(YEAR),
        "--source",
        "national",
    ]
    measures["import and count"] = measured([*import_, "--json"], environment)
    calculate = [str(PORTAL), *CALCULATE, "--cutoff", "2026-09-18", "--json"]
    measures["calculate"] = measured(calculate, environment)
    shutil.rmtree(place)
    return measures


def rounds(rows: int, number: int) -> dict[str, list[Measure]]:
    """`number` rounds over `rows` raw rows."""
    data = folder_of(rows)
    if not data.exists():
        # In a process of its own: a child's peak memory begins with what its parent holds.
        subprocess.run(
            [sys.executable, "-m", "benchmarks.generate", "--rows", str(rows)], check=True
        )
    found: dict[str, list[Measure]] = {step: [] for step in STEPS}
    with tempfile.TemporaryDirectory(dir=data.parent) as name:
        template = Path(name) / "template"
        prepared(template, data)
        for place in range(number):
            for step, measure in one_round(data, template, Path(name) / f"round-{place}").items():
                found[step].append(measure)
                print(f"  {rows:>10,} {step}: {measure.cpu:.2f} s CPU, {measure.peak:.0f} MB")
    return found


def table(results: dict[int, dict[str, list[Measure]]]) -> str:
    """The medians as Markdown."""
    lines = [
        "| rows | step | CPU s | × floor | wall s | peak MB |",
        "|---:|---|---:|---:|---:|---:|",
    ]
    for rows, steps in results.items():
        floor = statistics.median(measure.cpu for measure in steps["floor"])
        for step, measures in steps.items():
            cpu = statistics.median(measure.cpu for measure in measures)
            wall = statistics.median(measure.wall for measure in measures)
            peak = max(measure.peak for measure in measures)
            lines.append(
                f"| {rows:,} | {step} | {cpu:.2f} | {cpu / floor:.2f} | {wall:.2f} | {peak:.0f} |"
            )
    return "\n".join(lines)


def growth(results: dict[int, dict[str, list[Measure]]]) -> str:
    """How much dearer the largest size is than the smallest, step by step."""
    small, large = min(results), max(results)
    if small == large:
        return ""
    lines = [
        f"From {small:,} to {large:,} rows ({large // small} times as many) the CPU grows:",
        "",
    ]
    for step in STEPS:
        first = statistics.median(measure.cpu for measure in results[small][step])
        last = statistics.median(measure.cpu for measure in results[large][step])
        lines.append(f"- {step}: {last / first:.1f} times")
    return "\n".join(lines) + "\n"


def report(results: dict[int, dict[str, list[Measure]]], number: int) -> str:
    """RESULTS.md."""
    last = results[max(results)]
    read = json.loads(last["import and count"][-1].output)
    run = json.loads(last["calculate"][-1].output)
    return f"""# Speed

Made by `make bench`: data of `benchmarks/generate.py` (seed 1), median CPU of {number} runs taken
in turn with the floor, peak memory the largest of them. CPU is that of the process tree, Python's
start included. The floor is DuckDB reading the same files with an explicit schema and one group-by
of isbn, year, medium and class (`benchmarks/floor.py`). Machine: {platform.machine()},
{os.cpu_count()} processors, Python {platform.python_version()}, SQLite.

{table(results)}

{growth(results)}
Import copies every file into the archive, checks it, counts it, and stores the counts; calculate
starts from the stored counts and stores lines and snapshot. At {max(results):,} rows:
{read["rows_accepted"]:,} rows with {read["loans_accepted"]:,} loans accepted,
{read["rows_refused"]:,} rows refused; {run["people"]:,} people, {run["lines"]:,} lines,
digest `{run["digest"][:16]}`.
"""


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[MILLION, 10 * MILLION])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=HERE / "RESULTS.md")
    asked = parser.parse_args()
    results = {rows: rounds(rows, asked.rounds) for rows in asked.rows}
    asked.out.write_text(report(results, asked.rounds), encoding="utf-8")
    print(table(results))


if __name__ == "__main__":
    main()
