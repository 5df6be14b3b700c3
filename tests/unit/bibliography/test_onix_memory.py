"""A publisher's whole catalogue is read product by product: memory does not grow with the file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_READ = """
import re, sys
from portal.bibliography import onix
with open(sys.argv[1], "rb") as stream:
    count = sum(1 for _ in onix.read(stream, "all.xml"))
# Not getrusage: what it says begins with the memory of the process that started this one.
print(count, re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1])
"""
_PRODUCT = (
    "<Product><RecordReference>r{number}</RecordReference><NotificationType>03</NotificationType>"
    "<ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>9789510123454</IDValue>"
    "</ProductIdentifier><DescriptiveDetail><ProductForm>BC</ProductForm><TitleDetail>"
    "<TitleType>01</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel>"
    "<TitleText>Kirja {number}</TitleText></TitleElement></TitleDetail></DescriptiveDetail>"
    "<CollateralDetail><TextContent><TextType>03</TextType><ContentAudience>00</ContentAudience>"
    "<Text>{text}</Text></TextContent></CollateralDetail></Product>\n"
)


def _measured(path: Path, megabytes: int) -> tuple[int, int, int]:
    """Products written, products read, and the most memory that reading took, in megabytes."""
    written = size = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('<ONIXMessage release="3.1">')
        while size < megabytes * 1024**2:
            size += file.write(_PRODUCT.format(number=written, text="sana " * 5))
            written += 1
        file.write("</ONIXMessage>")
    said = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], check=True, capture_output=True, text=True
    )
    read, kilobytes = map(int, said.stdout.split())
    return written, read, kilobytes // 1024


def test_memory_stays_flat(tmp_path: Path) -> None:
    small = _measured(tmp_path / "small.xml", 4)
    large = _measured(tmp_path / "large.xml", 20)
    assert small[0] == small[1]
    assert large[0] == large[1]
    assert large[2] - small[2] < 8


@pytest.mark.trust
def test_two_hundred_megabytes_take_less_than_three_hundred(tmp_path: Path) -> None:
    written, read, memory = _measured(tmp_path / "all.xml", 200)
    assert written == read
    assert memory < 300
