"""Where a sentence ends, in any script."""

from __future__ import annotations

import re

from .scripts import SPACED_ENDS, UNSPACED_ENDS

# The end of a sentence, and what may close after it. Three dots ("loading...") are not an end; the ellipsis character
# is, because hardly anyone but writers types it.
_END = re.compile(rf"(?<!\.\.)[{SPACED_ENDS}{UNSPACED_ENDS}．…](?:\s?[\"'”’»)\]“」』）＂›])*$")
# Closing characters are few: a long text need not be searched from its beginning.
_TAIL = 12


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does."""
    return _END.search(text[-_TAIL:]) is not None
