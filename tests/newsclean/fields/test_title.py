"""The headline as readers see it, out of claims that disagree.

Covers candidates, heading_text and title_text.
"""

from __future__ import annotations

import pytest
from lxml import html

from newsclean.fields.candidates import Choice
from newsclean.fields.title import choose_title
from newsclean.metadata.inventory import Inventory
from newsclean.metadata.reader import read_metadata
from tests.parsed import parsed

URL = "https://www.kabarpagi.example/daerah/banjir-surut"


def choice(page: str, url: str | None = URL) -> Choice[str]:
    read = parsed(page, url)
    return choose_title(read.metadata, url=url, blocks=read.blocks)


def title(page: str, url: str | None = URL) -> str | None:
    return choice(page, url).value


def meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


@pytest.mark.parametrize(
    "name",
    [
        "Banjir surut di tiga desa - Kabar Pagi",
        "Banjir surut di tiga desa | Daerah | Kabar Pagi",
        "Banjir surut di tiga desa – Kabarpagi.example",
        "Banjir surut di tiga desa :: kabarpagi",
        "Kabar Pagi: Banjir surut di tiga desa",
        "Kabar Pagi » Banjir surut di tiga desa",
        "Banjir surut di tiga desa - KP",
        "Banjir surut di tiga desa | Berita",
    ],
)
def test_site_and_section_are_cut_from_the_metadata(name: str) -> None:
    assert title(meta("og:site_name", "Kabar Pagi") + f"<title>{name}</title>") == "Banjir surut di tiga desa"


@pytest.mark.parametrize(
    "name",
    [
        "Air surut - warga pulang",
        "Menteri: harga pangan turun",
        "Kata Presiden « kami siap »",
        "Pagi di desa | Kisah tiga keluarga yang kembali",
        "Kabar pagi ini menggembirakan warga",
    ],
)
def test_what_only_looks_like_a_site_stays(name: str) -> None:
    assert title(meta("og:site_name", "Kabar Pagi") + f"<title>{name}</title>") == name


def test_the_heading_wins_over_wording_for_search_engines() -> None:
    page = (
        meta("og:title", "Banjir di tiga desa hari ini: kronologi lengkap")
        + "<h1>Banjir surut, warga tiga desa pulang</h1>"
    )
    assert title(page) == "Banjir surut, warga tiga desa pulang"


def test_a_heading_of_another_matter_loses_to_the_metadata() -> None:
    page = meta("og:title", "Banjir surut di tiga desa") + "<h1>Pesan untuk pembaca</h1>"
    assert title(page) == "Banjir surut di tiga desa"


def test_the_logo_as_first_heading_is_passed_over() -> None:
    page = '<h1><a href="/">Kabar Pagi</a></h1><article><h1>Banjir surut</h1></article><title>Banjir surut</title>'
    assert title(page) == "Banjir surut"
    assert (
        title("<h1>Kabar Pagi</h1><h2>Banjir surut</h2><title>Kabar Pagi » Arsip » Banjir surut</title>")
        == "Banjir surut"
    )


def test_of_several_headings_the_one_the_metadata_know_wins() -> None:
    page = "<h1>Daerah Jawa</h1><h1>Banjir surut</h1><h1>Baca artikel lain</h1><title>Banjir surut - Kabar Pagi</title>"
    assert title(page) == "Banjir surut"


def test_a_headline_beside_the_breadcrumb_wins_over_the_heading_in_it() -> None:
    page = (
        meta("og:title", "Warga pulang, air surut")
        + '<nav class="breadcrumb"><h1>Banjir Demak hari ini: air surut</h1></nav>'
        + "<article><h2>Warga pulang, air surut</h2></article>"
    )
    assert title(page) == "Warga pulang, air surut"


