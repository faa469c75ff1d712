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
_SENTENCE_END = re.compile(r"[.!?。！？।؟…]\s*[\"'”’»)\]」』]*$")
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
    sentences = sum(len(block.text) >= MIN_SENTENCE and bool(_SENTENCE_END.search(block.text)) for block in body)
    letters = sum(len(block.text) for block in body)
    linked = sum(block.link_chars for block in body) / max(1, letters)
    claimed = any(_ARTICLE_TYPES.search(witness.value) for witness in witnesses.types)
    everything = sum(len(block.text) for block in blocks)
    found = [
        (2 if sentences > 1 else sentences, f"{sentences} paragraphs of sentences"),
        (2 * claimed, "it calls itself an article" if claimed else "it does not call itself an article"),
        (int(dated), "dated" if dated else "not dated"),
        (int(letters > MIN_SHARE * everything), f"{letters} of {everything} characters are main content"),
        (-2 * (linked > MAX_LINKED), f"{linked:.0%} of the text are links"),
        (-4 * bool(phrases.starts("error_page", title)), f"title {title[:60]!r}"),
    ]
    return Verdict(sum(points for points, _ in found), tuple(f"{sign} ({points:+d})" for points, sign in found))
