"""What stands on a page in place of what this session does not see."""

from __future__ import annotations

from flask import g

from portal.services.access.masks import masks_for
from portal.wording import formats


def tax_percent(ppm: int) -> str:
    """A party's own tax percentage (parts per million); hidden in a reading session or visit."""
    return masks_for(g.get("identity")).of_sensitive(formats.percent(ppm))
