"""Sweeping: what goes, what stays, and an upload of the same content at that very moment."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import call_command

from superconnector.apps.calls.models import EntryFile, Submission
from superconnector.base.files import sweeping
from superconnector.base.files.keeping import is_whole, keep_file, path_of
from superconnector.base.files.models import StoredFile
from superconnector.base.files.previews import thumbnail_of
from superconnector.base.files.sweeping import Swept, sweep
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.making import a_call, a_file, a_submitted_entry, an_entry
from tests.base.files.making import a_picture

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def root(tmp_path: Path, settings: object) -> Path:
    settings.FILES_ROOT = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def aged(path: Path, by: timedelta) -> Path:
    at = (NOW - by).timestamp()
    os.utime(path, (at, at))
    return path


def kept(width: int = 4, by: timedelta = 2 * DAY) -> StoredFile:
    """A picture that was kept so long ago."""
    body = io.BytesIO(a_picture(width, 3))
    stored = keep_file(upload=body, name="a.png", allowed=["png"], most_bytes=10**6, now=NOW - by)
    aged(path_of(stored), by)
    return stored


def swept(*named: str) -> Swept:
    return sweep(now=NOW, named=named, apply=True)


def lying(root: Path) -> list[str]:
    return sorted(str(each.relative_to(root)) for each in root.rglob("*") if each.is_file())


def test_what_nobody_names_goes_after_a_day(root: Path) -> None:
    old, young = kept(4), kept(5, by=DAY - HOUR)
    size = old.size
    done = swept()
    assert (done.unnamed, done.size) == ((f"{old.digest[:2]}/{old.digest[2:]}",), size)
    assert list(StoredFile.objects.all()) == [young]
    assert lying(root) == [f"{young.digest[:2]}/{young.digest[2:]}"]
    assert swept() == Swept((), (), (), 0)


def test_a_look_removes_nothing(root: Path) -> None:
    old = kept()
    (root / ".arriving-x").write_bytes(b"xyz")
    aged(root / ".arriving-x", 2 * HOUR)
    before = lying(root)
    seen = sweep(now=NOW, named=(), apply=False)
    assert (len(seen.unnamed), seen.unfinished, seen.size) == (1, (".arriving-x",), old.size + 3)
    assert (lying(root), StoredFile.objects.count()) == (before, 1)
    assert swept() == seen


def test_what_a_text_names_stays() -> None:
    old = kept()
    assert (swept(old.digest).unnamed, is_whole(old)) == ((), True)


@pytest.mark.parametrize("removed", [False, True])
def test_what_an_entry_has_or_put_away_stays(small_site: Ecosystem, removed: bool) -> None:
    old = kept()
    row = a_file(an_entry(a_call()), digest=old.digest)
    if removed:
        EntryFile.objects.filter(pk=row.pk).update(removed_at=NOW)
    assert (swept().unnamed, is_whole(old)) == ((), True)


def test_what_a_receipt_names_stays_without_its_entry_row(small_site: Ecosystem, root: Path) -> None:
    old, other = kept(4), kept(5)
    entry = a_submitted_entry(a_call())
    receipt = entry.submissions.get()
    body = receipt.body.replace(entry.files.get().stored_id, old.digest)
    Submission.objects.filter(pk=receipt.pk).update(body=body)
    EntryFile.objects.all().delete()
    said = io.StringIO()
    call_command("sweep_files", "--apply", stdout=said)
    assert (is_whole(old), StoredFile.objects.filter(pk=other.pk).exists()) == (True, False)
    assert f"  {other.digest[:2]}/{other.digest[2:]}\n" in said.getvalue()
    assert said.getvalue().endswith(" bytes removed.\n")


def test_the_command_only_lists_unless_told(root: Path) -> None:
    old, said = kept(), io.StringIO()
    call_command("sweep_files", stdout=said)
    assert said.getvalue().endswith(f"{old.size} bytes can be removed with --apply.\n")
    assert is_whole(old)


def test_bytes_without_a_row_and_a_row_without_bytes_go(root: Path) -> None:
    orphan, empty = kept(4), kept(5)
    StoredFile.objects.filter(pk=orphan.pk).delete()
    path_of(empty).unlink()
    assert len(swept().unnamed) == 2
    assert (lying(root), StoredFile.objects.count()) == ([], 0)


def test_young_bytes_without_a_row_and_a_young_row_without_bytes_stay(root: Path) -> None:
    """An upload is between the two."""
    orphan, empty = kept(4, by=HOUR), kept(5, by=HOUR)
    StoredFile.objects.filter(pk=orphan.pk).delete()
    path_of(empty).unlink()
    assert swept().unnamed == ()
    assert (len(lying(root)), list(StoredFile.objects.all())) == (1, [empty])


def test_unfinished_uploads_go_after_an_hour(root: Path) -> None:
    for name, by in ((".arriving-old", 61), (".arriving-now", 59), (".swept-x", 61), ("notes.txt", 9999)):
        (root / name).write_bytes(b"x")
        aged(root / name, timedelta(minutes=by))
    assert swept().unfinished == (".arriving-old", ".swept-x")
    assert lying(root) == [".arriving-now", "notes.txt"]


def test_previews_go_with_their_file(root: Path) -> None:
    old, young = kept(4), kept(5, by=HOUR)
    for stored in (old, young):
        place = thumbnail_of(stored)
        assert place is not None
        aged(place, 2 * HOUR)
    (root / "previews" / "tmpabc").mkdir()
    aged(root / "previews" / "tmpabc", 2 * HOUR)
    done = swept()
    assert (done.previews, done.unfinished) == ((f"previews/{old.digest}.jpg",), ("previews/tmpabc",))
    assert [each.name for each in (root / "previews").iterdir()] == [f"{young.digest}.jpg"]


def test_no_link_is_followed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / ("0" * 62)).write_bytes(b"x")
    aged(outside / ("0" * 62), 9 * DAY)
    (root / "00").symlink_to(outside)
    (root / ".arriving-link").symlink_to(outside / ("0" * 62))
    assert swept() == Swept((), (), (), 0)
    assert (outside / ("0" * 62)).exists()


def test_an_empty_store_is_swept(root: Path) -> None:
    root.rmdir()
    assert swept() == Swept((), (), (), 0)


# --- at that very moment ---------------------------------------------------------------------------------


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Have `act` happen after a file was found and before it is removed."""
    remove = sweeping._removed

    def removed(digest: str, named: object, now: datetime) -> bool:
        act()
        return remove(digest, named, now)  # type: ignore[arg-type]

    monkeypatch.setattr(sweeping, "_removed", removed)


