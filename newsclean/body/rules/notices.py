"""What the outlet says beside the article: promotion, controls, notices. Short lines of known phrases."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from newsclean.lang.language import one_of, words_of_all
from newsclean.page.blocks import Block
from newsclean.page.sentences import ends_sentence

from .rule import Context, Evidence, Rule

# A line of these words and nothing else: kind of phrase, name of the rule, what it drops.
_WHOLE = (
    ("advertisement", "advertisement", 'The mark of an advertisement: "ADVERTISEMENT", "Scroll to continue".'),
    ("share", "share-control", 'What shares, saves or prints the page: "Share this article", "Facebook".'),
    ("font_control", "font-control", 'Switches for size of type and reading aloud: "A A A", "Listen to this article".'),
    ("loading", "loading", 'What stands where something is still loading: "loading...".'),
    ("video_placeholder", "video-placeholder", 'Controls of a player: "Play video", "Photo gallery".'),
    ("comments", "comments", 'Ways to the comments: "Leave a comment", "12 comments".'),
    ("tags", "tags", 'The label of a list of keywords: "Tags", "Filed under".'),
    ("policy", "policy", 'Terms, privacy, cookies and imprint: "Privacy policy", "Redaksi".'),
    ("copyright", "copyright", 'The bare words of a copyright: "All rights reserved".'),
    ("subscribe", "subscription", 'The bare words of an invitation: "Subscribe now", "Already a member?".'),
    ("relative_time", "relative-time", 'How long ago it was, or how long it takes to read: "38 menit yang lalu".'),
    ("translated_note", "translation-note", 'A note on a translation or a summary by machine: "AI-generated summary".'),
)
_LEAVES = "Leaves sentences, and an everyday word as a paragraph's heading or as an answer with its full stop."
MAX_NOTICE = 350
MAX_WHOLE = 60
# How near the end such notes stand (blocks).
MAX_FROM_END = 4
_WORD = re.compile(r"[^\W\d_]{2,}")
_MOST_NAMES = 0.65
_HALF_NAMES = 0.5
_SHORT_NOTE = 60
# So long a phrase ("this article was first published") opens no sentence of a story.
_SURE_WORDS = 4


def _whole(kind: str, what: str) -> Callable[[Block, Context], Evidence | None]:
    def find(block: Block, page: Context) -> Evidence | None:
        phrase = page.phrases.whole(kind, block.text) if len(block.text) <= MAX_WHOLE else None
        if phrase is None or (" " not in phrase and kind != "advertisement" and _is_said(block, page)):
            return None
        return {"phrase": phrase}

    find.__doc__ = f"{what}\n\n{_LEAVES}"
    return find


def _is_said(block: Block, page: Context) -> bool:
    """Whether a single word is of the text: "Quality" above a paragraph of a review, "Normal." in an interview."""
    return ends_sentence(block.text) or page.heads_text(block)


def subscription(block: Block, page: Context) -> Evidence | None:
    """An invitation to subscribe, register, follow or install, with its link or at the edge of the text.

    Leaves a sentence of the text that opens with such words.
    """
    if len(block.text) > MAX_NOTICE:
        return None
    phrase = page.phrases.starts("subscribe", block.text)
    if phrase and (block.links or page.from_end(block) <= 2 or page.from_start(block) <= 1) and " " in phrase:
        return {"phrase": phrase, "links": len(block.links)}
    return None


def invitation(block: Block, page: Context) -> Evidence | None:
    """A line that somewhere asks the reader to sign up, follow or write in, with its link or at the edge of the text.

    Leaves a sentence that tells how others do ("asked its readers to sign up for its newsletter").
    """
    if len(block.text) > MAX_NOTICE or not (
        block.links or page.from_end(block) <= MAX_FROM_END or page.from_start(block) <= 1
    ):
        return None
    phrase = page.phrases.holds("invitation", block.text)
    return {"phrase": phrase, "links": len(block.links)} if phrase else None


def video_placeholder(block: Block, page: Context) -> Evidence | None:
    """What stands for a video: "[Gambas:Video 20detik]". Leaves words that a quotation adds in brackets."""
    del page
    return {"text": block.text} if _placeholder().match(block.text) else None


def copyright_line(block: Block, page: Context) -> Evidence | None:
    """A line of copyright: "© dpa-infocom", "Copyright ©2026 The Meridian Post".

    Leaves a sentence about copyright, and one that opens with an agency's name.
    """
    text = block.text
    at_end = page.from_end(block) < MAX_FROM_END
    if _copyright().match(text) or (at_end and _signature().match(text) and not ends_sentence(text)):
        return {"text": text[:80]}
    phrase = page.phrases.starts("copyright", text) if len(text) < 200 and at_end else None
    return {"phrase": phrase} if phrase and (len(phrase.split()) > 2 or not ends_sentence(text)) else None


@cache
def _placeholder() -> re.Pattern[str]:
    opening = one_of(words_of_all(lambda language: language.notices.placeholders))
    return re.compile(rf"^\[(?:{opening})\b[^\]]{{0,80}}\]$", re.I)


@cache
def _copyright() -> re.Pattern[str]:
    word = one_of(words_of_all(lambda language: language.notices.copyright))
    follows = one_of(words_of_all(lambda language: language.notices.copyright_follows))
    return re.compile(rf"^(?:©|\(c\)\s?\d|(?:{word})\s?(?:©|\(c\)|\d|(?:{follows})\b|(?=\W*$))).{{0,120}}$", re.I)


@cache
def _signature() -> re.Pattern[str]:
    agency = one_of(words_of_all(lambda language: language.notices.signatures))
    return re.compile(rf"^[–—-]?\s*(?:{agency})\b[-\w]*(?:,|:|/|$).{{0,80}}$")


def agency_note(block: Block, page: Context) -> Evidence | None:
    """Whom the outlet thanks or whose text it is, at the end: "AP writer Tom Vane contributed to this report".

    The line opens with such words, or holds hardly more than names beside them. Leaves a sentence that has them by
    chance ("The study was first published in Nature.").
    """
    if len(block.text) > MAX_NOTICE or page.from_end(block) > MAX_FROM_END or page.from_start(block) < 2:
        return None
    phrase = page.phrases.holds("agency_note", block.text)
    if phrase is None:
        return None
    names = _share_of_names(block.text, phrase)
    if page.phrases.starts("agency_note", block.text) and (
        len(block.text) < _SHORT_NOTE or names >= _HALF_NAMES or len(phrase.split()) >= _SURE_WORDS
    ):
        return {"phrase": phrase}
    return {"phrase": phrase, "names": round(names, 2)} if names >= _MOST_NAMES else None


def _share_of_names(text: str, phrase: str) -> float:
    """Share of the words beside the phrase, the text's first left out, that are no lower-case words."""
    before, _, after = text.partition(phrase)
    words = [*_WORD.findall(before)[1:], *_WORD.findall(after)]
    return sum(not word[0].islower() for word in words) / len(words) if words else 0.0


