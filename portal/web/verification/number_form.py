"""One field: the number of a receipt."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import StringField

from portal.kernel import receipt_numbers
from portal.kernel.errors import NotFound
from portal.kernel.receipt_numbers import ReceiptNumberWrong
from portal.services.messages import receipts
from portal.services.messages.receipts import CheckedReceipt
from portal.web.forms import PortalForm
from portal.wording import sentence


class NumberForm(PortalForm):
    """A wrong sign is said before anything is looked up."""

    number = StringField(_l("Number of the receipt"))
    checked: CheckedReceipt

    @property
    def written(self) -> str:
        """The number as people read it."""
        return receipt_numbers.written(receipt_numbers.parse(self.number.data or ""))

    def names_a_receipt(self, session: Session) -> bool:
        """Whether there is such a receipt, now `checked`; else the field says why not."""
        try:
            self.checked = receipts.checked(session, self.number.data or "")
        except (ReceiptNumberWrong, NotFound) as refusal:
            self.refuse("number", sentence(refusal))
            return False
        return True
