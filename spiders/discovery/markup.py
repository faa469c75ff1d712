"""XML as found on the web: compressed, mislabelled, with bare ampersands and HTML entities."""

from __future__ import annotations

import html
import re
from contextlib import suppress
from itertools import islice

from lxml import etree

from newsclean.page.characters import printable
from newsclean.page.charset import NotTextError, decode
from newsclean.page.compression import CompressionError, encoding_of, gunzipped
from newsclean.page.limits import MAX_SOURCE_BYTES

# Together with MAX_SOURCE_BYTES: such a file takes up to 500 MB of memory and keeps the crawl waiting for four seconds.
_MAX_MARKS = 3_000_000

# What is read of a title, address or time, in characters; a title of several thousand is the article.
MAX_TEXT = 5_000
MAX_CHILDREN = 200

_CDATA = "<![CDATA["
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
# Feeds need no DTD, and entities declared in one are how XML bombs are built.
_DOCTYPE = re.compile(r"^\s*<!DOCTYPE\s[^>\[]{0,500}(?:\[.*?\]\s*)?>", re.S | re.I)
_ENTITY = re.compile(r"&(\w{1,32});")
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))


def unpack(data: bytes) -> bytes:
    """The bytes, decompressed if they are gzip; as far as they go, if they are cut off or damaged."""
    if encoding_of(data) != "gzip":
        return data
    content = bytearray()
    with suppress(CompressionError):  # half a feed is half the news
        for piece in gunzipped(data, MAX_SOURCE_BYTES):
            content += piece
    return bytes(content) or data


def parse_xml(data: bytes, url: str, content_type: str | None = None) -> etree._Element | None:
    """The root of XML that may be broken, None when there is none or too much of it.

    `url` is the base of relative addresses.
    """
    try:
        text = printable(decode(unpack(data), content_type))
    except NotTextError:
        return None
    text = _DOCTYPE.sub("", _DECLARATION.sub("", text, count=1), count=1).strip()
    if not text.startswith("<") or sum(map(text.count, "<&=")) > _MAX_MARKS:
        return None
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(_mended(text).encode("utf-8"), parser, base_url=url)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is not None:
        etree.strip_elements(root, etree.Entity, with_tail=False)  # not resolved, and no element for any reader
    return root


def local_name(element: etree._Element) -> str:
    """The element's name without namespace, in small letters."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def xml_text(element: etree._Element | None, limit: int = MAX_TEXT) -> str | None:
    """The text below the element, `limit` characters of it at most; None for no element."""
    if element is None:
        return None
    texts, size = [], 0
    for text in element.itertext():
        texts.append(str(text)[: limit - size])
        size += len(texts[-1])
        if size == limit:
            break
    return "".join(texts)


def inner_markup(element: etree._Element, limit: int) -> str | None:
    """What is between the tags of an element, as HTML; None where it has more than `limit` characters of text."""
    if len(xml_text(element, limit) or "") == limit:
        return None
    inner = b"".join(etree.tostring(child, method="html", encoding="utf-8") for child in first_children(element))
    return inner.decode("utf-8")


def first_children(element: etree._Element) -> list[etree._Element]:
    """The first children of an entry; real ones have about ten."""
    return list(islice(element, MAX_CHILDREN))


def _mended(text: str) -> str:
    """The text with ampersands outside CDATA as XML wants them: libxml2 drops what follows a bare one."""
    first, *sections = text.split(_CDATA)
    mended = [_referenced(first)]
    for section in sections:
        inside, end, after = section.partition("]]>")
        mended.append(f"{_CDATA}{inside}{end}{_referenced(after)}")
    return "".join(mended)


def _referenced(text: str) -> str:
    return _BARE_AMPERSAND.sub("&amp;", _ENTITY.sub(_character, text)) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    """The character of an HTML entity; those of XML, and unknown ones, stay as they are."""
    character = html.unescape(found[0])
    return found[0] if found[1] in _XML_ENTITIES or character in ("<", ">", "&") else character
