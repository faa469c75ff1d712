"""trafilatura's dearest XPath expressions, answered by a walk in Python: the same elements in a third of the time.

XPath calls Python back for every `re:test` on every element, with an attribute or without. Everything works without
this module, too; what it does is offered to trafilatura itself in docs/upstream/.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml import etree
from lxml.etree import XPath
from trafilatura import xpaths

# Of the exact texts in trafilatura 2.3.1 that tests/newsclean/body/test_xpath_finders.py compares the answers for.
_KNOWN = frozenset((
    "01e7c660fd6406f2", "3c7afe92279543d5", "9cc18d34e6e2d258", "a837e58a1b1ea116", "c1d5b70b8cd03783",
    "caaa561ceca17064", "6c9b5e1fdc092943", "10a7ceacc0ff8cdf", "cb1ab981e44913f7",
))  # fmt: skip
_REGEXP = {"re": "http://exslt.org/regular-expressions"}
# `.//*[self::a or self::b][condition or condition][more]`, `...[1]` (of each parent) or `(...)[1]`
_EXPRESSION = re.compile(
    r"\s*\(?\.//\*(?:\[(?P<tags>self::\w+(?: or self::\w+)*)\])?\[(?P<conditions>(?:[^\[\]']|'[^']*')*)\](?P<more>.*?)"
    r"(?P<first>\)\[1\]|\[1\])?\s*",
    re.DOTALL,
)
_CONDITION = re.compile(
    r"(?:(?P<call>re:test|contains|starts-with)\()?"
    r"(?:translate\((?P<folded>@[\w-]+), *'(?P<upper>\w+)', *'\w+'\)|(?P<attributes>@[\w-]+(?:\|@[\w-]+)*))"
    r"(?:(?:=|, *)'(?P<text>[^']*)')?(?:, *'(?P<flags>i)')?"
)


def answer_in_python() -> None:
    """Replaces those of trafilatura's expressions whose text is exactly known, for the whole process.

    Another version's, or one that somebody has put in their place, stays as it is.
    """
    for expressions in vars(xpaths).values():
        if isinstance(expressions, list):
            for place, expression in enumerate(expressions):
                if type(expression) is XPath and _digest(expression.path) in _KNOWN:
                    expressions[place] = _Finder(expression.path)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class _Finder(XPath):
    """An XPath that looks at the attributes itself, by one pattern for each."""

    def __init__(self, path: str) -> None:
        super().__init__(path, namespaces=_REGEXP)
        parts = _EXPRESSION.fullmatch(path)
        if parts is None:
            raise ValueError(f"not of a known form: {path}")
        self._tags = re.findall(r"self::(\w+)", parts["tags"] or "") or ["*"]
        self._first = parts["first"]
        self._holds = XPath(f"boolean(self::*[{parts['conditions']}]{parts['more']})", namespaces=_REGEXP)
        patterns: dict[tuple[str, bool], list[str]] = {}
        for condition in _CONDITION.finditer(parts["conditions"]):
            names = re.findall(r"@([\w-]+)", condition["folded"] or condition["attributes"])
            # Of two attributes, XPath looks at the one that is written first.
            enough = len(names) == 1 and not parts["more"].strip()
            for name in names:
                patterns.setdefault((name, enough), []).append(_pattern(condition))
        self._tests = [(name, re.compile("|".join(each)).search, enough) for (name, enough), each in patterns.items()]

    def __call__(self, tree: Any, /, **variables: Any) -> Any:  # type: ignore[override]  # lxml's stubs name it
        if variables or not isinstance(tree, etree._Element):
            return super().__call__(tree, **variables)
        found = self._matching(tree)
        if self._first == "[1]":
            firsts: dict[etree._Element | None, etree._Element] = {}
            for element in found:
                firsts.setdefault(element.getparent(), element)
            return list(firsts.values())
        return list(islice(found, 1) if self._first else found)

    def _matching(self, tree: etree._Element) -> Iterator[etree._Element]:
        tests, holds = self._tests, self._holds
        for element in tree.iterdescendants(*self._tags):
            get = element.get
            for name, search, enough in tests:
                value = get(name)
                if value is not None and search(value) and (enough or holds(element)):
                    yield element
                    break


def _pattern(condition: re.Match[str]) -> str:
    """What the condition asks of an attribute, as a regular expression."""
    text = condition["text"]
    if text is None:
        return ""
    if condition["call"] == "re:test":
        return f"(?{condition['flags'] or ''}:{text})"
    if condition["call"] is None:
        return rf"\A{re.escape(text)}\Z"
    if condition["call"] == "starts-with":
        return rf"\A{re.escape(text)}"
    either_case = (condition["upper"] or "").lower()
    return "".join(f"[{sign}{sign.upper()}]" if sign in either_case else re.escape(sign) for sign in text)
