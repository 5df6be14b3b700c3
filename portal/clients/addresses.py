"""Which addresses a name has, and whether they lie outside: nothing else may be asked (SSRF)."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import SOCK_STREAM, getaddrinfo
from threading import Thread

from portal.clients.errors import SourceAway, SourceUnusable
from portal.kernel.bibliographies import Source

_WRAPPING = tuple(IPv6Network(net) for net in ("64:ff9b::/96", "::ffff:0:0:0/96", "::/96"))
"""NAT64, translated (SIIT) and compatible addresses: the last 32 bits are one of version 4."""
Address = IPv4Address | IPv6Address


async def addresses(source: Source, host: str, port: int) -> list[str]:
    """Every address of a host, checked; raises SourceAway, SourceUnusable.

    One address inside is enough to refuse the name, unless the settings allow its host.
    """
    try:
        found = await _looked_up(host, port)
    except OSError:
        raise SourceAway(source=source.name, problem="name") from None
    if not found:
        raise SourceAway(source=source.name, problem="name")
    if not source.inside and not all(is_outside(address) for address in found):
        raise SourceUnusable(source=source.name, reason="inside")
    return found


def is_outside(address: str) -> bool:
    """Whether an address belongs to the public network, and so does any that it wraps."""
    try:
        wrapping = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_public(one) for one in (wrapping, *_wrapped(wrapping)))


def _public(one: Address) -> bool:
    """Mapped addresses count by what they wrap; a multicast address is nobody's own."""
    if isinstance(one, IPv6Address) and one.ipv4_mapped:
        return True
    return one.is_global and not one.is_multicast


def _wrapped(one: Address) -> list[IPv4Address]:
    """The addresses of version 4 inside one of version 6, whatever the way of wrapping."""
    if isinstance(one, IPv4Address):
        return []
    found = [one.ipv4_mapped, one.sixtofour, *(one.teredo or ())]
    if any(one in net for net in _WRAPPING):
        found.append(IPv4Address(int(one) & 0xFFFFFFFF))
    return [inner for inner in found if inner is not None]


async def _looked_up(host: str, port: int) -> list[str]:
    """The system's answer, waited for no longer than the caller does.

    The system cannot be told to stop: a thread of its own may be left behind, asyncio's may not.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def settle(found: list[str], error: OSError | None) -> None:
        if answer.done():
            return
        if error is None:
            answer.set_result(found)
        else:
            answer.set_exception(error)

    def look() -> None:
        found: list[str] = []
        failed: OSError | None = None
        try:
            rows = getaddrinfo(host, port, type=SOCK_STREAM)
            found = list(dict.fromkeys(str(row[4][0]) for row in rows))
        except OSError as error:
            failed = error
        except UnicodeError as error:
            failed = OSError(str(error))
        with suppress(RuntimeError):  # the caller waits no longer, and its loop is closed
            loop.call_soon_threadsafe(settle, found, failed)

    Thread(target=look, daemon=True).start()
    return await answer
