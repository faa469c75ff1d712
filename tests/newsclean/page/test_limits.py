"""What exceeds a limit is cut where no word is lost, and refused with the limit's name where one would be."""

from __future__ import annotations

import pytest

from newsclean.page import limits
from newsclean.page.blocks import read_blocks
from newsclean.page.document import body_of, parse
from newsclean.page.limits import TooLargeError, check_size, fitting, within_caps


def blocks_of(text: str) -> list[str]:
    tree = parse(text)
    assert tree is not None
    return [block.text for block in fitting(read_blocks(body_of(tree)))]


def test_a_page_may_have_as_many_bytes_as_the_limit_and_not_one_more() -> None:
    check_size(b"x" * limits.MAX_BYTES)
    with pytest.raises(TooLargeError, match=r"8\.0 MiB, more than 8 MiB"):
        check_size(b"x" * (limits.MAX_BYTES + 1))


def test_a_page_within_the_limits_is_left_as_it_is() -> None:
    page = "<p class='a' id=b>The ferry <b>stays</b>.</p><!-- x -->" * 100 + "<div></div>" * 100
    assert within_caps(page) == page


def test_comments_and_empty_elements_are_cut_when_there_are_too_many_tags() -> None:
    empty = "<div></div>\n" * limits.MAX_TAGS
    page = f"<p>The ferry stays.</p>{empty}<!-- {empty} --><p>The bridge opens.</p>"
    cut = within_caps(page)
    assert cut.count("<") < 100
    assert blocks_of(page) == blocks_of(cut) == ["The ferry stays.", "The bridge opens."]


def test_too_many_tags_with_words_between_them_are_refused() -> None:
    with pytest.raises(TooLargeError, match="tags, more than 100,000"):
        within_caps("<b>x</b>" * limits.MAX_TAGS)


def test_surplus_attributes_are_cut_and_the_text_stays() -> None:
    attributes = " ".join(f'a{n}="1 > 0"' for n in range(3 * limits.MAX_ATTRIBUTES))
    tree = parse(f"<p {attributes.replace('>', '')}>The ferry stays.</p>")
    assert tree is not None
    (paragraph,) = tree.iter("p")
    assert len(paragraph.attrib) <= limits.MAX_ATTRIBUTES
    assert paragraph.text == "The ferry stays."


def test_more_attributes_in_all_than_any_page_has_are_refused() -> None:
    with pytest.raises(TooLargeError, match="more than 300,000 attributes"):
        parse("<i a b c d e f g h></i>" * 40_000)


def test_a_block_that_is_data_is_left_out_and_the_others_are_renumbered() -> None:
    data = "x" * (limits.MAX_BLOCK + 1)
    tree = parse(f"<p>The ferry stays.</p><p>{data}</p><p>The bridge opens.</p>")
    assert tree is not None
    kept = fitting(read_blocks(body_of(tree)))
    assert [(block.index, block.text) for block in kept] == [(0, "The ferry stays."), (1, "The bridge opens.")]


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<br>x" * (limits.MAX_BLOCKS + 1), "12,001 lines and paragraphs, more than 12,000"),
        (f"<p>{'x' * 150_000}</p>" * 7, "1,050,000 characters of text, more than 1,000,000"),
    ],
)
def test_more_text_than_any_page_has_is_refused(page: str, message: str) -> None:
    with pytest.raises(TooLargeError, match=message):
        blocks_of(f"<body>{page}</body>")
