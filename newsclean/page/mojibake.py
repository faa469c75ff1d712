"""UTF-8 that was read as Windows-1252 or Latin-1 and stored again: "donâ€™t" for "don’t"."""

from __future__ import annotations

import html
import re

# From 0x80 to 0x9F, Windows-1252 has signs for most bytes, Latin-1 has controls.
_BYTES = {bytes([code]).decode("cp1252", "ignore") or chr(code): code for code in range(0x80, 0x100)}
_BYTES |= {chr(code): code for code in range(0x80, 0xA0)}
_TABLE = str.maketrans({sign: chr(code) for sign, code in _BYTES.items()})


def _signs(first: int, last: int) -> str:
    return "[" + re.escape("".join(sign for sign, code in _BYTES.items() if first <= code <= last)) + "]"


_TRAIL = _signs(0x80, 0xBF)
_TWO, _THREE = f"{_signs(0xC2, 0xDF)}{_TRAIL}", f"{_signs(0xE0, 0xEF)}{_TRAIL}{{2}}"
# What the bytes of one character of UTF-8 look like, those of two, three and four bytes.
_CHARACTER = f"(?:{_TWO}|{_THREE}|{_signs(0xF0, 0xF4)}{_TRAIL}{{3}})"
_SEQUENCE = re.compile(f"{_CHARACTER}+")
_RUN = re.compile(r"[^<>]+")
# Two of these signs side by side, and how they begin in UTF-8: bytes are searched in a tenth of the time.
_MAY_BE = re.compile(f"{_signs(0xC2, 0xF4)}{_TRAIL}")
_MAY_BE_BYTES = re.compile(
    b"\xc3[\x82-\xb4][" + bytes({sign.encode()[0] for sign, code in _BYTES.items() if code <= 0xBF}) + b"]"
)
# No right text has one of these: beginnings of Latin letters, signs and quotation marks; "о", "ا", "的", "の" and "가";
# nor so many sequences side by side. A single one may be chance: "CAFÉ”", and French "« été »" with no-break spaces.
_SURE = re.compile(f"[ÃÂ]|â[€‚\x80\x82]|Ð¾|Ø§|ç[š\x9a]|ã\x81|ê°|(?:{_TWO}){{3}}|(?:{_THREE}){{2}}")
# The same as references, or in part; the first is that to a byte that begins a character.
_REFERENCE = r"&(?:#\d{2,4}|#[xX][\da-fA-F]{2,4}|[a-zA-Z]\w{1,7});"
_ESCAPED = re.compile(
    rf"&(?:#(?:19[4-9]|2[0-3]\d|24[0-4])|#[xX](?:[cCdDeE][\da-fA-F]|[fF][0-4])|[A-Za-z](?:acute|grave|circ|tilde|uml|cedil"
    rf"|ring|slash)|[ae]lig|AElig|ETH|eth|szlig|times);(?:{_REFERENCE}|{_TRAIL})+"
)
_TIMES = 3  # a text is encoded at most


def repaired(text: str) -> str:
    """The text with every run of it that was encoded twice, or more often, decoded as often.

    A run, the text between two tags, is taken for one when two thirds of its characters beyond ASCII are parts of such
    sequences. A page that quotes "â€™" between right quotation marks stays as it is.
    """
    if "&" in text:
        text = _ESCAPED.sub(_as_characters, text)
    for _ in range(_TIMES):
        if text.isascii() or not _may_be(text):
            break
        before, text = text, _RUN.sub(_once_more, text)
        if text == before:
            break
    return text


def _may_be(text: str) -> bool:
    return bool(_MAY_BE_BYTES.search(text.encode("utf-8", "surrogatepass")) and _MAY_BE.search(text))


def _as_characters(references: re.Match[str]) -> str:
    text = html.unescape(references[0])
    return text if _SURE.search(text) or len(_SEQUENCE.sub("", text)) < len(text) - 3 else references[0]


def _once_more(run: re.Match[str]) -> str:
    text = run[0]
    found = _SEQUENCE.findall(text)
    if not any(map(_SURE.search, found)):
        return text
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return _SEQUENCE.sub(_decoded, text) if 3 * sum(map(len, found)) > 2 * beyond_ascii else text


def _decoded(sequence: re.Match[str]) -> str:
    try:
        return sequence[0].translate(_TABLE).encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:  # a surrogate, or an overlong form
        return sequence[0]