def json_ld(headline: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{headline}"}}</script>'


@pytest.mark.parametrize("head", ["<article><h2>{}</h2></article>", "<main><header><h2>{}</h2></header></main>"])
def test_of_heading_and_breadcrumb_the_one_that_heads_the_article_wins(head: str) -> None:
    name = "Banjir Demak: air surut di tiga desa"
    page = (
        json_ld(name) + meta("og:title", name) + f'<nav class="breadcrumb"><h1>{name}</h1></nav>' + "<p>Foto udara</p>"
    )
    assert title(page + head.format("Warga tiga desa kembali ke rumah")) == "Warga tiga desa kembali ke rumah"
    assert title(page + "<main><h2>Warga tiga desa kembali ke rumah</h2></main>") == name


TEXT = "<p>" + "Air yang merendam tiga desa di pesisir mulai surut pada Senin pagi, kata para warga. " * 2 + "</p>"


@pytest.mark.parametrize(
    "heading",
    [
        "<article><h1>{}</h1></article>",
        '<h1 class="entry-title">{}</h1>',
        "<h1>{}</h1>" + TEXT * 2,
        "<header><h1>Warga pulang: kronologi lengkap</h1></header><article><h1>{}</h1></article>",
    ],
)
def test_the_only_heading_of_the_article_is_what_readers_see(heading: str) -> None:
    shown = "Tiga desa bernapas lega"
    assert title(meta("og:title", "Warga pulang: kronologi lengkap") + heading.format(shown)) == shown


@pytest.mark.parametrize(
    "heading",
    [
        "<h1>Pesan untuk pembaca</h1>",
        '<div class="modal"><h1>Pesan untuk pembaca</h1></div>' + TEXT * 2,
        "<aside><h1>Pesan untuk pembaca</h1></aside>" + TEXT * 2,
        TEXT * 9 + "<h1>Pesan untuk pembaca</h1>" + TEXT * 2,
        "<article><h1>Pesan pembaca</h1></article><article><h1>Kabar lain</h1></article>",
        "<article><h1>Berita</h1></article>",
    ],
)
def test_a_heading_beside_the_article_is_not(heading: str) -> None:
    assert title(meta("og:title", "Banjir surut di tiga desa") + heading) == "Banjir surut di tiga desa"


@pytest.mark.parametrize("sign", [*"-|–—_‹«»›>\\:·•/~▷⋅―｜－←", "&lt;", "::", "//"])
@pytest.mark.parametrize(
    ("name", "site"),
    [
        ("Banjir surut di tiga desa", "Kabar Pagi"),
        ("Старый мост снова открыт", "Вести берега"),
        ("旧港大桥两年后重新开放", "海岸日报"),
        ("إعادة فتح جسر الميناء القديم", "صحيفة الساحل"),
    ],
)
def test_a_site_is_cut_behind_every_sign(sign: str, name: str, site: str) -> None:
    suffixed = f"<title>{name} {sign} {site}</title>"
    assert title(meta("og:site_name", site) + suffixed) == name
    assert title(suffixed + f'<h1><a href="/"></a></h1><div class="x">{name}</div>') == name
    assert title(suffixed + f"<article><h1>{name}</h1></article>") == name


@pytest.mark.parametrize(
    "page",
    [
        "<title>(2) Banjir surut di tiga desa - Kabar Pagi</title>" + meta("og:site_name", "Kabar Pagi"),
        "<title>Banjir surut di tiga desa | Kabar Pagi - Berita dari desa</title>" + meta("og:site_name", "Kabar Pagi"),
        "<title>Banjir surut di tiga desa_Kabar Pagi</title>" + meta("og:site_name", "Kabar Pagi"),
        "<title>Banjir surut di tiga desa |</title>",
        "<title>Banjir surut di tiga desa - Banjir surut di tiga desa</title>",
        "<title>Banjir surut di tiga desa - Warta</title>" + meta("og:title", "Warta"),
        "<title>Banjir surut di tiga desa</title>" + meta("og:title", "Kabar Pagi"),
        "<title>Banjir surut di tiga desa - Warta Desa</title>" + meta("og:title", "Banjir surut di ti..."),
        "<title>Kabar Pagi</title><h1>Berita</h1><article><h2>Banjir surut di tiga desa</h2></article>",
        '<title>Kabar Pagi</title><h1 hidden>Berita</h1><div class="judul">Banjir surut di tiga desa</div>',
        '<title>Banjir surut di tiga desa - Warta</title><h1><a href="/">Warta</a></h1>',
    ],
)
def test_the_headline_is_found_behind_counters_slogans_and_sites(page: str) -> None:
    site_of_suffix = page.replace("Warta Desa", "Kabar Pagi")
    assert title(site_of_suffix) == "Banjir surut di tiga desa"


def test_an_h2_that_repeats_the_metadata_wins_over_the_sites_motto() -> None:
    page = "<h1>Kabar Pagi dan warga desa: surat kabar kita</h1><h2>Warga desa pulang</h2>"
    assert title(page + "<title>Warga desa pulang » Kabar Pagi</title>") == "Warga desa pulang"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/2026/banjir-di-tiga-desa-hari-ini", "Banjir di tiga desa hari ini: kronologi lengkap"),
        ("/2026/banjir-surut-warga-tiga-desa-pulang", "Banjir surut, warga tiga desa pulang"),
        ("/2026/4711.html", "Banjir surut, warga tiga desa pulang"),
    ],
)
def test_the_address_decides_between_a_heading_and_metadata_that_share_few_words(address: str, expected: str) -> None:
    page = (
        meta("og:title", "Banjir di tiga desa hari ini: kronologi lengkap")
        + "<h1>Banjir surut, warga tiga desa pulang</h1>"
    )
    assert title(page, f"https://www.kabarpagi.example{address}") == expected


