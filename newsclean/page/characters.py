"""Characters that text must not hold: the one definition behind parsing, binary detection and the record's schema."""

from __future__ import annotations

import html
import re

# Unicode's Cc and Cs without tab and line feed: readers of XML (1.0, 2.2) and JSON choke on them.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

_LONE = re.compile("[\ud800-\udfff]")

# What `printable` drops. Carriage return and NEL (U+0085) end lines and stay; a form feed is white space in HTML.
_CONTROLS = frozenset(code for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A, 0x0D, 0x85))
_FORM_FEED = 0x0C
_LOW_CONTROLS = bytes(code for code in _CONTROLS if code < 0x80 and code != _FORM_FEED)
_SPACED = bytes.maketrans(bytes([_FORM_FEED]), b" ")
_HIGH_CONTROL = re.compile(rb"\xc2([\x80-\x84\x86-\x9f])")
# HTML Standard, 13.2.5.80: references to these controls mean the characters that Windows-1252 has there ("&#147;" is
# "“"). As characters they come from the same mistake.
_MEANT = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_CONTROL = r"(?:0*([0-9]|[12][0-9]|3[01]|12[7-9]|1[345][0-9])|[xX]0*([0-9a-fA-F]|1[0-9a-fA-F]|7[fF]|[89][0-9a-fA-F]));"

# A reference as it is still there after parsing when it was escaped twice ("&amp;rsquo;"), and how often at most.
_LEFT = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#[xX][\da-fA-F]{2,5});")
_TIMES = 3
# References to surrogates: to a pair where somebody took UTF-16 for characters ("&#xD83D;&#xDE00;" is an emoji).
_SURROGATE = (
    r"(?:[xX]0*[dD][89a-fA-F][\da-fA-F]{2}"
    r"|0*(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]));"
)
# re is fast where it begins with a literal.
_SURROGATES = re.compile(rf"&#{_SURROGATE}(?:&#{_SURROGATE})*")
_REFERENCE = re.compile(rf"&#(?:{_CONTROL}|{_SURROGATE}(?:&#{_SURROGATE})*)")

# No text has these bytes, apart from ESC in ISO-2022; of random bytes they are a tenth.
_BINARY = bytes(code for code in range(0x20) if code not in (0x00, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1B))
_MAX_BINARY = 0.02
# Broken characters in the text of a record: a pasted comment has a few, a page that was converted wrongly one per word
# with an accent. Of 1,697 stored pages, one has more, of which every apostrophe is lost.
_MIN_BROKEN, _MAX_BROKEN = 5, 0.005
# What `mojibake` could not repair of text that was encoded twice.
_SECOND = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]"
_FIRST = "ÃÂÐÑ"
_ENCODED_TWICE = re.compile(f"(?:[{_FIRST}]{_SECOND})+|â€{_SECOND}")


def printable(text: str) -> str:
    """The text without control characters and lone surrogates, whether written as such or as references (`&#11;`).

    Controls that stand for a character of Windows-1252 become that character.
    """
    try:
        data = text.encode("utf-8")  # working on bytes takes a tenth of the time
    except UnicodeEncodeError:
        data = text.encode("utf-8", "replace")
        text = data.decode("utf-8")
    clean = data.translate(_SPACED, _LOW_CONTROLS)
    if b"\xc2" in clean:
        clean = _HIGH_CONTROL.sub(lambda found: _MEANT[found[1][0]].encode(), clean)
    if clean != data:
        text = clean.decode("utf-8")
    if "&#" not in text:
        return text
    return _REFERENCE.sub(_meant, text)


def without_surrogates(text: str) -> str:
    """The text with U+FFFD for lone surrogates, which neither UTF-8 nor most readers of JSON can hold."""
    return _LONE.sub("\ufffd", text)


def unescaped(text: str) -> str:
    """The text with references that are left after parsing undone: some write "&amp;amp;quot;" for a quotation mark."""
    for _ in range(_TIMES):
        before = text
        if "&" not in text:
            break
        text = _LEFT.sub(lambda found: html.unescape(found[0]), _SURROGATES.sub(_paired, text))
        if text == before:
            break
    return text


def brokenness(text: str) -> str | None:
    """What is wrong with a text of which more is lost than a few pasted characters; None for a sound one."""
    broken = text.count("\ufffd")
    if any(sign in text for sign in (*_FIRST, "â€")):
        broken += sum(map(len, _ENCODED_TWICE.findall(text)))
    if broken < _MIN_BROKEN or broken < _MAX_BROKEN * len(text):
        return None
    return f"{broken:,} of the {len(text):,} characters are broken: the page is in no charset that fits"


def is_binary(data: bytes, *, nul: bool = False) -> bool:
    """Whether bytes hold more control characters than any text. NUL counts only with `nul`: UTF-16 is full of it."""
    controls = _BINARY + b"\x00" if nul else _BINARY
    return len(data) - len(data.translate(None, controls)) > _MAX_BINARY * len(data)


def _meant(match: re.Match[str]) -> str:
    if match.lastindex is None:
        return _paired(match)
    code = int(match[1]) if match[1] else int(match[2], 16)
    return _MEANT.get(code) or (" " if code in _CONTROLS else match[0])


def _paired(references: re.Match[str]) -> str:
    """The characters of surrogate pairs; a surrogate without its other half is nothing."""
    codes = (part.lstrip("&#") for part in references[0].split(";") if part)
    halves = "".join(chr(int(code[1:], 16) if code[0] in "xX" else int(code)) for code in codes)
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
