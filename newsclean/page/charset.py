"""Bytes to text, in the charset that a page is in, which is not always the one it declares."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes
from w3lib.encoding import http_content_type_encoding, resolve_encoding

from .characters import is_binary
from .charset_choice import UNSURE, best_charset, better_charset, sample

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
_ASCII = bytes(range(128))
# ISO-2022-JP writes everything in ASCII; these change to its characters.
_ESCAPES = (b"\x1b$B", b"\x1b$@")
# HTML Standard, 13.2.3.2: a page's language is a hint to its charset.
_LANG = re.compile(rb"""<html\b[^<>]{0,300}?\slang\s*=\s*["']?([a-z]{2})""", re.I)
# Of Python's codecs those that are charsets of the web (Encoding Standard, 4.2) or were, by Python's names. UTF-16 and
# UTF-32 are known by their marks and zeros: a page that only says so is in another charset (HTML Standard, 13.2.3.2).
_CHARSETS = frozenset(
    (
        *(
            "utf_8",
            "ascii",
            "cp437",
            "cp850",
            "cp852",
            "cp866",
            "cp874",
            "cp932",
            "cp949",
            "cp950",
            "koi8_r",
            "koi8_u",
            "koi8_t",
        ),
        *("iso8859_1", *(f"iso8859_{number}" for number in (*range(2, 12), 13, 14, 15, 16))),
        *(f"cp{number}" for number in range(1250, 1259)),
        *("gb2312", "gbk", "gb18030", "hz", "big5", "big5hkscs", "euc_kr", "johab", "iso2022_kr", "tis_620", "kz1048"),
        *("euc_jp", "euc_jis_2004", "euc_jisx0213", "shift_jis", "shift_jis_2004", "shift_jisx0213", "ptcp154"),
        *("iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_2004", "iso2022_jp_3", "iso2022_jp_ext"),
        *("mac_roman", "mac_cyrillic", "mac_greek", "mac_latin2", "mac_turkish", "mac_iceland"),
    )
)
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
    return data.decode("utf-8", "newsclean-pasted") if whole > _MIN_WHOLE * broken else None


def _pasted(error: UnicodeError) -> tuple[str, int]:
    """The characters of bytes that are not UTF-8: those of Windows-1252, as of a comment that was pasted in.

    What begins most characters of UTF-8 in Western text is what is left of one that was cut.
    """
    assert isinstance(error, UnicodeDecodeError)
    found = error.object[error.start : error.end]
    is_pasted = found[0] >= 0x80 and found[0] not in b"\xc2\xc3\xe2" and error.end < len(error.object)
    return (found.decode("cp1252", "replace") if is_pasted and len(found) == 1 else "\ufffd"), error.end


codecs.register_error("newsclean-pasted", _pasted)


def _try(data: bytes, label: str) -> str | None:
    """Text in a declared charset; None when that charset is unknown, not a text encoding, or plainly wrong."""
    resolved = resolve_encoding(label)
    name = codecs.lookup(resolved).name.replace("-", "_") if resolved else ""
    if name not in _CHARSETS:
        return None
    text = data.decode(name, "replace")
    characters = len(data.translate(None, _ASCII))
    if text.count("\ufffd") > max(1, characters * _MAX_BROKEN):
        return None
    if not characters:
        return text
    better = better_charset(sample(data), name, _language(data))
    return text if better is None else data.decode(better, "replace")


def _meta_label(data: bytes) -> str | None:
    found = _META.search(data)
    return found[1].decode("ascii") if found else None


def _decode_with_zeros(data: bytes) -> str:
    window = data[:_WINDOW]
    half = len(window) // 2
    for name, high, low in (("utf-16-le", window[1::2], window[::2]), ("utf-16-be", window[::2], window[1::2])):
        # In any language, markup makes more than a tenth of the high bytes zero, and hardly any of the low ones.
        if "<".encode(name) in window and high.count(0) > 0.1 * half and low.count(0) <= 0.2 * high.count(0):
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
    lines = sample(data)
    fit = best_charset(lines, _language(data))
    if fit.value >= UNSURE:
        return fit.charset
    best = from_bytes(lines).best()
    if best is None:
        raise NotTextError("the bytes are not text in any known charset")
    return best.encoding


def _language(data: bytes) -> str | None:
    found = _LANG.search(data)
    return found[1].decode().lower() if found else None