HEADLINE = "Banjir surut di tiga desa"
LABELLED = f"<h1><span>Cuaca</span> <span>{HEADLINE}</span></h1>"


@pytest.mark.parametrize(
    "heading",
    [
        pytest.param(f'<h1><span class="article__kicker">Cuaca</span> {HEADLINE}</h1>', id="class"),
        pytest.param(f"<h1><span>Cuaca</span><i>: </i><span>{HEADLINE}</span></h1>", id="separator of its own"),
        pytest.param(f'<h1><span class="kicker">Cuaca</span> | {HEADLINE}</h1>', id="class and separator"),
        pytest.param(f'<h1><span class="kicker">Cuaca</span> – {HEADLINE}</h1>', id="class and dash"),
        pytest.param(f"<h1><div>Cuaca</div><div>{HEADLINE}</div></h1>", id="line of its own"),
        pytest.param(f"<h1><small>2 Maret 2026</small> {HEADLINE}</h1>", id="date"),
        pytest.param(LABELLED + meta("og:title", HEADLINE), id="metadata without it"),
        pytest.param(LABELLED + meta("og:title", f"Cuaca: {HEADLINE}"), id="metadata with a sign between"),
    ],
)
def test_a_kicker_in_its_own_element_is_removed(heading: str) -> None:
    assert title(heading) == HEADLINE


@pytest.mark.parametrize(
    "heading",
    [
        f"<h1>{HEADLINE}</h1>",
        f'<h1><span class="kicker">Setelah hujan</span><i>: </i><span>{HEADLINE}</span></h1>',
        f"<h2>{HEADLINE}</h2>",
    ],
)
def test_words_that_json_ld_and_og_title_both_join_to_the_headline_belong_to_it(heading: str) -> None:
    joined = f"Setelah hujan: {HEADLINE}"
    assert title(heading + json_ld(joined) + meta("og:title", joined)) == joined
    assert title(heading + json_ld(joined) + meta("og:title", HEADLINE)) == HEADLINE


@pytest.mark.parametrize("label", ["Cuaca", "Kabar Pagi", "Jawa Tengah"])
def test_a_topic_site_or_section_before_the_headline_is_not_part_of_it(label: str) -> None:
    joined = f"{label}: {HEADLINE}"
    page = json_ld(joined) + meta("og:title", joined) + meta("article:section", "Jawa Tengah")
    assert title(page + meta("og:site_name", "Kabar Pagi") + f"<h1>{HEADLINE}</h1>") == HEADLINE


def test_a_sentence_before_the_subtitle_is_not_a_kicker() -> None:
    page = "<h1><span>Air surut.</span> <span>Warga tiga desa pulang</span></h1>"
    assert title(page + meta("og:title", "Air surut. - Warga tiga desa pulang")) == "Air surut. Warga tiga desa pulang"


@pytest.mark.parametrize(
    "heading",
    [
        '<h1><span style="color:red">Banjir di desa:</span> air mulai surut</h1>',
        '<h1><span class="kicker">Banjir di desa</span>: air mulai surut</h1>',
        "<h1><em>Banjir</em> di desa: air mulai surut</h1>",
        '<h1><span class="line">Banjir di desa:</span><br><span>air mulai surut</span></h1>',
    ],
)
def test_the_first_words_of_a_headline_are_not_a_kicker(heading: str) -> None:
    assert title(heading + "<title>Banjir di desa: air mulai surut</title>") == "Banjir di desa: air mulai surut"


