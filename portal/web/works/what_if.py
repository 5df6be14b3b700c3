"""An entry as it is and as it would be, row by row for a table of two columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from flask_babel import gettext as _

from portal.services.works.what_if import WhatIf, WhatIfLine
from portal.wording import formats, terms

NOTHING = "–"


@dataclass(frozen=True)
class Row:
    """What is compared, as it is now and as it would be; `total` closes a chain."""

    words: str
    now: str
    then: str
    total: bool = False


def chains(seen: WhatIf) -> list[tuple[str, list[Row]]]:
    """One table for each line of the edition's loans: its heading and its steps."""
    pairs = zip_longest(seen.now.lines, seen.then.lines)
    return [(_heading(now or then), _chain(now, then)) for now, then in pairs]


def onwards(seen: WhatIf) -> list[Row]:
    """From the shares of the year to the next payment."""
    of_year = {
        "year_cents": _("All your shares of the year, before tax"),
        "over_cap_cents": _("Over the cap of the year"),
    }
    of_payment = {
        "gross_cents": _("Next payment, before tax"),
        "waiting_cents": _("Too little to be paid, and waits"),
        "disputed_cents": _("Waits until the claims agree"),
        "tax_cents": _("Tax withheld"),
    }
    rows = [
        *_rows(of_year, seen.now, seen.then),
        *_rows(of_payment, seen.now.coming, seen.then.coming),
    ]
    now, then = (formats.money(side.coming.net_cents) for side in (seen.now, seen.then))
    return [*rows, Row(_("Reaches you"), now, then, total=True)]


def others(seen: WhatIf) -> list[Row]:
    """The parts of the others, who see roles and parts and no sums."""
    return [
        Row(f"{one.name}, {str(terms.ROLES[one.role]).lower()}", _part(one.now), _part(one.then))
        for one in seen.others
    ]


def effect(seen: WhatIf) -> str:
    """The result first: what the edition would bring instead of what it brings."""
    now, then = formats.exact_money(seen.now.microcents), formats.exact_money(seen.then.microcents)
    said = {"now": now, "then": then, "year": seen.loan_year or ""}
    hidden_change = formats.sums_are_hidden() and seen.now.microcents != seen.then.microcents
    if now == then and not hidden_change:
        return _("The loans of %(year)s would bring the same: %(now)s.", **said)
    return _(
        "For the loans of %(year)s the edition would bring %(then)s instead of %(now)s.", **said
    )


def _heading(line: WhatIfLine | None) -> str:
    if line is None:
        return ""
    medium = str(terms.MEDIA[line.medium])
    return _("%(role)s, %(medium)s", role=str(terms.ROLES[line.role]), medium=medium)


def _chain(now: WhatIfLine | None, then: WhatIfLine | None) -> list[Row]:
    before, after = _factors(now), _factors(then)
    codes = [code for code in WORDS if code in before or code in after]
    return [
        Row(_words(code), before.get(code, NOTHING), after.get(code, NOTHING), code == "amount")
        for code in codes
    ]


def _factors(line: WhatIfLine | None) -> dict[str, str]:
    """Each step of a line by its code, written with its sign."""
    if line is None:
        return {}
    written = {
        "loans": formats.count,
        "rate": lambda factor: f"× {formats.exact_money(factor)}",
        "class": lambda factor: f"× {formats.percent(factor)}",
        "translation": lambda factor: f"÷ {formats.count(factor)}",
        "nothing_left": lambda _factor: "× 0",
        "heads": lambda factor: f"÷ {formats.count(factor)}",
        "amount": formats.exact_money,
    }
    return {step.code: written[step.code](step.factor) for step in line.steps}


WORDS = ("loans", "rate", "class", "translation", "nothing_left", "heads", "amount")


def _words(code: str) -> str:
    return {
        "loans": _("Loans and renewals"),
        "rate": _("What one loan pays"),
        "class": _("The text’s part"),
        "translation": _("Half for the writers, half for the translators"),
        "nothing_left": _("Claims leave nothing until they agree"),
        "heads": _("People who share the role"),
        "amount": _("Your share, before tax"),
    }[code]


def _rows(words: dict[str, str], now: object, then: object) -> Iterator[Row]:
    """A row for each sum that one side has at least."""
    for name, said in words.items():
        before, after = getattr(now, name), getattr(then, name)
        if before or after:
            yield Row(said, formats.money(before), formats.money(after))


def _part(divisor: int | None) -> str:
    if divisor is None:
        return NOTHING
    return _("all of it") if divisor == 1 else f"1/{formats.count(divisor)}"
