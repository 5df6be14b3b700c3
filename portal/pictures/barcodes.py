"""The ISBNs of the bar codes in a photograph: one cover or many, turned any way.

A picture is hostile until it is read: only the formats named are tried, its size is looked at
before any pixel is, and nothing that is written inside it (EXIF, texts, profiles) is used. Which
way up it is does not matter: bar codes are looked for in every direction. Nothing is kept.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from portal.kernel.isbn import judge
from portal.pictures.errors import PictureUnusable

LARGEST = 15 * 1024 * 1024
"""Bytes of one picture; a telephone's has two to eight million."""
MOST_PIXELS = 50_000_000
MOST_PIXELS_WHOLE = 25_000_000
"""Of a picture that has to be unpacked whole; a JPEG can be unpacked smaller than it is."""
_FORMATS = ("JPEG", "PNG", "WEBP")
_EAN_13 = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.EAN13])
_NEAR = 60
_SIDE, _FINE_SIDE = 1600, 4000
_ANGLES = (45, 12, -12, 25, -25)
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_OTHER_KINDS = (b"%PDF", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"<svg", b"<?xml", b"PK\3\4")
_DAMAGE = (
    OSError, ValueError, SyntaxError, EOFError, struct.error, ArithmeticError, LookupError,
    TypeError, AttributeError, Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
"""What Pillow raises for what is no picture, or half of one."""

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


@dataclass(frozen=True)
class BarCodes:
    """The ISBN-13s in a picture, from top to bottom, and bar codes of other things."""

    isbns: tuple[int, ...]
    others: tuple[str, ...]


def read(data: bytes, name: str) -> BarCodes:
    """The bar codes in a picture; raises PictureUnusable. EAN-5 beside a code is left out."""
    picture = _opened(data, name)
    found = dict.fromkeys(code for view in _plain_views(picture) for code in _codes(view))
    if not found:
        mended = (_codes(view) for view in _mended_views(picture))
        found = next((dict.fromkeys(codes) for some in mended if (codes := _isbns(some))), {})
    isbns = {code: judge(code).isbn for code in found}
    return BarCodes(
        tuple(isbn for isbn in isbns.values() if isbn is not None),
        tuple(code for code, isbn in isbns.items() if isbn is None),
    )


def _opened(data: bytes, name: str) -> Image.Image:
    """The picture in shades of grey, not larger than it has to be."""
    _check_kind(data, name)
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as picture:
            _check_size(picture, name)
            picture.draft("L", (_FINE_SIDE, _FINE_SIDE))
            grey = _grey(picture)
            grey.thumbnail((_FINE_SIDE, _FINE_SIDE))
            return grey
    except _DAMAGE as fault:
        raise _refusal(fault, name) from fault


def _check_kind(data: bytes, name: str) -> None:
    start = data[:64].lstrip()
    if not start:
        raise PictureUnusable(file=name, reason="empty")
    if len(data) > LARGEST:
        raise PictureUnusable(file=name, reason="large", most=LARGEST // 1024**2)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise PictureUnusable(file=name, reason="heic")
    if start.startswith(_OTHER_KINDS) or start[:14].lower() == b"<!doctype html":
        raise PictureUnusable(file=name, reason="kind")


def _check_size(picture: Image.Image, name: str) -> None:
    most = MOST_PIXELS if picture.format == "JPEG" else MOST_PIXELS_WHOLE
    if picture.width * picture.height > most:
        raise PictureUnusable(file=name, reason="pixels", most=most // 1_000_000)


def _refusal(fault: BaseException, name: str) -> PictureUnusable:
    if isinstance(fault, Image.DecompressionBombError | Image.DecompressionBombWarning):
        return PictureUnusable(file=name, reason="pixels", most=MOST_PIXELS // 1_000_000)
    known = isinstance(fault, OSError) and not isinstance(fault, Image.UnidentifiedImageError)
    return PictureUnusable(file=name, reason="damaged" if known else "no_picture")


def _grey(picture: Image.Image) -> Image.Image:
    """Shades of grey from 0 to 255, whatever the picture has; what is see-through is white."""
    if picture.mode.startswith("I") or picture.mode == "F":
        low, high = picture.convert("F").getextrema()
        scale = 255 / max(float(high) - float(low), 1.0)  # type: ignore[arg-type]
        return picture.convert("F").point(lambda value: value * scale).convert("L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        over = picture.convert("RGBA")
        white = Image.new("RGBA", over.size, "white")
        return Image.alpha_composite(white, over).convert("L")
    return picture.convert("L")


def _plain_views(picture: Image.Image) -> Iterator[Image.Image]:
    """The picture small, where blurred codes are found, and whole, where small ones are."""
    yield _small(picture)
    if max(picture.size) > _SIDE:
        yield picture


def _mended_views(picture: Image.Image) -> Iterator[Image.Image]:
    """The picture brightened, sharpened, with light and dark exchanged and turned."""
    even = ImageOps.autocontrast(_small(picture), cutoff=1)
    if max(even.size) < _SIDE:
        even = even.resize((even.width * 2, even.height * 2), Image.Resampling.BICUBIC)
    sharp = even.filter(ImageFilter.UnsharpMask(radius=4, percent=250, threshold=0))
    yield sharp
    yield even.filter(ImageFilter.MedianFilter(3))
    yield ImageOps.invert(even)
    for angle in _ANGLES:
        for view in (even, sharp):
            yield view.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def _small(picture: Image.Image) -> Image.Image:
    small = picture.copy()
    small.thumbnail((_SIDE, _SIDE))
    return small


def _isbns(codes: list[str]) -> list[str]:
    """What is read from a mended picture must be an ISBN: half a code is easily another's."""
    return [code for code in codes if judge(code).isbn is not None]


def _codes(picture: Image.Image) -> list[str]:
    """The codes from top to bottom. Of two in one place the taller counts: it is read in more
    lines, and the other is a part of it that was read wrongly.
    """
    kept: list[tuple[float, float, float, float, str]] = []
    read = zxingcpp.read_barcodes(picture, formats=_EAN_13)
    for box in sorted(map(_box, read), key=lambda box: (box[0] - box[1]) * (box[3] - box[2])):
        x, y = (box[2] + box[3]) / 2, (box[0] + box[1]) / 2
        inside = (a - _NEAR <= y <= b + _NEAR and c <= x <= d for a, b, c, d, _ in kept)
        if not any(inside):
            kept.append(box)
    return [text for *_, text in sorted(kept)]


def _box(code: zxingcpp.Barcode) -> tuple[float, float, float, float, str]:
    at = code.position
    corners = (at.top_left, at.top_right, at.bottom_left, at.bottom_right)
    ys, xs = [one.y for one in corners], [one.x for one in corners]
    return min(ys), max(ys), min(xs), max(xs), code.text
