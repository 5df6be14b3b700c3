"""The audit in words for the office: what happened, on what, from what and to what.

What a party reads of its own data has words in wording/access_log; here are those that need none
of a party, and shorter ones where the party's own sentence names facts that a list has not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.wording import access_log, formats, terms

OFFICE: dict[str, LazyString] = {
    "signed_in": _l("Signed in"),
    "signed_in_by_email": _l("Signed in by e-mail, to read"),
    "signed_in_by_passkey": _l("Signed in by passkey"),
    "sessions_ended": _l("Signed out other devices"),
    "sign_in_disowned": _l("Said that a sign-in was not hers or his"),
    "passkeys_forgotten": _l("Removed the passkeys of a staff member"),
    "account_linked": _l("Linked a sign-in"),
    "acting_for_changed": _l("Chose for whom to act"),
    "mandate_given": _l("Gave a right to act for somebody"),
    "support_code_made": _l("Made a code for customer service"),
    "visit_asked": _l("Asked for a visit"),
    "visit_approved": _l("Approved a visit"),
    "visit_refused": _l("Refused a visit"),
    "visit_started": _l("Began a visit"),
    "visit_ended": _l("Ended a visit"),
    "staff_added": _l("Added a staff member"),
    "staff_changed": _l("Changed a staff member"),
    "staff_ended": _l("Ended the work of a staff member"),
    "catalogue_imported": _l("Imported a file of works"),
    "parameters_imported": _l("Imported a file of rules"),
    "parameter_proposed": _l("Proposed a value of the rules"),
    "shadow_run_made": _l("Tried a value in the shadow of the next run"),
    "parameter_withdrawn": _l("Withdrew a proposed value"),
    "parameter_refused": _l("Refused a proposed value"),
    "parameters_approved": _l("Approved a proposed value"),
    "chain_checked": _l("Checked the chain of the audit"),
    "verify_ended": _l("Checked everything that must hold"),
    "usage_imported": _l("Imported loans"),
    "libraries_counted": _l("Counted loans by library"),
    "work_ordered": _l("Ordered long work"),
    "work_cancelled": _l("Cancelled long work"),
    "work_ended": _l("Long work ended"),
    "unmatched_kept": _l("Kept titles without a known ISBN"),
    "loans_matched": _l("Matched loans to works"),
    "unmatched_decided": _l("Gave unmatched loans to an edition"),
    "unmatched_undone": _l("Took loans back from an edition"),
    "claim_added": _l("Added an entry"),
    "claim_changed": _l("Changed an entry"),
    "claim_withdrawn": _l("Withdrew an entry"),
    "edition_changed": _l("Changed the form of an edition"),
    "edition_year_said": _l("Wrote the year of an edition"),
    "engine_chosen": _l("Chose the program that counts loans"),
    "run_calculated": _l("Calculated a run"),
    "run_approved": _l("Approved a run"),
    "run_figures_opened": _l("Looked at the figures of a person in a run"),
    "run_exported": _l("Took the figures of a run away"),
    "sample_checked": _l("Checked a payment by hand"),
    "letters_sent": _l("Sent a letter to everybody"),
    "reminders_written": _l("Wrote reminders"),
    "letters_printed": _l("Printed letters"),
    "letters_taken": _l("Took letters to print"),
    "editions_grouped": _l("Found editions of one work"),
    "edition_grouped": _l("Found the work of an edition"),
    "records_imported": _l("Imported records of a bibliography"),
    "bibliography_asked": _l("Asked a bibliography"),
    "bibliography_brought": _l("A bibliography brought records"),
    "source_answers_forgotten": _l("Forgot answers of a bibliography"),
    "invitation_accepted": _l("Accepted an invitation to a work"),
    "dispute_opened": _l("Said that something is wrong with a work"),
    "dispute_answered": _l("Answered about a shared work"),
    "dispute_moved": _l("Took the next step about a shared work"),
    "dispute_decided": _l("Decided about a shared work"),
    "dispute_appealed": _l("Asked for a second look at a shared work"),
}
KEYS: dict[str, LazyString] = {
    "isbn": _l("ISBN"),
    "name": _l("number"),
    "from": _l("from"),
    "to": _l("to"),
    "before": _l("before"),
    "after": _l("after"),
    "role": _l("role"),
    "heads": _l("people in the role"),
    "day": _l("day"),
    "run": _l("run"),
    "digest": _l("digest"),
    "reason": _l("why"),
    "reasons": _l("why"),
    "note": _l("note"),
    "fields": _l("fields"),
    "proposal": _l("proposal"),
    "order": _l("order"),
    "kind": _l("kind"),
    "state": _l("state"),
    "mode": _l("mode"),
    "consent": _l("leave given by"),
    "visit": _l("visit"),
    "person": _l("person"),
    "staff": _l("staff member"),
    "source": _l("source"),
    "file": _l("file"),
    "changed": _l("values changed"),
    "rows": _l("rows"),
    "broken": _l("broken places"),
    "checks": _l("checks"),
    "failed": _l("failed checks"),
    "findings": _l("faults"),
    "head": _l("head"),
    "decision": _l("decision"),
    "approvals": _l("approvals"),
    "net_cents": _l("after tax"),
}
"""Keys of events as people read them; another key stands as it is written."""
_SEALS = {"sha256", "digest", "values", "head", "note_sha256"}
_SHORT = 12


def what(event: str, details: Mapping[str, Any]) -> str:
    """What happened, without its facts."""
    if event in OFFICE:
        return str(OFFICE[event])
    if event in access_log.WORDS:
        return access_log.what(event, details)
    return event.replace("_", " ")


def facts(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What an event keeps, as words and values; seals are cut short."""
    return [
        (str(KEYS.get(key, key.replace("_", " "))), _value(key, value))
        for key, value in details.items()
        if value not in (None, "", [])
    ]


def _value(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if key == "isbn" and str(value).isdecimal():
        return formats.isbn(value)
    if key == "role" and value in terms.ROLES:
        return str(terms.ROLES[value])
    if key.endswith("_cents") and isinstance(value, int):
        return formats.money(value)
    text = str(value)
    return f"{text[:_SHORT]}…" if key in _SEALS and len(text) > _SHORT else text
