"""Measures pages against an empty one of the same server: first seen, unchanged, adding an ISBN.

A loop of its own asks as browsers do, several at once; what is compared is requests a second in
many short rounds taken in turn, so that whatever slows the machine slows all. Beside them stands
the CPU that the workers took for a request.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.pages_portal import ISSUER, SUBJECT, PagesPortal, built, server
from benchmarks.sizes import MILLION
from portal.services.access import sign_in
from portal.services.base import database

PORT = 8117
AT_ONCE = 4
HEADING = "## Pages\n\n"
EXPLAINED = """Made by `make bench` (`benchmarks/pages.py`): the national database of {rows:,} rows,
one approved payment, two gunicorn workers, an author of 200 works with 50 on a page; median of
{rounds} rounds of {seconds} s in turn. The empty page goes through every hook with the same cookies
and has no body; beside it the same page with nobody signed in, which asks the database nothing.
"First" has nothing in the browser, and in the process what earlier requests have left there;
"unchanged" comes with its tag and is answered 304.

"""
TARGETS = {"first": 1 / 12, "unchanged": 7 / 10}
ADDING = 3.0


@dataclass
class Browser:
    """Asks one address after the other, each on a connection of its own: gunicorn closes them."""

    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, more: str = "", body: bytes | None = None) -> tuple[int, str, str]:
        """Status, head and body of an answer; cookies are kept."""
        status, head, text = exchange(self.bytes_of(path, more, body))
        for name, value in re.findall(r"(?im)^set-cookie: ([^=]+)=([^;]*)", head):
            self.cookies[name] = value
        return status, head, text

    def bytes_of(self, path: str, more: str = "", body: bytes | None = None) -> bytes:
        """The request as it goes over the wire."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        kind = "application/x-www-form-urlencoded"
        form = "" if body is None else f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        line = f"{'GET' if body is None else 'POST'} {path} HTTP/1.1\r\nHost: localhost:{PORT}\r\n"
        cookie = f"Cookie: {cookies}\r\n" if cookies else ""
        return f"{line}{cookie}{form}{more}Connection: close\r\n\r\n".encode() + (body or b"")


def exchange(request: bytes) -> tuple[int, str, str]:
    """Sends a request and reads to the end of the answer."""
    with socket.create_connection(("127.0.0.1", PORT)) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    head, _, body = b"".join(parts).partition(b"\r\n\r\n")
    return int(head[9:12]), head.decode(), body.decode()


def rate(request: bytes, status: int, seconds: float) -> float:
    """Requests a second of one address, several at once; every answer must have the status."""
    end = time.monotonic() + seconds
    counts = [0] * AT_ONCE

    def loop(place: int) -> None:
        while time.monotonic() < end:
            if exchange(request)[0] != status:
                raise SystemExit(f"not {status}: {request!r}")
            counts[place] += 1

    begin = time.monotonic()
    threads = [threading.Thread(target=loop, args=(place,)) for place in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.monotonic() - begin)


@contextmanager
def served(portal: PagesPortal) -> Iterator[int]:
    """The server while it is measured."""
    process = server(portal, PORT)
    try:
        for _ in range(200):
            try:
                exchange(Browser().bytes_of("/health"))
                break
            except OSError:
                time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def signed_in(portal: PagesPortal) -> Browser:
    """A browser of the author; the identity provider is not asked."""
    os.environ.update(portal.environment)
    with database.transaction(portal.environment["PORTAL_DATABASE_URL"]) as session:
        token = sign_in.complete(session, None, ISSUER, SUBJECT)
    browser = Browser({"colophon": token})
    browser.ask("/works")  # the forgery token's cookie
    return browser


def workers_cpu(master: int) -> float:
    """CPU seconds of the server's workers so far."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    ticks = 0
    for child in children:
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(") ")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Measured:
    """Requests a second (median of the rounds), and the workers' CPU in ms for each request."""

    rate: float
    cpu: float


def measured(
    portal: PagesPortal, browser: Browser, master: int, rounds: int, seconds: float
) -> dict[str, Measured]:
    """What was measured by what was asked, in rounds taken in turn."""
    why = f"/money/payments/{portal.run}/why/1"
    asked: dict[str, tuple[bytes, int]] = {
        "empty": (browser.bytes_of("/empty"), 200),
        "empty, nobody signed in": (Browser().bytes_of("/empty"), 200),
    }
    for name, path in (("Home", "/"), ("Works", "/works"), ("Money", "/money"), ("why", why)):
        status, head, _ = browser.ask(path)
        tag = re.search(r"(?im)^etag: (.*)\r", head)
        if status != 200 or tag is None:
            raise SystemExit(f"{path}: {status}, {head}")
        asked[f"{name}, first"] = browser.bytes_of(path), 200
        asked[f"{name}, unchanged"] = browser.bytes_of(path, f"If-None-Match: {tag[1]}\r\n"), 304
    rates: dict[str, list[float]] = {name: [] for name in asked}
    cpu: dict[str, float] = dict.fromkeys(asked, 0.0)
    for number in range(rounds + 1):
        for name, (request, status) in asked.items():
            before = workers_cpu(master)
            found = rate(request, status, seconds)
            if number:  # the first round warms what a server has warm
                rates[name].append(found)
                cpu[name] += (workers_cpu(master) - before) * 1000 / (found * seconds)
    return {
        name: Measured(statistics.median(found), cpu[name] / rounds)
        for name, found in rates.items()
    }


