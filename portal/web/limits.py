"""How often one address may try to sign in, find a receipt, or make the portal work hard."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

SIGN_IN = "30 per minute"
VERIFY = "30 per minute"
WRITING = "20 per minute"
EMAIL_LETTERS = "10 per hour"
CODES = "10 per minute;60 per hour"
EXPORTS = "10 per hour"
REPORTS = "30 per minute"
PROOFS = "30 per hour"
PHOTOGRAPHS = "60 per hour"

limiter = Limiter(key_func=get_remote_address, storage_uri="memory://")


def install(app: Flask) -> None:
    """Counts tries in this process."""
    limiter.init_app(app)
