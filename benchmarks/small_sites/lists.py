"""Lists of a small site's articles, with their pagers: home page, sections, tags, authors, archives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from .pages import Paths, list_of, name_slug, shell, teasers
from .site import Kind, SmallSite
from .stories import Story

Pager = Callable[[SmallSite, int, int, Callable[[int], str]], str]  # site, this page, the last one, address of a page
PagePath = Callable[[str, int], str]  # the list's address and the number of a page behind the first


def by_query(path: str, number: int) -> str:
    """?page=2"""
    return f"{path}?page={number}"


def by_folder(path: str, number: int) -> str:
    """page/2/ below the list"""
    return f"{path}page/{number}/"


def numbered(site: SmallSite, page: int, last: int, address: Callable[[int], str]) -> str:
    """Links to the pages by number, and to the next."""
    near = sorted({1, *range(max(1, page - 1), min(last, page + 2) + 1), last} - {page})
    links = [f'<a class="page-numbers" href="{address(number)}">{number}</a>' for number in near]
    if page < last:
        links.append(f'<a class="next page-numbers" href="{address(page + 1)}">{site.words["next"]} »</a>')
    return f'<div class="pagination"><span class="current">{page}</span> {" ".join(links)}</div>'


def older(site: SmallSite, page: int, last: int, address: Callable[[int], str]) -> str:
    """A link to older articles and one to newer ones, which says so in words only."""
    back = f'<a class="nav-previous" href="{address(page + 1)}">← {site.words["older"]}</a>' if page < last else ""
    forth = f'<a class="nav-next" href="{address(page - 1)}">{site.words["newer"]} →</a>' if page > 1 else ""
    return f'<nav class="navigation posts-navigation">{back} {forth}</nav>'


def no_pager(*_: object) -> str:
    """Nothing: all is on one page."""
    return ""


def add_list(
    site: SmallSite, path: str, title: str, stories: Sequence[Story], *, pager: Pager = numbered, per_page: int = 10,
    page_path: PagePath | None = None, above: str = "", body_class: str | None = None,
    linked_next: bool = False,
) -> None:  # fmt: skip
    """A list of stories over as many pages as it takes, the first of them at `path`.

    `page_path` gives the address of a further page from `path` and its number; without it there is one page only.
    `linked_next` names the next page in the <head>.
    """
    further = page_path
    last = max(1, -(-len(stories) // per_page)) if further else 1

    def address(number: int) -> str:
        return path if number == 1 or further is None else further(path, number)

    for page in range(1, last + 1):
        shown = stories[(page - 1) * per_page : page * per_page]
        main = f"<h1>{escape(title)}</h1>{above}{teasers(site, shown)}{pager(site, page, last, address)}"
        if path == "/":
            main += f'<div class="promo"><h3>{site.words["video"]}</h3><ul>{list_of(site.promoted)}</ul></div>'
        head = f'<link rel="next" href="{escape(address(page + 1))}">' if linked_next and page < last else ""
        classes = site.theme.listing_class if body_class is None else body_class
        site.add(address(page), Kind.LISTING, shell(site, f"{title} - {site.name}", main, classes, head))


def add_lists(
    site: SmallSite, paths: Paths, *, pager: Pager = numbered, per_page: int = 10, tags: bool = True,
    authors: bool = True, page_path: PagePath = by_query,
) -> None:  # fmt: skip
    """Lists by section, tag and author."""
    for slug, name in site.sections:
        stories = site.in_section(slug)
        add_list(
            site, paths.section.format(slug), name, stories, pager=pager, per_page=per_page, page_path=page_path,
            body_class="archive category",
        )  # fmt: skip
    for tag in site.words["tag_names"] if tags else ():
        stories = [story for story in site.stories if tag in story.tags]
        add_list(site, paths.tag.format(name_slug(tag)), tag, stories, per_page=per_page, body_class="archive tag")
    for author in sorted({story.author for story in site.stories}) if authors else ():
        stories = [story for story in site.stories if story.author == author]
        add_list(site, paths.author.format(name_slug(author)), author, stories, per_page=per_page, body_class="author")
