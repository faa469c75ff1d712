"""Blocks are the lines and paragraphs that a reader sees: one each, in their order, with what is known of each.

Covers elements and visibility.
"""

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
        ("<table><tr><td><p>one</p></td><td>two<br>three</td></tr></table>", ["one | two three"]),
        ("<table><tr><td><ul><li>one</ul></td><td>two</td></tr></table>", ["one", "two"]),
        (f"<table><tr><td><p>{'one ' * 40}</p></td><td><p>two</p></td></tr></table>", [("one " * 40).strip(), "two"]),
        ("<p>one<script>x()</script> two<style>p{}</style></p>", ["one two"]),
        ("<p>one<select><option>x</select>two</p>", ["one", "two"]),
        ("<noscript>x</noscript><template>x</template><title>x</title><textarea>x</textarea>", []),
    ],
)
def test_what_breaks_the_line_makes_a_block_and_nothing_else_does(markup: str, texts: list[str]) -> None:
    found = blocks(markup)
    assert [block.text for block in found] == texts
    assert [block.index for block in found] == list(range(len(texts)))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('the <a href=/f>ferry<span class="sr-only">, opens new tab</span></a> stays', "the ferry stays"),
        ('the <a href=/f>ferry<span class="Link_visuallyHidden__x1"> (external)</span></a> stays', "the ferry stays"),
        ('the ferry<span class="u-visually-hidden"> (external)</span> stays', "the ferry stays"),
        ('the ferry<span hidden> (external)</span> stays', "the ferry stays"),
        ('the ferry<span style="display:none"> (external)</span> stays', "the ferry stays"),
        ('the ferry<span style="position:absolute; clip:rect(0,0,0,0)">, external</span> stays', "the ferry stays"),
        ('the ferry<i class="icon" aria-hidden="true">↗</i> stays', "the ferry stays"),
        ('the ferry<span popover id=a>A boat that carries cars.</span> stays', "the ferry stays"),
        ('the ferry<span class="tooltip" role="tooltip">A boat that carries cars.</span> stays', "the ferry stays"),
        ('the ferry<span class="tooltip-text">A boat that carries people and cars.</span> stays', "the ferry stays"),
        ('the ferry<span class="footnote">It was built in 1974, in the Hebrides.</span> stays', "the ferry stays"),
        ('the ferry<sup class="footnote">1</sup> stays', "the ferry1 stays"),
        ('<span class="tooltip">the ferry<b class="tooltip-text">A boat for cars and for the people.</b></span> stays',
         "the ferry stays"),
        ('the <button class="term">ferry</button> stays', "the ferry stays"),
        ('<span aria-hidden="true">T</span>he ferry stays', "The ferry stays"),
        ('<span aria-hidden="true">T</span><span class="sr-only">T</span>he ferry stays', "The ferry stays"),
        ("<div class=dropcap>T</div>he ferry stays", "The ferry stays"),
        ("<ruby>渡<rp>(</rp><rt>わた</rt><rp>)</rp></ruby>し船", "渡し船"),
        ("the ferry<math><mi>x</mi><annotation>x</annotation></math> stays", "the ferryx stays"),
        ("the fer&shy;ry‬⁠⁩￼ stays", "the ferry stays"),
        ("the ferry&amp;rsquo;s&amp;nbsp;steps &amp;amp; &amp;quot;stones&amp;quot;", "the ferry’s steps & \"stones\""),
        ("write <code>&amp;nbsp;</code>", "write &nbsp;"),
        ("<span>The ferry stays.</span><span>It sails in May.</span>", "The ferry stays. It sails in May."),
        ("from the U.<b>S.</b> and <i>e.</i>g. Oslo", "from the U.S. and e.g. Oslo"),
    ],
)  # fmt: skip
def test_a_line_is_read_as_it_is_shown(markup: str, text: str) -> None:
    assert [block.text for block in blocks(f"<p>{markup}</p>")] == [text]


def test_a_long_text_that_unfolds_is_a_block_of_its_own() -> None:
    rest = "The ferry was built in the Hebrides and carries forty people. " * 4
    first, second = blocks(f'<p>The ferry stays.<span style="display:none">{rest}</span></p>')
    assert (first.text, second.text, second.hidden) == ("The ferry stays.", rest.strip(), True)


@pytest.mark.parametrize(
    ("markup", "number"),
    [
        ("<pre>The ferry stays, says\nthe council.\n\nIt sails in May.</pre>", 2),
        (f"<pre>{'The ferry stays. ' * 9}\n{'It sails in May. ' * 9}</pre>", 2),
        ('<p style="white-space: pre-line">The ferry stays\nIt sails in May</p>', 2),
        ("<pre>def stay():\n    pass\n\ndef sail():\n    pass</pre>", 1),  # code
    ],
)
def test_text_that_is_shown_as_typed_is_cut_where_its_paragraphs_end(markup: str, number: int) -> None:
    assert len(blocks(markup)) == number


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


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        (
            "<div><strong>Lorahua</strong> - <p>Ferries run.</p><p>Daily.</p></div>",
            ["Lorahua - Ferries run.", "Daily."],
        ),
        ("<div>Ellery, Kabar Indonesia -- <p>Ferries run.</p></div>", ["Ellery, Kabar Indonesia -- Ferries run."]),
        ("<div>Ellery <p>Ferries run.</p></div>", ["Ellery", "Ferries run."]),
        ("<div><p>Ferries run.</p>Ellery - <p>Daily.</p></div>", ["Ferries run.", "Ellery -", "Daily."]),
        ("<div>Ellery - <br><p>Ferries run.</p></div>", ["Ellery -", "Ferries run."]),
    ],
)
def test_a_dateline_before_the_first_paragraph_of_a_box_is_part_of_it(markup: str, texts: list[str]) -> None:
    assert [block.text for block in blocks(markup)] == texts
