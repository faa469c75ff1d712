"""Bytes to text, in the charset that a page is in, which is not always the one it declares."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes
from w3lib.encoding import http_content_type_encoding, resolve_encoding

from .characters import is_binary

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Browsers search the first 1024 bytes for the declaration (HTML Standard, 13.2.3.2) and decode again when it comes
# later, as behind 15 kB of preloads.
_META = re.compile(rb"""<(?:meta|\?xml)\s[^<>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
# A page in the charset it declares may still have a few broken characters (cut text, a pasted comment).
_MAX_BROKEN = 0.01
# Text in another charset is rarely valid UTF-8; in Chinese ones a quarter of the characters are. With more intact
# characters than this per broken one, it is UTF-8 that was cut or pasted together.
_MIN_WHOLE = 2
_WINDOW = 4096
_DETECTION_WINDOW = 60_000
_ASCII = bytes(range(128))
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_TAG = re.compile(rb"<[^<>]*>")
# ISO-2022-JP writes everything in ASCII; these change to its characters.
_ESCAPES = (b"\x1b$B", b"\x1b$@")
# Western languages hardly ever have four letters with accents in a row; other scripts have little else.
_WESTERN = frozenset(("cp1252", "iso8859-1", "latin-1"))
_LONG_RUN = re.compile(rb"[\x80-\xff]{4,}")
# Charsets with the same letters in other places look alike to a detector, and so do those of Chinese characters: which
# of them a language uses (HTML Standard, 13.2.3.2, and the older charset of the same letters).
_LANG = re.compile(rb"""<html\b[^<>]{0,300}?\slang\s*=\s*["']?([a-z]{2})""", re.I)
_USUAL = {
    **dict.fromkeys(("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl", "sq"), ("cp1250", "iso8859_2")),
    **dict.fromkeys(("az", "tr"), ("cp1254", "iso8859_9")),
    **dict.fromkeys(("et", "lt", "lv"), ("cp1257", "iso8859_13")),
    **dict.fromkeys(("be", "bg", "kk", "ky", "mk", "ru", "sr", "tg", "uk"), ("cp1251", "koi8_r", "koi8_u")),
    "ja": ("cp932", "euc_jis_2004", "euc_jp"),
    "ko": ("cp949", "euc_kr"),
    "zh": ("gb18030", "big5hkscs", "big5"),
}
# Difference in charset_normalizer's "chaos" below which its order says little.
_ALIKE = 0.05
# A page that pads its text with NUL bytes has fewer than this share of them.
_MAX_NUL = 0.02


class NotTextError(ValueError):
    """Raised when bytes are not text in any charset; says what they are instead."""


_MAGIC = {
    b"%PDF-": "a PDF file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"PK\x03\x04": "a ZIP archive",
    b"\x1f\x8b": "gzip data",
    b"RIFF": "a RIFF file (WebP, WAV or AVI)",
    b"\x00\x00\x01\x00": "an icon",
    b"\x7fELF": "a program",
}


def decode(data: bytes, content_type: str | None = None) -> str:
    """The text of a page: by its BOM, as UTF-8 if valid, by HTTP header, by <meta>, then by detection.

    Valid UTF-8 goes before every label: text in another charset is hardly ever valid UTF-8 by chance, and wrong labels
    are common. Characters that the charset does not have become U+FFFD. Raises NotTextError for binary data.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            data = data[len(bom) :]
            if name != "utf-8" and b"\x00" in data[:_WINDOW]:
                return data.decode(name, "replace")
            break  # UTF-8, even behind another mark
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise NotTextError(f"the bytes are {kind}")
    start = data[:_WINDOW]
    if b"\x00" in start:
        return _decode_with_zeros(data)
    if is_binary(start):
        raise NotTextError("the bytes hold more control characters than any text")
    if not data.isascii() and (utf8 := _utf8(data)) is not None:
        return utf8
    if any(escape in data for escape in _ESCAPES) and data.isascii():
        return data.decode("iso2022_jp_ext", "replace")
    for label in (http_content_type_encoding(content_type), _meta_label(data)):
        if label and (text := _try(data, label)) is not None:
            return text
    if data.isascii():
        return data.decode("ascii")
    return _detected(data)


def _utf8(data: bytes) -> str | None:
    """The text as UTF-8, with a few broken characters if necessary; None when it is in another charset."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(text) - len(text.encode("ascii", "ignore")) - broken
    return text if whole > _MIN_WHOLE * broken else None


def _try(data: bytes, label: str) -> str | None:
    """Text in a declared charset; None when that charset is unknown, not a text encoding, or plainly wrong."""
    name = resolve_encoding(label)
    if name is None or (name in _WESTERN and not _may_be_western(data)):
        return None
    try:
        text = data.decode(name, "replace")
    except (LookupError, UnicodeError, ValueError):  # zlib, idna, punycode: Python codecs that are not charsets
        return None
    characters = len(data.translate(None, _ASCII))
    return text if text.count("\ufffd") <= max(1, characters * _MAX_BROKEN) else None


def _meta_label(data: bytes) -> str | None:
    found = _META.search(data)
    return found[1].decode("ascii") if found else None


def _may_be_western(data: bytes) -> bool:
    """Whether the bytes beyond ASCII stand alone, as accented letters do. "ISO-8859-1" is often a server's default."""
    beyond = len(data.translate(None, _ASCII))
    return 2 * sum(map(len, _LONG_RUN.findall(data))) <= beyond


def _decode_with_zeros(data: bytes) -> str:
    window = data[:_WINDOW]
    half = len(window) // 2
    for name, high, low in (("utf-16-le", window[1::2], window[::2]), ("utf-16-be", window[::2], window[1::2])):
        # In any language, markup makes more than a tenth of the high bytes zero, and none of the low ones.
        if "<".encode(name) in window and high.count(0) > 0.1 * half and low.count(0) <= 0.01 * half:
            return data.decode(name, "replace")
    for name, last in (("utf-32-le", window[3::4]), ("utf-32-be", window[0::4])):
        if last.count(0) > 0.9 * len(last) and window.count(0) > 2.5 * len(last):
            return data.decode(name, "replace")
    if window.count(0) > _MAX_NUL * len(window):
        raise NotTextError("the bytes hold more zeros than any text")
    return decode(data.replace(b"\x00", b""))


def _detected(data: bytes) -> str:
    text = data.decode(_detected_charset(data), "replace")
    if text.count("\ufffd") > 0.1 * len(text):
        raise NotTextError("the bytes are not text in any known charset")
    return text


def _detected_charset(data: bytes) -> str:
    """By the text from its first character beyond ASCII on; among look-alikes the page's language decides."""
    first = _BEYOND_ASCII.search(data)
    found = from_bytes(_TAG.sub(b" ", data[first.start() if first else 0 :])[:_DETECTION_WINDOW])
    best = found.best()
    if best is None:
        return "cp1252"
    language = _LANG.search(data)
    named = _USUAL.get(language[1].decode().lower()) if language else None
    usual = named or (("cp1252",) if language or _may_be_western(data) else ())
    alike = [match for match in found if match.chaos <= best.chaos + _ALIKE]
    names = [name for match in alike for name in (match.encoding, *match.could_be_from_charset) if name in usual]
    return max(names, key=lambda name: sum(map(str.isalpha, data.decode(name, "replace"))), default=best.encoding)
