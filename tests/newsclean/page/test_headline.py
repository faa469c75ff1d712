"""Which block is the headline."""

from __future__ import annotations

import pytest

from newsclean.page.blocks import read_blocks
from newsclean.page.document import body_of, parse
from newsclean.page.headline import headline_block

TITLE = "Ferry steps to be repaired"


@pytest.mark.parametrize(
    ("body", "title", "found"),
    [
        (f"<p>News</p><h1>{TITLE}</h1><p>Text.</p>", TITLE, TITLE),
        (f"<p>{TITLE}</p><h1>{TITLE}</h1>", TITLE, TITLE),
        (
            "<h1>The Meridian Post and its readers</h1><h2>FERRY STEPS to be repaired!</h2>",
            TITLE,
            "FERRY STEPS to be repaired!",
        ),
        ("<h1>Quay</h1><h1>A headline of other words</h1>", TITLE, "A headline of other words"),
        ("<h1>Quay</h1><p>Text about ferry steps.</p>", TITLE, None),
        (f"<p>{TITLE}</p>", "", None),
    ],
    ids=["h1", "h1 before a copy", "likest", "first long h1", "none", "no title"],
)
def test_the_block_most_like_the_title_is_the_headline(body: str, title: str, found: str | None) -> None:
    tree = parse(f"<body>{body}</body>")
    assert tree is not None
    blocks = read_blocks(body_of(tree))
    index = headline_block(blocks, title)
    assert (blocks[index].text if index is not None else None) == found
    assert index is None or blocks[index].element.tag != "p"
