"""Settings: safe by default, and an error that names the variable where something is missing."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment as env
from tests.conftest import ROOT

KEY = "k" * 40 + "0123456789-not-a-real-key-for-tests-only"


def django(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A management command in a process of its own, with only these variables."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "django", *arguments],
        cwd=ROOT,
        env={**kept, "DJANGO_SETTINGS_MODULE": "config.settings", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_needs_a_secret_key():
    done = django("check")
    assert done.returncode == 1
    assert "SECRET_KEY is not set" in done.stderr


def test_production_passes_the_deployment_check(tmp_path):
    variables = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "a.example", "SUPERCONNECTOR_VAR": str(tmp_path)}
    done = django("check", "--deploy", "--fail-level", "INFO", **variables)
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n")


def test_production_behind_a_proxy_passes_too(tmp_path):
    variables = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "a.example", "SUPERCONNECTOR_VAR": str(tmp_path)}
    assert (
        django("check", "--deploy", "--fail-level", "INFO", TRUSTED_PROXIES="1", **variables).returncode == 0
    )


def test_debug_cannot_be_switched_on(tmp_path):
    ask = "from django.conf import settings; print(settings.DEBUG, settings.SECURE_SSL_REDIRECT)"
    variables = {"SECRET_KEY": KEY, "DEBUG": "1", "DJANGO_DEBUG": "1", "SUPERCONNECTOR_VAR": str(tmp_path)}
    assert django("shell", "--no-imports", "-c", ask, **variables).stdout == "False True\n"


def test_the_demo_makes_a_key_and_keeps_it(tmp_path):
    ask = "from django.conf import settings; print(settings.SECRET_KEY)"
    variables = {"SUPERCONNECTOR_DEMO": "1", "SUPERCONNECTOR_VAR": str(tmp_path / "var")}
    first, second = (django("shell", "--no-imports", "-c", ask, **variables).stdout for _ in range(2))
    assert first == second
    assert len(first.strip()) > 50
    kept = tmp_path / "var" / "secret-key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("raw", "value"), [("1", True), ("TRUE", True), ("0", False), ("", False), ("off", False)]
)
def test_yes_and_no(monkeypatch, raw, value):
    monkeypatch.setenv("SUPERCONNECTOR_DEMO", raw)
    assert env.boolean("SUPERCONNECTOR_DEMO", default=not value) is value


def test_neither_yes_nor_no(monkeypatch):
    monkeypatch.setenv("SUPERCONNECTOR_DEMO", "ture")
    with pytest.raises(ImproperlyConfigured, match="SUPERCONNECTOR_DEMO must be 1 or 0"):
        env.boolean("SUPERCONNECTOR_DEMO", default=False)


@pytest.mark.parametrize("raw", ["x", "-1", "1.5", "²"])
def test_not_a_number(monkeypatch, raw):
    monkeypatch.setenv("API_BODY_BYTES", raw)
    with pytest.raises(ImproperlyConfigured, match="API_BODY_BYTES"):
        env.integer("API_BODY_BYTES", default=1)


def test_lists(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example c.example")
    assert env.words("ALLOWED_HOSTS") == ["a.example", "b.example", "c.example"]


def test_a_sqlite_address(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/deep/db.sqlite3")
    found = env.database("DATABASE_URL", default="")
    assert found["NAME"] == f"{tmp_path}/deep/db.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert (tmp_path / "deep").is_dir()


def test_a_postgres_address(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://me:p%40ss@db.example:5433/super%20db?sslmode=require")
    found = env.database("DATABASE_URL", default="")
    assert {key: found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "super db",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_postgres_socket(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres:///superconnector?host=/run/postgresql")
    found = env.database("DATABASE_URL", default="")
    assert (found["HOST"], found["OPTIONS"]) == ("/run/postgresql", {})


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "http://x"])
def test_another_database_is_refused(monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must begin with"):
        env.database("DATABASE_URL", default="")


def test_the_repository_holds_no_secret():
    """No key, token or private key in any committed file."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    paths = [ROOT / name for name in listed.stdout.split("\0") if name] or list((ROOT / "src").rglob("*.py"))
    marks = (
        "BEGIN " + "PRIVATE KEY",
        "BEGIN RSA " + "PRIVATE KEY",
        "SECRET" + '_KEY = "',
        "AKIA" + "I",
        "ghp" + "_",
    )
    found = [
        path
        for path in paths
        if path.is_file() and any(mark in path.read_bytes().decode(errors="ignore") for mark in marks)
    ]
    assert found == []
    assert Path("var/secret-key") not in [path.relative_to(ROOT) for path in paths]
