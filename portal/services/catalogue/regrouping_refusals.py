"""Why editions are not joined, split or put back."""

from __future__ import annotations

from portal.kernel.errors import Refusal


class WorkShared(Refusal):
    """Somebody else has entries on the editions too: the office decides."""

    code = "work_shared"


class GroupingUnusable(Refusal):
    """`reason`: nothing (no edition named), all or whole (none would stay), several (of more than
    one work), same (one work already) or language (a translation is a work of its own)."""

    code = "grouping_unusable"


class GroupingMoved(Refusal):
    """The editions have been moved since, or the days to undo are over: `reason`."""

    code = "grouping_moved"
