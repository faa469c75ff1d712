"""Where a sentence ends, in any script."""

from __future__ import annotations

import re

from .scripts import SPACED_ENDS, UNSPACED_ENDS, length_of

# The end of a sentence, and what may close after it. Three dots ("loading...") are not an end; the ellipsis character
# is, because hardly anyone but writers types it.
_CLOSING = r"[\"'”’»)\]“」』）＂›]"
_END = re.compile(rf"(?<!\.\.)[{SPACED_ENDS}{UNSPACED_ENDS}．…](?:\s?{_CLOSING})*$")
# Inside a text, what stands before and after it tells a full stop from those of "3.5", "a.m." and "...".
# It begins with one set of characters, so that re skips to the next of them.
_INNER_END = re.compile(
    rf"[{SPACED_ENDS}{UNSPACED_ENDS}．](?:(?<=[^\s.][^\s.][{SPACED_ENDS}]){_CLOSING}*\s+(?=\S)"
    rf"|(?<=[{UNSPACED_ENDS}．]){_CLOSING}*(?=[^\s{UNSPACED_ENDS}]))"
)
# So long a text without an end is one all the same: Thai and Lao have no full stops, some pages leave out the last.
_UNSTOPPED = 150
# Closing characters are few: a long text need not be searched from its beginning.
_TAIL = 12


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does."""
    return not text[-1:].isalnum() and _END.search(text[-_TAIL:]) is not None  # most lines end with a letter


def count_sentences(text: str) -> int:
    """How many sentences a paragraph has: 0 for a line without an end that is too short for one, such as a headline."""
    inner = len(_INNER_END.findall(text))
    return inner + (ends_sentence(text) or inner > 0 or length_of(text) >= _UNSTOPPED)
