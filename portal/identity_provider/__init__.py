"""The demo's own identity provider, a real one for invented people. Only the demo starts it."""

from __future__ import annotations

from portal.identity_provider.app import create_provider
from portal.identity_provider.protocol import Person, RelyingParty

__all__ = ["Person", "RelyingParty", "create_provider"]
