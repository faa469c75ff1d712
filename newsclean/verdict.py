"""Is it surely an article? Evidence for and against, in one score."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .blocks import Block
from .phrasebook import Phrases
from .witnesses import Witnesses

# One sign of an article is not enough, two good ones are (see docs/rules.md for what was measured).
THRESHOLD = 3
MIN_SENTENCE = 40
# A long paragraph (a text without breaks) counts as two, and from so many on the text speaks for itself.
LONG = 400
MANY = 5
_SENTENCE_END = re.compile(r"[.!?。！？।۔؟։…]\s*[\"'”’»)\]」』]*$")
_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|Review|OpinionPiece|LiveBlog)", re.I)
MAX_LINKED = 0.5
MIN_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Verdict:
    """`score` against THRESHOLD, and the signs that made it, as they are told to people."""

    score: int
    signs: tuple[str, ...]

    @property
    def is_article(self) -> bool:
        return self.score >= THRESHOLD


def judge(
    body: Sequence[Block], blocks: Sequence[Block], witnesses: Witnesses, *, title: str, dated: bool, phrases: Phrases
) -> Verdict:
    """How sure it is that the page is one article. `body` are the kept blocks, `dated`: the page tells its date."""
    prose = [block for block in body if block.length >= MIN_SENTENCE and _SENTENCE_END.search(block.text[-8:])]
    sentences = sum(2 if block.length > LONG else 1 for block in prose)
    letters = sum(len(block.text) for block in body)
    linked = sum(block.link_chars for block in body) / max(1, letters)
    claimed = any(_ARTICLE_TYPES.search(witness.value) for witness in witnesses.types)
    everything = sum(len(block.text) for block in blocks)
    found = [
        (3 if sentences > MANY else min(sentences, 2), f"{len(prose)} paragraphs of sentences"),
        (2 * claimed, "it calls itself an article" if claimed else "it does not call itself an article"),
        (int(dated), "dated" if dated else "not dated"),
        (int(letters > MIN_SHARE * everything), f"{letters} of {everything} characters are main content"),
        (-2 * (linked > MAX_LINKED), f"{linked:.0%} of the text are links"),
        (-4 * bool(phrases.label("error_page", title)), f"title {title[:60]!r}"),
    ]
    return Verdict(sum(points for points, _ in found), tuple(f"{sign} ({points:+d})" for points, sign in found))