def embed_note(block: Block, page: Context) -> Evidence | None:
    """What stands where a widget waits for the reader's consent: "Recommended external content".

    Leaves a sentence that opens with the same two words ("External content moderators ...").
    """
    phrase = page.phrases.starts("embed_note", block.text) if len(block.text) < MAX_NOTICE else None
    if phrase and (len(phrase.split()) > 2 or page.phrases.whole("embed_note", block.text)):
        return {"phrase": phrase}
    return None


def source_note(block: Block, page: Context) -> Evidence | None:
    """Where the text is from, at its end: "Sumber: Humas Pemkab", "Source: AFP". Leaves a sentence about sources."""
    if len(block.text) > 120 or page.from_end(block) > MAX_FROM_END:
        return None
    phrase = page.phrases.label("source_credit", block.text)
    named = phrase and (block.text.partition(phrase)[2].lstrip()[:1] in (":", "/", "") or not ends_sentence(block.text))
    return {"phrase": phrase} if phrase and named else None


RULES = (
    Rule("video-placeholder", video_placeholder),
    Rule("copyright", copyright_line),
    Rule("subscription", subscription),
    Rule("invitation", invitation),
    Rule("source-note", source_note),
    Rule("agency-note", agency_note),
    Rule("embed-note", embed_note),
    *(Rule(name, _whole(kind, what)) for kind, name, what in _WHOLE),
)
