"""Mutants: sound files with a few bytes changed, cut, repeated or put in, the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

# What readers of markup stumble over.
_TOKENS = (
    b"<", b">", b"&", b"'", b'"', b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"]]>", b"<![CDATA[", b"<!--", b"<?", b"&#0;",
    b"&#x1F;", b"&lol;", b"<!DOCTYPE a [", b"http://[", b"http://a:99999/", b"javascript:", b"xml:base='http://['",
    b"<link href='", b"<loc>", b"\xe2\x80\xa8", b"9999-99-99", b"2026-02-30", b"</item>", b"<item>", b"\x1f\x8b",
)  # fmt: skip


def mutants(samples: Sequence[bytes], number: int, seed: int) -> Iterator[bytes]:
    """So many mutants of the samples in turn, each with one to eight changes."""
    chance = random.Random(seed)
    for index in range(number):
        data = bytearray(samples[index % len(samples)])
        for _ in range(chance.randint(1, 8)):
            _change(data, chance)
        yield bytes(data)


def _change(data: bytearray, chance: random.Random) -> None:
    position = chance.randrange(len(data) + 1)
    end = min(len(data), position + chance.choice((1, 2, 8, 64, 512)))
    match chance.randrange(6):
        case 0:
            data[position:end] = chance.randbytes(end - position)
        case 1:
            del data[position:end]
        case 2:
            data[position:position] = data[position:end] * chance.choice((1, 2, 50))
        case 3:
            data[position:position] = chance.choice(_TOKENS) * chance.choice((1, 1, 1, 100))
        case 4:
            del data[position:]
        case _:
            data[position:end] = bytes(reversed(data[position:end]))
