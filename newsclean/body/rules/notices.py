"""What the outlet puts around an article: promotion, controls, notices. Short lines of known phrases."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from newsclean.lang.language import one_of, words_of_all
from newsclean.page.blocks import Block
from newsclean.page.sentences import ends_sentence

from .rule import Context, Evidence, Rule

# A line of these words and nothing else: kind of phrase, name of the rule, what it drops.
_WHOLE_LINES = (
    ("advertisement", "advertisement", 'The label of an advertisement: "ADVERTISEMENT", "Scroll to continue".'),
    ("share", "share-control", 'Buttons that share, save or print the page: "Share this article", "Facebook".'),
    ("font_control", "font-control", 'Switches for text size and reading aloud: "A A A", "Listen to this article".'),
    ("page_mark", "page-mark", 'Which page of a split article this is: "2 dari 2 halaman", "Page 2 of 3".'),
    ("loading", "loading", 'A placeholder while something loads: "loading...".'),
    ("video_placeholder", "video-placeholder", 'Controls of a player: "Play video", "Photo gallery".'),
    ("comments", "comments", 'Links to the comments: "Leave a comment", "12 comments".'),
    ("tags", "tags", 'The label of a list of keywords: "Tags", "Filed under".'),
    ("policy", "policy", 'Links to terms, privacy, cookies and imprint: "Privacy policy", "Redaksi".'),
    ("copyright", "copyright", 'The bare words of a copyright notice: "All rights reserved".'),
    ("subscribe", "subscription", 'The bare words of an invitation: "Subscribe now", "Already a member?".'),
    (
        "relative_time",
        "relative-time",
        'How long ago the article appeared, or how long it takes to read: "38 menit yang lalu".',
    ),
    ("translated_note", "translation-note", 'A note on a machine translation or summary: "AI-generated summary".'),
)
_LEAVES = "Leaves sentences, and an everyday word that heads a paragraph or, with a full stop, is an answer."
MAX_NOTICE = 350
MAX_SOURCE = 120
MAX_WHOLE = 60
MAX_TIME_LINE = 120
# Words beside a relative time; more of them make a sentence.
MAX_OTHER_WORDS = 2
# Such notes are at most this many blocks from the end.
MAX_FROM_END = 4
_FONT_SIZES = re.compile(r"^([A-Za-z])[+-]?(?:[\s|/]{0,3}\1[+-]?){1,4}$")
_WORD = re.compile(r"[^\W\d_]{2,}")
_MOST_NAMES = 0.65
_HALF_NAMES = 0.5
_SHORT_NOTE = 60
# A phrase this long ("this article was first published") does not open a sentence of a story.
_SURE_WORDS = 4


def _whole_line(kind: str, what: str) -> Callable[[Block, Context], Evidence | None]:
    def find(block: Block, context: Context) -> Evidence | None:
        phrase = context.phrases.whole(kind, block.text)
        if phrase is None or (_may_be_said(kind, phrase) and _is_said(block, context)):
            return None
        return {"phrase": phrase}

    find.__doc__ = f"{what}\n\n{_LEAVES}"
    return find


def _may_be_said(kind: str, phrase: str) -> bool:
    """Whether a writer may use the phrase: an everyday word, or a player's ("Up next")."""
    return kind == "video_placeholder" or (" " not in phrase and kind != "advertisement")


def _is_said(block: Block, context: Context) -> bool:
    """Whether a single word is part of the text: "Quality" above a paragraph of a review, "Normal." in an interview."""
    return ends_sentence(block.text) or context.heads_text(block)


def font_control(block: Block, context: Context) -> Evidence | None:
    """Switches for text size, written as one letter several times: "A | A | A", "A- A A+"."""
    del context
    return {"text": block.text} if _FONT_SIZES.match(block.text) else None


def time_ago(block: Block, context: Context) -> Evidence | None:
    """How long ago the article appeared, with a word or two beside it: "Budi, 2 hours ago"."""
    if ends_sentence(block.text):
        return None
    phrase = context.phrases.holds("relative_time", block.text)
    if phrase and len(_WORD.findall(block.text)) - len(_WORD.findall(phrase)) <= MAX_OTHER_WORDS:
        return {"phrase": phrase}
    return None


def subscription(block: Block, context: Context) -> Evidence | None:
    """An invitation to subscribe, register, follow or install, with a link or at the edge of the text.

    Leaves a sentence of the text that opens with the same words, and a step of an instruction.
    """
    if not (block.links or context.from_end(block) <= 2 or context.from_start(block) <= 1):
        return None
    phrase = context.phrases.starts("subscribe", block.text)
    if phrase and " " in phrase and not _is_step(block, context):
        return {"phrase": phrase, "links": len(block.links)}
    return None


