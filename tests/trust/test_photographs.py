"""Three hundred photographs of bar codes: how many are read, how quickly, and none wrongly."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from portal.pictures import barcodes
from tests.factories.photographs import photograph

PHOTOGRAPHS = 300
AT_LEAST = 0.95
SECONDS_EACH = 0.5

pytestmark = pytest.mark.trust


def test_nearly_all_of_three_hundred_are_read() -> None:
    read: Counter[str] = Counter()
    seconds = 0.0
    for seed in range(PHOTOGRAPHS):
        taken = photograph(seed)
        began = time.process_time()
        found = set(barcodes.read(taken.data, "k.jpg").isbns)
        seconds += time.process_time() - began
        assert found <= taken.isbns, seed
        read[taken.kind] += found == taken.isbns
    assert read.total() >= AT_LEAST * PHOTOGRAPHS, read
    assert seconds / PHOTOGRAPHS < SECONDS_EACH
