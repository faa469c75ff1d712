"""Outputs that cannot be written are reported before the run."""

from __future__ import annotations

from pathlib import Path

from newsclean.spiders.run.outputs import why_not_writable


def test_a_new_file_in_folders_yet_to_be_made_is_fine_and_nothing_is_made(tmp_path: Path) -> None:
    assert why_not_writable(tmp_path / "a" / "b" / "rejects.jsonl") is None
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_fine_and_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text("{}\n")
    assert why_not_writable(file) is None
    assert file.read_text() == "{}\n"


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert why_not_writable(tmp_path) == "it is a folder"


def test_a_file_is_not_a_folder(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text("")
    assert why_not_writable(file / "rejects.jsonl") == f"{file} is not a folder"
