"""What a production server loads: `gunicorn wsgi:app`. Settings come from the environment."""

from __future__ import annotations

import sys

from portal.app import create_app
from portal.kernel.errors import Refusal
from portal.services.base import database
from portal.settings import read
from portal.wording import sentence

try:
    settings = read("web")
    database.ready(settings.database_url)
    app = create_app(settings)
except Refusal as refusal:
    sys.exit(sentence(refusal))
