"""Measures a run by both engines from the same stored counts (`--rows N`).

The data is that of `benchmarks.generate`. CPU and memory are those of the command and of every
process that it starts, Java's included: all carry a mark in their environment.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.run import CALCULATE, PORTAL, environment_of, prepared
from benchmarks.sizes import YEAR, folder_of

MARK = "COLOPHON_MEASURED"
_EVERY = 0.1
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Cost:
    """CPU and wall seconds, the largest memory of all processes together in MB, the output."""

    cpu: float
    wall: float
    peak: float
    output: str


def cost_of(command: list[str], environment: dict[str, str]) -> Cost:
    """Runs a command to its end and looks at all its processes while it runs."""
    mark = f"{MARK}={secrets.token_hex(8)}"
    name, value = mark.split("=")
    cpu: dict[int, float] = {}
    peak = 0.0
    begin = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, env={**environment, name: value})
        while process.poll() is None:
            memory = 0.0
            for number, seconds, megabytes in _processes(mark.encode()):
                cpu[number] = max(cpu.get(number, 0.0), seconds)
                memory += megabytes
            peak = max(peak, memory)
            time.sleep(_EVERY)
        output.seek(0)
        text = output.read().decode()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(sum(cpu.values()), time.monotonic() - begin, peak, text)


def _processes(mark: bytes) -> Iterator[tuple[int, float, float]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark not in (folder / "environ").read_bytes():
                continue
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        seconds = (int(fields[11]) + int(fields[12])) / _TICKS
        yield int(folder.name), seconds, int(fields[21]) * _PAGE / 1e6


def measured(rows: int) -> Iterator[tuple[str, Cost]]:
    """The import, and the run by each engine."""
    data = folder_of(rows)
    with tempfile.TemporaryDirectory(dir=data.parent) as name:
        place = Path(name) / "portal"
        prepared(place, data)
        environment = environment_of(place)
        words = ["--year", str(YEAR), "--source", "national"]
        yield (
            "import and count",
            cost_of([str(PORTAL), "loans", "import", str(data / "loans"), *words], environment),
        )
        run = [str(PORTAL), *CALCULATE, "--cutoff", "2026-09-18", "--json"]
        for engine in ("duckdb", "spark"):
            cost_of([str(PORTAL), "settlement", "engine", engine], environment)
            yield engine, cost_of(run, environment)


def main() -> None:
    """Prints a line for each step; the digests must be the same."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, required=True)
    rows = parser.parse_args().rows
    digests = set()
    for step, cost in measured(rows):
        print(
            f"{rows:>12,} {step:<18} {cost.cpu:8.1f} s CPU {cost.wall:8.1f} s {cost.peak:6.0f} MB"
        )
        if step != "import and count":
            digests.add(json.loads(cost.output)["digest"])
    print("the same digest" if len(digests) == 1 else f"DIFFERENT DIGESTS: {digests}")


if __name__ == "__main__":
    main()
