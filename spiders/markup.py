"""XML as it really comes: compressed, mislabelled, with bare ampersands and HTML's entities."""

from __future__ import annotations

import html
import re
import zlib

from lxml import etree

from newsclean.charset import NotTextError, decode
from newsclean.document import printable

# The sitemap protocol allows 50 MiB; a small file that unpacks to more is a bomb or useless.
MAX_BYTES = 50 * 1024 * 1024

_GZIP = b"\x1f\x8b"
_CDATA = "<![CDATA["
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
# Feeds need no DTD, and entities declared in one are how XML bombs are built.
_DOCTYPE = re.compile(r"^\s*<!DOCTYPE\s[^>\[]{0,500}(?:\[.*?\]\s*)?>", re.S | re.I)
_AMPERSAND = re.compile(r"&(?:#\d{1,7};|#x[0-9a-fA-F]{1,6};|(\w{1,32});)?")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))


def unpack(data: bytes) -> bytes:
    """The bytes, decompressed if they are gzip; as far as they go, if they are cut off or damaged."""
    parts: list[bytes] = []
    left = MAX_BYTES
    while data.startswith(_GZIP) and left > 0:
        unpacker = zlib.decompressobj(wbits=31)
        try:
            part = unpacker.decompress(data, left)
        except zlib.error:
            break
        parts.append(part)
        left -= len(part)
        data = unpacker.unused_data
    return b"".join(parts) if parts else data


def parse_xml(data: bytes, url: str, content_type: str | None = None) -> etree._Element | None:
    """The root of XML that may be broken, None when there is none. `url` is the base of relative addresses."""
    try:
        text = printable(decode(unpack(data), content_type))
    except NotTextError:
        return None
    text = _mended(_DOCTYPE.sub("", _DECLARATION.sub("", text, count=1), count=1)).strip()
    if not text.startswith("<"):
        return None
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text.encode("utf-8"), parser, base_url=url)
    except (etree.XMLSyntaxError, ValueError):
        return None


def local_name(element: etree._Element) -> str:
    """The element's name without namespace, in small letters."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def text_of(element: etree._Element | None) -> str | None:
    """All text below the element, None for no element."""
    return None if element is None else "".join(str(text) for text in element.itertext())


def _mended(text: str) -> str:
    """The text with ampersands outside CDATA as XML wants them: libxml2 drops what follows a bare one."""
    first, *sections = text.split(_CDATA)
    mended = [_AMPERSAND.sub(_reference, first)]
    for section in sections:
        inside, end, after = section.partition("]]>")
        mended.append(f"{_CDATA}{inside}{end}{_AMPERSAND.sub(_reference, after)}")
    return "".join(mended)


def _reference(found: re.Match[str]) -> str:
    name = found[1]
    if len(found[0]) > 1 and (name is None or name in _XML_ENTITIES):
        return found[0]
    sign = html.unescape(found[0])
    return sign if name and sign != found[0] and sign not in "<>&" else "&amp;" + found[0][1:]
