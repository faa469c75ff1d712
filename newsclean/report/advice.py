"""What to do about a site that needs a person: a sentence and the command to type next."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from newsclean.corpus.folder import corpus_root

from .state import State


@dataclass(frozen=True, slots=True)
class Advice:
    """Why to type it, and the command."""

    why: str
    command: str


_LOOK = Advice("See what it holds now, as a reader sees it and with the lines that are dropped.", "sites try {target}")
_AGAIN = Advice("Crawl it again: it goes on where it was cut off.", "crawl {target}{setting}")
# By the state of the site, else by the word by which its run ended.
_BY_STATE = {
    State.DID_NOT_RUN: Advice(
        "See what cron mailed, and whether the job is still there. To make up for it:", "crawl {target}{setting}"
    ),
    State.UNREADABLE: Advice("See what is damaged.", "corpus check --site {site}{corpus}"),
    State.CUT_SHORT: Advice(
        "It needs more time than it has: begin earlier, or give it a later deadline.", "crawl {target}{setting}"
    ),
}
_BY_VERDICT = {
    "unusual": _LOOK,
    "good": _LOOK,
    "killed": _AGAIN,
    "nothing-discovered": Advice(
        "See which of its sources can be read, and what they link.", "crawl {target} --dry-run{setting}"
    ),
    "nothing-fetched": Advice("See why each fetch failed.", "corpus status --waiting --site {site}{corpus}"),
    "not-stored": Advice("See whether the disk is full, then what is damaged.", "corpus check --site {site}{corpus}"),
    "fault": Advice("Look into its log, or crawl it again and watch.", "crawl {target}{setting}"),
    "clock-wrong": Advice(
        "Set this machine's clock, and have it set over the network from then on. What it takes for the time (UTC):", ""
    ),
}
_OTHER = Advice("See how it went before.", "corpus history {site}{corpus}")


def advice(site: str, root: Path, state: State, word: str | None) -> Advice:
    """For a site of the corpus `root` whose last run ended with `word`."""
    known = _BY_STATE.get(state) or _BY_VERDICT.get(word or "", _OTHER)
    folder = "" if root == corpus_root() else shlex.quote(str(root))
    command = known.command.format(
        site=shlex.quote(site),
        target=shlex.quote(f"https://{site}/" if "." in site else site),  # a folder of no declared site has its host
        corpus=f" --corpus {folder}" if folder else "",
        setting=f" -s NEWSCLEAN_CORPUS={folder}" if folder else "",
    )
    return Advice(known.why, f"newsclean {command}" if command else "date -u")
