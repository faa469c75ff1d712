"""XML: an element per record, an element per field. Unknown values are empty, each value of a list is a <value>."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import IO

from lxml import etree

from . import Columns, Record
from .values import as_text

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


class Writer:
    """Each record with all of its fields. Until `close`, the document has no end.

    A field whose name is no name in XML raises ValueError. Characters that XML does not have become U+FFFD.
    """

    def __init__(
        self,
        stream: IO[bytes],
        columns: Columns,  # noqa: ARG002 - as the other formats
        indent: int | None = None,
        item_element: str = "item",
        root_element: str = "items",
    ) -> None:
        self._stream = stream
        self._indent = indent or 0
        self._item = item_element
        self._root = root_element
        self._before = f'<?xml version="1.0" encoding="utf-8"?>\n<{root_element}>\n'.encode()

    def write(self, record: Record) -> None:
        element = etree.Element(self._item)
        _fill(element, record)
        if self._indent:
            etree.indent(element, " " * self._indent)
        self._stream.write(self._before + etree.tostring(element, encoding="utf-8", xml_declaration=False) + b"\n")
        self._before = b""

    def close(self) -> None:
        self._stream.write(self._before + f"</{self._root}>\n".encode())


def _fill(element: etree._Element, value: object) -> None:
    if isinstance(value, Mapping):
        for name, part in value.items():
            _fill(etree.SubElement(element, str(name)), part)
    elif isinstance(value, list | tuple | set | frozenset):
        for part in value:
            _fill(etree.SubElement(element, "value"), part)
    else:
        element.text = _FORBIDDEN.sub("\ufffd", as_text(value))
