"""Settings from the environment; what is missing or weak is named, all at once."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from portal.kernel import email_address
from portal.kernel.bibliographies import KINDS, SRU_VERSIONS, Bibliographies, Source
from portal.kernel.errors import Refusal

BUSINESS_ZONE = ZoneInfo("Europe/Helsinki")
SECRET_MINIMUM = 32
LOOPBACK = ("localhost", "127.0.0.1", "::1")
SOURCES = "PORTAL_BIBLIOGRAPHIES"
SOURCE_OPTIONS = {
    "isbn": "isbn_index", "name": "name_index", "identifier": "identifier_index",
    "version": "version", "schema": "schema",
}  # fmt: skip
Purpose = Literal["commands", "web"]
StaffPasskeys = Literal["required", "optional"]


class SettingsRefused(Refusal):
    """`problems` is a list of (variable, what is wrong: missing, weak, unreadable)."""

    code = "settings_refused"


@dataclass(frozen=True)
class OpenIdProvider:
    """The identity provider that people sign in with."""

    issuer: str
    client_id: str
    client_secret: str
    scopes: str = "openid profile email"


@dataclass(frozen=True)
class Settings:
    """Everything the environment decides."""

    database_url: str
    data_dir: Path
    secret_key: str = ""
    oidc: OpenIdProvider | None = None
    base_url: str = ""
    """Public address without a trailing slash; without one the portal serves this machine alone."""
    help_contact: str = ""
    """Whom authors write to or call, as the help page says it: address, number, hours."""
    demo: bool = False
    """Set by `portal demo` alone, never from the environment."""
    today_fixed: date | None = None
    trusted_proxies: int = 0
    smtp_url: str = field(default="", repr=False)
    """Where e-mail is handed over, with its password; without it letters wait in the outbox."""
    mail_from: str = ""
    mail_tries: int = 10
    """How often an e-mail is tried before it is given up: about two days with 10."""
    staff_passkeys: StaffPasskeys = "required"
    """Whether staff work only in sessions by passkey."""
    upload_megabytes: int = 2000
    """How large a file of loans may be that comes through a page."""
    bibliographies: Bibliographies = field(default_factory=Bibliographies)
    """Who is asked what an edition is; none unless they are named."""

    def today(self) -> date:
        """The business day: Europe/Helsinki's, or PORTAL_TODAY."""
        return self.today_fixed or datetime.now(BUSINESS_ZONE).date()


def read(purpose: Purpose, environment: Mapping[str, str] | None = None) -> Settings:
    """Reads the environment; raises SettingsRefused naming every problem at once."""
    env = os.environ if environment is None else environment
    problems: list[tuple[str, str]] = []
    settings = Settings(
        database_url=_database_url(env, problems),
        data_dir=Path(env.get("PORTAL_DATA_DIR") or "var"),
        secret_key=env.get("PORTAL_SECRET_KEY", ""),
        oidc=_provider(env, problems) if purpose == "web" else None,
        base_url=env.get("PORTAL_BASE_URL", "").rstrip("/"),
        help_contact=env.get("PORTAL_HELP_CONTACT", "").strip(),
        today_fixed=_today(env, problems),
        trusted_proxies=_number(env, problems, "PORTAL_TRUSTED_PROXIES", 0),
        smtp_url=_smtp_url(env, problems),
        mail_from=_mail_from(env, problems),
        mail_tries=_number(env, problems, "PORTAL_MAIL_TRIES", 10),
        staff_passkeys=_staff_passkeys(env, problems),
        upload_megabytes=_number(env, problems, "PORTAL_UPLOAD_MEGABYTES", 2000),
        bibliographies=_bibliographies(env, problems),
    )
    if purpose == "web":
        problems += web_problems(settings)
    if problems:
        raise SettingsRefused(problems=problems)
    return settings


def web_problems(settings: Settings) -> list[tuple[str, str]]:
    """What is not safe to serve: secret key, identity provider and public address."""
    problems = []
    if not settings.secret_key:
        problems.append(("PORTAL_SECRET_KEY", "missing"))
    elif len(settings.secret_key) < SECRET_MINIMUM:
        problems.append(("PORTAL_SECRET_KEY", "weak"))
    if settings.oidc is not None:
        problems += _address_problems("PORTAL_OIDC_ISSUER", settings.oidc.issuer)
    if settings.base_url:
        problems += _address_problems("PORTAL_BASE_URL", settings.base_url)
    return problems


