"""A server on the loopback that answers what a test says, byte by byte, good or bad."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from urllib.parse import parse_qsl, urlsplit

DRIP, HANG = object(), object()
"""Pauses of an answer: a twentieth of a second; until the test is over."""
Answer = Iterable[object]


@dataclass
class Server:
    """Where it listens, and what it has been asked: a path with its parameters each time."""

    port: int
    asked: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sru"


@contextmanager
def answering(
    answer: Callable[[dict[str, str]], Answer], tls: ssl.SSLContext | None = None
) -> Iterator[Server]:
    """Serves until the block ends; `answer` gives the pieces of each answer by its parameters."""
    over = Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Server(listening.getsockname()[1])
        workers: list[Thread] = []

        def listen() -> None:
            while True:
                connection, _where = listening.accept()
                if over.is_set():
                    connection.close()
                    return
                worker = Thread(target=serve, args=(connection,), daemon=True)
                workers.append(worker)
                worker.start()

        def serve(connection: socket.socket) -> None:
            connection.settimeout(5)
            with connection, suppress(OSError, LookupError), wrapped(connection) as wire:
                head = read_head(wire)
                parts = urlsplit(head.split(" ")[1])
                said = parse_qsl(parts.query)
                server.asked.append((parts.path, said))
                server.heads.append(head)
                for piece in answer(dict(said)):
                    send(wire, piece)
                    if over.is_set():
                        return

        def wrapped(connection: socket.socket) -> socket.socket:
            return tls.wrap_socket(connection, server_side=True) if tls else connection

        def send(wire: socket.socket, piece: object) -> None:
            if piece is HANG or piece is DRIP:
                over.wait(10 if piece is HANG else 0.05)
            else:
                wire.sendall(piece)

        listener = Thread(target=listen, daemon=True)
        listener.start()
        try:
            yield server
        finally:
            over.set()
            socket.create_connection(("127.0.0.1", server.port), 5).close()
            for thread in (listener, *workers):
                thread.join(10)


def read_head(wire: socket.socket) -> str:
    """The lines of a question, up to the empty one."""
    head = b""
    while b"\r\n\r\n" not in head and not head.startswith(b"\x16"):  # TLS in a clear place
        some = wire.recv(4096)
        if not some:
            break
        head += some
    return head.decode("latin-1")


def http(
    body: bytes | str, kind: str = "text/xml", status: str = "200 OK", **headers: str
) -> bytes:
    """A whole answer."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(content)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + content


def sru(records: Iterable[str], told: object | None = None, more: str = "") -> str:
    """An answer of SRU 1.1 with records of MARCXML."""
    found = [
        f"<record><recordSchema>marcxml</recordSchema><recordPacking>xml</recordPacking>"
        f"<recordData>{one}</recordData></record>"
        for one in records
    ]
    number = len(found) if told is None else told
    return (
        '<?xml version="1.0"?><searchRetrieveResponse xmlns="http://www.loc.gov/zing/srw/">'
        f"<version>1.1</version><numberOfRecords>{number}</numberOfRecords>"
        f"<records>{''.join(found)}</records>{more}</searchRetrieveResponse>"
    )


def marc(number: str, isbn: object, title: str, author: str, translator: str = "") -> str:
    """A small record: an author, and a translator by a coded relator."""
    added = translator and (
        f'<datafield tag="700" ind1="1" ind2=" "><subfield code="a">{translator}</subfield>'
        '<subfield code="e">kääntäjä.</subfield></datafield>'
    )
    return (
        '<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000cam a2200000 i 4500</leader>'
        f'<controlfield tag="001">{number}</controlfield>'
        f'<datafield tag="020" ind1=" " ind2=" "><subfield code="a">{isbn}</subfield></datafield>'
        f'<datafield tag="100" ind1="1" ind2=" "><subfield code="a">{author}</subfield></datafield>'
        f'<datafield tag="245" ind1="1" ind2="0"><subfield code="a">{title}</subfield></datafield>'
        f"{added}</record>"
    )
