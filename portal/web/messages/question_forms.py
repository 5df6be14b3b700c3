"""Asking the office, and writing more in a thread."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import RadioField, TextAreaField

from portal.kernel.identity import Identity
from portal.services.messages import messages
from portal.services.messages.messages import MessageUnusable
from portal.web.forms import PortalForm, options
from portal.wording import sentence
from portal.wording.messages import ABOUT


class ReplyForm(PortalForm):
    """More words in a thread; the service says what cannot be sent."""

    words = TextAreaField(_l("Your message"), filters=[messages.plain])
    number = ""

    def sent(self, session: Session, identity: Identity, number: str, today: date) -> bool:
        """Whether the words were kept; else the field says why not."""
        try:
            self.number = messages.reply(session, identity, number, self.words.data or "", today)
        except MessageUnusable as refusal:
            self.refuse("words", sentence(refusal))
            return False
        return True


class QuestionForm(PortalForm):
    """A question: what it is about, and the words."""

    about = RadioField(
        _l("What is it about"), choices=options(ABOUT.items()), validate_choice=False
    )
    words = TextAreaField(_l("Your question"), filters=[messages.plain])
    number = ""

    def sent(self, session: Session, identity: Identity, today: date) -> bool:
        """Whether the question was kept; else each field says why not."""
        said = self.about.data or "", self.words.data or ""
        for refusal in messages.objections(*said):
            field = "about" if refusal.arguments["reason"] == "about" else "words"
            self.refuse(field, sentence(refusal))
        if not self.errors:
            self.number = messages.ask(session, identity, *said, today)
        return bool(self.number)
