"""What the classifier sees of a block: its images, boxes, links, repeats and surroundings, read from pages.

Covers classifier and newsclean.page.blocks.
"""

from __future__ import annotations

import numpy as np
import pytest

from newsclean.body.classifier.box_scores import BOX_SCORE_NAMES, box_scores
from newsclean.body.classifier.context import context_names
from newsclean.body.classifier.features import FeatureMatrix, block_features, feature_names
from newsclean.body.classifier.likeness import PageFacts
from newsclean.page.blocks import Block, read_blocks
from newsclean.page.document import body_of, parse

PROSE = [
    f"Paragraph {number} of a report on the old ferry, its crossing of the sound and the {number} boats behind it, "
    "written so that it is as long as paragraphs in newspapers are."
    for number in range(6)
]
TEXT = "".join(f'<p class="text">{paragraph}</p>' for paragraph in PROSE)


def read(markup: str) -> list[Block]:
    tree = parse(f"<html><body>{markup}</body></html>")
    assert tree is not None
    return read_blocks(body_of(tree))


class Seen:
    """The features of a page, asked by the beginning of a block's text."""

    def __init__(self, markup: str, **facts: object) -> None:
        self.blocks = read(markup)
        main = frozenset(block.index for block in self.blocks if block.text.startswith("Paragraph"))
        self.features: FeatureMatrix = block_features(self.blocks, main, PageFacts(**facts))  # type: ignore[arg-type]

    def __call__(self, name: str, start: str) -> float:
        spot = next(block.index for block in self.blocks if block.text.startswith(start))
        return float(self.features.column(name)[self.features.index == spot][0])


def test_a_caption_is_beside_its_image_in_a_small_wrapper_and_repeats_what_the_image_shows() -> None:
    seen = Seen(
        f'<main>{TEXT}<div class="pic"><picture><img alt="The ferry in the harbour of Vik"></picture>'
        f"<div>The ferry in the harbour of Vik. Ana Roe/Agency</div></div>{TEXT}</main>"
    )
    assert seen("caption:image_before", "The ferry") == 0
    assert seen("caption:alt_likeness", "The ferry") > 0.8
    assert seen("caption:slash_end", "The ferry") == 1
    assert seen("caption:wrapper_blocks", "The ferry") < seen("caption:wrapper_blocks", "Paragraph 0")
    assert seen("caption:alt_likeness", "Paragraph 0") == -1


def test_icons_and_the_inner_part_of_a_picture_are_no_images_of_their_own() -> None:
    seen = Seen(f'<main>{TEXT}<div><img width="16" src="i.png">Share this text</div></main>')
    assert seen("caption:image_before", "Share") == 9


def test_images_players_and_controls_belong_to_the_block_that_follows_them() -> None:
    first, second = read("<p>Before<img src=a></p><video></video><form><input><button>Send</button></form>")
    assert [element.tag for element in first.objects] == ["img"]
    assert [element.tag for element in second.objects] == ["video", "form", "input", "button"]


def test_a_box_of_links_in_the_text_is_seen_as_one() -> None:
    box = '<aside><h3><a href="/1">The other ferry</a></h3><p><a href="/2">A boat for the sound</a></p><img></aside>'
    seen = Seen(f"<main>{TEXT}{box}{TEXT}</main>")
    for column, value in (("headings", 1), ("linked_headings", 1), ("images", 1), ("blocks", np.log1p(2))):
        assert seen(f"box:half_{column}", "The other") == pytest.approx(value), column
    assert seen("box:half_link_share", "A boat") > 0.9
    assert seen("box:half_before", "A boat") == pytest.approx(0.5, abs=0.05)
    assert seen("box:half_prose_share", "A boat") == 0
    assert seen("box:up1_prose_share", "Paragraph 0") == pytest.approx(1)


def test_links_are_told_apart_by_where_they_lead() -> None:
    seen = Seen(
        f'<main>{TEXT}<p><a href="https://www.vik.example/a">One</a> <a href="/b">two</a> '
        '<a href="https://far.example/">three</a> <a href="#top">four</a> '
        '<a href="mailto:a@vik.example">five</a></p></main>',
        domain="vik.example",
    )
    found = [seen(f"links:{name}", "One") for name in ("internal", "external", "fragment", "mail")]
    assert found == [2, 1, 1, 1]