def test_the_same_content_sent_at_that_moment_is_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = kept()
    body = a_picture(4, 3)
    assert sha256(body).hexdigest() == old.digest

    def upload() -> None:
        keep_file(upload=io.BytesIO(body), name="b.png", allowed=["png"], most_bytes=10**6, now=NOW)

    meanwhile(monkeypatch, upload)
    assert swept().unnamed == ()
    assert (is_whole(old), StoredFile.objects.get()) == (True, old)


def test_a_file_that_is_named_at_that_moment_is_kept(
    small_site: Ecosystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, entry = kept(), an_entry(a_call())
    meanwhile(monkeypatch, lambda: a_file(entry, digest=old.digest))
    assert (swept().unnamed, is_whole(old)) == ((), True)


def test_bytes_come_back_where_the_row_cannot_go(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, replace, tried = kept(), Path.replace, []

    def moved_and_failed(self: Path, to: Path) -> None:
        replace(self, to)
        tried.append(to.name)
        if len(tried) == 1:
            raise OSError("the machine goes down")

    monkeypatch.setattr(Path, "replace", moved_and_failed)
    with pytest.raises(OSError, match="the machine goes down"):
        swept()
    assert tried == [f".swept-{old.digest}", old.digest[2:]]
    assert (is_whole(old), StoredFile.objects.get(), len(lying(root))) == (True, old, 1)
