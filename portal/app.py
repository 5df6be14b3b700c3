"""Composition: settings, database, identity provider and pages become one application."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from portal.clients.oidc import Provider
from portal.jobs import orders
from portal.services.base import database
from portal.services.bibliographies import bibliographies
from portal.settings import Settings, SettingsRefused, web_problems
from portal.store.session import engine_for, glance, transaction
from portal.web import (
    access,
    cookies,
    errors,
    headers,
    hosts,
    i18n,
    limits,
    numbers,
    shell,
    signed_in,
    unchanged,
    uploads,
    visited,
)
from portal.web import transaction as request_transaction
from portal.web.areas import BLUEPRINTS
from portal.wording import formats
from portal.wording.letters import Letters

TWO_MEGABYTES = 2 * 1024 * 1024
YEAR = 365 * 24 * 3600
MEGABYTE = 1_000_000


def create_app(settings: Settings) -> Flask:
    """The portal as a WSGI application; raises SettingsRefused when a setting is unsafe."""
    if problems := web_problems(settings):
        raise SettingsRefused(problems=problems)
    root = resources()
    app = Flask(
        __name__, template_folder=str(root / "templates"), static_folder=str(root / "static")
    )
    app.request_class = uploads.StreamedRequest
    app.jinja_options = {**app.jinja_options, "trim_blocks": True, "lstrip_blocks": True}
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=TWO_MEGABYTES,
        WTF_CSRF_TIME_LIMIT=None,
        DEMO=settings.demo,
    )
    _connect(app, settings)
    _furnish(app, settings, root)
    numbers.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    _wrap(app, settings, root)
    return app


def resources() -> Path:
    """Where templates, static files and translations lie: beside the package, or inside a wheel."""
    inside = Path(__file__).parent
    return inside if (inside / "templates").is_dir() else inside.parent


def _connect(app: Flask, settings: Settings) -> None:
    """Hands the pages what they may use of the floors below them, by name."""
    engine = engine_for(settings.database_url)
    letters = Letters(settings.base_url)
    begin = partial(transaction, engine, data_dir=settings.data_dir, letters=letters)
    provider = _provider(app, settings)
    app.extensions.update(
        {
            "portal.engine": engine,
            "portal.transaction": begin,
            "portal.glance": partial(glance, engine),
            "portal.check_database": partial(database.check, engine),
            "portal.today": settings.today,
            "portal.data_dir": settings.data_dir,
            "portal.base_url": settings.base_url,
            "portal.bibliographies": bibliographies.asking(
                settings.bibliographies, settings.data_dir
            ),
            "portal.provider": provider,
            "portal.staff_passkeys": settings.staff_passkeys,
            "portal.wake_worker": partial(orders.wake, settings.database_url, settings.data_dir),
            "portal.largest_upload": settings.upload_megabytes * MEGABYTE,
            "portal.form_targets": provider.origins if provider else list,
        }
    )


def _provider(app: Flask, settings: Settings) -> Provider | None:
    oidc = settings.oidc
    if oidc is None:
        return None
    return Provider(app, oidc.issuer, oidc.client_id, oidc.client_secret, oidc.scopes)


def _furnish(app: Flask, settings: Settings, root: Path) -> None:
    """What every request goes through, in this order; what is said last comes out first."""
    visited.install(app)
    request_transaction.install(app)
    headers.install(app)
    cookies.install(app)
    i18n.install(app, root / "translations")
    signed_in.install(app)
    uploads.install(app)
    CSRFProtect(app)
    limits.install(app)
    access.install(app)
    unchanged.install(
        app, _made_of(root), (settings.demo, settings.help_contact, settings.base_url)
    )
    errors.install(app)
    formats.install(app)
    shell.install(app, demo=settings.demo, help_contact=settings.help_contact)


def _made_of(root: Path) -> tuple[Path, ...]:
    """The folders whose files pages are made of."""
    shown = (root / name for name in ("templates", "static", "translations"))
    return Path(__file__).parent, *shown


def _wrap(app: Flask, settings: Settings, root: Path) -> None:
    """Static files without a detour, and the proxies that may be believed."""
    static: Any = WhiteNoise(
        app.wsgi_app,
        root=str(root / "static"),
        prefix="static/",
        max_age=YEAR,
        allow_all_origins=False,
    )
    own: Any = headers.on_every_answer(hosts.only_own(static, settings.base_url))
    trusted = settings.trusted_proxies
    app.wsgi_app = ProxyFix(own, trusted, trusted, trusted, trusted) if trusted else own  # type: ignore[method-assign]
