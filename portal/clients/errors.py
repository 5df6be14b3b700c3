"""Why a bibliography gave no answer: it is away, is to be left alone, or talks nonsense."""

from __future__ import annotations

from portal.kernel.errors import Refusal


class SourceAway(Refusal):
    """The `source` did not answer: ask it again later.

    `problem`: name, connect, tls, time, broken, status; `status` is HTTP's, `again_after` the
    seconds that the source asked for.
    """

    code = "source_away"


class SourceBusy(Refusal):
    """The `source` is being asked, or has been asked as often as is polite for now."""

    code = "source_busy"


class SourceUnusable(Refusal):
    """The `source` answered what cannot be used.

    `reason`: inside (its name leads into the own network), redirect, status, kind (`kind` is what
    came instead), size, encoding, xml, declarations, json, diagnostics (`problem` says which),
    shape.
    """

    code = "source_unusable"
