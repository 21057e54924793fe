"""Reading a folder from disk: only YAML below it, within limits."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from superconnector.ecosystem import EcosystemError, folder, gather, read_folder
from tests.ecosystem.folders import small_folder, write


def complaints(path: Path) -> list[str]:
    with pytest.raises(EcosystemError) as caught:
        read_folder(path)
    return [str(problem) for problem in caught.value.problems]


def test_reads_every_yaml_file_by_its_path(tmp_path: Path) -> None:
    assert read_folder(write(small_folder(), tmp_path)) == small_folder()


def test_other_files_and_hidden_ones_are_left_out(tmp_path: Path) -> None:
    write({"README.md": "x", ".hidden.yaml": "x", ".git/config.yaml": "x", "a.yaml": "a: 1"}, tmp_path)
    assert read_folder(str(tmp_path)) == {"a.yaml": "a: 1"}


def test_a_missing_folder(tmp_path: Path) -> None:
    assert complaints(tmp_path / "none") == [f"{tmp_path}/none:0: there is no such folder"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    write({"a.yaml": "a: 1"}, tmp_path)
    assert complaints(tmp_path / "a.yaml") == [f"{tmp_path}/a.yaml:0: there is no such folder"]


def test_a_link_out_of_the_folder(tmp_path: Path) -> None:
    write({"inside/a.yaml": "a: 1", "secret.yaml": "b: 2"}, tmp_path)
    (tmp_path / "inside/b.yaml").symlink_to(tmp_path / "secret.yaml")
    assert complaints(tmp_path / "inside") == ["b.yaml:0: this is a link to a file outside the folder"]


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    write({"a.yaml": "a: 1"}, tmp_path)
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    assert read_folder(tmp_path) == {"a.yaml": "a: 1", "b.yaml": "a: 1"}


def test_linked_folders_are_not_entered(tmp_path: Path) -> None:
    write({"inside/a.yaml": "a: 1", "outside/b.yaml": "b: 2"}, tmp_path)
    (tmp_path / "inside/more").symlink_to(tmp_path / "outside")
    assert read_folder(tmp_path / "inside") == {"a.yaml": "a: 1"}


def test_a_broken_link_and_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to("nothing.yaml")
    (tmp_path / "b.yaml").symlink_to("b.yaml")
    first, second = complaints(tmp_path)
    assert first == "a.yaml:0: cannot be read: No such file or directory"
    assert second.startswith("b.yaml:0: ")


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    assert complaints(tmp_path) == ["a.yaml:0: this is not a regular file"]


def test_wrong_encodings_name_the_byte(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("a: 1\nb: 科技".encode("big5"))
    (tmp_path / "b.yaml").write_bytes("b: x".encode("utf-16"))
    assert complaints(tmp_path) == [
        "a.yaml:2: not UTF-8: byte 9 is 0xAC; save the file as UTF-8",
        "b.yaml:1: not UTF-8: byte 1 is 0xFF; save the file as UTF-8",
    ]


def test_a_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfa: 1")
    assert read_folder(tmp_path) == {"a.yaml": "a: 1"}


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.yaml").open("wb") as stream:
        stream.truncate(100_000_000)
    write({"b.yaml": "b: 1"}, tmp_path)
    files, problems = gather(tmp_path)
    assert files == {"b.yaml": "b: 1"}
    assert list(map(str, problems)) == ["a.yaml:0: larger than 1,000,000 bytes"]


def test_the_largest_file_allowed(tmp_path: Path) -> None:
    write({"a.yaml": "#" * folder.MAX_FILE_BYTES}, tmp_path)
    assert list(read_folder(tmp_path)) == ["a.yaml"]


def test_a_huge_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MAX_FOLDER_BYTES", 10)
    write({"a.yaml": "a: 12345", "b.yaml": "b: 12345", "c.yaml": "c"}, tmp_path)
    assert complaints(tmp_path) == ["b.yaml:0: the folder is larger than 10 bytes"]


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MAX_FILES", 2)
    write({"a.yaml": "a", "b.yaml": "b", "c.yaml": "c", "d.yaml": "d"}, tmp_path)
    assert complaints(tmp_path) == ["c.yaml:0: the folder holds more than 2 files"]


def test_bytes_are_counted_not_characters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MAX_FOLDER_BYTES", 10)
    write({"a.yaml": "科技券科技"}, tmp_path)
    assert complaints(tmp_path) == ["a.yaml:0: the folder is larger than 10 bytes"]
