"""Loading an edition: all of it or nothing, once."""

from __future__ import annotations

import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import close_old_connections, connection, connections

from superconnector.apps.directory.models import Organisation
from superconnector.apps.programmes import actions
from superconnector.apps.programmes.actions import load_ecosystem, preview_load
from superconnector.apps.programmes.models import Programme, Tag
from superconnector.apps.programmes.queries import NoEditionError, current_ecosystem
from superconnector.base.models import Content, Edition, EditionFile, JournalEntry
from superconnector.base.queries import current_edition, files_of
from superconnector.ecosystem import EcosystemError
from tests.conftest import NOW, ROOT

GRANT = "programmes/growth-grant.yaml"


def load(files):
    return load_ecosystem(files=files, actor="Ada", now=NOW)


def state() -> dict[str, object]:
    """Everything that a load writes."""
    return {
        "editions": sorted(Edition.objects.values_list("digest", "current")),
        "files": sorted(EditionFile.objects.values_list("edition__digest", "path", "content")),
        "contents": sorted(Content.objects.values_list("digest", flat=True)),
        "programmes": sorted(Programme.objects.values_list("id", "search")),
        "tags": sorted(Tag.objects.values_list("programme", "group", "value")),
        "organisations": sorted(Organisation.objects.values_list("id", "search")),
        "journal": sorted(JournalEntry.objects.values_list("verb", "subject")),
    }


@pytest.fixture
def empty(db):
    """A database before the first load."""
    EditionFile.objects.all().delete()
    Content.objects.all().delete()
    for table in (Edition, Programme, Organisation, JournalEntry):
        table.objects.all().delete()


def test_the_first_load(empty, small_files, small):
    loaded = load(small_files)
    assert loaded.changed
    assert loaded.preview.added == tuple(sorted(small_files))
    assert (loaded.preview.changed, loaded.preview.removed) == ((), ())
    assert current_edition() == loaded.edition
    assert (loaded.edition.digest, loaded.edition.ecosystem) == (small.digest, "smallville")
    assert (loaded.edition.loaded_by, loaded.edition.loaded_at) == ("Ada", NOW)
    assert files_of(loaded.edition) == dict(small_files)


def test_the_index_is_made_from_the_files(empty, small_files):
    load(small_files)
    assert sorted(Programme.objects.values_list("id", "kind", "operator", "applied_for")) == [
        ("growth-grant", "matching-grant", "town-hall", True),
        ("school-lab", "school-programme", "", True),
        ("town-fund", "fund", "", False),
        ("web-voucher", "voucher", "guild", True),
    ]
    assert sorted(Organisation.objects.values_list("id", "part_of")) == [
        ("guild", "town-hall"),
        ("town-hall", ""),
    ]
    assert sorted(Tag.objects.filter(programme="school-lab").values_list("group", "value")) == [
        ("aim", "teach"),
        ("applicant", "school"),
    ]


def test_the_journal_says_who_what_when(empty, small_files, small):
    load(small_files)
    entry = JournalEntry.objects.get()
    assert (entry.actor, entry.at, entry.verb) == ("Ada", NOW, "ecosystem.loaded")
    assert entry.subject == f"edition:{small.digest}"
    assert entry.detail == {"added": sorted(small_files), "changed": [], "removed": []}


def test_the_same_files_again_change_nothing(empty, small_files):
    load(small_files)
    before = state()
    again = load(small_files)
    assert not again.changed
    assert again.preview.empty
    assert state() == before


def test_a_changed_file_makes_an_edition_and_keeps_the_other_texts(empty, small_files):
    load(small_files)
    texts = Content.objects.count()
    changed = {**small_files, GRANT: small_files[GRANT].replace("Growth Grant", "Grand Grant")}
    loaded = load(changed)
    assert loaded.preview.changed == (GRANT,)
    assert Content.objects.count() == texts + 1
    assert Programme.objects.get(id="growth-grant").name_en == "Grand Grant"
    assert list(Edition.objects.filter(current=True)) == [loaded.edition]
    assert Edition.objects.count() == 2


