"""trafilatura's expressions give the same elements when Python answers them, and only those whose text is known."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html
from lxml.etree import XPath
from trafilatura import xpaths

from newsclean.body.xpath_finders import answer_in_python
from newsclean.page.document import parse

answer_in_python()
ROOT = Path(__file__).parents[3]
NAMESPACES = {"re": "http://exslt.org/regular-expressions"}
ANSWERED = [
    expression
    for expressions in vars(xpaths).values()
    if isinstance(expressions, list)
    for expression in expressions
    if isinstance(expression, XPath) and type(expression) is not XPath
]
ASKED = [XPath(expression.path, namespaces=NAMESPACES) for expression in ANSWERED]
TEXTS = "".join(expression.path for expression in ANSWERED)
TAGS = sorted({*re.findall(r"self::(\w+)", TEXTS), "h1", "b"})
NAMES = sorted({*re.findall(r"@([\w-]+)", TEXTS)})
# Every literal, every branch of a pattern, and what is left when the signs of a pattern go.
LITERALS = re.findall(r"'([^']+)'", TEXTS)
WORDS = sorted({re.sub(r"[^\w -]", "", word) for literal in LITERALS for word in re.split(r"[|()]", literal)})


@st.composite
def elements(draw: st.DrawFn, depth: int = 2) -> etree._Element:
    element = etree.Element(draw(st.sampled_from(TAGS)))
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=3, unique=True)):
        word = st.sampled_from(WORDS)
        word = st.one_of(word, word.map(str.upper), word.map(str.capitalize), st.just("ary"), st.just(""))
        element.set(name, draw(st.sampled_from((" ", "-", ""))).join(draw(st.lists(word, max_size=3))))
    if depth:
        element.extend(draw(st.lists(elements(depth - 1), max_size=3)))
    return element


def assert_same(tree: etree._Element) -> None:
    for answered, asked in zip(ANSWERED, ASKED, strict=True):
        assert answered(tree) == asked(tree), answered.path


def test_all_that_are_known_are_answered() -> None:
    """A new trafilatura may change a text: compare the answers, and renew the digests or let them go."""
    assert len(ANSWERED) == 9


@given(elements())
def test_generated_trees(tree: etree._Element) -> None:
    assert_same(tree)


def test_every_word_in_every_attribute() -> None:
    tree = etree.Element("body")
    element = etree.SubElement(tree, "div")
    for name in NAMES:
        for word in WORDS:
            for value in (word, word.upper(), word.capitalize(), f"x{word}", f"{word}x", f"x {word}"):
                element.set(name, value)
                assert_same(tree)
        del element.attrib[name]


def test_pages_of_outlets_and_their_parts() -> None:
    paths = sorted((ROOT / "fixtures/outlets").rglob("*.html"))
    assert paths
    for path in paths:
        tree = parse(path.read_text("utf-8", errors="replace"))
        assert tree is not None
        for part in tree.iter("html", "main", "article"):
            assert_same(part)


def test_the_first_of_two_attributes_decides() -> None:
    tree = lxml_html.fromstring("<div><p id=a class=cookie>x</p><p class=cookie id=a>x</p></div>")
    assert xpaths.OVERALL_DISCARD_XPATH[0](tree) == [tree[1]]
    assert_same(tree)


def test_it_is_still_an_xpath() -> None:
    tree = lxml_html.fromstring("<body><p class=hide-it>x</p><p class=' hide'>x</p></body>")
    answered = xpaths.OVERALL_DISCARD_XPATH[1]
    assert "hide" in str(answered)
    assert answered(etree.ElementTree(tree)) == answered(tree) == [tree[0], tree[1]]


def test_what_somebody_has_put_in_its_place_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    known = ANSWERED[0].path
    own = [XPath(f"{known} ", namespaces=NAMESPACES), ANSWERED[0], list, XPath(known, namespaces=NAMESPACES)]
    placed = list(own)
    monkeypatch.setattr(xpaths, "OWN_XPATH", placed, raising=False)
    answer_in_python()
    assert placed[:3] == own[:3]
    assert type(placed[3]) is type(ANSWERED[0])
