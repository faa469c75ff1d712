"""The address that a page gives as its own."""

from __future__ import annotations

from newsclean.metadata.canonical import canonical_url
from newsclean.metadata.claims import Metadata
from tests.parsed import claims


def test_the_canonical_link_wins_over_open_graph() -> None:
    canonical = (*claims("meta:og:url", "https://x.example/b"), *claims("link:canonical", "https://x.example/a"))
    assert canonical_url(Metadata(canonical=canonical)) == "https://x.example/a"


def test_a_relative_address_is_not_a_canonical_one() -> None:
    assert canonical_url(Metadata(canonical=claims("link:canonical", "/a"))) is None
