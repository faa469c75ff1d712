"""What the outlet says beside the article: promotion, controls, notices. Short lines of known phrases."""

from __future__ import annotations

import re

from ..blocks import Block
from .rule import Context, Evidence, Rule

# A line of these words and nothing else.
_WHOLE = (
    ("advertisement", "advertisement"),
    ("share", "share-control"),
    ("font_control", "font-control"),
    ("loading", "loading"),
    ("video_placeholder", "video-placeholder"),
    ("comments", "comments"),
    ("tags", "tags"),
    ("policy", "policy"),
    ("copyright", "copyright"),
    ("subscribe", "subscription"),
    ("relative_time", "relative-time"),
    ("translated_note", "translation-note"),
)
MAX_NOTICE = 350
MAX_WHOLE = 60
_GAMBAS = re.compile(r"^\[(?:gambas|embed|video|foto|photo|image|gallery)\b[^\]]{0,80}\]$", re.I)
_COPYRIGHT = re.compile(r"^(?:©|\(c\)|copyright\b|hak cipta\b).{0,120}$", re.I)
_AGENCY_NOTE = re.compile(r"^(?:©|–|-|—)?\s*©?\s?(?:dpa|afp|ap|apa|sda|keystone)\b[-\w]*(?:,|:|/|$).{0,80}$", re.I)


def _whole(kind: str) -> object:
    def find(block: Block, page: Context) -> Evidence | None:
        phrase = page.phrases.whole(kind, block.text) if len(block.text) <= MAX_WHOLE else None
        return {"phrase": phrase} if phrase else None

    return find


def subscription(block: Block, page: Context) -> Evidence | None:
    """An invitation to subscribe, register, follow or install, with its link or at the edge of the text."""
    if len(block.text) > MAX_NOTICE:
        return None
    phrase = page.phrases.starts("subscribe", block.text)
    if phrase and (block.links or page.from_end(block) <= 2 or page.from_start(block) <= 1) and " " in phrase:
        return {"phrase": phrase, "links": len(block.links)}
    return None


def video_placeholder(block: Block, page: Context) -> Evidence | None:
    """What stands for a video: "[Gambas:Video 20detik]"."""
    del page
    return {"text": block.text} if _GAMBAS.match(block.text) else None


def copyright_line(block: Block, page: Context) -> Evidence | None:
    """A line of copyright: "© dpa-infocom", "Copyright ©2025 SINDOnews.com All Rights Reserved"."""
    if _COPYRIGHT.match(block.text) or (page.from_end(block) <= 3 and _AGENCY_NOTE.match(block.text)):
        return {"text": block.text[:80]}
    phrase = (
        page.phrases.starts("copyright", block.text) if len(block.text) < 200 and page.from_end(block) <= 3 else None
    )
    return {"phrase": phrase} if phrase else None


def agency_note(block: Block, page: Context) -> Evidence | None:
    """Whom the outlet thanks or whose text it is, at the end: "AP writer John Leicester contributed to this report"."""
    if len(block.text) > MAX_NOTICE or page.from_end(block) > 4 or page.from_start(block) < 2:
        return None
    phrase = page.phrases.holds("agency_note", block.text)
    return {"phrase": phrase} if phrase else None


def embed_note(block: Block, page: Context) -> Evidence | None:
    """What stands where a widget waits for the reader's consent."""
    phrase = page.phrases.starts("embed_note", block.text) if len(block.text) < MAX_NOTICE else None
    return {"phrase": phrase} if phrase else None


def source_note(block: Block, page: Context) -> Evidence | None:
    """Where the text is from, at its end: "Sumber: Humas Pemkab", "Source: AFP"."""
    if len(block.text) > 120 or page.from_end(block) > 4:
        return None
    phrase = page.phrases.label("source_credit", block.text)
    return {"phrase": phrase} if phrase else None


RULES = (
    Rule("video-placeholder", video_placeholder),
    Rule("copyright", copyright_line),
    Rule("subscription", subscription),
    Rule("source-note", source_note),
    Rule("agency-note", agency_note),
    Rule("embed-note", embed_note),
    *(Rule(name, _whole(kind)) for kind, name in _WHOLE),  # type: ignore[arg-type]  # a closure of the rule's form
)
