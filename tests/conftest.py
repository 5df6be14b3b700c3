"""What every test shares: databases, a clean environment, how much hypothesis tries."""

from __future__ import annotations

import os
from collections.abc import Iterator

import hypothesis
import pytest

pytest_plugins = ["tests.databases"]

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
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = (
            f"{item.nodeid} was skipped, and with CI=true nothing is: {report.longrepr}"
        )
    return report
