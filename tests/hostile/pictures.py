"""Photographs that are none, or not what they seem: built here, each in a class with its name.

`answer` is the reason of the refusal, or the number of ISBNs of an honest result.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageOps

from tests.factories.photographs import bar_code, jpeg, saved

ISBN = 9789511160182
PNG = b"\x89PNG\r\n\x1a\n"
HTML = b"<!DOCTYPE html><html><body>Kirjaudu</body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
XML = b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>&a;</svg>'


@dataclass(frozen=True)
class Fixture:
    """A file, and what reading it must come to."""

    kind: str
    name: str
    build: Callable[[], bytes]
    answer: str | int


def of(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def cover() -> Image.Image:
    """A bar code on paper."""
    paper = Image.new("RGB", (900, 600), (240, 235, 220))
    paper.paste(bar_code(ISBN, 4).convert("RGB").resize((500, 260)), (200, 160))
    return paper


def chunk(kind: bytes, data: bytes, crc: int | None = None) -> bytes:
    check = zlib.crc32(kind + data) if crc is None else crc
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


def png(width: int, height: int, data: bytes = b"", depth: int = 8, colour: int = 0) -> bytes:
    """A PNG with the header that is asked for, whatever its pixels are."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    packed = zlib.compress(data)
    return PNG + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def jpeg_of(width: int, height: int) -> bytes:
    """A JPEG that says it is of another size than it is."""
    data = bytearray(jpeg(Image.new("L", (16, 16), 200)))
    place = data.index(b"\xff\xc0") + 5
    data[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def broken(kind: str, part: float) -> Callable[[], bytes]:
    def build() -> bytes:
        data = saved(cover(), kind)
        return data[: int(len(data) * part)]

    return build


def flipped(kind: str) -> Callable[[], bytes]:
    """Every 97th byte behind the header is another."""

    def build() -> bytes:
        data = bytearray(saved(cover(), kind))
        for place in range(40, len(data), 97):
            data[place] ^= 0x5A
        return bytes(data)

    return build


def in_mode(mode: str, kind: str = "PNG", **more: object) -> Callable[[], bytes]:
    return lambda: saved(cover().convert(mode), kind, **more)


def sixteen_bits() -> bytes:
    return saved(cover().convert("L").convert("I").point(lambda v: v * 257).convert("I;16"), "PNG")


def see_through() -> bytes:
    """Black bars on nothing."""
    over = Image.new("RGBA", (900, 600), (0, 0, 0, 0))
    bars = cover().convert("L")
    over.paste((0, 0, 0, 255), (0, 0), ImageOps.invert(bars).point(lambda v: 255 * (v > 128)))
    return saved(over, "PNG")


def animated(kind: str) -> Callable[[], bytes]:
    def build() -> bytes:
        frames = [Image.new("RGB", (900, 600), (n, n, n)) for n in range(0, 200, 20)]
        return saved(cover(), kind, save_all=True, append_images=frames, duration=50)

    return build


def upright(orientation: int) -> Callable[[], bytes]:
    def build() -> bytes:
        exif = Image.Exif()
        exif[0x0112] = orientation
        turned = cover().rotate(90 * (orientation % 4), expand=True)
        return saved(turned, "JPEG", exif=exif)

    return build


def with_exif(data: bytes) -> Callable[[], bytes]:
    return lambda: saved(cover(), "JPEG", exif=b"Exif\0\0" + data)


def with_text(packed: bytes) -> Callable[[], bytes]:
    """A PNG with a compressed text in it."""

    def build() -> bytes:
        data = saved(cover(), "PNG")
        text = chunk(b"zTXt", b"Comment\0\0" + packed)
        return data[:33] + text + data[33:]

    return build


def noise() -> bytes:
    return jpeg(Image.effect_noise((1600, 1200), 120))


def stripes(gap: int) -> Callable[[], bytes]:
    """Bars everywhere, and none of them a code."""

    def build() -> bytes:
        paper = Image.new("L", (1600, 1200), 255)
        draw = ImageDraw.Draw(paper)
        for x in range(0, 1600, gap * 2):
            draw.rectangle((x, 0, x + gap - 1, 1200), 0)
        return jpeg(paper)

    return build


def other_code(number: int) -> Callable[[], bytes]:
    def build() -> bytes:
        paper = Image.new("RGB", (700, 400), "white")
        paper.paste(bar_code(number, 4).convert("RGB").resize((460, 240)), (120, 80))
        return jpeg(paper)

    return build


def many_codes() -> bytes:
    """A sheet with eighty codes: the same book again and again."""
    sheet = Image.new("RGB", (2400, 2400), "white")
    code = bar_code(ISBN, 2).convert("RGB").resize((226, 110))
    for row in range(10):
        for column in range(8):
            sheet.paste(code, (30 + column * 290, 40 + row * 230))
    return jpeg(sheet)


def polyglot() -> bytes:
    """A photo with a page and an archive behind its end."""
    return jpeg(cover()) + HTML + b"PK\x03\x04" + b"\0" * 500


def tall() -> bytes:
    return saved(Image.new("L", (2, 60_000), 255), "PNG")


FIXTURES = [
    Fixture("nothing", "no byte", of(b""), "empty"),
    Fixture("nothing", "spaces", of(b" \n" * 500), "empty"),
    Fixture("nothing", "one byte", of(b"\xff"), "no_picture"),
    Fixture("text", "words", of(b"9789511160182\n" * 50), "no_picture"),
    Fixture("text", "a page named .jpg", of(HTML), "kind"),
    Fixture("text", "a page after spaces", of(b"\n\n  " + HTML.lower()), "kind"),
    Fixture("text", "a drawing with a script", of(SVG), "kind"),
    Fixture("text", "a drawing with entities", of(XML), "kind"),
    Fixture("another kind", "PDF", of(b"%PDF-1.7\n" + b"\0" * 300), "kind"),
    Fixture("another kind", "GIF", lambda: saved(cover(), "GIF"), "kind"),
    Fixture("another kind", "BMP", lambda: saved(cover(), "BMP"), "kind"),
    Fixture("another kind", "TIFF", lambda: saved(cover(), "TIFF"), "kind"),
    Fixture("another kind", "TIFF of the other end", of(b"MM\0*" + b"\0" * 300), "kind"),
    Fixture("another kind", "ZIP", of(b"PK\x03\x04" + b"\0" * 300), "kind"),
    Fixture("another kind", "PostScript", of(b"%!PS-Adobe-3.0 EPSF\n" * 30), "no_picture"),
    Fixture("another kind", "ICO", lambda: saved(cover(), "ICO"), "no_picture"),
    Fixture("another kind", "JPEG 2000", lambda: saved(cover(), "JPEG2000"), "no_picture"),
    Fixture("HEIC", "heic", of(b"\0\0\0\x18ftypheic" + b"\0" * 300), "heic"),
    Fixture("HEIC", "mif1", of(b"\0\0\0\x18ftypmif1" + b"\0" * 300), "heic"),
    Fixture("HEIC", "AVIF", of(b"\0\0\0\x18ftypavif" + b"\0" * 300), "heic"),
    Fixture("broken off", "JPEG after its head", broken("JPEG", 0.05), "damaged"),
    Fixture("broken off", "JPEG in the middle", broken("JPEG", 0.5), "damaged"),
    Fixture("broken off", "PNG in the middle", broken("PNG", 0.5), "damaged"),
    Fixture("broken off", "WebP in the middle", broken("WEBP", 0.5), "damaged"),
    Fixture("only a head", "JPEG", of(b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1"), "damaged"),
    Fixture("only a head", "PNG", of(PNG), "no_picture"),
    Fixture("only a head", "WebP", of(b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 16), "damaged"),
    Fixture("bomb", "PNG of 60 000 by 60 000", lambda: png(60_000, 60_000), "pixels"),
    Fixture("bomb", "PNG of 9 000 by 9 000", lambda: png(9_000, 9_000), "pixels"),
    Fixture("bomb", "PNG of 5 001 by 5 001", lambda: png(5_001, 5_001), "pixels"),
    Fixture("bomb", "JPEG of 65 000 by 65 000", lambda: jpeg_of(65_000, 65_000), "pixels"),
    Fixture("bomb", "JPEG of 8 000 by 8 000", lambda: jpeg_of(8_000, 8_000), "pixels"),
    Fixture("bomb", "a text that swells",
            with_text(zlib.compress(bytes(90_000_000))), "no_picture"),
    Fixture("size that lies", "PNG without its pixels", lambda: png(900, 600), "damaged"),
    Fixture("size that lies", "PNG of no width", lambda: png(0, 600), "no_picture"),
    Fixture("size that lies", "PNG of a bit depth that is none",
            lambda: png(90, 60, depth=7), "no_picture"),
    Fixture("too heavy", "sixteen megabytes", lambda: jpeg(cover()) + bytes(16 << 20), "large"),
    Fixture("colours", "CMYK", in_mode("CMYK", "JPEG"), 1),
    Fixture("colours", "a palette", in_mode("P"), 1),
    Fixture("colours", "black and white", in_mode("1"), 1),
    Fixture("colours", "grey with see-through", in_mode("LA"), 1),
    Fixture("colours", "sixteen bits", sixteen_bits, 1),
    Fixture("colours", "bars on nothing", see_through, 1),
    Fixture("colours", "light on dark", lambda: jpeg(ImageOps.invert(cover())), 1),
    Fixture("moving", "WebP", animated("WEBP"), 1),
    Fixture("moving", "PNG", animated("PNG"), 1),
    *(Fixture("which way up", f"EXIF says {n}", upright(n), 1) for n in range(0, 10, 3)),
    Fixture("notes inside", "EXIF of nonsense", with_exif(b"\xde\xad\xbe\xef" * 200), 1),
    Fixture("notes inside", "EXIF that points at itself",
            with_exif(b"II*\0\x08\0\0\0\1\0\x69\x87\4\0\1\0\0\0\x08\0\0\0\0\0\0\0"), 1),
    Fixture("notes inside", "a page behind the picture", polyglot, 1),
    Fixture("no code", "one pixel", lambda: saved(Image.new("L", (1, 1)), "PNG"), 0),
    Fixture("no code", "a line of pixels", tall, 0),
    Fixture("no code", "all black", lambda: jpeg(Image.new("L", (1600, 1200))), 0),
    Fixture("no code", "noise", noise, 0),
    Fixture("no code", "thin stripes", stripes(3), 0),
    Fixture("no code", "thick stripes", stripes(17), 0),
    Fixture("no ISBN", "another article", other_code(6430060033214), 0),
    Fixture("no ISBN", "a magazine", other_code(9771234567003), 0),
    Fixture("no ISBN", "printed music", other_code(9790260000438), 0),
    Fixture("many codes", "eighty of one book", many_codes, 1),
]  # fmt: skip
DAMAGED = [
    Fixture("bits changed", kind, flipped(kind), "damaged or read")
    for kind in ("JPEG", "PNG", "WEBP")
]
