"""What the classifier sees of a block: its images, boxes, links, repeats and surroundings, read from pages.

Covers classifier and newsclean.page.blocks.
"""

from __future__ import annotations

import numpy as np
import pytest

from newsclean.body.classifier.box_scores import BOX_SCORE_NAMES, box_scores
from newsclean.body.classifier.context import context_names
from newsclean.body.classifier.features import FeatureMatrix, PageFeatures, feature_names
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
        page = PageFeatures(self.blocks, PageFacts(**facts))  # type: ignore[arg-type]
        page.with_main(frozenset())
        self.features: FeatureMatrix = page.with_main(main)

    def __call__(self, name: str, start: str) -> float:
        spot = next(block.index for block in self.blocks if block.text.startswith(start))
        return float(self.features.column(name)[self.features.index == spot][0])


def test_a_caption_is_beside_its_image_in_a_small_wrapper() -> None:
    seen = Seen(
        f'<main>{TEXT}<div class="pic"><picture><img alt="The ferry in the harbour of Vik"></picture>'
        f"<div>The ferry in the harbour of Vik. Ana Roe/Agency</div></div>{TEXT}</main>"
    )
    assert seen("caption:image_before", "The ferry") == 0
    assert seen("caption:wrapper_blocks", "The ferry") < seen("caption:wrapper_blocks", "Paragraph 0")


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


def test_a_link_that_stands_among_others_is_told_from_one_in_a_sentence() -> None:
    teasers = "".join(f'<p><a href="/{n % 2}">Story {n} of the sound</a></p>' for n in range(4))
    seen = Seen(f'<main>{TEXT}{teasers}<p>A line with <a href="/ferry">a word</a> that is linked.</p></main>')
    assert seen("links:run", "Story 1") == 4
    assert seen("links:near_whole", "Story 1") == 4
    assert seen("links:address_times", "Story 1") == 2
    assert [seen(f"links:{name}", "A line") for name in ("whole", "run", "address_times")] == [0, 0, 1]


def test_class_words_around_are_counted_in_steps() -> None:
    seen = Seen(f'<main>{TEXT}<div class="related-stories"><section><p>Some other line</p></section></div></main>')
    assert seen("up:related", "Some other") == 2
    assert seen("up:related", "Paragraph 0") == 12


def test_what_the_page_says_of_itself_is_found_in_its_lines() -> None:
    seen = Seen(
        "<main><h1>The old ferry stays</h1><p>A boat that was to be sold last year will cross the sound.</p>"
        f"{TEXT}</main>",
        title="The old ferry stays",
        descriptions=("A boat that was to be sold last year will cross the sound again",),
    )
    assert seen("title_ratio", "The old ferry") == 100
    assert seen("lead_ratio", "A boat") > 90
    assert seen("lead_ratio", "Paragraph 1") < 50


def test_main_content_changes_what_hangs_on_it_and_nothing_else() -> None:
    blocks = read(f"<main>{TEXT}<p>A short line far from it</p></main>")
    page = PageFeatures(blocks, PageFacts())
    before, after = page.with_main(frozenset()), page.with_main(frozenset(range(3)))
    assert before.column("kept").sum() == 0
    assert after.column("kept").sum() == 3
    assert (before.column("chars") == after.column("chars")).all()
    fresh = PageFeatures(blocks, PageFacts()).with_main(frozenset(range(3)))
    assert (after.rows == fresh.rows).all()


def test_italics_are_measured_against_those_of_the_prose() -> None:
    seen = Seen(f"<main>{TEXT}<p><em>A note on this text</em></p></main>")
    assert seen("consistency:italic", "A note") == 1
    assert seen("consistency:italic_excess", "Paragraph 1") == 0


def test_first_scores_of_the_box_and_of_the_run_are_those_of_its_other_blocks() -> None:
    seen = Seen(f"<main>{TEXT}<div><p>One line</p><p>Two lines</p></div>{TEXT}</main>")
    scores = np.array([0.9 if block.text.startswith("Paragraph") else 0.1 for block in seen.blocks])
    heading = np.zeros(len(scores), np.bool_)
    sizes = np.array([float(block.length) for block in seen.blocks])
    rows = box_scores(np.arange(len(scores)), seen.features.boxes, heading, scores, sizes)
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
    assert prefixes >= {"caption", "box", "links", "consistency", "box_score"}
