"""Sentences about passkeys and proofs."""

from __future__ import annotations


def _(text: str) -> str:
    """Marks a sentence for the translators."""
    return text


SENTENCES = {
    "passkey_over": _(
        "The page was open for longer than five minutes, or was answered before. Begin again there."
    ),
    "passkey_missing": _(
        "No passkey came with the page. Passkeys need JavaScript: switch it on, or use the "
        "identity provider."
    ),
    "passkey_refused": _(
        "This passkey does not open the portal. Use another one, or sign in with your identity "
        "provider."
    ),
    "passkey_known": _("This passkey is in your list already, so nothing was added."),
    "too_many_passkeys": _(
        "You have %(most)s passkeys, and more are not kept. Remove one that you do not use."
    ),
    "last_passkey": _(
        "This is your only passkey, and your work needs one. Add another passkey first."
    ),
    "passkeys_kept": _("These passkeys stay. Ask an administrator."),
    "passkeys_kept.role": _("Only an administrator takes passkeys of others away. Ask one."),
    "passkeys_kept.own": _(
        "Nobody takes away all of his or her own passkeys. Ask another administrator."
    ),
    "passkey_needed": _(
        "This needs your passkey, and none came. Press the button again and unlock your passkey."
    ),
    "proof_of_another": _(
        "The identity provider named somebody else. Nothing was done: sign in there as yourself."
    ),
    "proof_not_fresh": _(
        "The identity provider did not ask you again who you are. Sign out there, then begin again."
    ),
    "approve_in_browser": _(
        "Staff have passkeys, so a run is approved in the browser. Sign in there and open Runs."
    ),
    "change_in_browser": _(
        "Staff have passkeys, so numbers of the rules change in the browser: one proposes, another "
        "approves. Sign in there and open Rules."
    ),
}
