"""What each check of a run demands, as the sentence that is true when it passes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

LABELS = {
    "preview": _l("The last day for entries had passed"),
    "stale": _l("Nothing was approved since it was calculated"),
    "snapshot": _l("The frozen facts are as they were written"),
    "recomputed": _l("Calculated again, it comes out the same"),
    "lines": _l("Lines add up to the loan years, to the cent"),
    "people": _l("People add up to the run, to the cent"),
    "people_periods": _l("Each person’s loan years add up to the payment"),
    "ledger": _l("Ledger and payments say the same sums"),
    "negative": _l("Nobody has a sum below zero"),
    "twice": _l("Nobody is paid twice for the same loans"),
    "caps": _l("Nobody passes the cap of a year"),
    "threshold": _l("Nobody is paid less than the smallest payment"),
    "expired": _l("No money of expired years is paid"),
    "parts": _l("The parts of a work are never more than the whole"),
    "terms": _l("The rules are still those of the calculation"),
    "values": _l("No rule was changed since the last run"),
    "coverage": _l("Every library of the year before has reported"),
    "doubts": _l("Nothing is doubtful in the newest year’s loans"),
    "disputes": _l("No dispute is open, and no money disputed"),
    "sample": _l("A sample was counted by hand"),
    "no_card": _l("Everybody who is paid has a tax card"),
    "staff": _l("Nobody who works here has money in it"),
    "merged": _l("Nobody in it was joined with another person since"),
    "closed": _l("Nobody in it has closed the account"),
    "withdrawn": _l("No entry that counts was withdrawn after the last day"),
    "entered_since": _l("No entry that would count was made since"),
}
