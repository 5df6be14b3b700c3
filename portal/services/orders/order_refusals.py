"""Why long work is not taken, or how it broke off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.kernel.errors import Refusal


class OrderRefused(Refusal):
    """`reason`: role (it may not be ordered by this one, `roles` may), begun (too late to cancel),
    or over (the work was ended meanwhile, by another worker or a person).
    """

    code = "order_refused"


class OrderInterrupted(Refusal):
    """The worker was stopped `times` times in the middle of the work; it is not tried again."""

    code = "order_interrupted"


class OrderBroken(Refusal):
    """The work broke off `times` times for a reason that nobody foresaw; the log has it."""

    code = "order_broken"


class Said(Refusal):
    """A refusal that was kept with its order: the code and arguments of another."""

    def __init__(self, said: str, arguments: Mapping[str, Any]) -> None:
        self.code = said  # type: ignore[misc]
        super().__init__(**arguments)
