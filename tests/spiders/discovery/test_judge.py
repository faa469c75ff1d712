"""Which links are articles: by how they were seen, and by what the site's own articles are like."""

from __future__ import annotations

import pytest

from newsclean.models import Entry
from newsclean.spiders.discovery.judge import Judge, Verdict
from newsclean.spiders.discovery.links import Link, Sight

HOST = "https://news.example"


def link(path: str, sight: Sight = Sight.NONE) -> Link:
    return Link(Entry(url=HOST + path, source="section"), sight=sight)


def judge(*links: Link) -> Judge:
    found = Judge()
    for each in links:
        found.add(each)
    return found


@pytest.mark.parametrize(
    ("path", "sight", "verdict"),
    [
        ("/storm", Sight.LISTED, Verdict.ARTICLE),
        ("/storm", Sight.HEADLINE, Verdict.ARTICLE),
        ("/storm", Sight.MAPPED, Verdict.ARTICLE),
        ("/article/storm", Sight.NONE, Verdict.ARTICLE),
        ("/2026/11/26/storm", Sight.MENU, Verdict.ARTICLE),
        ("/storm", Sight.NONE, Verdict.DOUBT),
        ("/storm", Sight.MENU, Verdict.MENU),
        ("/storm", Sight.ASIDE, Verdict.MENU),
        ("/rubrik-123456/", Sight.MENU | Sight.SHORT, Verdict.MENU),
        ("/storm", Sight.MISPLACED, Verdict.MISPLACED),
        ("/about", Sight.HEADLINE, Verdict.STANDING),
        ("/tag/storm", Sight.HEADLINE, Verdict.REPEATING),
        ("/video/storm", Sight.NONE, Verdict.MEDIA),
        ("/products/storm", Sight.NONE, Verdict.FOREIGN),
        ("/products/storm", Sight.HEADLINE, Verdict.DOUBT),  # a section of that name, or a shop
        ("/storm.pdf", Sight.LISTED, Verdict.FILE),
        ("/", Sight.LISTED, Verdict.SECTION),
    ],
)
def test_a_link_is_judged_by_its_address_and_how_it_is_shown(path: str, sight: Sight, verdict: Verdict) -> None:
    assert judge().verdict(link(path, sight)) is verdict


def test_what_a_feed_lists_shows_what_articles_are_like() -> None:
    site = judge(link("/inland/flut-100.html", Sight.LISTED))
    assert site.verdict(link("/inland/dürre-102.html")) is Verdict.ARTICLE
    assert judge().verdict(link("/inland/dürre-102.html")) is Verdict.DOUBT
    # Articles and "/about" share that shape.
    assert judge(link("/flut", Sight.LISTED)).verdict(link("/team-und-mehr")) is Verdict.DOUBT


def test_articles_may_lie_where_others_have_their_tags() -> None:
    site = judge(*(link(f"/topics/storm-{word}", Sight.LISTED) for word in ("one", "two", "three")))
    assert site.verdict(link("/topics/storm-four")) is Verdict.ARTICLE


def test_a_folder_of_pages_is_a_section() -> None:
    site = judge(*(link(f"/sport/{word}") for word in ("win", "loss", "draw")))
    assert site.verdict(link("/sport/", Sight.HEADLINE)) is Verdict.SECTION


def test_pages_that_were_read_show_what_their_likes_are() -> None:
    site = Judge()
    site.learn([f"{HOST}/a{n}" for n in range(12)], [f"{HOST}/shop/thing-{word}" for word in ("a", "b", "c")])
    assert site.verdict(link("/storm")) is Verdict.ARTICLE
    assert site.verdict(link("/town", Sight.SHORT)) is Verdict.DOUBT  # a list, beside articles
    site.decide("/x/NAME", Verdict.ARTICLE)
    assert site.verdict(link("/x/storm")) is Verdict.ARTICLE
    assert Judge().verdict(link("/x/storm")) is Verdict.DOUBT
    site.decide("/products/NAME", Verdict.ARTICLE)
    assert site.verdict(link("/products/storm", Sight.HEADLINE)) is Verdict.ARTICLE


def test_a_declared_pattern_decides_alone() -> None:
    site = Judge(r"/read/\d+")
    assert site.verdict(link("/read/1/about", Sight.MENU)) is Verdict.ARTICLE
    assert site.verdict(link("/2026/11/26/storm", Sight.LISTED)) is Verdict.UNLIKE
