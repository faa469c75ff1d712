"""The language of a text."""

from __future__ import annotations

from functools import cache
from typing import Any

# Enough for a sure answer, in 1.5 ms; the rest of an article changes nothing.
_WINDOW = 1000
_MIN_LETTERS = 40


def language_of(text: str, claimed: str | None = None) -> str | None:
    """ISO 639-1 code of the text's language; for a text that is too short the claimed one, else None.

    `claimed` (from the site file, or `lang` of the page) also decides between Indonesian and Malay, which the model
    confuses.
    """
    claim = claimed.split("-")[0].split("_")[0].lower() if claimed else None
    if sum(map(str.isalpha, text[:_WINDOW])) < _MIN_LETTERS:
        return claim or None
    found = str(_identifier().classify(text[:_WINDOW])[0])
    return claim if claim and {found, claim} == {"id", "ms"} else found


@cache
def _identifier() -> Any:
    """py3langid's identifier and its model, unpacked in memory. Its own way needs 70 MB of temporary disk space."""
    import lzma  # 100 ms and 20 MB in all: only where a text is cleaned
    from array import array
    from importlib.resources import files
    from io import BytesIO

    import numpy as np
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    packed = files("py3langid").joinpath(MODEL_FILE).read_bytes()
    with np.load(BytesIO(lzma.decompress(packed)), allow_pickle=False) as model:
        moves, rows = (
            array({2: "H", 4: "I", 8: "L"}[model[name].dtype.itemsize], model[name].tobytes())
            for name in ("nextmove", "nextmove_row")
        )
        outputs, classes = model["out_feat"].tolist(), model["classes"].tolist()
        return LanguageIdentifier(model["ptc"], model["pc"], classes, moves, outputs, tk_row=rows)
