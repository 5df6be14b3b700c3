"""Numbers of receipts and messages: ten signs that survive a telephone, the last a check sign.

The signs are Crockford's base 32, which has no I, L, O and U. The check sign is Luhn's, modulo 32:
it finds every single wrong sign. Sources: crockford.com/base32.html; ISO/IEC 7812-1, annex B.
"""

from __future__ import annotations

import re

from stdnum import luhn

from portal.kernel.errors import Refusal

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
POSSIBLE = len(ALPHABET) ** (LENGTH - 1)
"""How many numbers there are: 2 to the power of 45."""

_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212]+")


class ReceiptNumberWrong(Refusal):
    """`reason`: empty, length, signs or check_sign; `length` signs are expected."""

    code = "receipt_number_wrong"


def number_of(drawn: int) -> str:
    """The number for a drawn integer from 0 to POSSIBLE - 1."""
    signs = ""
    for _ in range(LENGTH - 1):
        drawn, place = divmod(drawn, len(ALPHABET))
        signs = ALPHABET[place] + signs
    return signs + str(luhn.calc_check_digit(signs, ALPHABET))


def parse(text: str) -> str:
    """The ten signs of a number as somebody wrote it; raises ReceiptNumberWrong.

    Small letters, spaces and hyphens are taken, O is read as 0, and I and L as 1.
    """
    signs = _SEPARATORS.sub("", text).upper().translate(_LOOK_ALIKES)
    if not signs:
        raise ReceiptNumberWrong(reason="empty", length=LENGTH)
    if len(signs) != LENGTH:
        raise ReceiptNumberWrong(reason="length", length=LENGTH)
    if not set(signs) <= set(ALPHABET):
        raise ReceiptNumberWrong(reason="signs", length=LENGTH)
    if not luhn.is_valid(signs, ALPHABET):
        raise ReceiptNumberWrong(reason="check_sign", length=LENGTH)
    return signs


def written(signs: str) -> str:
    """The number as people read it: XXXXX-XXXXX."""
    return f"{signs[: LENGTH // 2]}-{signs[LENGTH // 2 :]}"
