"""The door to bibliographies: whom it asks, under which name, by which address, until when."""

from __future__ import annotations

import datetime as days
import socket
import ssl
import time
import tracemalloc
import zlib
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.clients import http
from portal.clients.errors import SourceAway, SourceUnusable
from portal.clients.http import Wanted, fetch
from portal.kernel.bibliographies import Source
from tests.answering import answering
from tests.answering import http as whole

CONTACT = "lending@society.example.org"
BODY = b"<a/>"


def wanted(url: str, *, inside: bool = True, contact: str = CONTACT) -> Wanted:
    return Wanted(Source("Here", "sru", url, inside), [("query", "a b&c")], ["text/xml"], contact)


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[tuple[str, int]]:
    """The system's name service says these, one answer after the other; returns what is asked."""
    asked: list[tuple[str, int]] = []

    def look(host: str, port: int, **_more: Any) -> list[tuple[Any, ...]]:
        asked.append((host, port))
        found = answers[len(asked) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    monkeypatch.setattr("portal.clients.addresses.getaddrinfo", look)
    return asked


def test_it_says_who_asks_and_what_it_wants(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with answering(lambda _said: [whole(BODY)]) as server:
        assert fetch(wanted(server.url), 2) == BODY
    [(path, said)], [head] = server.asked, server.heads
    assert (path, said) == ("/sru", [("query", "a b&c")])
    assert f"User-Agent: Colophon (author portal; {CONTACT})\r\n" in head
    assert "cookie" not in head.lower()


def test_a_name_is_asked_once_and_its_checked_address_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name that changes its mind (DNS rebinding) is not believed a second time."""
    with answering(lambda _said: [whole(BODY)]) as server:
        asked = resolving(monkeypatch, ["127.0.0.1"], ["10.0.0.1"])
        assert fetch(wanted(f"http://sru.lan:{server.port}/bib"), 2) == BODY
    assert asked == [("sru.lan", server.port)]
    assert f"Host: sru.lan:{server.port}\r\n" in server.heads[0]


def test_the_next_address_is_tried_when_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(lambda _said: [whole(BODY)]) as server:
        resolving(monkeypatch, ["127.0.0.2", "127.0.0.1"])
        assert fetch(wanted(f"http://sru.lan:{server.port}/bib"), 2) == BODY


def test_nobody_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    assert problem(f"http://127.0.0.1:{port}/") == "connect"
    resolving(monkeypatch, [])
    assert problem("http://sru.lan/") == "name"


def test_a_name_service_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    over = Event()

    def look(*_some: Any, **_more: Any) -> list[Any]:
        over.wait(10)
        return []

    monkeypatch.setattr("portal.clients.addresses.getaddrinfo", look)
    began = time.monotonic()
    assert problem("http://sru.lan/", seconds=0.2) == "time"
    over.set()
    assert time.monotonic() - began < 1


def test_a_door_that_nobody_opens_is_not_waited_for() -> None:
    """The connection stands, and nobody says a word of TLS."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert problem(f"https://127.0.0.1:{port}/", seconds=0.2) == "time"


def test_no_time_left_is_no_question() -> None:
    with answering(lambda _said: [whole(BODY)]) as server:
        assert problem(server.url, seconds=-1) == "time"
    assert server.asked == []


@pytest.mark.parametrize(("said", "seconds"), [("120", 120), ("999999", 86_400), ("soon", None)])
def test_how_long_a_source_wants_to_be_left_alone(said: str, seconds: int | None) -> None:
    later = whole(b"", status="429 Later", Retry_After=said)
    with answering(lambda _said: [later]) as server, pytest.raises(SourceAway) as away:
        fetch(wanted(server.url), 2)
    assert (away.value.arguments["status"], away.value.arguments["again_after"]) == (429, seconds)


def test_what_swells_when_it_is_unpacked_never_fills_the_memory() -> None:
    """A hundred megabytes in a hundred kilobytes, which come in few pieces."""
    pack = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    packed = b"".join(pack.compress(bytes(1 << 20)) for _ in range(100)) + pack.flush()
    with answering(lambda _said: [whole(packed, Content_Encoding="gzip")]) as server:
        tracemalloc.start()
        with pytest.raises(SourceUnusable) as refused:
            fetch(wanted(server.url), 5)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert refused.value.arguments["reason"] == "size"
    assert most < 3 * http.MOST_BYTES


def problem(url: str, seconds: float = 2) -> str:
    with pytest.raises((SourceAway, SourceUnusable)) as refused:
        fetch(wanted(url), seconds)
    return str(refused.value.arguments.get("problem"))


@pytest.fixture
def certified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., ssl.SSLContext]:
    """Makes a server's side of TLS with a certificate for names, trusted here unless said."""

    def make(*names: str, trusted: bool = True, over: bool = False) -> ssl.SSLContext:
        path = tmp_path / "server.pem"
        path.write_bytes(certificate(names, over=over))
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(path)
        client = ssl.create_default_context(cafile=str(path) if trusted else None)
        monkeypatch.setattr(http, "_trusted", lambda: client)
        return server

    return make


def certificate(names: tuple[str, ...], *, over: bool) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    ends = days.datetime.now(days.UTC) + days.timedelta(days=-1 if over else 1)
    alternatives = [
        x509.IPAddress(ip_address(one)) if one[0].isdigit() else x509.DNSName(one) for one in names
    ]
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(ends - days.timedelta(days=2))
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    written = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return written + signed.public_bytes(serialization.Encoding.PEM)


def test_tls_is_checked_by_the_name_though_the_address_is_asked(
    certified: Callable[..., ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering(lambda _said: [whole(BODY)], certified("sru.example.org")) as server:
        resolving(monkeypatch, ["127.0.0.1"])
        assert fetch(wanted(f"https://sru.example.org:{server.port}/bib"), 2) == BODY


@pytest.mark.parametrize(
    ("names", "more"),
    [
        (["sru.example.org"], {"trusted": False}),
        (["sru.example.org"], {"over": True}),
        (["other.example.org"], {}),
        (["127.0.0.1"], {}),
    ],
    ids=["signed by nobody", "of yesterday", "of another", "of the address"],
)
def test_a_certificate_that_does_not_hold_is_refused(
    names: list[str],
    more: dict[str, bool],
    certified: Callable[..., ssl.SSLContext],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with answering(lambda _said: [whole(BODY)], certified(*names, **more)) as server:
        resolving(monkeypatch, ["127.0.0.1"])
        assert problem(f"https://sru.example.org:{server.port}/bib") == "tls"
    assert server.asked == []


def test_a_server_without_tls_is_refused_where_tls_is_wanted() -> None:
    with answering(lambda _said: [whole(BODY)]) as server:
        assert problem(f"https://127.0.0.1:{server.port}/") == "tls"
