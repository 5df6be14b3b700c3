"""Letters about the safety of a person's pages: what happened, when, and what to do about it.

An e-mail names nobody. On paper, in a closed envelope, stand the words of the message itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from flask_babel import gettext as _

from portal.wording import formats, notices

Words = tuple[str, tuple[str, ...]]
E_MAIL = Callable[[str], Words]
"""The words of an e-mail, from the moment in words."""


def _passkey_added(when: str) -> Words:
    return _("A passkey was added to your pages"), (
        _("A passkey was added on %(moment)s. It opens your pages in the author portal.",
          moment=when),
        _("If it was you, nothing needs to be done."),
        _("Was it not you? Remove it under My details, then call the office."),
    )  # fmt: skip


def _passkey_removed(when: str) -> Words:
    return _("A passkey was removed from your pages"), (
        _("A passkey was removed on %(moment)s. It does not open your pages any more.",
          moment=when),
        _("If it was you, nothing needs to be done."),
        _("Was it not you? Call the office at once."),
    )  # fmt: skip


def _passkeys_forgotten(when: str) -> Words:
    return _("Your passkeys for the office were taken away"), (
        _("An administrator took your passkeys away on %(moment)s.", moment=when),
        _("Sign in as you did the first time, and add a new passkey."),
        _("Did you not ask for it? Call another administrator at once."),
    )


def _device(when: str) -> Words:
    return _("You signed in on a new device"), (
        _("On %(moment)s your pages were opened on a device that is new to us.", moment=when),
        _("If it was you, nothing needs to be done."),
        _("Was it not you? Open Devices under My details and press “This was not me”."),
    )


def _visit_begun(when: str) -> Words:
    return _("Customer service is looking at your pages"), (
        _("A visit to your pages began on %(moment)s.", moment=when),
        _("The page “Who has looked at my data” says who it is, and why. You can end it there."),
        _("If you did not expect it, ask us a question at once."),
    )


def _visit_ended(when: str) -> Words:
    return _("Customer service has looked at your pages"), (
        _("A visit to your pages ended on %(moment)s.", moment=when),
        _("Your messages say who it was, and how much was seen and changed."),
        _("If you did not expect it, ask us a question at once."),
    )


def _mandate_given(when: str) -> Words:
    return _("Somebody may act for you"), (
        _("The office wrote a right to act for you into its register on %(moment)s.", moment=when),
        _("Your messages say who it is. The page “Who may act for you” says what it covers."),
        _("Is it not as you want it? End it on that page, or call the office."),
    )


def _mandate_revoked(when: str) -> Words:
    return _("A right to act for you has ended"), (
        _("The right ended on %(moment)s. Your messages say whose it was.", moment=when),
        _("Did you not want that? Ask us a question."),
    )


def _email_changed(when: str) -> Words:
    return _("Your e-mail address is changed"), (
        _("From %(moment)s on, the author portal writes to this address.", moment=when),
        _("If you did not change it, ask us a question at once."),
    )


def _words(code: str, facts: dict[str, Any]) -> Words:
    details = json.loads(facts["details"])
    ended = details.get("until")  # a visit's time may be over a minute before somebody notices
    when = formats.moment(datetime.fromisoformat(ended) if ended else facts["at"])
    if not facts["on_paper"]:
        return _E_MAILS[code](when)
    heading, paragraphs = notices.said(code, details)
    return heading, (_("This happened on %(moment)s.", moment=when), *paragraphs)


_E_MAILS: dict[str, E_MAIL] = {
    "passkey_added": _passkey_added,
    "passkey_removed": _passkey_removed,
    "passkeys_forgotten": _passkeys_forgotten,
    "device_new": _device,
    "visit_started": _visit_begun,
    "visit_ended": _visit_ended,
    "mandate_given": _mandate_given,
    "mandate_revoked": _mandate_revoked,
    "email_changed": _email_changed,
}
WORDS: dict[str, Callable[[dict[str, Any]], Words]] = {
    code: partial(_words, code) for code in _E_MAILS
}
