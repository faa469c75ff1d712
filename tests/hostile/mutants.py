"""Fixture pages, broken at random: the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from newsclean import Page
from tests.hostile.pages import FETCHED, URL

FIXTURES = Path(__file__).parents[2] / "fixtures"
NASTY = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\x1b$B", b"&#11;", b"&#xD800;", b"&#x110000;", b"&", b"<", b">", b'"', b"'",
    b"<!--", b"-->", b"<![CDATA[", b"<script>", b"</script>", b"<style>", b"<plaintext>", b"<textarea>", b"<title>",
    b"<svg>", b"<table>", b"<tr>", b"</body>", b"<body>", b"<base href='http://[bad'>", b"<meta charset=zlib>", b"<div>" * 300,
    b"</div>" * 50, b"<p>" * 500, b"<br>" * 500, b"<b>" * 300, b'{"@type":', b'"datePublished": 1e999, ', b"[" * 1_000, b"\\u0000",
    b'"headline": ["a", {"b": []}], ', b"2026-02-30", b"9999-12-31", b"\xe2\x80\xa8", b"\xc2\x85", b"\r", b"\x0c", b"\xc0\xaf",
    b"<h1></h1>", b"<article>", b"<time datetime=0001-01-01>", b"<link rel=canonical href='javascript:x'>", b"A" * 5_000,
)  # fmt: skip

Mutation = Callable[[random.Random, bytes], bytes]


@cache
def sources() -> tuple[bytes, ...]:
    """The pages that are broken: all fixture pages and those of the demo site."""
    return tuple(path.read_bytes() for path in sorted(FIXTURES.rglob("*.html")))


def mutants(count: int, seed: int) -> Iterator[Page]:
    """So many pages, each a fixture page after one to six mutations."""
    chance = random.Random(seed)
    for _ in range(count):
        data = chance.choice(sources())
        for _ in range(chance.randint(1, 6)):
            data = chance.choice(MUTATIONS)(chance, data)
        yield Page(url=URL, html=data, fetched_at=FETCHED)


def _span(chance: random.Random, data: bytes, longest: int = 2_000) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + chance.randint(0, longest))


def _flip(chance: random.Random, data: bytes) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.randint(1, 40) if data else 0):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken)


def _delete(chance: random.Random, data: bytes) -> bytes:
    start, end = _span(chance, data)
    return data[:start] + data[end:]


def _repeat(chance: random.Random, data: bytes) -> bytes:
    start, end = _span(chance, data, 200)
    return data[:start] + data[start:end] * chance.randint(2, 50) + data[end:]


def _move(chance: random.Random, data: bytes) -> bytes:
    start, end = _span(chance, data)
    rest = data[:start] + data[end:]
    place = chance.randint(0, len(rest))
    return rest[:place] + data[start:end] + rest[place:]


def _insert(chance: random.Random, data: bytes) -> bytes:
    for _ in range(chance.randint(1, 5)):
        place = chance.randint(0, len(data))
        data = data[:place] + chance.choice(NASTY) + data[place:]
    return data


def _cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randint(0, len(data))]


def _splice(chance: random.Random, data: bytes) -> bytes:
    other = chance.choice(sources())
    start, end = _span(chance, other, 5_000)
    place = chance.randint(0, len(data))
    return data[:place] + other[start:end] + data[place:]


def _drop_sign(chance: random.Random, data: bytes) -> bytes:
    """All signs of a kind are gone: every quotation mark, every closing tag's slash."""
    return data.replace(chance.choice((b'"', b"'", b">", b"</", b"<", b"=", b"\n", b" ", b"{", b",")), b"", 200)


def _recode(chance: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(
        chance.choice(("utf-16", "utf-16-le", "utf-32", "latin-1", "cp1251", "gb18030", "utf-7")), "replace"
    )


MUTATIONS: tuple[Mutation, ...] = (_flip, _delete, _repeat, _move, _insert, _cut, _splice, _drop_sign, _recode)