def _address_problems(name: str, address: str) -> list[tuple[str, str]]:
    """An address is https, unless it is on this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        host = None
    if not host:
        return [(name, "unreadable")]
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    return [] if safe else [(name, "not_https")]


def _database_url(env: Mapping[str, str], problems: list[tuple[str, str]]) -> str:
    url = env.get("PORTAL_DATABASE_URL") or "sqlite:///var/portal.db"
    try:
        backend = make_url(url).get_backend_name()
    except ArgumentError:
        backend = ""
    if backend not in ("sqlite", "postgresql"):
        problems.append(("PORTAL_DATABASE_URL", "unreadable"))
    return url


def _provider(env: Mapping[str, str], problems: list[tuple[str, str]]) -> OpenIdProvider | None:
    names = ("PORTAL_OIDC_ISSUER", "PORTAL_OIDC_CLIENT_ID", "PORTAL_OIDC_CLIENT_SECRET")
    problems += [(name, "missing") for name in names if not env.get(name)]
    if not all(env.get(name) for name in names):
        issuer = env.get("PORTAL_OIDC_ISSUER", "")
        problems += _address_problems("PORTAL_OIDC_ISSUER", issuer) if issuer else []
        return None
    issuer, client_id, client_secret = (env[name] for name in names)
    scopes = env.get("PORTAL_OIDC_SCOPES") or "openid profile email"
    return OpenIdProvider(issuer.rstrip("/"), client_id, client_secret, scopes)


def _today(env: Mapping[str, str], problems: list[tuple[str, str]]) -> date | None:
    text = env.get("PORTAL_TODAY")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(("PORTAL_TODAY", "unreadable"))
        return None


def _number(env: Mapping[str, str], problems: list[tuple[str, str]], name: str, usual: int) -> int:
    text = env.get(name) or str(usual)
    if not text.isdigit():
        problems.append((name, "unreadable"))
        return usual
    return int(text)


def _staff_passkeys(env: Mapping[str, str], problems: list[tuple[str, str]]) -> StaffPasskeys:
    said = env.get("PORTAL_STAFF_PASSKEYS") or "required"
    if said not in ("required", "optional"):
        problems.append(("PORTAL_STAFF_PASSKEYS", "unreadable"))
    return "optional" if said == "optional" else "required"


def _smtp_url(env: Mapping[str, str], problems: list[tuple[str, str]]) -> str:
    url = env.get("PORTAL_SMTP_URL", "")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if url and not usable:
        problems.append(("PORTAL_SMTP_URL", "unreadable"))
    if env.get("PORTAL_MAIL_FROM") and not url:
        problems.append(("PORTAL_SMTP_URL", "missing"))
    return url


def _mail_from(env: Mapping[str, str], problems: list[tuple[str, str]]) -> str:
    sender = env.get("PORTAL_MAIL_FROM", "").strip()
    if sender and not email_address.usable(sender):
        problems.append(("PORTAL_MAIL_FROM", "unreadable"))
    if env.get("PORTAL_SMTP_URL") and not sender:
        problems.append(("PORTAL_MAIL_FROM", "missing"))
    return sender


def _bibliographies(env: Mapping[str, str], problems: list[tuple[str, str]]) -> Bibliographies:
    """name=sru:https://host/path#isbn=bath.isbn&name=dc.creator;name=finna:https://host/v1"""
    inside = env.get(f"{SOURCES}_INSIDE", "").replace(",", " ").lower().split()
    written = [one.strip() for one in env.get(SOURCES, "").split(";") if one.strip()]
    found = [_source(one, inside) for one in written]
    problems += [(SOURCES, one) for one in dict.fromkeys(found) if isinstance(one, str)]
    sources = tuple(one for one in found if isinstance(one, Source))
    if len({one.name.casefold() for one in sources}) < len(sources):
        problems.append((SOURCES, "unreadable"))
    contact = env.get(f"{SOURCES}_CONTACT", "").strip()
    if written and not contact:
        problems.append((f"{SOURCES}_CONTACT", "missing"))
    if not contact.isascii() or not contact.isprintable() or set(contact) & set("()\\"):
        problems.append((f"{SOURCES}_CONTACT", "unreadable"))
    return Bibliographies(sources, contact)


def _source(text: str, inside: list[str]) -> Source | str:
    """One bibliography, or what is wrong with it: unreadable, not_https."""
    form = re.fullmatch(r"(\w[\w .-]{0,39}?) *= *([a-z]+):(\S+)", text)
    if form is None or form[2] not in KINDS:
        return "unreadable"
    url, _, options = form[3].partition("#")
    try:
        parts = urlsplit(url)
        said = dict(parse_qsl(options, keep_blank_values=True, strict_parsing=bool(options)))
        usable = parts.hostname and parts.port != 0 and not (parts.query or parts.username)
    except ValueError:
        return "unreadable"
    fields = {SOURCE_OPTIONS.get(name, ""): value for name, value in said.items()}
    if not usable or "" in fields or fields.get("version", "1.1") not in SRU_VERSIONS:
        return "unreadable"
    if not all(re.fullmatch(r"[\w.:/-]*", value, re.ASCII) for value in fields.values()):
        return "unreadable"
    own = parts.hostname in inside
    if parts.scheme != "https" and not (own and parts.scheme == "http"):
        return "not_https"
    return Source(form[1], form[2], url.rstrip("/"), own, **fields)
