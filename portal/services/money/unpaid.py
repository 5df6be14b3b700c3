"""The reasons why something is not paid: their codes and shapes. Cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

NOT_IN_LIST = "not_in_list"
NO_LOANS_REPORTED = "no_loans_reported"
BELOW_THRESHOLD = "below_threshold"
ADDITIONAL_LOST = "additional_lost"
OVER_CAP = "over_cap"
NO_ADDITIONAL_AT_CAP = "no_additional_at_cap"
DISPUTED = "disputed"
EXPIRED = "expired"
TERM_OVER = "term_over"
PAID_ELSEWHERE = "paid_elsewhere"
NARRATOR_NOT_PAID = "narrator_not_paid"
E_LOANS_NOT_PAID = "e_loans_not_paid"
SET_OFF = "set_off"
REASONS = (
    BELOW_THRESHOLD, ADDITIONAL_LOST, SET_OFF, OVER_CAP, NO_ADDITIONAL_AT_CAP, EXPIRED, DISPUTED,
    NOT_IN_LIST, TERM_OVER, E_LOANS_NOT_PAID, NO_LOANS_REPORTED, PAID_ELSEWHERE, NARRATOR_NOT_PAID,
)  # fmt: skip

PAID, COUNTED, TOO_LATE, STILL_OPEN = "paid", "counted", "too_late", "still_open"


@dataclass(frozen=True)
class Afterwards:
    """What became of one loan year of an edition that was added after the last day.

    `what`: PAID or COUNTED with the payment `run` of `day`; TOO_LATE, expired on `day`; STILL_OPEN
    until `day`.
    """

    loan_year: int
    what: str
    day: date
    run: str | None = None


@dataclass(frozen=True)
class NotPaid:
    """One reason. An edition's has isbn, title with its language, work and its loan years; a year's
    has loan year, kind and cents.

    `day` is the day that decides: that of the entry, or the day of expiry.
    """

    reason: str
    isbn: int | None = None
    title: str = ""
    language: str | None = None
    work_id: int | None = None
    loan_years: tuple[int, ...] = ()
    afterwards: tuple[Afterwards, ...] = ()
    loan_year: int | None = None
    kind: str | None = None
    cents: int | None = None
    limit_cents: int | None = None
    day: date | None = None
