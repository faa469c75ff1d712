"""What finds the main content can be replaced, and leaves the page as it is.

Covers selection.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement

from newsclean.body.main_content import trafilatura_content
from newsclean.body.selection import find_body
from newsclean.page.blocks import Block
from tests.parsed import parsed

TEXT = (
    "The council of Port Ellery voted on Monday to repair the old ferry steps before the summer season begins.",
    "Engineers found loose stones under the lower steps in March, and the harbour office closed them at once.",
    "“Nobody should have to jump from a boat onto wet stone,” said the harbour master, Ida Quill, after the vote.",
)
OTHER = tuple(
    f"A shop by the quay sells ropes and lamps number {number}, as it has done for forty years." for number in range(6)
)
PAGE = (
    "<html><head><meta name=description content=Steps><style>p {color: red}</style></head><body><div></div><article>"
    f"<h1>Ferry steps to be repaired</h1>{''.join(f'<p>{text}</p>' for text in TEXT)}</article>"
    f"<div class=shop>{''.join(f'<div>{text}</div>' for text in OTHER)}</div><script>var tide = 1;</script>"
    "</body></html>"
)


def test_trafilatura_gets_a_copy_of_the_tree() -> None:
    page = parsed(PAGE)
    before = lxml_html.tostring(page.tree)
    found = trafilatura_content(page.tree, page.blocks)
    assert {page.blocks[index].text for index in found} >= set(TEXT)
    assert lxml_html.tostring(page.tree) == before


def test_another_finder_takes_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSCLEAN_TRAFILATURA", "always")
    seen: list[HtmlElement] = []

    def shop(tree: HtmlElement, blocks: Sequence[Block]) -> frozenset[int]:
        seen.append(tree)
        return frozenset(block.index for block in blocks if block.element.getparent().get("class") == "shop")

    page = parsed(PAGE)
    usual = find_body(page, "Ferry steps to be repaired", ())
    other = find_body(page, "Ferry steps to be repaired", (), find_main_content=shop)
    assert seen == [page.tree]
    assert usual.scores is not None
    assert other.scores is not None
    shops = [block.index for block in page.blocks if block.text in OTHER]
    assert all(other.scores.features.column("kept")[other.scores.features.index == index].all() for index in shops)
    assert other.scores.values[shops].sum() > usual.scores.values[shops].sum()
