"""What the classifier sees of a block: numbers, the same in training and in use.

The leading idea (measured, see docs/model.md): an article's paragraphs share one signature, the tags and classes of
their own element and its parent, and that signature holds most of the page's unlinked text. It needs no vocabulary and no
language. Beside it stand shape of the text, place in the page, what trafilatura kept nearby and likeness to what the
page claims about itself.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray
from rapidfuzz import fuzz

from ..blocks import Block

Matrix = NDArray[np.float32]

_FAR = 12  # steps upwards; further than this is no nearness
_TAGS = ("p", "div", "li", "h2", "h3", "h4", "tr", "blockquote", "figcaption", "section", "td", "dd", "h1", "h5")
_UP_TAGS = (
    "figure", "figcaption", "aside", "nav", "header", "footer", "ul", "ol", "table", "blockquote", "form", "article",
    "main", "section", "a", "button", "li", "details", "p",
)  # fmt: skip
_INLINE_TAGS = ("strong", "b", "em", "i", "a", "span", "small", "time", "font", "u", "h2")
_ATTRIBUTES = ("class", "id", "itemprop", "role", "data-component", "data-testid", "data-type")
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?。！？।॥؟…][\"'”’»)\]“」』]*$")
_OPENING_QUOTE = re.compile(r"^[\"'“„«‘「『–—-]")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[:.]\d\d\b")
_LABEL = re.compile(r"^\W*[^\s:]+(?: [^\s:]+){0,3}\s?:\s")
_CREDIT = re.compile(r"[(\[/|©][^()\[\]]{2,60}[)\]]?$")


@dataclass(frozen=True, slots=True)
class Claims:
    """What the page says of itself, as far as it tells blocks apart."""

    title: str = ""
    descriptions: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    body: str = ""


@cache
def groups() -> dict[str, frozenset[str]]:
    """Class words by group, from places.toml."""
    text = resources.files("newsclean.model").joinpath("places.toml").read_text("utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}


@cache
def _group_index() -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = defaultdict(list)
    for index, words in enumerate(groups().values()):
        for word in words:
            found[word].append(index)
    return {word: tuple(indexes) for word, indexes in found.items()}


@cache
def _groups_of(attributes: str) -> tuple[int, ...]:
    index = _group_index()
    return tuple({group for token in _TOKEN.findall(attributes[:400]) for group in index.get(token.lower(), ())})


class _Places:
    """Where elements stand: nearness upwards to tags and class words, computed once for each element."""

    def __init__(self) -> None:
        self.size = len(_UP_TAGS) + len(groups())
        self.tag_index = {tag: index for index, tag in enumerate(_UP_TAGS)}
        self.known: dict[HtmlElement, tuple[NDArray[np.int8], int]] = {}

    def of(self, element: HtmlElement) -> tuple[NDArray[np.int8], int]:
        """Steps up to the nearest ancestor-or-self of each kind (_FAR if none), and the depth."""
        path = []
        node: HtmlElement | None = element
        while node is not None and node not in self.known:
            path.append(node)
            node = node.getparent()
        near, depth = self.known[node] if node is not None else (np.full(self.size, _FAR, np.int8), 0)
        for node in reversed(path):
            near = np.minimum(near + 1, _FAR).astype(np.int8)
            if (index := self.tag_index.get(node.tag)) is not None:
                near[index] = 0
            if node.tag not in ("body", "html"):
                attributes = " ".join(node.get(name, "") for name in _ATTRIBUTES if node.get(name))
                for group in _groups_of(attributes):
                    near[len(_UP_TAGS) + group] = 0
            depth += 1
            self.known[node] = near, depth
        return near, depth


def _signature(element: HtmlElement) -> tuple[str, str, str, str]:
    parent = element.getparent()
    return (
        element.tag,
        element.get("class", ""),
        parent.tag if parent is not None else "",
        parent.get("class", "") if parent is not None else "",
    )


def _text_features(block: Block, common: frozenset[str]) -> list[float]:
    text = block.text
    words = _WORD.findall(text)
    letters = sum(map(str.isalpha, text))
    return [
        math.log1p(len(text)),
        len(words),
        block.link_density,
        block.strong_chars / len(text),
        bool(_SENTENCE_END.search(text)),
        bool(_OPENING_QUOTE.match(text)),
        sum(map(str.isdigit, text)) / len(text),
        sum(map(str.isupper, text)) / max(1, letters),
        text.count(","),
        text[-1] == ":",
        bool(_LABEL.match(text)),
        bool(_DATE.search(text)),
        bool(_CREDIT.search(text)),
        "@" in text,
        "|" in text,
        "…" in text[-2:] or text.endswith("..."),
        len(block.links),
        block.breaks_before,
        block.hidden,
        sum(word.lower() in common for word in words) / max(1, len(words)),
        letters / len(text),
        sum(word[0].isupper() for word in words) / max(1, len(words)),
    ]


TEXT_NAMES = (
    "chars", "words", "link_density", "strong_share", "sentence_end", "opening_quote", "digit_share", "upper_share", "commas",
    "colon_end", "label", "has_date", "credit_end", "at_sign", "bar", "ellipsis", "links", "breaks", "hidden", "common_words",
    "letter_share", "capitalised",
)  # fmt: skip
LIKENESS_NAMES = (
    "title_ratio",
    "title_partial",
    "lead_ratio",
    "lead_partial",
    "in_json_body",
    "has_author",
    "seen_before",
    "seen_later",
)
PLACE_NAMES = (
    "depth", "index_share", "sig_share", "sig_rank", "sig_count", "sig_kept", "sig_kept_share", "own_share", "own_kept",
    "own_link", "parent_share", "parent_kept", "parent_kept_share", "grand_share", "grand_kept", "grand_kept_share",
    "parent_link", "kept", "kept_near", "kept_before", "kept_after", "kept_position", "chars_before", "chars_after",
    "in_half", "up_half", "in_most", "up_most", "below_most", "from_title", "after_title", "tag_share", "siblings",
    "inline_sig_share", "kept_blocks",
)  # fmt: skip
NEAR_FEATURES = (
    "chars",
    "link_density",
    "sentence_end",
    "kept",
    "sig_share",
    "parent_kept_share",
    "title_ratio",
    "strong_share",
)
OFFSETS = (-2, -1, 1, 2)


@cache
def feature_names() -> tuple[str, ...]:
    """Names of the columns of `features`, in order."""
    near = tuple(f"up:{tag}" for tag in _UP_TAGS) + tuple(f"up:{name}" for name in groups())
    own = tuple(f"tag:{tag}" for tag in _TAGS) + tuple(f"inline:{tag}" for tag in _INLINE_TAGS)
    around = tuple(f"{name}@{offset:+d}" for offset in OFFSETS for name in NEAR_FEATURES) + tuple(
        f"same_sig@{offset:+d}" for offset in OFFSETS
    )
    return TEXT_NAMES + LIKENESS_NAMES + PLACE_NAMES + near + own + around


def features(blocks: Sequence[Block], kept: frozenset[int], claims: Claims) -> Matrix:
    """One row a block, one column a name of `feature_names`. `kept` are the indexes that trafilatura took."""
    if not blocks:
        return np.zeros((0, len(feature_names())), np.float32)
    places = _Places()
    common = _common_words(blocks)
    text = np.array([_text_features(block, common) for block in blocks], np.float32)
    like = np.array(_likeness(blocks, claims), np.float32)
    place = np.array(_place_features(blocks, kept, claims, places), np.float32)
    near = np.array([places.of(block.element)[0] for block in blocks], np.float32)
    own = np.array([_own_tags(block) for block in blocks], np.float32)
    table = np.hstack([text, like, place, near, own])
    return np.hstack([table, _around(table, blocks)])


def _common_words(blocks: Sequence[Block]) -> frozenset[str]:
    """The words that most of the page's long texts share: its function words, whatever the language."""
    seen: Counter[str] = Counter()
    number = 0
    for block in blocks:
        if len(block.text) > 80 and block.link_density < 0.5:
            number += 1
            seen.update({word.lower() for word in _WORD.findall(block.text[:1000])})
    least = max(2, 0.2 * number)
    return frozenset(word for word, count in seen.most_common(60) if count >= least)