def test_a_subtitle_inside_the_heading_is_removed_when_the_metadata_lacks_it() -> None:
    page = "<h1>Banjir surut <span>Warga mulai pulang</span></h1>" + meta("og:title", "Banjir surut")
    assert title(page) == "Banjir surut"


@pytest.mark.parametrize(
    "heading",
    [
        '<h1>Banjir surut di tiga desa <span class="subtitle">Warga mulai pulang</span></h1>',
        "<h1>Banjir surut di tiga desa <span>3 komentar</span></h1>",
        "<h1>Banjir surut di tiga desa <span>(3)</span></h1>",
        '<h1><div>Banjir surut di tiga desa</div><div class="x">Warga pulang</div></h1>' + meta("og:title", HEADLINE),
        f"<h1>{HEADLINE}<i>: </i><i>warga pulang</i> <span>(1/2)</span></h1>" + meta("og:title", HEADLINE),
    ],
)
def test_what_stands_behind_the_headline_in_its_own_element_is_removed(heading: str) -> None:
    assert title(heading) == HEADLINE


def test_a_number_of_the_headline_stays() -> None:
    assert title("<h1>Korban banjir kini <span>12 orang</span></h1>") == "Korban banjir kini 12 orang"


def test_a_shouted_heading_takes_the_metadatas_letters() -> None:
    assert title("<h1>BANJIR SURUT</h1>" + meta("og:title", "Banjir surut")) == "Banjir surut"
    assert title("<h1>PBB</h1>" + meta("og:title", "PBB")) == "PBB"
    page = "<h1>AIR BANJIR SURUT DI TIGA DESA PESISIR DEMAK</h1>"
    calm = "Air banjir surut tiga desa pesisir Demak"
    assert title(page + meta("og:title", calm)) == calm
    assert title(page + meta("og:title", "Banjir di Demak: tiga desa surut")) == page[4:-5]


def test_words_joined_by_line_breaks_take_the_metadatas_spaces() -> None:
    page = "<h1><span>Banjir surut</span><span>di tiga desa</span></h1>" + meta("og:title", "Banjir surut di tiga desa")
    assert title(page) == "Banjir surut di tiga desa"


def test_a_page_without_a_heading_takes_the_metadatas_headline() -> None:
    page = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Banjir surut"}</script>'
        "<title>Banjir surut hari ini di Jawa - Kabar Pagi</title>"
    )
    assert title(page) == "Banjir surut"


def test_a_page_without_any_claim_has_no_title() -> None:
    assert choice("<p>Teks</p>") == Choice(None, None, ())


def test_the_sites_name_is_better_than_nothing() -> None:
    assert title("<title>Kabar Pagi</title>") == "Kabar Pagi"


def test_an_archived_pages_site_is_that_of_the_original() -> None:
    page = "<h1>Kabarpagi</h1><title>Banjir surut » Kabarpagi</title>"
    assert title(page, "https://web.archive.org/web/20200101000000/http://kabarpagi.example/x") == "Banjir surut"


@pytest.mark.parametrize(
    "text", [" - a" * 90, "a | " * 90, "x" * 100_000, " : " * 600], ids=["dashes", "pipes", "long", "colons"]
)
def test_of_hundreds_of_hostile_titles_sixty_are_weighed(text: str) -> None:
    page = (
        "".join(meta("og:title", f"{n}{text}") for n in range(80))
        + f"<h1>{text} a</h1>" * 80
        + f"<h2>b{text}</h2>" * 80
    )
    page += "".join(meta("og:site_name", f"{n}{text}"[:55]) for n in range(80))
    metadata = read_metadata(Inventory(html.document_fromstring(page)), URL)
    assert len(choose_title(metadata, url=URL).candidates) == 60


def test_a_long_text_in_a_heading_is_not_a_title() -> None:
    assert title("<h1>" + "Banjir surut di desa. " * 30 + "</h1><title>Banjir surut</title>") == "Banjir surut"


def test_every_claim_is_reported_with_what_became_of_it() -> None:
    page = "<h1>Kabar Pagi</h1><h1>Banjir surut</h1><title>Banjir surut | Kabar Pagi</title>"
    found = choice(page + meta("og:site_name", "Kabar Pagi"))
    assert [(str(c.origin), c.why.partition(":")[0]) for c in found.candidates] == [
        ("h1", "dropped"),
        ("h1", "taken"),
        ("title", "not taken"),
    ]
    assert str(found.origin) == "h1"