def test_an_earlier_edition_can_come_back(empty, small_files):
    first = load(small_files).edition
    load({**small_files, GRANT: small_files[GRANT].replace("Growth Grant", "Grand Grant")})
    back = load(small_files)
    assert back.changed
    assert back.edition == first
    assert current_edition() == first
    assert Programme.objects.get(id="growth-grant").name_en == "Growth Grant"


def test_a_removed_file_is_told_and_gone(empty, small_files):
    load(small_files)
    fewer = {path: text for path, text in small_files.items() if "school-lab" not in path}
    assert load(fewer).preview.removed == ("programmes/school-lab.yaml",)
    assert not Programme.objects.filter(id="school-lab").exists()


def test_a_preview_writes_nothing(empty, small_files):
    before = state()
    assert preview_load(files=small_files).added == tuple(sorted(small_files))
    assert state() == before


def test_wrong_files_change_nothing(small_site, small_files):
    before = state()
    with pytest.raises(EcosystemError, match=r"growth-grant\.yaml"):
        load({**small_files, GRANT: "id: growth-grant"})
    assert state() == before


@pytest.mark.parametrize("step", ["replace_organisations", "_replace_programmes", "record"])
@pytest.mark.django_db(transaction=True)
def test_a_load_that_dies_on_the_way_leaves_everything_as_it_was(step, site, small_files, monkeypatch):
    before = state()

    def die(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(actions, step, die)
    with pytest.raises(KeyboardInterrupt):
        load(small_files)
    assert state() == before
    monkeypatch.undo()
    assert load(small_files).changed


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", [True, False], ids=["same files", "other files"])
def test_two_loads_at_once(same, site, small_files):
    """Both end, one after the other; one edition is current and the index is of that edition."""
    other = (
        small_files
        if same
        else {**small_files, GRANT: small_files[GRANT].replace("Growth Grant", "Grand Grant")}
    )
    results, errors = [], []
    start = threading.Barrier(2)

    def run(files):
        try:
            close_old_connections()
            start.wait()
            results.append(load(files))
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(files,)) for files in (small_files, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sorted(loaded.changed for loaded in results) == ([False, True] if same else [True, True])
    current = Edition.objects.get(current=True)
    expected = "Grand Grant" if "Grand Grant" in files_of(current)[GRANT] else "Growth Grant"
    assert Programme.objects.get(id="growth-grant").name_en == expected
    assert Programme.objects.count() == 4


def test_two_current_editions_are_impossible(small_site):
    with pytest.raises(actions.IntegrityError), actions.transaction.atomic():
        Edition.objects.create(ecosystem="x", digest="f" * 64, current=True, loaded_at=NOW, loaded_by="x")


def test_before_the_first_load_there_is_a_clear_error(empty):
    with pytest.raises(NoEditionError, match="load_ecosystem"):
        current_ecosystem()


def test_the_ecosystem_is_compiled_once(small_site, django_assert_num_queries):
    first = current_ecosystem()
    with django_assert_num_queries(1):
        assert current_ecosystem() is first


# --- the command -----------------------------------------------------------------------------------------


def command(*arguments: str) -> str:
    said = StringIO()
    call_command("load_ecosystem", *arguments, stdout=said)
    return said.getvalue()


def test_the_command_loads_a_folder_and_says_so(empty):
    assert "9 files added, 0 changed" in command(str(ROOT / "tests" / "small"))
    assert "already loaded, nothing to do" in command(str(ROOT / "tests" / "small"))


def test_the_command_can_say_what_would_change(small_site, tmp_path, small_files):
    for path, text in small_files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text.replace("Growth Grant", "Grand Grant"), encoding="utf-8")
    before = state()
    said = command(str(tmp_path), "--dry-run")
    assert "Would load: 0 files added, 1 changed, 0 removed." in said
    assert "~ programmes/growth-grant.yaml" in said
    assert state() == before


@pytest.mark.django_db
def test_the_command_tells_every_problem(tmp_path):
    (tmp_path / "ecosystem.yaml").write_text("id: [", encoding="utf-8")
    with pytest.raises(CommandError, match=r"ecosystem\.yaml:2: not valid YAML"):
        command(str(tmp_path))


def test_transactions_are_real_here(site):
    """The tests above mean something only if the database has transactions."""
    assert connection.features.supports_transactions
