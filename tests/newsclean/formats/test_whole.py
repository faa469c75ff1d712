"""Files hold complete records, whatever ends the writing. How commands end is in commands/test_commands.py.

Covers record_file and replacing.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from newsclean.errors import NewscleanError
from newsclean.formats.record_file import RecordFile
from newsclean.formats.replacing import replacing
from newsclean.formats.whole import ends_within_a_line, write_whole
from tests.newsclean.formats.test_formats import ARTICLE


@contextmanager
def full_at(size: int) -> Iterator[None]:
    """A disk on which no file can have more bytes."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


@pytest.mark.parametrize("flags", [os.O_WRONLY, os.O_WRONLY | os.O_APPEND])
def test_a_write_is_whole_or_leaves_no_trace(flags: int, tmp_path: Path) -> None:
    path = tmp_path / "x"
    handle = os.open(path, flags | os.O_CREAT)
    write_whole(handle, b"one\n")
    with full_at(10), pytest.raises(OSError, match="File too large"):
        write_whole(handle, b"two, which is too long\n")
    assert path.read_bytes() == b"one\n"
    write_whole(handle, b"three\n")
    os.close(handle)
    assert path.read_bytes() == b"one\nthree\n"


def test_parquet_on_a_full_disk_leaves_the_older_file(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    path.write_bytes(b"older")
    with full_at(1000), pytest.raises(NewscleanError, match=r"x\.parquet cannot be written"), RecordFile(path) as file:
        file.write(ARTICLE.model_dump())
    assert not file.is_kept
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("x.parquet", b"older")]


def test_an_early_end_keeps_what_was_written_also_as_parquet(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    path = tmp_path / "x.parquet"
    with suppress(KeyboardInterrupt), RecordFile(path) as file:
        file.write(ARTICLE.model_dump())
        raise KeyboardInterrupt
    assert file.is_kept
    assert pq.read_table(path).num_rows == 1


def test_a_writer_that_is_alive_keeps_its_part_and_one_that_was_killed_does_not(tmp_path: Path) -> None:
    path = tmp_path / "x*.jsonl"
    dead = tmp_path / ".x*.jsonl.1.part"
    dead.touch()
    with replacing(path) as stream:
        stream.write(b"first\n")
        assert not dead.exists()
        (part,) = tmp_path.iterdir()
        moved = part.rename(tmp_path / ".x*.jsonl.2.part")  # as of another process
        with replacing(path) as other:
            other.write(b"second\n")
        assert moved.exists()
        moved.rename(part)
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("x*.jsonl", b"first\n")]


@pytest.mark.parametrize(("content", "torn"), [(b"", False), (b"a\n", False), (b"a", True), (b"a\nb", True)])
def test_a_file_that_was_cut_off_is_known(content: bytes, torn: bool, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(content)
    assert ends_within_a_line(tmp_path / "x") is torn
    assert not ends_within_a_line(tmp_path / "missing")