def test_blocks_that_open_alike_are_counted() -> None:
    labels = "".join(f"<p>Read also: <a href='/{n}'>Story {n} of the sound</a></p>" for n in range(3))
    seen = Seen(f"<main>{TEXT}{labels}</main>")
    assert seen("links:opening_times", "Read also") == 3
    assert seen("links:opening_behind", "Read also") == 1
    assert seen("links:opening_before", "Read also") == 0


def test_a_text_inside_a_longer_one_and_in_what_the_page_says_is_found() -> None:
    quote = PROSE[2][25:90]
    seen = Seen(
        f"<main>{TEXT}<blockquote>{quote}</blockquote></main>",
        title="A report on the old ferry",
        body=" ".join(PROSE),
        descriptions=(f"{quote} and more",),
    )
    assert seen("repeat:in_longer", quote) == 1
    assert seen("repeat:longer_kept", quote) == 1
    assert seen("repeat:longer_distance", quote) == -4
    assert seen("repeat:in_description", quote) == 1
    assert seen("repeat:holds", "Paragraph 2") == 1
    assert [seen("repeat:holds_title", text) for text in (quote, "Paragraph 2")] == [0, 1]
    assert [seen("repeat:in_body", text) for text in (quote, "Paragraph 5")] == [1, 1]
    assert seen("repeat:body_place", "Paragraph 0") < seen("repeat:body_place", "Paragraph 5")


@pytest.mark.parametrize(
    ("attributes", "column"),
    [
        ('role="complementary"', "aside"),
        ('role="unheard-of"', "other"),
        ('aria-label="Related stories"', "label_foreign"),
        ('style="display: none"', "hidden"),
        ('itemprop="articleBody"', "body_item"),
        ('data-ad-slot="4"', "data_foreign"),
    ],
)
def test_what_attributes_say_of_the_elements_around_is_counted_in_steps(attributes: str, column: str) -> None:
    seen = Seen(f"<main>{TEXT}<div {attributes}><section><p>Some other line</p></section></div></main>")
    assert seen(f"role:{column}", "Some other") == 2
    assert seen(f"role:{column}", "Paragraph 0") == 12


def test_italics_are_measured_against_those_of_the_prose() -> None:
    seen = Seen(f"<main>{TEXT}<p><em>A note on this text</em></p></main>")
    assert seen("consistency:italic", "A note") == 1
    assert seen("consistency:italic_excess", "Paragraph 1") == 0


def test_first_scores_of_the_box_and_of_the_run_are_those_of_its_other_blocks() -> None:
    seen = Seen(f"<main>{TEXT}<div><p>One line</p><p>Two lines</p></div>{TEXT}</main>")
    scores = np.array([0.9 if block.text.startswith("Paragraph") else 0.1 for block in seen.blocks])
    heading = np.zeros(len(scores), np.bool_)
    rows = box_scores(seen.blocks, np.arange(len(scores)), seen.features.boxes, heading, scores)
    line = dict(zip(BOX_SCORE_NAMES, rows[7].tolist(), strict=True))
    assert line["box_score:half_mean"] == pytest.approx(0.1)
    assert line["box_score:half_before"] == pytest.approx(0.1)
    assert line["box_score:half_behind"] == pytest.approx(-0.1)
    assert (line["box_score:gap"], line["box_score:run_place"], line["box_score:likely_run"]) == (2, 1, 0)
    assert (line["box_score:prose_before"], line["box_score:prose_behind"]) == (2, 1)


@pytest.mark.parametrize("markup", ["", "<p>Alone.</p>", "<div>One<br>two<img>", f"{'<div>' * 300}<p>Deep down.</p>"])
def test_every_page_has_a_number_for_every_feature(markup: str) -> None:
    features = Seen(markup).features
    assert features.rows.shape == (len(features.index), len(feature_names()))
    assert np.isfinite(features.rows).all()


def test_names_of_groups_are_their_prefix() -> None:
    prefixes = {name.split(":")[0] for name in (*feature_names(), *context_names()) if ":" in name}
    assert prefixes >= {"caption", "box", "links", "shape", "repeat", "consistency", "role", "box_score"}
