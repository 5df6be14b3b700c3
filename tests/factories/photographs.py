"""Photographs of bar codes as telephones take them, made with fixed seeds."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from random import Random

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from portal.kernel.isbn import check_digit_13

KINDS = ("plain", "blur", "tilt", "glare", "turned", "noise", "shelf", "dark", "worst")


@dataclass(frozen=True)
class Photograph:
    """A picture as a file, and the ISBNs on the covers in it."""

    kind: str
    data: bytes
    isbns: frozenset[int]


def photograph(seed: int) -> Photograph:
    """A photograph; the same for the same seed. Kinds come in turn. A thin bar has 3 to 6 pixels,
    a third of what a telephone of 12 million pixels gives one that fills the picture.
    """
    chance = Random(seed)
    kind = KINDS[seed % len(KINDS)]
    isbns = [_isbn(chance) for _ in range(chance.randint(3, 6) if kind == "shelf" else 1)]
    scale = chance.randint(3, 6)
    cover = _cover(chance, isbns[0], scale)
    picture = _shelf(chance, isbns) if kind == "shelf" else cover
    picture = _taken(chance, kind, picture, scale)
    quality = chance.randint(25, 45) if kind in ("noise", "worst") else chance.randint(60, 90)
    return Photograph(kind, jpeg(picture, quality), frozenset(isbns))


def jpeg(picture: Image.Image, quality: int = 85) -> bytes:
    """The picture as a JPEG file."""
    return saved(picture, "JPEG", quality=quality)


def saved(picture: Image.Image, kind: str, **more: object) -> bytes:
    """The picture as a file of a kind."""
    file = BytesIO()
    picture.save(file, kind, **more)
    return file.getvalue()


def bar_code(isbn: int, scale: int = 3) -> Image.Image:
    """The bar code alone, with its quiet zones."""
    made = zxingcpp.create_barcode(str(isbn), zxingcpp.BarcodeFormat.EAN13)
    return Image.fromarray(np.asarray(made.to_image(scale=scale, add_quiet_zones=True)))


def _isbn(chance: Random) -> int:
    stem = "978" + "".join(chance.choice("0123456789") for _ in range(9))
    return int(stem + check_digit_13(stem))


def _cover(chance: Random, isbn: int, scale: int) -> Image.Image:
    """A back cover: a coloured page with lines of text and the bar code in a white box."""
    code = bar_code(isbn, scale)
    code = code.resize((code.width, int(code.width * chance.uniform(0.45, 0.7))))
    width, height = int(code.width * 2.6), int(code.width * 3.6)
    paper = tuple(chance.randint(60, 235) for _ in range(3))
    cover = Image.new("RGB", (width, height), paper)
    draw = ImageDraw.Draw(cover)
    for row in range(6, 22):
        y = height * row // 40
        draw.line((width // 9, y, width - width // chance.randint(6, 9), y), (30, 30, 30), scale)
    cover.paste(code.convert("RGB"), (chance.randint(0, width - code.width),
                                      height - code.height - chance.randint(5, 60)))  # fmt: skip
    return cover


def _shelf(chance: Random, isbns: list[int]) -> Image.Image:
    """Back covers beside each other on a table, each a little askew."""
    covers = [_cover(chance, isbn, scale=3) for isbn in isbns]
    turned = [
        cover.rotate(chance.uniform(-6, 6), Image.Resampling.BICUBIC, expand=True,
                     fillcolor=(90, 70, 60)) for cover in covers
    ]  # fmt: skip
    width = sum(one.width + 30 for one in turned)
    table = Image.new("RGB", (width, max(one.height for one in turned) + 60), (90, 70, 60))
    x = 15
    for one in turned:
        table.paste(one, (x, chance.randint(0, table.height - one.height)))
        x += one.width + 30
    return table


def _taken(chance: Random, kind: str, picture: Image.Image, scale: int) -> Image.Image:
    """What the telephone makes of it; blurred by up to half of a thin bar."""
    if kind in ("tilt", "worst"):
        picture = _tilted(chance, picture)
    if kind == "turned":
        picture = _turned(chance, picture, chance.uniform(0, 360))
    elif kind not in ("plain", "shelf"):
        picture = _turned(chance, picture, chance.choice((0, 90, 180, 270)) + chance.uniform(-8, 8))
    if kind in ("glare", "worst"):
        picture = _glare(chance, picture)
    if kind == "dark":
        picture = ImageEnhance.Brightness(picture).enhance(chance.uniform(0.25, 0.5))
        picture = ImageEnhance.Contrast(picture).enhance(chance.uniform(0.4, 0.7))
    if kind in ("blur", "worst"):
        picture = picture.filter(ImageFilter.GaussianBlur(scale * chance.uniform(0.2, 0.5)))
    if kind in ("noise", "dark", "worst"):
        picture = _noisy(chance, picture, 14 if kind == "noise" else 6)
    return picture


def _turned(chance: Random, picture: Image.Image, angle: float) -> Image.Image:
    return picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=(120, 110, 100))


def _tilted(chance: Random, picture: Image.Image) -> Image.Image:
    """Seen from the side: one edge is farther away."""
    width, height = picture.size
    near = chance.uniform(0.05, 0.18)
    corners = [(width * near, height * near), (width * (1 - near), height * near * 0.4),
               (width, height), (0, height * (1 - near * 0.3))]  # fmt: skip
    rows = []
    for (x, y), (u, v) in zip(corners, [(0, 0), (width, 0), (width, height), (0, height)],
                              strict=True):  # fmt: skip
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    goal = [one for corner in [(0, 0), (width, 0), (width, height), (0, height)] for one in corner]
    numbers = np.linalg.solve(np.array(rows, float), np.array(goal, float))
    return picture.transform(picture.size, Image.Transform.PERSPECTIVE, tuple(numbers),
                             Image.Resampling.BICUBIC, fillcolor=(120, 110, 100))  # fmt: skip


def _glare(chance: Random, picture: Image.Image) -> Image.Image:
    """A lamp's reflection that leaves a strip of every bar."""
    light = Image.new("L", picture.size, 0)
    width, height = picture.size
    x, y = chance.uniform(0, width), chance.uniform(0.2, 0.7) * height
    radius = min(width, height) * chance.uniform(0.1, 0.3)
    ImageDraw.Draw(light).ellipse((x - radius, y - radius, x + radius, y + radius), 230)
    light = light.filter(ImageFilter.GaussianBlur(radius / 3))
    return Image.composite(Image.new("RGB", picture.size, "white"), picture, light)


def _noisy(chance: Random, picture: Image.Image, strength: int) -> Image.Image:
    noise = np.random.default_rng(chance.randrange(2**32))
    signs = np.asarray(picture, dtype=np.int16)
    signs = signs + noise.normal(0, strength, signs.shape).astype(np.int16)
    return Image.fromarray(np.clip(signs, 0, 255).astype(np.uint8))
