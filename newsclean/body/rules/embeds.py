"""Posts of social networks, embedded in the text as widgets."""

from __future__ import annotations

import re

from newsclean.page.blocks import Block

from .rule import Context, Evidence, Rule, word_in

# Classes in the networks' own embed code.
_EMBED = re.compile(
    r"\b(?:twitter-tweet|twitter-video|instagram-media|tiktok-embed|fb-post|fb-video|reddit-embed|bluesky-embed|mastodon-embed|threads-post)\b",
    re.I,
)


def embedded_post(block: Block, context: Context) -> Evidence | None:
    """A post shown by a network's own embed code. Leaves a post that the newsroom quotes in its own markup."""
    del context
    node = block.element
    for _ in range(5):
        if node is None:
            return None
        if name := word_in(node.get("class", ""), _EMBED):
            return {"class": name}
        node = node.getparent()
    return None


RULES = (Rule("embedded-post", embedded_post),)
