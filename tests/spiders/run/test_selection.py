"""Which records of a corpus a crawl's arguments select: those that the file of -O holds besides the new ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import pytest

from newsclean.corpus import SiteFolder
from newsclean.corpus.store import Store
from newsclean.spiders.discovery.wanted import Wanted
from newsclean.spiders.run.selection import Selection
from tests.newsclean.corpus.stories import NOW, article, night, story, url

DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """Undated stories of three days, 0 and 1 of the first; 1 has changed since, and 3 is of the last run."""
    folder = SiteFolder(tmp_path_factory.mktemp("corpus") / "harbour.example")
    night(folder, story(0), story(1))
    night(folder, story(1, "The mayor disagrees.", at=NOW + DAY), story(2, at=NOW + DAY), at=NOW + DAY)
    night(folder, story(3, at=NOW + 2 * DAY), at=NOW + 2 * DAY)
    return folder


def selected(
    folder: SiteFolder, wanted: Wanted, urls: Collection[str] | None = None, but: Collection[str] = ()
) -> list[tuple[str, int]]:
    with Store(folder.database, readonly=True) as store:
        selection = Selection(wanted, None if urls is None else frozenset(urls))
        found = list(selection.earlier(store, store.runs()[0], but))
    return [(record.url.rpartition("/")[2], record.revision) for record in found]


def test_no_argument_selects_every_article_once_in_its_latest_text_without_those_of_this_run(
    folder: SiteFolder,
) -> None:
    assert selected(folder, Wanted()) == [("0", 1), ("1", 2), ("2", 1)]


def test_an_article_that_was_written_already_does_not_come_twice(folder: SiteFolder) -> None:
    assert selected(folder, Wanted(), but={article(2).id}) == [("0", 1), ("1", 2)]


def test_a_record_without_a_date_goes_by_the_day_it_was_fetched(folder: SiteFolder) -> None:
    assert selected(folder, Wanted(since=(NOW + DAY).date())) == [("1", 2), ("2", 1)]
    assert selected(folder, Wanted(until=NOW.date())) == [("0", 1)]


def test_a_section_is_a_part_of_the_address(folder: SiteFolder) -> None:
    assert len(selected(folder, Wanted(section="news"))) == 3
    assert selected(folder, Wanted(section="sport")) == []


def test_a_limit_takes_the_newest_as_many_as_the_new_ones_leave_room_for(folder: SiteFolder) -> None:
    assert {name for name, _ in selected(folder, Wanted(limit=3), but={"new"})} == {"1", "2"}
    assert selected(folder, Wanted(limit=1), but={"new", "newer"}) == []


def test_addresses_select_the_records_they_led_to_whenever_these_are_of(folder: SiteFolder) -> None:
    urls = [url(1), url(1) + "?utm_source=mail", url(9)]
    assert selected(folder, Wanted(since=(NOW + 2 * DAY).date()), urls) == [("1", 2)]
