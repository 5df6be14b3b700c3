"""What every test shares: databases, a clean environment, how much hypothesis tries."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from types import CodeType
from typing import Any

import hypothesis
import jinja2
import pytest
from flask import Flask
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

pytest_plugins = ["tests.browsers", "tests.databases", "tests.demo_portal", "tests.sru_server"]

hypothesis.settings.register_profile("dev", deadline=None, max_examples=50)
hypothesis.settings.register_profile(
    "ci", deadline=None, max_examples=50, derandomize=True, print_blob=True
)
hypothesis.settings.register_profile("trust", deadline=None, max_examples=5000)
IN_CI = os.environ.get("CI") == "true"
hypothesis.settings.load_profile("ci" if IN_CI else os.environ.get("HYPOTHESIS_PROFILE", "dev"))


class Compiled(jinja2.BytecodeCache):
    """What templates were compiled to: every test has a portal of its own, of the same pages."""

    def __init__(self) -> None:
        self.pages: dict[str, CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.pages.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.pages[bucket.key] = bucket.code


def once_for_each_address() -> None:
    """The same for addresses: what a rule was compiled to is kept for the next test's portal."""
    compiled: dict[object, tuple[Any, ...]] = {}
    compile_rule = Rule.compile

    def kept(rule: Rule) -> None:
        assert rule.map is not None
        defaults = repr(sorted((rule.defaults or {}).items()))
        where = rule.host, rule.subdomain, rule.map.host_matching, *rule.map.converters.values()
        key = rule.rule, defaults, rule.merge_slashes, *where
        if key not in compiled:
            compile_rule(rule)
            builders = rule._build.__func__, rule._build_unknown.__func__
            compiled[key] = rule._parts, rule._trace, rule._converters, rule.arguments, *builders
            return
        parts, trace, converters, arguments, build, build_unknown = compiled[key]
        rule._parts, rule._trace, rule._converters = parts, trace, converters
        rule.arguments = set(arguments)
        rule._build = build.__get__(rule, None)
        rule._build_unknown = build_unknown.__get__(rule, None)

    Rule.compile = kept


once_for_each_address()
Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Compiled()}


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the garbage collector need not go through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_sessionfinish() -> None:
    """Libraries count what is left of them when Python ends."""
    gc.unfreeze()


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
