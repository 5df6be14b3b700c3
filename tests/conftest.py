"""What every test shares: databases, a clean environment, how much hypothesis tries."""

from __future__ import annotations

import os
from collections.abc import Iterator

import hypothesis
import pytest

pytest_plugins = ["tests.browsers", "tests.databases", "tests.demo_portal"]

hypothesis.settings.register_profile("dev", deadline=None, max_examples=50)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("trust", deadline=None, max_examples=5000)
IN_CI = os.environ.get("CI") == "true"
hypothesis.settings.load_profile("ci" if IN_CI else os.environ.get("HYPOTHESIS_PROFILE", "dev"))


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine reaches a test."""
    for name in [name for name in os.environ if name.startswith("PORTAL_")]:
        monkeypatch.delenv(name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """The build server skips nothing: what cannot run there fails, with its reason."""
    report = yield
    return refused(report, item) if IN_CI and not hasattr(report, "wasxfail") else report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """The same for a whole file that skips itself."""
    report = yield
    return refused(report, collector) if IN_CI else report


def refused(report: pytest.TestReport | pytest.CollectReport, node: pytest.Item | pytest.Collector):
    """The report, failed where it was skipped."""
    if report.skipped:
        report.outcome = "failed"
        reason = f"{node.nodeid} was skipped, and with CI=true nothing is: {report.longrepr}"
        report.longrepr = reason
    return report
