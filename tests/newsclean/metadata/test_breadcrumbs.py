"""A breadcrumb that only readers see names the section of an article."""

from __future__ import annotations

import pytest

from newsclean.fields.section import choose_section
from tests.parsed import parsed

URL = "https://kabar.example/daerah/timur/42/jembatan-dibuka"
HOME = '<a href="/">Depan</a>'
OWN = '<a href="/daerah/timur/42/jembatan-dibuka?utm_source=x">Jembatan dibuka</a>'


def section_of(markup: str, head: str = "") -> str | None:
    return choose_section(parsed(f"<head>{head}</head><body>{markup}<h1>Jembatan bambu dibuka</h1></body>", URL))


@pytest.mark.parametrize(
    "markup",
    [
        f'<div class="page__breadcrumb">{HOME} <a href="/daerah">Daerah</a> <a href="/d/timur">Timur</a> {OWN}</div>',
        f'<nav aria-label="Breadcrumb"><ol><li>{HOME}<li><a href="/daerah/timur">Timur</a><li>Jembatan</ol></nav>',
        f'<ul><li class="crumbs">{HOME}<li class="crumbs"><a href="/daerah/timur">Timur</a></ul>',
        '<div class="breadcrumb"><a href="https://kabar.example">Depan</a> <a href="/daerah/timur">Timur</a></div>',
    ],
)
def test_the_last_link_of_a_breadcrumb_is_the_section(markup: str) -> None:
    assert section_of(markup) == "Timur"


@pytest.mark.parametrize(
    "markup",
    [
        f'<div class="breadcrumb">{HOME} {OWN}</div>',
        f'<div class="breadcrumb">{HOME} <a href="mailto:meja@kabar.example">Timur</a></div>',
        '<div class="breadcrumb">' + "".join(f'<a href="/k/{n}">Kanal {n}</a>' for n in range(20)) + "</div>",
        '<nav><a href="/daerah">Daerah</a></nav>',
    ],
)
def test_other_links_are_no_section(markup: str) -> None:
    assert section_of(markup) is None


def test_what_the_metadata_say_goes_before_a_breadcrumb() -> None:
    markup = f'<div class="breadcrumb">{HOME} <a href="/daerah">Daerah</a></div>'
    assert section_of(markup, '<meta property="article:section" content="Lingkungan">') == "Lingkungan"
