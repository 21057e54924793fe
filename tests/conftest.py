"""What every test may use, and what no test may get away with.

Warnings are errors, and a template that reads an unknown variable fails (both set in pyproject.toml). Rows
that nobody ordered come in reverse.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db.models import QuerySet
from django.test import override_settings
from django.utils import translation

from superconnector.apps.programmes.actions import load_ecosystem
from superconnector.base.queries import current_edition
from superconnector.base.translations import compile_stale
from superconnector.ecosystem import Ecosystem, load, read_folder

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
"""Noon of 21 November 2026 in Hong Kong."""
TOUCHING = {"db", "transactional_db", "django_db_setup", "live_server"}
"""Fixtures that let a test, or what it shares with its module, reach the database."""


def pytest_configure() -> None:
    gc.set_threshold(20_000, 20, 50)  # the ecosystems stay for the whole run; walking them took a tenth of it
    compile_stale(ROOT / "locale")
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # an application made at import looks there


def pytest_itemcollected(item: pytest.Item) -> None:
    """Tests that a database can decide about are marked: on a second database only they are run again."""
    if item.get_closest_marker("django_db") or TOUCHING & set(getattr(item, "fixturenames", ())):
        item.add_marker("database")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order of files stays random, in three parts: browsers, so that no long one runs alone at the end;
    most tests; files with real transactions, which empty the tables that others take from the start."""
    emptying = {item.path for item in items if _has_real_transactions(item)}
    items.sort(key=lambda item: 2 if item.path in emptying else item.get_closest_marker("browser") is None)


def _has_real_transactions(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("django_db")
    return "transactional_db" in getattr(item, "fixturenames", ()) or bool(
        marked and (marked.kwargs.get("transaction") or marked.args[:1] == (True,))
    )


@pytest.fixture(scope="session", autouse=True)
def plain_static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Addresses of static files without a manifest, which only collectstatic makes; and none of the files
    that a demo collected here, which whitenoise would look through again for every test client."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    media = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    storages = {"default": media, "staticfiles": static}
    with override_settings(STORAGES=storages, STATIC_ROOT=str(tmp_path_factory.mktemp("static"))):
        yield


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """No test is throttled by another."""
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Each test begins in English: a request for a Chinese page leaves its language to the thread."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def unordered_rows_in_reverse(monkeypatch: pytest.MonkeyPatch) -> None:
    """A query without an order gets its rows in reverse, so that nothing can lean on what a database does."""
    fetch = QuerySet._fetch_all

    def fetch_all(self: QuerySet) -> None:
        fresh = self._result_cache is None
        fetch(self)
        if fresh and not self.ordered:
            self._result_cache.reverse()

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_all)


# --- ecosystems ------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def small_files() -> dict[str, str]:
    """The files of tests/small: four programmes, two organisations."""
    return read_folder(ROOT / "tests" / "small")


@pytest.fixture(scope="session")
def small(small_files: dict[str, str]) -> Ecosystem:
    return load(small_files)


@pytest.fixture(scope="session")
def hong_kong_files() -> dict[str, str]:
    return read_folder(ROOT / "ecosystems" / "hong-kong")


@pytest.fixture(scope="session")
def hong_kong(hong_kong_files: dict[str, str]) -> Ecosystem:
    return load(hong_kong_files)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: object, hong_kong_files: dict[str, str]
) -> None:
    """The test database holds Hong Kong from the start; every test's own changes are rolled back."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        load_ecosystem(files=hong_kong_files, actor="tests", now=NOW)


@pytest.fixture
def site(db: None, hong_kong: Ecosystem, hong_kong_files: dict[str, str]) -> Ecosystem:
    """Hong Kong as the current edition; loaded again if a test with real transactions emptied the tables."""
    edition = current_edition()
    if edition is None or edition.digest != hong_kong.digest:
        load_ecosystem(files=hong_kong_files, actor="tests", now=NOW)
    return hong_kong


@pytest.fixture
def small_site(db: None, small: Ecosystem, small_files: dict[str, str]) -> Ecosystem:
    """The small ecosystem as the current edition."""
    load_ecosystem(files=small_files, actor="tests", now=NOW)
    return small
