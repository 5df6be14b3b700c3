"""What stands on a page in place of what this session does not see."""

from __future__ import annotations

from flask import g

from portal.services.access.masks import masks_for
from portal.wording import formats


def hide_sums() -> None:
    """From here on this request writes no sum of money, where its session does not see them."""
    if masks_for(g.get("identity")).sums:
        formats.hide_sums()


def tax_percent(ppm: int) -> str:
    """A party's own tax percentage (parts per million); hidden in a reading session or visit."""
    return masks_for(g.get("identity")).of_sensitive(formats.percent(ppm))
