"""What happened to a party's data, in plain words: a sentence for every event of the audit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.kernel.devices import parts
from portal.wording import formats

KINDS = {
    "signing_in": _l("Signing in"),
    "changes": _l("Changes and questions"),
    "office": _l("What the office did"),
    "visits": _l("Visits by customer service"),
    "payments": _l("Payments"),
}


def who(kind: str, name: str) -> str:
    """Who did it: you, another by name, the office, or the portal by itself."""
    if kind == "you":
        return _("You")
    if kind == "office":
        return _("The office (%(name)s)", name=name) if name else _("The office")
    return name or _("The portal, by itself")


def what(event: str, details: Mapping[str, Any]) -> str:
    """What was done."""
    return WORDS[event](details)


def device(words: str) -> str:
    """A device in the reader's language."""
    browser, system = parts(words)
    if browser and system:
        return _("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or system or _("An unknown device")


MEANS = {
    "provider": _l("Through the identity provider"),
    "passkey": _l("With a passkey"),
    "email": _l("By e-mail, to read only"),
}
"""How a session began."""


def _plain(text: Any) -> Callable[[Mapping[str, Any]], str]:
    return lambda _details: str(text)


def _of_book(text: Any) -> Callable[[Mapping[str, Any]], str]:
    return lambda details: str(text) % {"isbn": formats.isbn(details["isbn"])}


def _signed_in(details: Mapping[str, Any]) -> str:
    return _("Signed in: %(device)s", device=device(details.get("device", "")))


def _signed_in_by_email(details: Mapping[str, Any]) -> str:
    named = device(details.get("device", ""))
    return _("Signed in by e-mail, to read only: %(device)s", device=named)


def _signed_in_by_passkey(details: Mapping[str, Any]) -> str:
    named = device(details.get("device", ""))
    return _("Signed in with a passkey: %(device)s", device=named)


def _sessions(details: Mapping[str, Any]) -> str:
    return ngettext(
        "Signed out %(num)s other device", "Signed out %(num)s other devices", details["ended"]
    )


def _catalogue(details: Mapping[str, Any]) -> str:
    return ngettext(
        "Read a file of works with %(num)s entry for you",
        "Read a file of works with %(num)s entries for you",
        details.get("claims", 0),
    )


def _visit_ended(details: Mapping[str, Any]) -> str:
    return ngettext(
        "The visit ended after %(num)s page", "The visit ended after %(num)s pages",
        details.get("pages", 0),
    )  # fmt: skip


def _run(text: Any) -> Callable[[Mapping[str, Any]], str]:
    return lambda details: str(text) % {"day": formats.day(details["pays_on"])}


WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "signed_in": _signed_in,
    "signed_in_by_email": _signed_in_by_email,
    "signed_in_by_passkey": _signed_in_by_passkey,
    "identity_proved": _plain(_l("Showed again who it is")),
    "sign_in_disowned": _plain(
        _l("Said that a sign-in was somebody else’s, and signed out everywhere")
    ),
    "passkey_added": _plain(_l("Added a passkey")),
    "passkey_removed": _plain(_l("Removed a passkey")),
    "email_sign_in_asked": _plain(_l("Asked for a link by e-mail, to read these pages")),
    "signed_out": _plain(_l("Signed out")),
    "acting_for_changed": _plain(_l("Opened these pages, to act here")),
    "session_ended": _plain(_l("Signed out another device")),
    "sessions_ended": _sessions,
    "account_linked": _plain(_l("Linked a sign-in to these pages")),
    "mandate_given": _plain(_l("Gave somebody the right to act here")),
    "mandate_revoked": _plain(_l("Ended somebody’s right to act here")),
    "person_merged": _plain(_l("Joined two persons in the register who are one")),
    "merge_undone": _plain(_l("Parted two persons in the register again")),
    "death_recorded": _plain(_l("Recorded a death")),
    "death_withdrawn": _plain(_l("Took the record of a death back")),
    "claim_added": _of_book(_l("Added the book with ISBN %(isbn)s")),
    "claim_changed": _of_book(_l("Changed the entry of the book with ISBN %(isbn)s")),
    "claim_withdrawn": _of_book(_l("Withdrew the book with ISBN %(isbn)s")),
    "edition_changed": _of_book(_l("Changed the form of the edition with ISBN %(isbn)s")),
    "edition_year_said": _of_book(_l("Wrote the year of the book with ISBN %(isbn)s")),
    "name_added": _plain(_l("Added a name and its proof")),
    "name_withdrawn": _plain(_l("Took back a name that waited")),
    "works_joined": _plain(_l("Put editions of two works together")),
    "work_split": _plain(_l("Took editions out of a work")),
    "grouping_undone": _plain(_l("Undid a change of which editions are one work")),
    "name_confirmed": _plain(_l("Confirmed a name")),
    "name_refused": _plain(_l("Refused a name")),
    "proof_opened": _plain(_l("Looked at the proof of a name")),
    "proof_deleted": _plain(_l("Deleted the proof of a refused name")),
    "contact_changed": _plain(_l("Changed telephone or post address")),
    "consent_changed": _plain(_l("Changed whether the office may pass on how to reach you")),
    "email_change_asked": _plain(_l("Asked for a new e-mail address")),
    "email_change_dropped": _plain(_l("Took a new e-mail address back")),
    "email_changed": _plain(_l("Confirmed the new e-mail address")),
    "email_refused": _plain(_l("Could not deliver an e-mail")),
    "language_chosen": _plain(_l("Chose the language of letters")),
    "reminders_chosen": _plain(_l("Chose how reminders come")),
    "screen_chosen": _plain(_l("Chose letters and colours")),
    "referral_made": _plain(_l("Went to the illustrators’ organisation")),
    "referral_answered": _plain(_l("Said how it went with the illustrators’ organisation")),
    "question_asked": _plain(_l("Asked the office a question")),
    "question_continued": _plain(_l("Wrote more about a question")),
    "question_answered": _plain(_l("Answered a question")),
    "question_closed": _plain(_l("Closed a question without a written answer")),
    "letter_sent": _plain(_l("Sent a letter")),
    "notice_sent": _plain(_l("Sent a notice")),
    "message_read": _plain(_l("Marked a message as read")),
    "messages_read": _plain(_l("Marked all messages as read")),
    "invitation_sent": _plain(_l("Invited somebody to a work")),
    "invitation_withdrawn": _plain(_l("Took an invitation back")),
    "invitation_accepted": _of_book(_l("Accepted the invitation to the book with ISBN %(isbn)s")),
    "dispute_opened": _of_book(_l("Said that something is wrong with the book with ISBN %(isbn)s")),
    "dispute_answered": _of_book(
        _l("Answered about what is wrong with the book with ISBN %(isbn)s")
    ),
    "dispute_moved": _of_book(_l("Took the next step about the book with ISBN %(isbn)s")),
    "dispute_decided": _of_book(_l("Decided about the book with ISBN %(isbn)s")),
    "dispute_appealed": _of_book(_l("Asked for a second look at the book with ISBN %(isbn)s")),
    "dispute_proof_opened": _plain(_l("Looked at a document about a shared work")),
    "run_figures_opened": _plain(_l("Looked at the figures of a calculated payment")),
    "sample_checked": _plain(_l("Counted a calculated payment by hand")),
    "hint_put_aside": _plain(_l("Put a hint aside")),
    "suggestions_found": _plain(_l("Looked for works that may be yours")),
    "suggestions_answered": _plain(_l("Answered suggestions of works")),
    "suggestions_reopened": _plain(_l("Took back answers to suggestions of works")),
    "new_editions_chosen": _plain(
        _l("Chose whether new editions of works in the list are added by themselves")
    ),
    "hint_brought_back": _plain(_l("Brought hints back")),
    "data_exported": _plain(_l("Took all data away as a file")),
    "people_imported": _plain(_l("Changed details by a file of the office")),
    "catalogue_imported": _catalogue,
    "support_code_made": _plain(_l("Made a code, so that customer service can look")),
    "support_code_withdrawn": _plain(_l("Took the code for customer service back")),
    "support_code_missed": _plain(_l("Typed a wrong code for your pages")),
    "visit_asked": _plain(_l("Asked a colleague whether these pages may be looked at")),
    "visit_approved": _plain(_l("Agreed that a colleague looks at your pages")),
    "visit_refused": _plain(_l("Refused that a colleague looks at your pages")),
    "visit_started": _plain(_l("Began to look at your pages")),
    "visit_ended": _visit_ended,
    "run_calculated": _run(_l("Calculated the payment of %(day)s with your works and loans")),
    "run_approved": _run(_l("Approved the payment of %(day)s, by two people")),
}
"""Every event that can stand on the page; those that tell of no party have none."""
