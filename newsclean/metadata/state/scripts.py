"""The data in the scripts and attributes of a page, as values. What cannot be read is left out, never raised."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import orjson
from lxml.html import HtmlElement

from newsclean.page.limits import MAX_STATE

from .formats import from_flat, read_flight

# A shorter script holds no article (characters).
MIN_SCRIPT = 400
MAX_VALUES = 20  # that one script assigns
MAX_MADE = 2_000  # fields that a function sets

_DECODER = json.JSONDecoder(strict=False)
_FLIGHT = re.compile(r"__next_f\.push\(\s*(?=\[)")
_STREAM = re.compile(r"streamController\.enqueue\(\s*(?=\")")
# "window.__STATE__ = {", "var article = [", "kit.start(app, element, {", "x = JSON.parse("
_ASSIGNED = re.compile(
    r"(?:(?:^|[;\n}\])>])[^\S\n]*(?:(?:var|let|const)\s+)?[\w$][\w$.\[\]\"'-]{0,80}\s*=\s*|\bkit\.start\([\w$, ]{0,40})"
    r"(?P<parse>JSON\.parse\(\s*)?(?P<opening>[{\[\"'])"
)
# "window.__NUXT__=(function(a,b){a.title="...";return {": values that recur are arguments, or are made beforehand.
_FUNCTION = re.compile(r"=\s*\(\s*function\s*\((?P<names>[\w$,\s]{0,20000})\)\s*\{")
_MADE = re.compile(r"[;{]([\w$]+)(?:\.([\w$]+)|\[(\d+)\])=(?=(\"(?:[^\"\\]|\\.)*\"|[\w$]+)|[\[{])")
_RETURN = re.compile(r"[;{}\s]return\s*(?=\{)")
_ARGUMENTS = "}("
_ESCAPED = {"&q;": '"', "&s;": "'", "&l;": "<", "&g;": ">", "&a;": "&"}  # by Angular


@dataclass
class State:
    """The values of a page, and the parts that they refer to by name."""

    values: list[Any] = field(default_factory=list)
    rows: dict[str, Any] = field(default_factory=dict)


def read_state(tree: HtmlElement) -> State:
    """All data that a page carries, MAX_STATE characters at most."""
    return _Reader(tree).read()


class _Reader:
    def __init__(self, tree: HtmlElement) -> None:
        self.tree = tree
        self.left = MAX_STATE
        self.state = State()

    def read(self) -> State:
        flight: list[str] = []
        stream: list[str] = []
        for script in self.tree.iter("script"):
            text, kind = script.text or "", (script.get("type") or "").lower()
            if "ld+json" in kind:
                continue
            if pushed := [value for value in self.decoded(_FLIGHT, text) if isinstance(value, list)]:
                flight += [value[1] for value in pushed if len(value) > 1 and isinstance(value[1], str)]
            elif sent := [value for value in self.decoded(_STREAM, text) if isinstance(value, str)]:
                stream += sent
            elif len(text) >= MIN_SCRIPT and ("json" not in kind or not self.add(self.read_json(text))):
                self.read_assigned(text)
        if flight:
            self.state.rows |= read_flight("".join(flight))
            self.state.values += self.state.rows.values()
        if stream:
            self.add(self.read_json("".join(stream).partition("\n")[0]))
        self.read_attributes()
        return self.state

    def add(self, value: Any) -> bool:
        """Keep a value that can hold an article, in whatever form; whether it can."""
        if isinstance(value, list) and value and _is_flat(value):
            value = from_flat(value)
        if not isinstance(value, dict | list):
            return False
        self.state.values.append(value)
        if isinstance(value, dict):
            for store in (value, *(inner for inner in value.values() if isinstance(inner, dict))):
                self.state.rows |= {key: entity for key, entity in store.items() if isinstance(entity, dict)}
        return True

    def affords(self, size: int) -> bool:
        """Whether as many characters may still be read."""
        self.left -= size
        return self.left >= 0

    def decoded(self, opening: re.Pattern[str], text: str) -> Iterator[Any]:
        for found in opening.finditer(text):
            if not self.affords(len(text) - found.end()):
                return
            try:
                yield _DECODER.raw_decode(text, found.end())[0]
            except (ValueError, RecursionError):
                continue

    def read_json(self, text: str) -> Any:
        text = text.strip().removeprefix("<![CDATA[").removesuffix("]]>").removeprefix("<!--").removesuffix("-->")
        if text.lstrip().startswith("{&q;"):
            for escape, character in _ESCAPED.items():
                text = text.replace(escape, character)
        if not self.affords(len(text)):
            return None
        try:
            return orjson.loads(text)
        except (orjson.JSONDecodeError, UnicodeEncodeError):
            return None

    def read_assigned(self, text: str) -> None:
        """Add the values that a script assigns to names: JSON, else literals of JavaScript."""
        if function := _FUNCTION.search(text):
            self.add(self.read_function(text, function))
            return
        at = 0
        for _ in range(MAX_VALUES):
            found = _ASSIGNED.search(text, at)
            start = found.start("opening") if found else len(text)
            if found is None or len(text) - start < MIN_SCRIPT or not self.affords(len(text) - start):
                return
            at = found.end()
            if not found["parse"] and found["opening"] in "\"'":
                continue
            try:
                value, at = _DECODER.raw_decode(text, start)
            except (ValueError, RecursionError):
                value = read_literal(text[start:])
            self.add(self.read_json(value) if isinstance(value, str) else value)

    def read_function(self, text: str, function: re.Match[str]) -> Any:
        """The value that a function returns, with its arguments and what it made of them in their places."""
        returned = _RETURN.search(text, function.end() - 1)
        if returned is None or not self.affords(2 * len(text)):
            return None
        given = read_literal(f"[{text[text.rfind(_ARGUMENTS) + len(_ARGUMENTS) :].rstrip().rstrip(';').rstrip(')')}]")
        names = [name.strip() for name in function["names"].split(",")]
        known = dict(zip(names, given if isinstance(given, list) else [], strict=False))
        for made in islice(_MADE.finditer(text, function.end() - 1, returned.start() + 1), MAX_MADE):
            name, key, number, scalar = made.groups()
            value = read_literal(f"[{scalar}]" if scalar else text[made.end() : returned.start() + 1])
            holder = known[name] if isinstance(known.get(name), dict) else known.setdefault(name, {})
            if isinstance(holder, dict):
                holder[key or number] = value[0] if scalar and isinstance(value, list) and value else value
        value = read_literal(text[returned.end() :])
        for one in (*list(known.values()), value):
            _with_arguments(one, known)
        return value

    def read_attributes(self) -> None:
        """Add the JSON in attributes, as of `<div id="app" data-page="{...}">`."""
        for element in self.tree.iter():
            for value in element.values():
                if len(value) >= MIN_SCRIPT and value[:1] in "{[":
                    self.add(self.read_json(value))


def _is_flat(value: list[Any]) -> bool:
    """Whether a list is a flat one: its first member names positions of the others."""
    first = value[0]
    members = list(first.values()) if isinstance(first, dict) else first if isinstance(first, list) else []
    numbers = [one for one in members if not isinstance(one, str)]
    return len(value) > 3 and bool(numbers) and all(type(one) is int and one < len(value) for one in numbers)


def read_literal(text: str) -> Any:
    """The object or list at the beginning of a script, written as JavaScript allows; None when there is none."""
    import chompjs  # few pages need it

    try:
        return chompjs.parse_js_object(text)
    except (ValueError, RecursionError):
        return None


def _with_arguments(value: Any, arguments: dict[str, Any]) -> None:
    """Put the arguments into the places where their names are."""
    stack, seen = [value], set()
    while stack:
        holder = stack.pop()
        if id(holder) in seen:
            continue
        seen.add(id(holder))
        pairs = holder.items() if isinstance(holder, dict) else enumerate(holder) if isinstance(holder, list) else ()
        for key, one in list(pairs):
            if isinstance(one, str) and one in arguments:
                holder[key] = arguments[one]
            elif isinstance(one, dict | list):
                stack.append(one)
