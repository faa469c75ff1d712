"""Where newsclean's time goes: its phases, each with the functions at its borders, and their figures."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from .sights import Sight

# Timers are put around these functions from outside (sight_child.py); a phase counts without those called inside it. A
# name that no longer exists is an error that names it.
PHASES: dict[str, tuple[str, ...]] = {
    "decode": (
        "newsclean.page.text.text_of",
        "newsclean.page.document.feed_kind",
        "newsclean.page.document.has_markup",
    ),
    "parse": ("newsclean.page.document.parse",),
    "walk": (
        "newsclean.page.blocks.read_blocks",
        "newsclean.page.fallback.reveal_text",
        "newsclean.page.limits.fitting",
    ),
    "metadata": (
        "newsclean.metadata.reader.read_metadata",
        "newsclean.metadata.canonical.canonical_url",
        "newsclean.fields.title.choose_title",
        "newsclean.fields.dates.choice.choose_date",
        "newsclean.fields.dates.choice.choose_modified",
        "newsclean.fields.authors.choose_authors",
        "newsclean.fields.authors.signed_authors",
        "newsclean.fields.authors.own_initials",
        "newsclean.fields.bylines.read_signature",
        "newsclean.fields.section.choose_section",
        "newsclean.fields.tags.choose_tags",
        "newsclean.fields.image.choose_image",
        "newsclean.fields.access.read_access",
        "newsclean.fields.access.has_wall",
    ),
    "language": ("newsclean.page.language.language_of",),
    "trafilatura": ("newsclean.body.main_content.trafilatura_content",),
    "features": (
        "newsclean.body.selection.facts_of",
        "newsclean.body.classifier.features.PageFeatures.__init__",
        "newsclean.body.classifier.features.PageFeatures.with_main",
        "newsclean.body.classifier.context.context_features",
    ),
    "trees": ("newsclean.body.classifier.trees.Forest.probabilities",),
    "rules": (
        "newsclean.body.selection.context_of",
        "newsclean.body.selection.body_of",
    ),
    "further pages": ("newsclean.cleaning._is_cut",),
    "record": (
        "newsclean.articleness.score.score_article",
        "newsclean.certainty.certainty_of",
        "newsclean.body.structure.structured",
        "newsclean.record.make_record",
    ),
}
REST = "rest"  # what no timer sees: steps between the phases, and freeing the tree
MEANING = {
    "decode": "bytes to text",
    "parse": "caps, lxml's parser",
    "walk": "the blocks of the page",
    "metadata": "JSON-LD, meta, microdata; title, dates, authors, section, access",
    "language": "of the page",
    "trafilatura": "pruning for it, the call, matching its lines with the blocks",
    "features": "of both passes",
    "trees": "of both passes",
    "rules": "phrases and rules; choosing the blocks",
    "further pages": "whether the page links some of the article that are not given",
    "record": "is it an article, how sure, paragraphs, validation",
    REST: "between them, freeing the tree",
}

Profile = dict[str, dict[str, float]]


def profile_of(sights: Sequence[Sight | None]) -> Profile:
    """Milliseconds of each phase, mean and median over the pages, and its share of the time of all."""
    seen = [sight for sight in sights if sight is not None]
    whole = sum(sight.seconds for sight in seen)
    profile = {}
    for phase in (*PHASES, REST):
        spent = [
            sight.seconds - sum(sight.phases.values()) if phase == REST else sight.phases.get(phase, 0.0)
            for sight in seen
        ]
        mean, median = 1e3 * statistics.fmean(spent), 1e3 * statistics.median(spent)
        profile[phase] = {"mean": mean, "median": median, "share": sum(spent) / whole}
    return profile


def rows(profile: Profile, before: Mapping[str, Any] | None = None) -> list[list[str]]:
    """A row for each phase, below the heads; beside it what it was before, if that is given."""
    heads = ["phase", "what", *(["before: ms mean", "median", "%"] if before else []), "ms mean", "median", "%"]
    lines = [heads]
    for phase, one in profile.items():
        cells = [phase, MEANING[phase]]
        for figures in ([before.get(phase)] if before else []) + [one]:  # phases come and go
            cells += (
                [f"{figures['mean']:.2f}", f"{figures['median']:.2f}", f"{100 * figures['share']:.0f}"]
                if figures
                else ["-"] * 3
            )
        lines.append(cells)
    sums = [sum(one["mean"] for one in side.values()) for side in ([before] if before else []) + [profile]]
    return [*lines, ["all", "", *(cell for total in sums for cell in (f"{total:.2f}", "", "100"))]]