def _own_tags(block: Block) -> list[float]:
    inline = block.inline.tag if block.inline is not None else ""
    return [block.element.tag == tag for tag in _TAGS] + [inline == tag for tag in _INLINE_TAGS]


def _likeness(blocks: Sequence[Block], claims: Claims) -> list[list[float]]:
    texts = [block.text for block in blocks]
    first: dict[str, int] = {}
    times = Counter(texts)
    rows = []
    title = claims.title.lower()
    leads = [lead.lower() for lead in claims.descriptions if len(lead) > 20]
    for index, text in enumerate(texts):
        lower = text.lower()
        size = len(text)
        near_title = bool(title) and size < 3 * len(title) + 20
        rows.append(
            [
                fuzz.ratio(lower, title) if near_title and size > 3 else 0.0,
                fuzz.partial_ratio(lower, title) if near_title and size > 12 else 0.0,
                max((fuzz.ratio(lower, lead) for lead in leads if size < 3 * len(lead)), default=0.0)
                if size > 20
                else 0.0,
                max((fuzz.partial_ratio(lower[:400], lead[:400]) for lead in leads), default=0.0)
                if 40 < size < 900
                else 0.0,
                (1.0 if text[:80] in claims.body else -1.0) if claims.body and size > 20 else 0.0,
                float(size < 200 and any(name.lower() in lower for name in claims.authors)),
                float(first.setdefault(text, index) != index),
                float(times[text] > 1),
            ]
        )
    return rows