def adding(portal: PagesPortal, browser: Browser, number: int) -> tuple[float, ...]:
    """Median milliseconds: an empty page, one with a commit, the request that adds, and that
    request with the page that shows the new estimate.
    """
    empty, commit, adds, shown = [], [], [], []
    for isbn in portal.spare[:number]:
        path, form = _filled_in(browser, isbn)
        empty.append(_timed(lambda: browser.ask("/empty"), 200))
        commit.append(_timed(lambda: browser.ask("/empty-and-commit"), 200))
        body = urlencode(form).encode()
        adds.append(_timed(lambda body=body, path=path: browser.ask(path, body=body), 303))
        shown.append(adds[-1] + _timed(lambda: browser.ask("/money"), 200))
        browser.ask("/works")  # what a page says once is not left for the next round
    return tuple(1000 * statistics.median(times) for times in (empty, commit, adds, shown))


def _timed(ask: Callable[[], tuple[int, str, str]], status: int) -> float:
    begin = time.perf_counter()
    answer = ask()
    if answer[0] != status:
        raise SystemExit(f"{answer[0]}, not {status}: {answer[1]}")
    return time.perf_counter() - begin


def _filled_in(browser: Browser, isbn: str) -> tuple[str, dict[str, str]]:
    """The review of an ISBN with everything ticked, as it would be sent."""
    _, _, page = browser.ask("/works/add")
    form = {**_fields(page), "text": isbn, "isbns": isbn, "words": isbn}
    status, _, review = browser.ask("/works/add", body=urlencode(form).encode())
    if status != 200 or f"mine_{isbn}" not in review:
        raise SystemExit(f"no review of {isbn}: {status}")
    filled = {**_fields(review), f"mine_{isbn}": "y", "title_0": f"Added {isbn}", "heads_0": "1"}
    return "/works/review", {**filled, "role_0": "author", f"medium_{isbn}": "physical"}


def _fields(page: str) -> dict[str, str]:
    inputs = re.findall(r"<input\b[^>]*>", page)
    pairs = ((re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one))
             for one in inputs if 'type="hidden"' in one)  # fmt: skip
    return {name[1]: unescape(value[1] if value else "") for name, value in pairs if name}


def table(found: dict[str, Measured], times: tuple[float, ...]) -> str:
    """The results as Markdown."""
    empty, alone = found["empty"], found["empty, nobody signed in"]
    lines = [
        "| asked | requests a second | of the empty page | of it with nobody signed in | target "
        "| CPU ms | empty page's CPU of it |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, one in found.items():
        target = TARGETS.get(name.rpartition(", ")[2])
        said = f"{target:.3f}" if target else ""
        lines.append(
            f"| {name} | {one.rate:.0f} | {one.rate / empty.rate:.3f} "
            f"| {one.rate / alone.rate:.3f} | {said} | {one.cpu:.2f} | {empty.cpu / one.cpu:.3f} |"
        )
    plain, commit, adds, shown = times
    lines += [
        "",
        "| one at a time | ms | of an empty page and a commit | target |",
        "|---|---:|---:|---:|",
        f"| empty page | {plain:.2f} | | |",
        f"| empty page and one bare commit | {commit:.2f} | 1.00 | |",
        f"| the request that adds an ISBN | {adds:.2f} | {adds / commit:.2f} | {ADDING} |",
        f"| the same and Money with the new estimate | {shown:.2f} | {shown / commit:.2f} | |",
    ]
    return "\n".join(lines)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10 * MILLION)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--adds", type=int, default=20)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "RESULTS.md")
    asked = parser.parse_args()
    text = results(asked.rows, asked.rounds, asked.seconds, asked.adds)
    print(text)
    kept, _, _ = asked.out.read_text(encoding="utf-8").partition(HEADING)
    asked.out.write_text(f"{kept.rstrip()}\n\n{HEADING}{text}\n", encoding="utf-8")


def results(rows: int, rounds: int, seconds: float, adds: int) -> str:
    """Serves the portal of `rows` raw rows and measures it."""
    portal = built(rows)
    with served(portal) as master:
        browser = signed_in(portal)
        found = measured(portal, browser, master, rounds, seconds)
        times = adding(portal, browser, adds)
    return EXPLAINED.format(rows=rows, rounds=rounds, seconds=seconds) + table(found, times)


if __name__ == "__main__":
    main()
