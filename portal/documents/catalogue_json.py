"""A party's catalogue as canonical JSON: sorted keys, a version of the layout, the same bytes."""

from __future__ import annotations

import json
from datetime import date

from portal.kernel.catalogue_exchange import Catalogue, as_data

MEDIA_TYPE, ENDING = "application/json", "json"


def written(catalogue: Catalogue, _day: date) -> bytes:
    """The catalogue in UTF-8."""
    text = json.dumps(as_data(catalogue), sort_keys=True, ensure_ascii=False, indent=1)
    return text.encode() + b"\n"
