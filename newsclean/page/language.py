"""The language of a text."""

from __future__ import annotations

from functools import cache
from typing import Any

# Enough for a sure answer; the rest of an article changes nothing. A few places in it are enough, in a quarter of the
# time, where they are in the language that the page claims and are prose (code has fewer letters): of 1,251 stored
# pages none has another language then.
_WINDOW = 1000
_PLACES, _PLACE = 5, 40
_MIN_LETTERS = 40
_PROSE = 0.5


def language_of(text: str, claimed: str | None = None) -> str | None:
    """ISO 639-1 code of the text's language; for a text that is too short the claimed one, else None.

    `claimed` (from the site file, or `lang` of the page) also decides between Indonesian and Malay, which the model
    confuses.
    """
    claim = claimed.split("-")[0].split("_")[0].lower() if claimed else None
    text = text[:_WINDOW]
    letters = sum(map(str.isalpha, text))
    if letters < _MIN_LETTERS:
        return claim or None
    if claim and letters >= _PROSE * len(text) and _classified(_sample(text)) == claim:
        return claim
    found = _classified(text)
    return claim if claim and {found, claim} == {"id", "ms"} else found


def _sample(text: str) -> str:
    return "".join(text[start : start + _PLACE] for start in range(0, len(text), max(_PLACE, len(text) // _PLACES)))


def _classified(text: str) -> str:
    return str(_identifier().classify(text)[0])


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
