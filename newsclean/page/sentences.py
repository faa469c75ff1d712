"""Where a sentence ends, in whatever script."""

from __future__ import annotations

import re

# The signs of Unicode's Sentence_Terminal that news uses, and what may close behind them. Three dots ("loading...")
# are no such end; the sign for them is, as few but writers type it.
_END = re.compile(r"(?<!\.\.)[.!?…。！？．।॥؟۔։።](?:\s?[\"'”’»)\]“」』）＂›])*$")
# Closing signs are few; a long text need not be searched for them from its beginning.
_TAIL = 12


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does."""
    return _END.search(text[-_TAIL:]) is not None
