"""Boilerplate phrases by language and kind: reviewed data in `phrases/LANGUAGE.toml`."""

from __future__ import annotations


class Phrases:
    """The phrases that count on a page: those of its language and those of every language."""