def _around(table: Matrix, blocks: Sequence[Block]) -> Matrix:
    names = TEXT_NAMES + LIKENESS_NAMES + PLACE_NAMES
    columns = table[:, [names.index(name) for name in NEAR_FEATURES]]
    signatures = [_signature(block.element) for block in blocks]
    codes = {sig: code for code, sig in enumerate(dict.fromkeys(signatures))}
    sig = np.array([codes[s] for s in signatures])
    shifted, same = [], []
    size = len(blocks)
    for offset in OFFSETS:
        moved = np.full_like(columns, -1.0)
        equal = np.zeros((size, 1), np.float32)
        if offset > 0 and size > offset:
            moved[:-offset] = columns[offset:]
            equal[:-offset, 0] = sig[:-offset] == sig[offset:]
        elif offset < 0 and size > -offset:
            moved[-offset:] = columns[:offset]
            equal[-offset:, 0] = sig[-offset:] == sig[:offset]
        shifted.append(moved)
        same.append(equal)
    return np.hstack([*shifted, *same])


def _place_features(
    blocks: Sequence[Block], kept: frozenset[int], claims: Claims, places: _Places
) -> list[list[float]]:
    size = len(blocks)
    free = [len(b.text) * (1 - b.link_density) if len(b.text) > 20 else 0.0 for b in blocks]
    taken = [f if b.index in kept else 0.0 for f, b in zip(free, blocks, strict=True)]
    linked = [float(b.link_chars) for b in blocks]
    all_free, all_taken = sum(free) or 1.0, sum(taken) or 1.0
    owners = [block.element for block in blocks]
    parents = [e.getparent() for e in owners]
    grands = [p.getparent() if p is not None else None for p in parents]
    sigs = [_signature(element) for element in owners]
    inline_sigs = [
        (s, b.inline.tag if b.inline is not None else "", b.inline.get("class", "") if b.inline is not None else "")
        for s, b in zip(sigs, blocks, strict=True)
    ]

    by_sig, by_own, by_parent, by_grand = (_mass(keys, free, taken, linked) for keys in (sigs, owners, parents, grands))
    by_inline = _mass(inline_sigs, free, taken, linked)
    by_tag = _mass([e.tag for e in owners], free, taken, linked)
    rank = {sig: place for place, sig in enumerate(sorted(by_sig, key=lambda s: -by_sig[s][0]))}
    below = _mass_below(owners, free if not kept else taken)
    total = sum(taken) if kept else sum(free)
    half = _deepest(below, 0.5 * total)
    most = _deepest(below, 0.8 * total)
    half_chain, most_chain = _chain(half), _chain(most)
    spots = sorted(kept)
    first_kept, last_kept = (spots[0], spots[-1]) if spots else (0, size)
    title_at = _title_spot(blocks, claims.title, first_kept)
    before = 0.0
    rows: list[list[float]] = []
    spot = 0
    for index, block in enumerate(blocks):
        while spot < len(spots) and spots[spot] < index:
            spot += 1
        previous = index - spots[spot - 1] if spot else 99
        following = spots[spot] - index if spot < len(spots) else 99
        own, parent, grand, sig = (
            by_own[owners[index]],
            by_parent[parents[index]],
            by_grand[grands[index]],
            by_sig[sigs[index]],
        )
        chain = _chain(owners[index])
        up_half, up_most = _steps(chain, half_chain), _steps(chain, most_chain)
        rows.append(
            [
                places.of(owners[index])[1],
                index / size,
                sig[0] / all_free,
                min(rank[sigs[index]], 20),
                min(sig[3], 50),
                sig[1] / all_taken,
                sig[1] / (sig[0] + 1),
                own[0] / all_free,
                own[1] / all_taken,
                own[2] / (own[4] + 1),
                parent[0] / all_free,
                parent[1] / all_taken,
                parent[1] / (parent[0] + 1),
                grand[0] / all_free,
                grand[1] / all_taken,
                grand[1] / (grand[0] + 1),
                parent[2] / (parent[4] + 1),
                block.index in kept,
                min(previous, following, 20) if block.index not in kept else 0,
                min(previous, 20),
                min(following, 20) if block.index not in kept else 0,
                (index - first_kept) / max(1, last_kept - first_kept),
                before / all_taken,
                (all_taken - before) / all_taken,
                up_half[1] == 0,
                up_half[0],
                up_most[1] == 0,
                up_most[0],
                up_most[1],
                max(-20, min(60, index - title_at)) if title_at is not None else -99,
                (index > title_at) if title_at is not None else -1,
                by_tag[owners[index].tag][0] / all_free,
                min(parent[3], 60),
                by_inline[inline_sigs[index]][0] / all_free,
                min(len(spots), 80),
            ]
        )
        before += taken[index]
    return rows


