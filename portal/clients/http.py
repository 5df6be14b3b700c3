"""The one door to bibliographies: only to the named host, only outside, and never without an end.

Host and path come from the settings alone; an answer can lead nowhere. The name is resolved here,
every address it has is checked, and the connection goes to the checked address itself: a name
that changes its mind in between (DNS rebinding) is not asked twice.
"""

from __future__ import annotations

import asyncio
import ssl
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from portal.clients.addresses import addresses
from portal.clients.errors import SourceAway, SourceUnusable
from portal.kernel.bibliographies import Source

if TYPE_CHECKING:  # it brings a terminal's library along: only whoever asks shall pay for that
    import httpx

AGENT = "Colophon (author portal; {contact})"
MOST_BYTES = 8 * 1024 * 1024
MOST_PATIENCE = 86_400
_TRIED = 3
"""Addresses of one name that are tried, one after the other."""


@dataclass(frozen=True)
class Wanted:
    """What is asked of a source: parameters of the address, and kinds of answer that are usable."""

    source: Source
    parameters: Sequence[tuple[str, str]]
    kinds: Sequence[str]
    contact: str
    path: str = ""
    most_bytes: int = field(default=MOST_BYTES)


def fetch(wanted: Wanted, seconds: float) -> bytes:
    """The answer's bytes; raises SourceAway and SourceUnusable, after `seconds` at the latest."""
    import httpx

    try:
        # In a thread of its own: the caller's may have an event loop already.
        with ThreadPoolExecutor(max_workers=1) as alone:
            return alone.submit(asyncio.run, _in_time(wanted, seconds)).result()
    except (TimeoutError, httpx.TimeoutException):
        raise SourceAway(source=wanted.source.name, problem="time") from None
    except httpx.ConnectError as error:
        problem = "tls" if _is_tls(error) else "connect"
        raise SourceAway(source=wanted.source.name, problem=problem) from None
    except (httpx.TransportError, OSError):
        raise SourceAway(source=wanted.source.name, problem="broken") from None


async def _in_time(wanted: Wanted, seconds: float) -> bytes:
    import httpx

    loop = asyncio.get_running_loop()
    ends = loop.time() + max(seconds, 0)
    async with asyncio.timeout_at(ends):
        source, parts = wanted.source, urlsplit(wanted.source.url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        tried = (await addresses(source, parts.hostname or "", port))[:_TRIED]
        async with httpx.AsyncClient(
            verify=_trusted(), trust_env=False, follow_redirects=False, timeout=max(seconds, 0.01)
        ) as client:
            for left, address in zip(range(len(tried), 0, -1), tried, strict=True):
                # A handshake that gives up by itself closes its socket; a cancelled one does not.
                patience = max((ends - loop.time()) * 0.9 / left, 0.001)
                try:
                    return await _ask(client, wanted, address, patience)
                except (httpx.ConnectError, httpx.ConnectTimeout):
                    if left == 1:
                        raise
    raise AssertionError("a name without addresses was refused")


async def _ask(client: httpx.AsyncClient, wanted: Wanted, address: str, patience: float) -> bytes:
    """One address; `patience` is how long its connection may take, in seconds."""
    import httpx

    url = httpx.URL(wanted.source.url + wanted.path)
    request = client.build_request(
        "GET",
        url.copy_with(host=address),
        params=list(wanted.parameters),
        headers={
            "Host": url.netloc.decode("ascii"),
            "User-Agent": AGENT.format(contact=wanted.contact),
            "Accept": ", ".join(wanted.kinds),
            "Accept-Encoding": "gzip, identity",
        },
        timeout=httpx.Timeout(client.timeout.read, connect=patience),
        extensions={"sni_hostname": url.raw_host.decode("ascii")},
    )
    answer = await client.send(request, stream=True)
    try:
        _check_head(wanted, answer)
        return await _body(wanted, answer)
    finally:
        await answer.aclose()


def _check_head(wanted: Wanted, answer: httpx.Response) -> None:
    """Raises what the first lines of an answer say against it."""
    name, status = wanted.source.name, answer.status_code
    if 300 <= status < 400:
        raise SourceUnusable(source=name, reason="redirect", status=status)
    if status in (408, 425, 429) or status >= 500:
        said = answer.headers.get("retry-after", "")
        after = min(int(said), MOST_PATIENCE) if said.isdecimal() and len(said) < 10 else None
        raise SourceAway(source=name, problem="status", status=status, again_after=after)
    if status != 200:
        raise SourceUnusable(source=name, reason="status", status=status)
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in wanted.kinds:
        raise SourceUnusable(source=name, reason="kind", kind=kind[:40])


async def _body(wanted: Wanted, answer: httpx.Response) -> bytes:
    """The body, unpacked in pieces: what is small on the way may be endless at home."""
    name = wanted.source.name
    packed = answer.headers.get("content-encoding", "identity").strip().lower()
    if packed not in ("identity", "", "gzip", "x-gzip"):
        raise SourceUnusable(source=name, reason="encoding", kind=packed[:40])
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if "gzip" in packed else None
    body = bytearray()
    async for piece in answer.aiter_raw():
        room = wanted.most_bytes + 1 - len(body)
        try:
            body += unpack.decompress(piece, room) if unpack else piece
        except zlib.error:
            raise SourceUnusable(source=name, reason="encoding", kind=packed) from None
        if len(body) > wanted.most_bytes:
            raise SourceUnusable(source=name, reason="size", most=wanted.most_bytes)
    if unpack and not unpack.eof:
        raise SourceAway(source=name, problem="broken")
    return bytes(body)


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    """Whom this machine trusts; made once, because reading the list takes long."""
    return ssl.create_default_context()


def _is_tls(error: BaseException) -> bool:
    """Whether a connection failed by its certificate or protocol, somewhere down the chain."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
