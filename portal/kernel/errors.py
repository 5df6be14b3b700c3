"""Refusals: what the portal says no to, as a code with arguments; floor 4 makes the sentence."""

from __future__ import annotations

from typing import Any, ClassVar


class Refusal(Exception):
    """Base of every reason to refuse; `code` names the sentence, `arguments` fill it in."""

    code: ClassVar[str] = "refused"

    def __init__(self, **arguments: Any) -> None:
        self.arguments: dict[str, Any] = arguments
        details = ", ".join(f"{name}={value!r}" for name, value in arguments.items())
        super().__init__(f"{self.code}({details})")


class NotFound(Refusal):
    """The thing does not exist, or belongs to somebody else: both look the same."""

    code = "not_found"


class OutOfBounds(Refusal):
    """A number is outside the range in which the calculation is exact."""

    code = "out_of_bounds"
