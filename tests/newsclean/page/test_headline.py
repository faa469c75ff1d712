"""Which block is the headline: the one most like the title, an h1 of some length without one."""

from __future__ import annotations

import pytest

from newsclean.page.blocks import read_blocks
from newsclean.page.document import body_of, parse
from newsclean.page.headline import headline_block

TITLE = "Old ferry steps stay open"


@pytest.mark.parametrize(
    ("markup", "title", "headline"),
    [
        ("<h1>Harbour Paper</h1><p>Old Ferry Steps Stay Open</p>", TITLE, "Old Ferry Steps Stay Open"),
        ("<p>Old ferry steps stay open</p><h1>Old ferry steps to stay open</h1>", TITLE, TITLE),
        ("<p>Old ferry steps: stay open</p><h1>Old ferry steps - stay open</h1>", TITLE, "Old ferry steps - stay open"),
        (f"<li>Bridge closes</li><h1>Council votes for the steps</h1><p>{'x ' * 40}</p>", TITLE,
         "Council votes for the steps"),
        ("<h1>Council votes for the steps</h1>", "", "Council votes for the steps"),
        ("<h1>Politics</h1><p>Council votes for the steps</p>", TITLE, None),  # a section
        (f"<p>{TITLE}, although the harbour office had asked to close them before the summer</p>", TITLE, None),
        ("", TITLE, None),
    ],
)  # fmt: skip
def test_the_headline_of_a_page(markup: str, title: str, headline: str | None) -> None:
    tree = parse(f"<body><main>{markup}</main></body>")
    assert tree is not None
    blocks = read_blocks(body_of(tree))
    found = headline_block(blocks, title)
    assert (None if found is None else blocks[found].text) == headline
