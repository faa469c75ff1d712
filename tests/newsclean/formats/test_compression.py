"""Compressed files consist of whole parts: other programs read them to the end, and another run can add to them."""

from __future__ import annotations

import gzip
import subprocess
from contextlib import suppress
from pathlib import Path
from shutil import which

import pytest

from newsclean.errors import NewscleanError
from newsclean.formats import ENDINGS
from newsclean.formats.compression import COMPRESSIONS, whole_parts, without_cut_part, zstd
from newsclean.formats.record_file import RecordFile
from newsclean.formats.whole import whole
from tests.newsclean.formats.test_formats import ARTICLE, COLUMNS, written
from tests.newsclean.formats.test_whole import full_at

LINE = written("jsonl", ARTICLE)
READERS = {"gz": (gzip.open, "zcat"), "zst": (zstd.open, "zstdcat")}


def append(path: Path, times: int) -> None:
    """Writes as a crawl does: each record at once."""
    format_ = ENDINGS[path.name.partition(".")[2]]
    with path.open("ab") as file:
        stream = format_.stream(whole(file))
        writer = format_.writer(stream, COLUMNS)
        for _ in range(times):
            writer.write(ARTICLE.model_dump())
            stream.flush()
        writer.close()
        stream.flush()


@pytest.mark.parametrize("ending", COMPRESSIONS)
def test_parts_are_read_to_the_last_by_others(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.jsonl.{ending}"
    append(path, 3)
    append(path, 2)
    opened, program = READERS[ending]
    with opened(path, "rb") as stream:
        assert stream.read() == 5 * LINE
    if which(program):
        assert subprocess.run([program, path], capture_output=True, check=True).stdout == 5 * LINE


@pytest.mark.parametrize("reader", ["pandas", "polars", "duckdb"])
@pytest.mark.parametrize("ending", COMPRESSIONS)
def test_readers_of_tables_read_all_parts(ending: str, reader: str, tmp_path: Path) -> None:
    library = pytest.importorskip(reader)
    path = tmp_path / f"x.jsonl.{ending}"
    append(path, 3)
    append(path, 2)
    if reader == "pandas":
        if ending == "zst":
            pytest.importorskip("zstandard")
        rows = len(library.read_json(path, lines=True))
    else:
        rows = len(library.read_ndjson(path) if reader == "polars" else library.sql(f"SELECT * FROM '{path}'"))
    assert rows == 5


@pytest.mark.parametrize("ending", COMPRESSIONS)
def test_a_table_that_is_appended_to_has_one_heading(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.csv.{ending}"
    append(path, 1)
    append(path, 1)
    with READERS[ending][0](path, "rb") as stream:
        heading, row, again = stream.read().replace(b"\n\n", b" ").splitlines()
    assert heading.startswith(b"url,")
    assert row == again


@pytest.mark.parametrize("ending", COMPRESSIONS)
def test_a_part_that_was_cut_off_anywhere_makes_room(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.jsonl.{ending}"
    append(path, 1)
    one = path.stat().st_size
    append(path, 1)
    both = path.read_bytes()
    for cut in (*range(one + 1, len(both), 50), len(both) - 1):
        path.write_bytes(both[:cut])
        assert whole_parts(path, ending) == one
        assert without_cut_part(path, ending) == cut - one
        append(path, 1)
        assert path.read_bytes() == both
    assert without_cut_part(path, ending) == 0


@pytest.mark.parametrize("ending", COMPRESSIONS)
def test_a_file_that_is_not_compressed_is_left_alone(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.jsonl.{ending}"
    path.write_bytes(LINE)
    with pytest.raises(ValueError, match=rf"from byte 0 on it is not a \.{ending} file"):
        without_cut_part(path, ending)
    assert path.read_bytes() == LINE


@pytest.mark.parametrize("ending", COMPRESSIONS)
def test_a_full_disk_leaves_whole_parts(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.jsonl.{ending}"
    append(path, 1)
    size = path.stat().st_size
    with full_at(size + 20), pytest.raises(OSError, match="File too large"):
        append(path, 1)
    assert path.stat().st_size == size
    older = path.read_bytes()
    with full_at(20), pytest.raises(NewscleanError, match="cannot be written"), RecordFile(path) as file:
        file.write(ARTICLE.model_dump())
    assert path.read_bytes() == older


@pytest.mark.parametrize("ending", COMPRESSIONS)
def test_an_early_end_leaves_a_whole_file(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.jsonl.{ending}"
    with suppress(KeyboardInterrupt), RecordFile(path) as file:
        file.write(ARTICLE.model_dump())
        file.write(ARTICLE.model_dump())
        raise KeyboardInterrupt
    with READERS[ending][0](path, "rb") as stream:
        assert stream.read() == 2 * LINE
