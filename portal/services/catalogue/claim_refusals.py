"""Why a claim is not taken, on a page or by anything that claims for a party."""

from __future__ import annotations

from portal.kernel.errors import Refusal


class ClaimUnreadable(Refusal):
    """`reason`: role, heads, medium, title_missing or title_long; `isbn` where it is known."""

    code = "claim_unreadable"


class TooManyClaims(Refusal):
    """More editions at once than a page takes: `count`, `most`."""

    code = "too_many_claims"


class EditionShared(Refusal):
    """Others have claimed the edition too, so its medium is not one person's to change: `isbn`."""

    code = "edition_shared"
