"""robots.txt is read for the crawler that asks, by the name in the user's own User-Agent."""

from __future__ import annotations

import pytest
from scrapy.utils.test import get_crawler

from newsclean.settings import USER_AGENT
from newsclean.spiders.download.robots_txt import RobotsRules, StrictRobotsTxtMiddleware, agent_of

URL = "https://news.example/read/1"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (USER_AGENT, "newsclean"),
        ("Harbour-Bot/2.1 (+https://harbour.example/bot)", "harbour-bot"),
        ("harbour_bot", "harbour_bot"),
        ("Mozilla/5.0 (compatible; HarbourBot/2.1; +https://harbour.example/bot)", "harbourbot"),
        ("", "*"),
    ],
)
def test_a_crawler_is_known_by_the_name_of_its_product(user_agent: str, name: str) -> None:
    assert agent_of(user_agent) == name


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"USER_AGENT": "Harbour-Bot/2.1"}, "harbour-bot"),
        ({"USER_AGENT": "Mozilla/5.0", "ROBOTSTXT_USER_AGENT": "HarbourBot"}, "harbourbot"),
    ],
)
def test_the_crawler_is_named_by_the_user_s_own_settings(settings: dict[str, str], name: str) -> None:
    crawler = get_crawler(settings_dict={"ROBOTSTXT_OBEY": True, **settings})
    assert StrictRobotsTxtMiddleware.from_crawler(crawler).agent == name


def test_the_rules_are_those_for_that_name_else_those_for_all() -> None:
    text = b"User-agent: HarbourBot/1.0\nDisallow: /\nCrawl-delay: 7\n\nUser-agent: *\nDisallow: /private\n"
    assert not RobotsRules(text, "harbourbot").allows(URL)
    assert RobotsRules(text, "harbourbot").delay == 7
    assert RobotsRules(text, "newsclean").allows(URL)
    assert RobotsRules(text, "newsclean").delay == 0
    assert not RobotsRules(text, "newsclean").allows("https://news.example/private/1")
    assert not RobotsRules(text, "*").allows("https://news.example/private/1")
