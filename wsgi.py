"""What a production server loads: `gunicorn wsgi:app`. Settings come from the environment."""

from __future__ import annotations

import sys

from portal.app import create_app
from portal.settings import SettingsRefused, read
from portal.wording import sentence

try:
    app = create_app(read("web"))
except SettingsRefused as refusal:
    sys.exit(sentence(refusal))