def _is_step(block: Block, context: Context) -> bool:
    """Whether the block is an item of a list with other sentences, without a link."""
    above = context.kept[context.positions[block.index] - 1] if context.from_start(block) else None
    beside = [other for other in (above, context.after(block)) if other is not None and other.element.tag == "li"]
    same = any(other.element.getparent() is block.element.getparent() for other in beside)
    return block.element.tag == "li" and not block.links and same and ends_sentence(block.text)


def invitation(block: Block, context: Context) -> Evidence | None:
    """A line that asks the reader to sign up, follow or write in, with a link or at the edge of the text.

    Leaves a sentence about such a request ("asked its readers to sign up for its newsletter").
    """
    if not (block.links or context.from_end(block) <= MAX_FROM_END or context.from_start(block) <= 1):
        return None
    phrase = context.phrases.holds("invitation", block.text)
    return {"phrase": phrase, "links": len(block.links)} if phrase else None


def video_placeholder(block: Block, context: Context) -> Evidence | None:
    """The placeholder of a video: "[Gambas:Video 20detik]". Leaves words in brackets within a quotation."""
    del context
    return {"text": block.text} if _placeholder().match(block.text) else None


def copyright_line(block: Block, context: Context) -> Evidence | None:
    """A copyright line: "© dpa-infocom", "Copyright ©2026 The Meridian Post".

    Leaves a sentence about copyright, and one that opens with the name of an agency.
    """
    text = block.text
    at_end = context.from_end(block) < MAX_FROM_END
    if _copyright().match(text) or (at_end and _signature().match(text) and not ends_sentence(text)):
        return {"text": text[:80]}
    phrase = context.phrases.starts("copyright", text) if len(text) < 200 and at_end else None
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


def agency_note(block: Block, context: Context) -> Evidence | None:
    """A note at the end on who contributed or where the text is from: "AP writer Tom Vane contributed to this report".

    Such a line opens with these words or has little but names beside them. Leaves a sentence that uses them otherwise
    ("The study was first published in Nature.").
    """
    if context.from_end(block) > MAX_FROM_END or context.from_start(block) < 2:
        return None
    phrase = context.phrases.holds("agency_note", block.text)
    if phrase is None:
        return None
    names = _share_of_names(block.text, phrase)
    if context.phrases.starts("agency_note", block.text) and (
        len(block.text) < _SHORT_NOTE or names >= _HALF_NAMES or len(phrase.split()) >= _SURE_WORDS
    ):
        return {"phrase": phrase}
    return {"phrase": phrase, "names": round(names, 2)} if names >= _MOST_NAMES else None


def _share_of_names(text: str, phrase: str) -> float:
    """Share of the words beside the phrase that are not in lower case; the first word of the text is left out."""
    before, _, after = text.partition(phrase)
    words = [*_WORD.findall(before)[1:], *_WORD.findall(after)]
    return sum(not word[0].islower() for word in words) / len(words) if words else 0.0


def embed_note(block: Block, context: Context) -> Evidence | None:
    """The placeholder of a widget that waits for the reader's consent: "Recommended external content".

    Leaves a sentence that opens with the same two words ("External content moderators ...").
    """
    phrase = context.phrases.starts("embed_note", block.text)
    if phrase and (len(phrase.split()) > 2 or context.phrases.whole("embed_note", block.text)):
        return {"phrase": phrase}
    return None


def source_note(block: Block, context: Context) -> Evidence | None:
    """The source of the text, at its end: "Sumber: Humas Pemkab", "Source: AFP". Leaves a sentence about sources."""
    if context.from_end(block) > MAX_FROM_END:
        return None
    phrase = context.phrases.label("source_credit", block.text)
    named = phrase and (block.text.partition(phrase)[2].lstrip()[:1] in (":", "/", "") or not ends_sentence(block.text))
    return {"phrase": phrase} if phrase and named else None


RULES = (
    Rule("video-placeholder", video_placeholder),
    Rule("copyright", copyright_line),
    Rule("subscription", subscription, longest=MAX_NOTICE),
    Rule("invitation", invitation, longest=MAX_NOTICE),
    Rule("source-note", source_note, longest=MAX_SOURCE),
    Rule("agency-note", agency_note, longest=MAX_NOTICE),
    Rule("embed-note", embed_note, longest=MAX_NOTICE),
    Rule("font-control", font_control, longest=MAX_WHOLE),
    Rule("relative-time", time_ago, longest=MAX_TIME_LINE),
    *(Rule(name, _whole_line(kind, what), longest=MAX_WHOLE) for kind, name, what in _WHOLE_LINES),
)
