"""Blocks are the lines and paragraphs that a reader sees: one each, in their order, with what is known of each."""

from __future__ import annotations

import pytest

from newsclean.page.blocks import Block, fold, letters_of, read_blocks
from newsclean.page.document import body_of, parse


def blocks(markup: str) -> list[Block]:
    tree = parse(f"<body>{markup}</body>")
    assert tree is not None
    return read_blocks(body_of(tree))


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        ("<p>The <b>old</b> <a href=/f>ferry</a>\n stays.</p>", ["The old ferry stays."]),
        ("one<p>two</p>three", ["one", "two", "three"]),
        ("one<br>two<br><br>three", ["one", "two", "three"]),
        ("<div>one<div>two</div>three</div>", ["one", "two", "three"]),
        ("<ul><li>one<li>two</ul>", ["one", "two"]),
        ("<p>one<span>two</span></p>", ["onetwo"]),
        ("<p> \n </p><p>\u200b</p>", []),
        ("<table><tr><td>one</td><td></td><td>two</td></tr><tr><td>three</td></tr></table>", ["one | | two", "three"]),
        ("<table><tr><td><p>one</p></td><td>two</td></tr></table>", ["one", "two"]),
        ("<p>one<script>x()</script> two<style>p{}</style></p>", ["one two"]),
        ("<p>one<select><option>x</select>two</p>", ["one", "two"]),
        ("<noscript>x</noscript><template>x</template><title>x</title><textarea>x</textarea>", []),
    ],
)
def test_what_breaks_the_line_makes_a_block_and_nothing_else_does(markup: str, texts: list[str]) -> None:
    found = blocks(markup)
    assert [block.text for block in found] == texts
    assert [block.index for block in found] == list(range(len(texts)))


def test_links_and_emphasis_are_measured_in_characters() -> None:
    first, second = blocks('<p>Read <a href="/1"> also this</a></p><p><strong><a href="/2">All of it</a></strong></p>')
    assert (first.link_chars, first.links, first.strong_chars) == (9, ("/1",), 0)
    assert first.link_density == pytest.approx(9 / 14)
    assert (second.link_density, second.strong_chars, second.links) == (1.0, 9, ("/2",))


def test_a_link_around_blocks_is_a_link_in_each_of_them() -> None:
    assert [block.link_density for block in blocks("<a href=/1><p>one</p><p>two</p></a><p>three</p>")] == [1, 1, 0]


def test_the_element_is_the_nearest_block_and_the_inline_one_holds_all_of_the_text() -> None:
    whole, part = blocks("<div><p><em>All of it</em></p><p>A <em>part</em></p></div>")
    assert (whole.element.tag, part.element.tag) == ("p", "p")
    assert whole.inline is not None
    assert (whole.inline.tag, part.inline) == ("em", None)


@pytest.mark.parametrize(
    ("attribute", "hidden"),
    [
        ("hidden", True),
        ('aria-hidden="true"', True),
        ('style="color: red; display : none"', True),
        ('style="visibility:hidden"', True),
        ('aria-hidden="false"', False),
        ('style="display: block"', False),
        ('class="hidden"', False),  # the name of a class says nothing about what it does
    ],
)
def test_hidden_text_is_marked_by_what_the_page_itself_says(attribute: str, hidden: bool) -> None:
    before, block, after = blocks(f"<p>before</p><div {attribute}><p>text</p></div><p>after</p>")
    assert (before.hidden, block.hidden, after.hidden) == (False, hidden, False)


def test_line_breaks_before_a_block_are_counted() -> None:
    assert [block.breaks_before for block in blocks("one<br>two<br><br>three")] == [0, 1, 2]


def test_invisible_characters_go_and_joiners_that_spelling_needs_stay() -> None:
    assert fold(" zero\u200bwidth \u00ad\ufeff a\u00a0b\tc ") == "zerowidth a b c"
    assert fold("می\u200cخواهم") == "می\u200cخواهم"


@pytest.mark.parametrize(
    ("text", "letters"), [("Guardian News!", "guardiannews"), ("20-Uhr_Nachrichten", "20uhrnachrichten"), ("—", "")]
)
def test_letters_are_what_stays_when_layout_changes(text: str, letters: str) -> None:
    assert letters_of(text) == letters
