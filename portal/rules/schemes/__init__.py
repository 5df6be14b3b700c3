"""The registry: the one place where a scheme is chosen by its code."""

from __future__ import annotations

from types import ModuleType

from portal.kernel.errors import Refusal
from portal.rules import (
    bibliographies,
    grouping,
    referrals,
    reminders,
    retention,
    sharing,
    statistics,
    suggestions,
    usage,
    visits,
)
from portal.rules.parameters import Parameter
from portal.rules.schemes import lending
from portal.rules.tax import withholding

SCHEMES: dict[str, ModuleType] = {module.CODE: module for module in (lending,)}


class UnknownScheme(Refusal):
    """No scheme has this code."""

    code = "unknown_scheme"


def scheme(code: str) -> ModuleType:
    """The module of a scheme; raises UnknownScheme."""
    if code not in SCHEMES:
        raise UnknownScheme(scheme=code, known=tuple(SCHEMES))
    return SCHEMES[code]


def parameters() -> tuple[Parameter, ...]:
    """Every parameter that any rule knows."""
    known = [p for module in SCHEMES.values() for p in module.PARAMETERS]
    return (
        *known,
        *withholding.PARAMETERS,
        *statistics.PARAMETERS,
        *bibliographies.PARAMETERS,
        *grouping.PARAMETERS,
        *referrals.PARAMETERS,
        *reminders.PARAMETERS,
        *retention.PARAMETERS,
        *sharing.PARAMETERS,
        *suggestions.PARAMETERS,
        *usage.PARAMETERS,
        *visits.PARAMETERS,
    )
