"""One field each: an address, and a code."""

from __future__ import annotations

from collections.abc import Callable

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from portal.kernel.errors import Refusal
from portal.web.forms import PortalForm, needed
from portal.web.outside import outside
from portal.wording import sentence
from portal.wording.email_sign_in_letters import Letters


class AddressForm(PortalForm):
    """Where the letter goes."""

    email = StringField(_l("Your e-mail address"), [needed(_l("Write your e-mail address."))])
    result = ""

    def asked(self, ask: Callable[[str], str]) -> bool:
        """Whether it was sent and the service took it; `result` is the browser's token."""
        return _done(self, "email", ask)


class CodeForm(PortalForm):
    """What the letter says."""

    code = StringField(_l("The code in the letter"), [needed(_l("Write the code."))])
    result = ""

    def right(self, finish: Callable[[str], str]) -> bool:
        """Whether the code opened a session; `result` is that session's token."""
        return _done(self, "code", finish)


def letters() -> Letters:
    """The letters, with links to this portal."""
    return Letters(
        link_of=lambda token: outside("email_sign_in.letter", token=token),
        help_contact=str(current_app.jinja_env.globals.get("help_contact", "")),
    )


def _done(form: AddressForm | CodeForm, name: str, act: Callable[[str], str]) -> bool:
    if not form.validate_on_submit():
        return False
    try:
        form.result = act(form[name].data or "")
    except Refusal as refusal:
        current_app.logger.warning("refused sign-in by e-mail: %s", refusal.code)
        form.refuse(name, sentence(refusal))
        return False
    return True
