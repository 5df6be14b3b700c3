"""Words of the pages about messages and receipts."""

from __future__ import annotations

from flask import current_app, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.kernel.receipt_numbers import ReceiptNumberWrong
from portal.services.messages import receipts
from portal.services.messages.messages import SeenMessage
from portal.services.messages.receipts import ReceiptLine, WrittenReceipt
from portal.wording import access_log, formats, notices, terms
from portal.wording.messages import CLOSED_FOR, FORMS, OTHER_FORM, QUESTIONS

# notice: where it leads (endpoint, the facts that name the place) and the words of the link
LEADS = {
    "payment_calculated": ("money.payment", ("run",)),
    "loans_arrived": ("loans.index", ()),
    "name_confirmed": ("details.index", ()),
    "name_refused": ("details.index", ()),
    "email_changed": ("details.index", ()),
    "invitation_accepted": ("works.work", ("work",)),
    "dispute_opened": ("disputes.seen", ("number",)),
    "dispute_reminder": ("disputes.seen", ("number",)),
    "dispute_news": ("disputes.seen", ("number",)),
    "dispute_decided": ("disputes.seen", ("number",)),
    "shared_work_left": ("disputes.seen", ("number",)),
}
# a fact under another name than the address has for it
PLACES = {"work": "work_id"}


def heading(message: SeenMessage) -> str:
    """What a message is about, in a line."""
    if message.kind == "notice":
        return notices.said(message.code, message.details)[0]
    if message.kind == "question":
        return str(QUESTIONS.get(message.code, QUESTIONS["other"]))
    return message.subject or _("Letter from the office")


def paragraphs(message: SeenMessage) -> list[list[str]]:
    """The text as paragraphs of lines."""
    if message.kind == "notice":
        return [[words] for words in notices.said(message.code, message.details)[1]]
    blocks = message.body.split("\n\n")
    return [block.strip("\n").split("\n") for block in blocks if block.strip()]


def sender(message: SeenMessage) -> str:
    """Who wrote it: the name of a member of staff, of the party or who acts for it."""
    if message.kind == "notice":
        return _("The portal")
    if message.kind == "question":
        return message.written_by
    return _("%(name)s, office", name=message.written_by) if message.written_by else _("The office")


def closed(message: SeenMessage) -> str:
    """Why a question has no written answer; empty for any other message."""
    return str(CLOSED_FOR.get(message.closed_for, ""))


def lead(message: SeenMessage) -> tuple[str, str] | None:
    """The address that a notice leads to, and the words of the link; None without one."""
    endpoint, names = LEADS.get(message.code, ("", ()))
    if message.kind != "notice" or endpoint not in current_app.view_functions:
        return None
    words = {
        "money.payment": _("See the payment"),
        "loans.index": _("See your loans"),
        "details.index": _("See your details"),
        "works.work": _("See the work"),
        "disputes.seen": _("See what is said"),
    }
    facts = {PLACES.get(name, name): message.details[name] for name in names}
    return url_for(endpoint, **facts), words[endpoint]


def form(subject: str) -> str:
    """What kind of form a receipt is for."""
    return str(FORMS.get(subject, OTHER_FORM))


def part(one: ReceiptLine) -> str:
    """The part that an entry says: Writer, 1 of 2; empty where it says none."""
    if one.role not in terms.ROLES:
        return ""
    role = str(terms.ROLES[one.role])
    if (one.heads or 1) == 1:
        return role
    return _("%(role)s, 1 of %(heads)s", role=role, heads=formats.count(one.heads or 1))


def happened(one: ReceiptLine) -> str:
    """What a change of another form was."""
    return access_log.what(one.event, one.details)


def line(one: ReceiptLine) -> str:
    """What happened to an entry of the list of works."""
    words = {
        "claim_added": _("Added"),
        "claim_changed": _("Changed"),
        "claim_withdrawn": _("Withdrawn"),
        "edition_changed": _("Form of the edition changed"),
    }
    return words.get(one.event) or happened(one)


def own_receipt(session: Session, party_id: int, number: str) -> WrittenReceipt:
    """A receipt by the number in an address; what is no number is not there."""
    try:
        return receipts.of_party(session, party_id, number)
    except ReceiptNumberWrong as error:
        raise NotFound from error


def pages(total: int, a_page: int, page: int) -> int:
    """How many pages there are; raises NotFound when `page` is not among them."""
    found = max(1, -(-total // a_page))
    if page > found:
        raise NotFound
    return found
