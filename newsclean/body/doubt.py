"""How sure the scores of a page are, and whether trafilatura is asked: only where they leave doubt, unless told so."""

from __future__ import annotations

import math
import os

import numpy as np

from newsclean import settings
from newsclean.errors import UsageError

from .classifier.classifier import BlockScores

# More doubt than this, and trafilatura is asked: chosen by cross-validation (docs/performance.md).
MAX_DOUBT = 0.04
# Where less text is likely (characters), a page is in doubt whatever its scores.
MIN_LIKELY = 300
# A setting, and a variable of the environment: workers look there.
VARIABLE = "NEWSCLEAN_TRAFILATURA"
IN_DOUBT, ALWAYS = "in-doubt", "always"


def doubt_of(scores: BlockScores) -> float:
    """The characters that may be decided wrongly, as a share of the likely ones; infinite where these are few.

    A block with the probability p counts with min(p, 1 - p) of its length.
    """
    index = scores.features.index
    values, sizes = scores.values[index], scores.features.sizes[index]
    likely = float(sizes[values > 0.5].sum())
    if likely < MIN_LIKELY:
        return math.inf
    return float((np.minimum(values, 1 - values) * sizes).sum()) / likely


def asks_trafilatura(doubt: float) -> bool:
    """Whether trafilatura is asked about a page of this doubt. Raises UsageError for another value of the setting."""
    value = os.environ.get(VARIABLE) or settings.NEWSCLEAN_TRAFILATURA
    if value not in (IN_DOUBT, ALWAYS):
        raise UsageError(f"{VARIABLE} is {IN_DOUBT} or {ALWAYS}, not {value!r}.")
    return value == ALWAYS or doubt > MAX_DOUBT


def told(doubt: float, asked: bool) -> str:
    """Which way a page went, in words."""
    if math.isinf(doubt):
        return "trafilatura was asked: hardly any text is likely without it"
    return f"trafilatura was {'' if asked else 'not '}asked: doubt {doubt:.3f}, and {MAX_DOUBT:g} is borne"
