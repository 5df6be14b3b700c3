"""A COUNTER report in JSON: items with their attributes, each metric with its months.

Numbers stay as they are written until a sum is made of them: nothing is rounded on the way.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from portal.usage import errors, packing
from portal.usage.archive import Original
from portal.usage.readers.counter_rows import BOOKS_ONLY, Counted, Head, Month, checked, month_of

BEGINS = ("{", "[")
LARGEST = 64 << 20
_LONGEST = 500


def read(original: Original) -> Iterator[Head | Counted]:
    """The head, then the rows; raises a FileFault."""
    report = _Report(original, _loaded(original))
    head = checked(original.name, report.head())
    yield head
    for place, item in enumerate(report.items(), start=1):
        yield from report.counted(head, place, item)


def _loaded(original: Original) -> Any:
    if original.size > LARGEST:
        raise errors.CounterTooLarge(file=original.name, megabytes=LARGEST >> 20)
    with packing.opened(original.path, original.compression) as source:
        text = source.read().decode("utf-8-sig")
    try:
        return json.loads(
            text,
            parse_int=str,
            parse_float=str,
            parse_constant=str,
            object_pairs_hook=_unique,
        )
    except RecursionError as fault:
        raise errors.CounterShape(file=original.name, place="1", what="nested") from fault
    except json.JSONDecodeError as fault:
        kind = errors.CutOff if fault.pos >= len(text.rstrip()) else errors.CounterJson
        raise kind(file=original.name, line=fault.lineno) from fault
    except _Repeated as fault:
        raise errors.CounterShape(file=original.name, place=str(fault), what="twice") from fault


class _Repeated(Exception):
    """A name stands twice in one object."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise _Repeated(next(name for name in names if names.count(name) > 1)[:40])
    return found


class _Report:
    """The loaded report; what is not where the Code puts it raises CounterShape."""

    def __init__(self, original: Original, loaded: Any) -> None:
        self.name = original.name
        header = loaded.get("Report_Header") if isinstance(loaded, dict) else None
        if not isinstance(header, dict):
            said = json.dumps(loaded)[:_LONGEST] if _is_exception(loaded) else ""
            if said:
                raise errors.CounterIncomplete(file=self.name, exception=said[:200])
            raise self.wrong("Report_Header")
        self.loaded = loaded
        self.header = header

    def wrong(self, place: str) -> errors.CounterShape:
        """The fault of what stands, or does not stand, at `place`."""
        return errors.CounterShape(file=self.name, place=place[:80])

    def head(self) -> Head:
        """What the report says of itself."""
        filters = self.header.get("Report_Filters")
        dates = {name: _filter(filters, name) for name in ("Begin_Date", "End_Date")}
        exceptions = self.header.get("Exceptions") or self.header.get("Exception")
        library = _text(self.header.get("Institution_Name"))
        return Head(
            kind=_text(self.header.get("Report_ID")),
            release=_text(self.header.get("Release")),
            library=library or _text(self.header.get("Customer_ID")),
            begin=dates["Begin_Date"],
            end=dates["End_Date"],
            exceptions=json.dumps(exceptions, ensure_ascii=False) if exceptions else "",
        )

    def items(self) -> list[dict[str, Any]]:
        """The report's items."""
        return self.dicts(self.loaded.get("Report_Items", []), "Report_Items")

    def dicts(self, value: Any, place: str) -> list[dict[str, Any]]:
        """A list of objects."""
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.wrong(place)
        return value

    def counted(self, head: Head, place: int, item: dict[str, Any]) -> Iterator[Counted]:
        """The counts of one item, whichever release wrote it."""
        where = f"Report_Items {place}"
        old = "Attribute_Performance" not in item
        parts = [item] if old else self.dicts(item["Attribute_Performance"], where)
        isbns = self.isbns(item.get("Item_ID", []), where)
        for part in parts:
            numbers = self.by_period(part, where) if old else self.by_metric(part, where)
            for metric, found in numbers.items():
                books = "Book" if head.kind.startswith(BOOKS_ONLY) else ""
                yield Counted(
                    title=_text(item.get("Title")),
                    isbns=isbns,
                    platform=_text(item.get("Platform")),
                    metric=metric,
                    data_type=_text(part.get("Data_Type", books)),
                    access_method=_text(part.get("Access_Method")),
                    numbers=tuple(found),
                )

    def isbns(self, value: Any, where: str) -> tuple[str, ...]:
        """The ISBNs of Item_ID: an object in release 5.1, a list of types and values before."""
        if isinstance(value, dict):
            pairs = list(value.items())
        else:
            pairs = [(one.get("Type"), one.get("Value")) for one in self.dicts(value, where)]
        return tuple(_text(one) for kind, one in pairs if kind == "ISBN" and _text(one))

    def by_metric(self, part: dict[str, Any], where: str) -> dict[str, list[tuple[Month, str]]]:
        """Release 5.1: an object of months under each metric."""
        performance = part.get("Performance")
        if not isinstance(performance, dict):
            raise self.wrong(where)
        found: dict[str, list[tuple[Month, str]]] = {}
        for metric, months in performance.items():
            if not isinstance(months, dict):
                raise self.wrong(where)
            found[metric] = [(self.month(key, where), _written(n)) for key, n in months.items()]
        return found

    def by_period(self, part: dict[str, Any], where: str) -> dict[str, list[tuple[Month, str]]]:
        """Release 5.0: a list of periods, each with its metrics."""
        found: dict[str, list[tuple[Month, str]]] = {}
        for one in self.dicts(part.get("Performance"), where):
            period = one.get("Period")
            if not isinstance(period, dict):
                raise self.wrong(where)
            begin, end = _text(period.get("Begin_Date")), _text(period.get("End_Date"))
            month = self.month(begin, where)
            if month_of(end) is None or end[:4] != begin[:4]:
                raise errors.CounterPeriod(file=self.name, begin=begin[:40], end=end[:40])
            for instance in self.dicts(one.get("Instance"), where):
                metric = _text(instance.get("Metric_Type"))
                found.setdefault(metric, []).append((month, _written(instance.get("Count"))))
        return found

    def month(self, written: str, where: str) -> Month:
        """The month of a key or day."""
        found = month_of(written)
        if found is None:
            raise self.wrong(f"{where}: {written[:40]}")
        return found


def _filter(filters: Any, name: str) -> str:
    """A report filter: a key in release 5.1, a pair of Name and Value before."""
    if isinstance(filters, dict):
        return _text(filters.get(name))
    for one in filters if isinstance(filters, list) else []:
        if isinstance(one, dict) and one.get("Name") == name:
            return _text(one.get("Value"))
    return ""


def _is_exception(loaded: Any) -> bool:
    """Whether a service answered with an exception instead of a report."""
    one = loaded[0] if isinstance(loaded, list) and loaded else loaded
    return isinstance(one, dict) and "Code" in one


def _text(value: Any) -> str:
    return value.strip()[:_LONGEST] if isinstance(value, str) else ""


def _written(value: Any) -> str:
    """A count as it is written; what is none is shown as it stands."""
    if isinstance(value, str):
        return value.strip() or "?"
    return json.dumps(value)[:_LONGEST]
