"""Words of the readable page among the data that a person takes away: tables, columns, values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.wording import formats

TABLES = {
    "account": _l("Ways to sign in"),
    "audit_event": _l("What happened, by the record that cannot be changed"),
    "claim": _l("Entries in the list of works, with earlier versions"),
    "dismissal": _l("Hints that were put away"),
    "dispute": _l("Works of which you said that something is wrong"),
    "dispute_entry": _l("What you wrote about works that are not right"),
    "document": _l("Files that were sent as proof"),
    "edition": _l("Editions"),
    "email_change": _l("Changes of the e-mail address"),
    "email_sign_in": _l("Links for signing in that were sent by e-mail"),
    "grouping_change": _l("Editions that you joined into one work or took apart"),
    "invitation": _l("People whom you invited to a work"),
    "ledger_account": _l("Accounts in the books"),
    "ledger_entry": _l("Entries in the books"),
    "ledger_transaction": _l("Postings in the books"),
    "mandate": _l("Rights to act for somebody"),
    "merge": _l("Entries about you that were joined into one"),
    "message": _l("Messages"),
    "outgoing": _l("Letters that left the portal"),
    "party": _l("The person"),
    "party_name": _l("Other names"),
    "passkey": _l("Passkeys"),
    "payment": _l("Payments"),
    "preference": _l("Contact and choices"),
    "receipt": _l("Receipts"),
    "referral": _l("Ways to the illustrators’ organisation"),
    "run": _l("Calculations of payments, with drafts"),
    "run_line": _l("Shares in each calculation, edition by edition"),
    "run_payee": _l("Sums of each calculation"),
    "run_period": _l("Sums of each calculation by loan year"),
    "signed_in": _l("Where you are signed in now"),
    "staff": _l("Work in the office"),
    "suggestion": _l("Editions that may be yours, and your answers"),
    "support_code": _l("Support codes that you made"),
    "support_visit": _l("Visits of customer service to your pages"),
    "tax_card": _l("Tax cards"),
    "visit_view": _l("Pages that were looked at in visits"),
    "work": _l("Works"),
}
COLUMNS = {
    "about": _l("About what"),
    "about_role": _l("The role that is said to be wrong"),
    "accepted_on": _l("Accepted"),
    "act": _l("What was done"),
    "actor": _l("Who"),
    "add_new_editions": _l("Add new editions by themselves"),
    "added_at": _l("Added"),
    "added_on": _l("Added"),
    "additional": _l("Additional distribution"),
    "address": _l("Address"),
    "after": _l("Afterwards"),
    "amount": _l("Amount"),
    "amount_microcents": _l("Share"),
    "answer": _l("Answer"),
    "answer_by": _l("Answer by"),
    "answered_by": _l("Answered by"),
    "answered_on": _l("Answered"),
    "approved_at": _l("Approved"),
    "asked_at": _l("Asked"),
    "at": _l("When"),
    "before": _l("Before"),
    "birth_year": _l("Year of birth"),
    "body": _l("Text"),
    "calculated_at": _l("Calculated"),
    "capped_cents": _l("Sum after the cap"),
    "certainty": _l("How sure"),
    "channel": _l("By which way"),
    "class": _l("Class"),
    "class_ppm": _l("Text’s part"),
    "closed_on": _l("Closed"),
    "code": _l("Code"),
    "consent": _l("With whose consent"),
    "country": _l("Country of taxation"),
    "currency": _l("Currency"),
    "cutoff": _l("Last day"),
    "day": _l("Day"),
    "death_year": _l("Year of death"),
    "debt_after_cents": _l("Owed afterwards"),
    "decided_by": _l("Decided by"),
    "decided_on": _l("Decided"),
    "decision": _l("Decision"),
    "details": _l("Details"),
    "device": _l("Device"),
    "died_on": _l("Day of death"),
    "death_source": _l("Document of the death"),
    "dismissed_on": _l("Put away"),
    "disputed_cents": _l("Disputed"),
    "done_at": _l("Confirmed"),
    "done_by": _l("Done by"),
    "done_on": _l("Done"),
    "editions": _l("Editions"),
    "email": _l("E-mail address"),
    "ended_at": _l("Ended"),
    "ended_by": _l("Ended by"),
    "ended_on": _l("Ended"),
    "endpoint": _l("Page"),
    "ends_at": _l("Ends at the latest"),
    "entitled_cents": _l("Sum before the cap"),
    "event": _l("What"),
    "expires_at": _l("Ends"),
    "expires_on": _l("Ends"),
    "found_on": _l("Found"),
    "closed_at": _l("Closed without a written answer"),
    "closed_for": _l("Why it was closed"),
    "gave_up_at": _l("Given up"),
    "gross_cents": _l("Before tax"),
    "grouped_by": _l("Why it is one work with the others"),
    "grouped_note": _l("What was the same"),
    "heads": _l("People in the role"),
    "hint": _l("Hint"),
    "isbn": _l("ISBN"),
    "issuer": _l("Identity provider"),
    "joined_on": _l("Joined"),
    "kind": _l("Kind"),
    "language": _l("Language"),
    "largest_microcents": _l("Share if the dispute ends well"),
    "later_until": _l("Shown again"),
    "letter_size": _l("Size of letters"),
    "licence_contact": _l("May others be told how to reach you"),
    "licence_contact_on": _l("Said on"),
    "loan_year": _l("Loan year"),
    "loans": _l("Loans"),
    "locale": _l("Language of letters"),
    "made_at": _l("Made"),
    "means": _l("How you signed in"),
    "media_type": _l("Kind of file"),
    "medium": _l("Form"),
    "mode": _l("What is allowed"),
    "moved_cents": _l("Moved by this payment"),
    "name": _l("Name"),
    "net_cents": _l("After tax"),
    "note": _l("Note"),
    "number": _l("Number"),
    "opened_on": _l("Opened"),
    "organisation": _l("Organisation"),
    "own_role": _l("Your own role there"),
    "paid_before_cents": _l("Paid before"),
    "pays_on": _l("Day of payment"),
    "percent_ppm": _l("Tax percentage"),
    "period_end": _l("Until"),
    "period_start": _l("From"),
    "phone": _l("Telephone"),
    "post_code": _l("Post code"),
    "post_country": _l("Country of the address"),
    "posted_on": _l("Posted"),
    "preview": _l("Preview only"),
    "problem": _l("Problem"),
    "proof_note": _l("Where the proof is"),
    "proved_at": _l("Last proof of who you are"),
    "published_year": _l("Year of publication"),
    "purpose": _l("Purpose"),
    "rate_microcents": _l("Rate of one loan"),
    "read_at": _l("Read"),
    "reason": _l("Reason"),
    "reasons": _l("Reasons"),
    "recorded_at": _l("Written down"),
    "recorded_by": _l("Written down by"),
    "referred_on": _l("Sent there"),
    "refused_at": _l("Refused"),
    "refused_for": _l("Why not confirmed"),
    "reminders": _l("Reminders"),
    "removed_at": _l("Removed"),
    "revoked_at": _l("Taken back"),
    "role": _l("Role"),
    "role_denominator": _l("Part of the role: one in"),
    "run": _l("Calculation"),
    "run_id": _l("Calculation"),
    "said_heads": _l("People in the role, as you say"),
    "said_name": _l("The name that is missing"),
    "said_role": _l("The right role, as you say"),
    "scopes": _l("What it covers"),
    "seen_at": _l("Last used"),
    "sent": _l("A form was sent"),
    "sent_at": _l("Sent"),
    "separate": _l("A piece of its own"),
    "size": _l("Bytes"),
    "source": _l("Source"),
    "started_at": _l("Since"),
    "state": _l("State"),
    "status": _l("Answer"),
    "street": _l("Street"),
    "subject": _l("About"),
    "tax_basis": _l("Where the tax comes from"),
    "tax_cents": _l("Tax"),
    "tax_ppm": _l("Tax percentage"),
    "text": _l("Text"),
    "theme": _l("Colours"),
    "title": _l("Title"),
    "told_at": _l("You were told"),
    "town": _l("Town"),
    "translation": _l("Translation"),
    "undone_at": _l("Undone"),
    "undone_by": _l("Undone by"),
    "used_at": _l("Used"),
    "valid_from": _l("From"),
    "valid_to": _l("Until"),
    "waiting_cents": _l("Waits"),
    "withdrawn_at": _l("Withdrawn"),
    "withdrawn_on": _l("Withdrawn"),
    "written_at": _l("Written"),
    "written_by": _l("Written by"),
    "written_on": _l("Written"),
}
TECHNICAL = {
    "id", "account_id", "actor_account_id", "actor_staff_id", "digest", "document_id",
    "about_party_id", "accepted_by_id", "dispute_id", "edition_id", "first_event",
    "handle", "key", "last_event", "message_id", "next_try_at", "opened_by_id", "party_id",
    "posted_at", "record_id", "sha256", "staff_id", "subject_id", "thread_id", "transaction_id",
    "tries", "version", "work_id", "work_key", "visit_id", "kept_id", "merged_id", "merged_into_id",
    "undone_by_id", "approved_by_id", "support_code_id", "transports", "backed_up", "sign_count",
    "wrong_tries",
}  # fmt: skip
"""Columns that tie rows together; they are in JSON and CSV, and the page leaves them out."""
WITHHELD = {
    "key": _l("Keys that open a session or confirm an address: whoever has one could use it."),
    "everybody": _l("Sums and seals of all people together."),
    "others": _l("Who else wrote down the title of a book."),
    "office": _l("The office’s own work, such as who approved a payment."),
}


def shown(columns: Sequence[str]) -> list[str]:
    """The words of the columns that the page shows."""
    return [str(COLUMNS[name]) for name in columns if name not in TECHNICAL]


def values(columns: Sequence[str], row: Sequence[Any], runs: Mapping[int, str]) -> Iterator[Any]:
    """The values that the page shows; sums, percentages and ISBNs as people read them.

    `runs` are the names of calculations by the number under which rows know them.
    """
    for name, value in zip(columns, row, strict=True):
        if name == "run_id":
            yield runs.get(value, "")
        elif name not in TECHNICAL:
            yield _worded(name, value)


def yes_or_no(value: bool) -> str:
    """A choice in a word."""
    return _("yes") if value else _("no")


def _worded(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if name == "isbn":
        return formats.isbn(value)
    if name.endswith("_cents") or name == "amount":
        return formats.money(value)
    if name.endswith("_microcents"):
        return formats.exact_money(value)
    return formats.percent(value) if name.endswith("_ppm") else value
