"""A real SRU server for tests: Debian's Zebra with the real records of the National Library.

Its records are made from the files here, by the test's own eyes: nothing of the portal reads them.
"""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

ROOT = Path(__file__).parent
CONFIGURATION = ROOT / "data" / "zebra"
RECORDS = ROOT.parent / "portal" / "demo" / "data" / "bibliographic"
SERVER, INDEXER = "zebrasrv-2.0", "zebraidx-2.0"
NAMESPACE = "http://www.loc.gov/MARC21/slim"
STARTS_WITHIN = 20


@pytest.fixture(scope="session")
def sru_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of this test process, with every record of the folder."""
    if not shutil.which(SERVER):
        pytest.skip("Zebra is not installed: apt-get install idzebra-2.0")
    folder = tmp_path_factory.mktemp("zebra")
    port = free_port()
    modules = next(Path("/usr/lib").glob("*/idzebra-2.0/modules"))
    for path in CONFIGURATION.iterdir():
        text = path.read_text(encoding="utf-8")
        if path.name in ("zebra.cfg", "gfs.xml"):
            text = text.format(folder=folder, port=port, modules=modules)
        (folder / path.name).write_text(text, encoding="utf-8")
    (folder / "records.xml").write_text(collection(sorted(RECORDS.rglob("*.alephseq"))), "utf-8")
    indexed = subprocess.run(
        [INDEXER, "-c", "zebra.cfg", "update", "records.xml"],
        cwd=folder, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert indexed.returncode == 0, indexed.stderr
    log = (folder / "server.log").open("w")
    server = subprocess.Popen([SERVER, "-f", "gfs.xml"], cwd=folder, stdout=log, stderr=log)
    try:
        wait_for(port, server)
        yield f"http://127.0.0.1:{port}/Default"
    finally:
        server.terminate()
        server.wait(10)
        log.close()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Waits until the server explains itself."""
    ends = time.monotonic() + STARTS_WITHIN
    while True:
        assert server.poll() is None, "Zebra ended at once"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=STARTS_WITHIN)
        try:
            connection.request("GET", "/Default?operation=explain&version=1.1")
            assert connection.getresponse().status == 200
        except ConnectionError:
            assert time.monotonic() < ends, "Zebra does not answer"
        else:
            return
        finally:
            connection.close()


def collection(files: list[Path]) -> str:
    """The records of Aleph sequential files as one MARCXML collection."""
    records: dict[str, list[tuple[str, str]]] = {}
    for path in files:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                records.setdefault(line[:9], []).append((line[10:15], line[18:]))
    written = "".join(f"<record>{''.join(map(field, one))}</record>" for one in records.values())
    return f'<collection xmlns="{NAMESPACE}">{written}</collection>'


def field(written: tuple[str, str]) -> str:
    """One field of a record; Aleph's own fields, named by letters, stay out."""
    place, text = written
    tag, first, second = place[:3], place[3], place[4]
    if tag == "LDR":
        return f"<leader>{escape(text.replace('^', ' '))}</leader>"
    if not tag.isdigit():
        return ""
    if tag < "010":
        return f'<controlfield tag="{tag}">{escape(text.replace("^", " "))}</controlfield>'
    parts = "".join(
        f"<subfield code={quoteattr(part[0])}>{escape(part[1:])}</subfield>"
        for part in text.split("$$")
        if part
    )
    signs = f"ind1={quoteattr(first)} ind2={quoteattr(second)}"
    return f'<datafield tag="{tag}" {signs}>{parts}</datafield>'