def _mass(
    keys: Sequence[object], free: Sequence[float], taken: Sequence[float], linked: Sequence[float]
) -> dict[object, list[float]]:
    """By key: unlinked characters, those of them that trafilatura took, linked ones, number of blocks, all characters."""
    found: dict[object, list[float]] = {}
    for key, f, t, k in zip(keys, free, taken, linked, strict=True):
        row = found.setdefault(key, [0.0, 0.0, 0.0, 0, 0.0])
        row[0] += f
        row[1] += t
        row[2] += k
        row[3] += 1
        row[4] += f + k
    return found


def _mass_below(owners: Sequence[HtmlElement], mass: Sequence[float]) -> dict[HtmlElement, float]:
    found: dict[HtmlElement, float] = defaultdict(float)
    for owner, amount in zip(owners, mass, strict=True):
        if amount:
            node: HtmlElement | None = owner
            while node is not None:
                found[node] += amount
                node = node.getparent()
    return found


def _deepest(below: dict[HtmlElement, float], least: float) -> HtmlElement | None:
    """The innermost element that still holds so much of the text."""
    best, best_depth = None, -1
    for element, amount in below.items():
        if amount >= least and (depth := len(_chain(element))) > best_depth:
            best, best_depth = element, depth
    return best


def _chain(element: HtmlElement | None) -> list[HtmlElement]:
    """The element and its ancestors, outermost first."""
    if element is None:
        return []
    return [*reversed(list(element.iterancestors())), element]


def _steps(chain: Sequence[HtmlElement], other: Sequence[HtmlElement]) -> tuple[int, int]:
    """Steps from the last of `chain` up to the common ancestor, and from there down to the last of `other`."""
    shared = 0
    for one, two in zip(chain, other, strict=False):
        if one is not two:
            break
        shared += 1
    return min(len(chain) - shared, _FAR), min(len(other) - shared, _FAR)


def _title_spot(blocks: Sequence[Block], title: str, first_kept: int) -> int | None:
    """Where the headline stands: the block most like the title, an h1 before others."""
    best, best_score = None, 80.0
    for block in blocks:
        size = len(block.text)
        if title and 0.5 * len(title) < size < 2 * len(title) + 10:
            score = fuzz.ratio(block.text.lower(), title.lower()) + (5 if block.element.tag == "h1" else 0)
            if score > best_score:
                best, best_score = block.index, score
    if best is None:
        best = next((b.index for b in blocks if b.element.tag == "h1" and len(b.text) > 15), None)
    return best
