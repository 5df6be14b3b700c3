"""What the portal tells a person about the ways into her pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from portal.wording.access_log import device

Said = tuple[str, tuple[str, ...]]


def _added(facts: Mapping[str, Any]) -> Said:
    return _("A passkey was added: %(name)s", name=facts["name"]), (
        _("From now on this passkey opens your pages."),
        _("Was it not you? Remove it under My details, then call the office."),
    )


def _removed(facts: Mapping[str, Any]) -> Said:
    return _("A passkey was removed: %(name)s", name=facts["name"]), (
        _("It does not open your pages any more."),
        _("Was it not you? Call the office at once."),
    )


def _forgotten(_facts: Mapping[str, Any]) -> Said:
    return _("Your passkeys for the office were taken away"), (
        _("An administrator has removed all of them, and signed you out."),
        _("Did you not ask for it? Call another administrator at once."),
    )


def _device(facts: Mapping[str, Any]) -> Said:
    return _("You signed in on a new device: %(device)s", device=device(facts["device"])), (
        _("If it was you, nothing needs to be done."),
        _("Was it not you? Open Devices under My details and press “This was not me”."),
    )


WORDS: dict[str, Callable[[Mapping[str, Any]], Said]] = {
    "passkey_added": _added,
    "passkey_removed": _removed,
    "passkeys_forgotten": _forgotten,
    "device_new": _device,
}
