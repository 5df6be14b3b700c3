"""Columns of integers, one entry a row: the shape in which a nation's facts travel (int64)."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Column: TypeAlias = NDArray[np.int64]
_EXACT = 2**62


def column(values: Any) -> Column:
    """Any sequence of integers as a column."""
    return np.asarray(values, dtype=np.int64)


def ranges(starts: Column, lengths: Column) -> Column:
    """The numbers start…start+length−1 of every row, one after the other."""
    total = int(lengths.sum())
    ends = np.cumsum(lengths)
    offsets = np.arange(total, dtype=np.int64) - np.repeat(ends - lengths, lengths)
    return offsets + np.repeat(starts, lengths)


def largest_by(group: Column, values: Column, groups: int) -> Column:
    """The largest value of each group, 0 for an empty one; values >= 0."""
    result = np.zeros(groups, dtype=np.int64)
    np.maximum.at(result, group, values)
    return result


def smallest_by(group: Column, values: Column, groups: int, empty: int) -> Column:
    """The smallest value of each group, `empty` for an empty one."""
    result = np.full(groups, empty, dtype=np.int64)
    np.minimum.at(result, group, values)
    return result


def sums_by(group: Column, values: Column, groups: int) -> Column:
    """The exact sum of each group; raises OverflowError when one would pass 2^63."""
    if values.size and int(values.max()) * values.size >= _EXACT:
        return _exact_sums(group, values, groups)
    result = np.zeros(groups, dtype=np.int64)
    np.add.at(result, group, values)
    return result


def _exact_sums(group: Column, values: Column, groups: int) -> Column:
    totals = [0] * groups
    for place, value in zip(group.tolist(), values.tolist(), strict=True):
        totals[place] += value
    return column(totals)
