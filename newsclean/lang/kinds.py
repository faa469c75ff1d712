"""The kinds of phrases, and how a phrase is written: in lower case, as text or as a small regular expression.

Alternatives, classes, `?` and `{m,n}` of one character or class are allowed. What could make matching slower than
linear in the text (`*`, `+`, repeated groups, look-around, back references) is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

KINDS = frozenset({
    "related",            # a label before a link to another article: "Baca juga:", "Read more:"
    "related_heading",    # heads a list of other articles: "Berita Terkait", "You may also like"
    "summary_heading",    # heads a box of points above the text: "Key points", "Auf einen Blick"
    "photo_credit",       # opens or closes a caption: "Foto:", "Photo by"
    "picture_agency",     # a name in credits: "Getty Images", "ANTARA FOTO"
    "author_note",        # opens a note on the writer after the text: "The author is", "Penulis adalah"
    "byline",             # before the writer's name: "Oleh", "By", "Penulis:"
    "editor",             # before the editor's name: "Editor:", "Red:"
    "date_prefix",        # before a date: "Published on", "Diperbarui"
    "relative_time",      # "38 menit yang lalu", "2 hours ago"
    "subscribe",          # newsletters, accounts, apps, channels to join
    "invitation",         # anywhere in a line that asks the reader to do something: "sign up for our newsletter"
    "advertisement",
    "share",
    "font_control",       # switches for text size and reading aloud: "A A A"
    "loading",
    "video_placeholder",  # what is left of an embedded video: "[Gambas:Video 20detik]"
    "copyright",
    "policy",             # terms, privacy, cookies
    "comments",
    "tags",
    "source_credit",      # "Sumber:", "Source:"
    "agency_note",        # agencies and colleagues thanked at the end: "contributed to this report"
    "embed_note",         # where a widget waits for consent: "Recommended external content"
    "correction",         # opens a note that corrects the text, which is kept: "An earlier version of this article"
    "translated_note",    # "This article was translated from ..."
    "error_page",         # title of a missing page: "Halaman tidak ditemukan"
    "standing_page",      # title of a permanent page: "Privacy policy", "Log in", "Search results"
    "script_notice",      # said where scripts do not run or the browser is too old: "Please enable JavaScript"
    "wall",               # said to readers who are kept out: "Please enable JavaScript", "we use cookies"
    "pitch",              # anywhere in what a company says to its customers: "our team", "we offer", "contact us"
    "enquiry",            # on a button of a shop or company: "Add to cart", "Get a quote"
    "page_mark",          # which page of the article this is: "2 dari 2 halaman", "Page 2 of 3"
    "navigation",         # menus and page turning: "Halaman selanjutnya", "Skip to content"
})  # fmt: skip

# Signs and letters that are written in several ways: unified before and after compatible characters are.
_SIGNS = {**dict.fromkeys("’‘ʼ´ʹ′", "'"), **dict.fromkeys("“”„‟«″", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
_LETTERS = {"ي": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ـ": ""}
_LETTERS |= dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad", " ")  # no width: as if white space
_REFUSED = re.compile(r"(?<!\\)[*+^$]|(?<!\\)\(\?|(?<!\\)\)\{|\{\d*,\}|\{\d*,?\d{3,}\}|\\[^dws.()\[\]|?+]")
# What is sure to be a regular expression: characters, classes without ranges and groups without groups in them. To
# compile the other phrases alone is faster than to compile all.
_PART = r"(?:[^\\()\[\]{}|?]|\\.|\[[^\]^\\-]+\])(?:\?|\{\d,[1-9]\d\})?"
_SURE = re.compile(rf"(?:{_PART}|\((?:{_PART}|\|)*\)\??|\|)*")


@lru_cache(maxsize=1024)
def fold_phrase(text: str) -> str:
    """The text as phrases see it: white space, apostrophes, quotation marks, dashes and letter forms unified."""
    text = text.replace("`", "'")
    if not text.isascii():
        text = _replaced(unicodedata.normalize("NFKC", _replaced(text, _SIGNS)), _LETTERS)
    return " ".join(text.split())


def _replaced(text: str, pairs: Mapping[str, str]) -> str:
    for old, new in pairs.items():  # faster than `translate`, which looks at each character of the text
        text = text.replace(old, new)
    return text


def check_phrase(entry: str) -> None:
    """Raise ValueError when an entry could never match, could be slow, or is no regular expression."""
    if not entry.strip() or entry != fold_phrase(entry):
        raise ValueError(f"{entry!r} never matches folded text; write it as {fold_phrase(entry)!r}")
    if refused := _REFUSED.search(entry):
        raise ValueError(f"{entry!r} contains {refused[0]!r}; use ?, | and {{m,n}} up to 99 of one character instead")
    if not _SURE.fullmatch(entry):
        try:
            re.compile(entry)
        except re.error as error:
            raise ValueError(f"{entry!r} is not a regular expression: {error}") from None
