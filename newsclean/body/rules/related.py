"""Links to other articles: labelled lines, lines that are one link, headings of lists."""

from __future__ import annotations

import re
from itertools import takewhile

from newsclean.page.blocks import Block
from newsclean.page.elements import HEADINGS
from newsclean.page.sentences import ends_sentence

from .rule import Context, Evidence, Rule

# The label before a link is not part of the link.
MIN_LINK_DENSITY = 0.4
WHOLE_LINK_DENSITY = 0.95
# Above this share of lines that are links, the links are the article.
LIST_OF_LINKS = 0.4
# A longer series is looked at in part (lines before and behind).
MAX_SERIES = 50
MAX_LABEL_LINE = 300
MAX_HEADING = 59
# "Laporan 2 : ", "Part 3 – ": one or two words and a number.
_NUMBERED = re.compile(r"([^\W\d_]+(?: [^\W\d_]+)?) ?#?\d{1,2}(?: ?/ ?\d{1,2})? ?[:：.–-] ?\S")
_COLON = re.compile(r"^[^\w]*[^:：]{2,40}[:：]\s*\S")


def related_line(block: Block, context: Context) -> Evidence | None:
    """A labelled line that only sends the reader to another article.

    Drops "Baca juga: Pelabuhan Dibuka Lagi", linked or, after a colon, not. Leaves "Baca juga buku itu sebelum menilai,
    kata dia.", where the same words open a sentence, and a sentence after an everyday word and a colon ("Next: the
    council decides in May.").
    """
    label = context.phrases.label("related", block.text)
    if label and " " not in label and not block.links and len(block.text) > 40 and block.text.endswith("."):
        return None
    if label and (
        block.link_density >= MIN_LINK_DENSITY or _COLON.match(block.text) or len(block.text) < len(label) + 4
    ):
        return {"label": label, "link_density": round(block.link_density, 2)}
    starts = context.phrases.starts("related", block.text) if block.link_density >= MIN_LINK_DENSITY else None
    if starts and " " in starts and not ends_sentence(block.text):
        return {"label": starts, "link_density": round(block.link_density, 2)}
    return None


def whole_link_line(block: Block, context: Context) -> Evidence | None:
    """A line that is one link from end to end, and not a sentence.

    Leaves the lines of an article that is a list of links, a linked name in a list of names, and a linked heading with
    text of its own.
    """
    if block.link_density < WHOLE_LINK_DENSITY or len(block.links) != 1 or block.element.tag in ("li", "tr", "td"):
        return None
    if len(block.text.split()) < 4 or ends_sentence(block.text) or _is_own_heading(block, context):
        return None
    if context.linked_share(WHOLE_LINK_DENSITY) > LIST_OF_LINKS:
        return None
    return {"link": block.links[0][:200], "link_density": round(block.link_density, 2)}


def _is_own_heading(block: Block, context: Context) -> bool:
    """Whether a heading belongs to the text below it: the paragraph beside it follows, or it links to itself."""
    heading, following = block.element, context.after(block)
    if heading.tag not in HEADINGS:
        return False
    if block.links[0] == f"#{heading.get('id')}":
        return True
    return context.heads_text(block) and following is not None and following.element.getparent() is heading.getparent()


def link_series(block: Block, context: Context) -> Evidence | None:
    """A numbered series of links to other parts of a report: "Laporan 1: ...", "Laporan 2: ...".

    The part that the page itself is may stand among them without a link. Leaves numbered lines that link nowhere ("Day
    1: the walls") and sentences.
    """
    if not (label := _series_label(block)):
        return None
    lines, spot = (context.page, block.index) if context.page else (context.kept, context.positions[block.index])
    series = [block]
    for beside in (reversed(lines[max(0, spot - MAX_SERIES) : spot]), lines[spot + 1 : spot + 1 + MAX_SERIES]):
        series += takewhile(lambda line: _series_label(line) == label, beside)
    linked = sum(other.link_density >= MIN_LINK_DENSITY for other in series)
    return {"label": label, "links": linked} if linked > 1 or 2 * linked >= len(series) > 1 else None


def _series_label(block: Block) -> str | None:
    """The word before the number that opens a line; None for other lines and for sentences."""
    found = _NUMBERED.match(block.text)
    return found[1].lower() if found and len(block.text) <= MAX_LABEL_LINE and not ends_sentence(block.text) else None


def related_heading(block: Block, context: Context) -> Evidence | None:
    """The heading of a list of other articles: "Berita Terkait", "You may also like".

    Leaves the same words above a paragraph of the text.
    """
    following = context.after(block)
    if following is not None and following.link_density < MIN_LINK_DENSITY and len(following.text) > 80:
        return None
    phrase = context.phrases.whole("related_heading", block.text)
    return {"phrase": phrase} if phrase else None


RULES = (
    Rule("related-line", related_line, longest=MAX_LABEL_LINE),
    Rule("whole-link-line", whole_link_line),
    Rule("link-series", link_series, longest=MAX_LABEL_LINE),
    Rule("related-heading", related_heading, longest=MAX_HEADING),
)
