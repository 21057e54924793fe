"""Reading the environment: every function names the variable in its error."""

import os
import re
import secrets
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from tempfile import gettempdir
from typing import Any, NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"", "0", "false", "no", "off"})


def text(name: str, default: str) -> str:
    """The variable, or the default where it is absent or empty."""
    return os.environ.get(name) or default


def words(name: str, default: str = "") -> list[str]:
    """The variable as a list; commas and blanks separate."""
    return text(name, default).replace(",", " ").split()


def boolean(name: str, *, default: bool) -> bool:
    """The variable as yes or no; anything else is an error, so that a typing slip cannot open a door."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.lower() in TRUE:
        return True
    if raw.lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {raw!r}.")


def integer(name: str, *, default: int) -> int:
    """The variable as a whole number, zero or more."""
    raw = text(name, str(default))
    if not (raw.isascii() and raw.isdigit()):
        raise ImproperlyConfigured(f"{name} must be a whole number, not {raw!r}.")
    return int(raw)


def paces(name: str, defaults: Mapping[str, str]) -> dict[str, str]:
    """Rates by act: the defaults, and what the variable sets instead, as `submit=60/h vote=120/h`."""
    found = dict(defaults)
    for each in words(name):
        act, _, rate = each.partition("=")
        if act not in defaults or not re.fullmatch(r"[1-9][0-9]{0,8}/[smhd]", rate):
            known = ", ".join(defaults)
            raise ImproperlyConfigured(f"{name}: {each!r} is not as submit=60/h; the acts are {known}.")
        found[act] = rate
    return found


def secret_key(*, kept_in: Path | None, throw_away: bool) -> str:
    """SECRET_KEY; without one, the demo's key (made once, in a file its owner reads) or this process's own.

    Raises ImproperlyConfigured where neither is allowed: a production site never runs on a key it made up.
    """
    if given := os.environ.get("SECRET_KEY"):
        return given
    if throw_away:
        return secrets.token_urlsafe(50)
    if kept_in is None:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Make one with: "
            'python -c "import secrets; print(secrets.token_urlsafe(50))", and keep it out of the repository.'
        )
    return _kept_key(kept_in)


def _kept_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(50)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key)
    return key


def database(name: str, default: str) -> dict[str, Any]:
    """A Django database from an address: sqlite:///path (always absolute) or postgres://user:password@host:port/name."""
    url = urlsplit(text(name, default))
    if url.scheme == "sqlite":
        return _sqlite("/" + url.path.lstrip("/"))
    if url.scheme in {"postgres", "postgresql"}:
        return _postgres(url)
    raise ImproperlyConfigured(
        f"{name} must begin with sqlite:/// or postgres://, not {url.scheme or 'nothing'!r}."
    )


def _sqlite(path: str) -> dict[str, Any]:
    """WAL lets readers read while one writes; IMMEDIATE takes the write lock first: a second writer waits."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # A file as in use: the database in memory has other locks. One a process, so that runs do not meet.
        "TEST": {"NAME": str(Path(gettempdir()) / f"superconnector-test-{os.getpid()}.sqlite3")},
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
        },
    }


def _postgres(url: SplitResult) -> dict[str, Any]:
    options: Mapping[str, str] = dict(parse_qsl(url.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": options.get("host", unquote(url.hostname or "")),
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {key: value for key, value in options.items() if key != "host"},
    }


class MailServer(NamedTuple):
    """Where mail is handed over: the fields are those of Django's EMAIL_ settings."""

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool


def mail_server(name: str, default: str) -> MailServer:
    """A server from an address: smtp://user:password@host:port, smtp://…?tls=1 (STARTTLS) or smtps://… ."""
    url = urlsplit(text(name, default))
    if url.scheme not in {"smtp", "smtps"} or not url.hostname:
        raise ImproperlyConfigured(f"{name} must be as smtp://user:password@host:587/?tls=1.")
    tls = url.scheme == "smtps"
    starttls = dict(parse_qsl(url.query)).get("tls", "").lower() in TRUE
    if tls and starttls:
        raise ImproperlyConfigured(f"{name}: smtps:// speaks TLS already; leave out ?tls=1.")
    port = url.port or (465 if tls else 587 if starttls else 25)
    return MailServer(
        url.hostname, port, unquote(url.username or ""), unquote(url.password or ""), starttls, tls
    )


def package_folder(name: str) -> Path:
    """Where an installed package lies; it is not imported. Raises ModuleNotFoundError."""
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(f"{name} is not installed. ./run installs what requirements.lock names.")
    return Path(found.submodule_search_locations[0])
