"""The letter of a sign-in by e-mail: a link and a code, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from portal.kernel.letter import Letter
from portal.wording.speaking import nearest


@dataclass(frozen=True)
class Letters:
    """Writes the letters; `link_of` makes the full address of a token's page."""

    link_of: Callable[[str], str]
    help_contact: str = ""

    def __call__(self, code: str, locale: str, /, **facts: Any) -> Letter:
        """The letter: email_sign_in (token and code) or email_sign_in_several."""
        with force_locale(nearest(locale)):
            subject, paragraphs = (
                self._several() if code.endswith("several") else self._way_in(facts)
            )
            return Letter(subject, "\n\n".join((*paragraphs, _("The author portal"))) + "\n")

    def _way_in(self, facts: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
        return _("Your code to read the author portal"), (
            _("Your code is %(code)s. Type it on the page where you asked for it.",
              code=facts["code"]),
            _("You can also open this page and type the code there:"),
            self.link_of(facts["token"]),
            _("The code works once, and only for %(minutes)s minutes.", minutes=facts["minutes"]),
            _("Tell the code to nobody: we never ask for it."),
            _("If you did not ask for it, you need not do anything."),
        )  # fmt: skip

    def _several(self) -> tuple[str, tuple[str, ...]]:
        told = (
            _("Ask us to mend it: %(contact)s", contact=self.help_contact)
            if self.help_contact
            else _("Call the society, and it mends that.")
        )
        return _("You cannot sign in with this address"), (
            _("Somebody asked for a link to read the author portal."),
            _("Several people here have this e-mail address, so we do not know whose link it is."),
            told,
        )
