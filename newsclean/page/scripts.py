"""Writing systems that need other treatment than Latin: which, and how."""

from __future__ import annotations

import re

# Scripts without spaces between words: Thai and Lao, Burmese, Khmer, kana, Chinese characters.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# A character of these says about as much as two Latin letters. Hangul is among them, though it separates words by
# spaces, and so are full-width letters; Burmese and Khmer are not, as they spell a syllable with several characters.
_DENSE = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\uff00-\uff60"

# Unicode's Sentence_Terminal as far as news uses it, without and with the space that usually follows.
UNSPACED_ENDS = "。！？"
SPACED_ENDS = ".!?؟।॥۔։።။។།༎"

_DENSE_CHARACTER = re.compile(f"[{_DENSE}]")
_UNSPACED_CHARACTER = re.compile(f"[{_UNSPACED}]")
# What counts as one word: a run of letters and digits, or one character of an unspaced script.
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
# Words long enough to say something of the topic: four characters (Hindi vowel signs are not \w), or two of an unspaced
# script.
_TOPIC_WORD = re.compile(rf"[{_UNSPACED}]{{2}}|[^\s\d!-/:-@\[-`{{-~“”‘’„«»।॥۔،؛؟…–—]{{4,}}")


def length_of(text: str) -> int:
    """The text's length in characters, those of dense scripts counting twice: about as much is said."""
    return len(text) if text.isascii() else len(text) + len(_DENSE_CHARACTER.findall(text))


def is_unspaced(text: str) -> bool:
    """Whether most characters are of a script without spaces between words. Korean is not: only particles hang on."""
    return not text.isascii() and 2 * len(_UNSPACED_CHARACTER.findall(text)) > len(text)


def opens_unspaced(word: str) -> bool:
    """Whether a word may follow a letter directly: its script sets no spaces, or (Hangul) hangs words together."""
    return bool(_DENSE_CHARACTER.match(word))


def words_of(text: str) -> list[str]:
    """The words of a text; each character of an unspaced script is one."""
    return _WORD.findall(text)


def topic_words(text: str) -> list[str]:
    """Words that may say what the text is about; of unspaced scripts, pairs of characters."""
    return _TOPIC_WORD.findall(text)
