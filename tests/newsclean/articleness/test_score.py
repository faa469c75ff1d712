"""Pages of other kinds are rejected with the signal that says why, and articles that look like them are not.

Covers score, against, page_kinds, teasers and threads.
"""

from __future__ import annotations

import datetime as dt

import pytest

from newsclean import Article, Page, Reject, clean

HEAD = '<header><a href="/">Bay Times</a> <a href="/news">News</a> <a href="/sport">Sport</a></header>'
FOOT = '<footer><a href="/privacy">Privacy policy</a> © 2026 Bay Times. All rights reserved.</footer>'
ITEMS = [
    ("Harbour ferry returns after repairs", "The ferry sailed again on Monday after eleven weeks. Passengers cheered."),
    ("Council keeps the market open on Sundays", "Traders had asked for a break. The new hours begin in March."),
    ("Rain washes out the first day of the regatta", "Only two of nine races could be started before noon."),
    ("Old lighthouse lamp found in a school cellar", "The lamp had been missing since 1974. A caretaker found it."),
    ("Bakery closes after ninety years on Quay Street", "The owners found nobody to take over. Neighbours queued."),
]
TEXT = (
    "<p>The town of Tarrow will rebuild its pier after the storm, the council decided on Tuesday night.</p>"
    "<p>Work is to begin in April and to last until the summer of 2028, the harbour master said.</p>"
    "<p>The old pier had stood since 1921. Its cost is put at nine million, and half of that is still missing.</p>"
)
GUIDE = (
    "<p>This page shows how to connect the client to an account. You need version 3 or later.</p>"
    "<p>The client reads the token from a file. You can also pass it, which is useful in tests.</p>"
    "<p>Once it is connected, you can list projects and upload files. Errors are raised at once.</p>"
    "<p>A lost connection is tried again three times. After that the client gives up and reports it.</p>"
    "<p>Files are sent in parts of eight megabytes. Each part is checked when it has arrived.</p>"
)
POSTS = [
    ("sailor77", "My outboard starts fine but dies after two minutes. I already changed the fuel filter."),
    ("OldSalt", "Sounds like the vent of the tank. Open the cap when it dies and listen for a hiss."),
    ("marina_k", "I had the same last year, and it was the primer bulb. It was cracked inside."),
    ("sailor77", "It was the vent, thank you both. The engine has been running for an hour now."),
]
DATED = "<div>By Ana Roe | 10 November 2026</div>"


def teaser(layout: str, items: list[tuple[str, str]] = ITEMS) -> str:
    return "".join(
        layout.format(headline=headline, text=text, url=f"/{number}-{headline.lower().replace(' ', '-')}")
        for number, (headline, text) in enumerate(items)
    )


def outcome(body: str, url: str, *, head: str = "", attributes: str = "", title: str = "") -> Article | Reject:
    title = title or "The pier of Tarrow"
    html = f"<html><head><title>{title}</title>{head}</head><body {attributes}>{HEAD}{body}{FOOT}</body></html>"
    fetched_at = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)
    return clean(Page(url=f"https://www.baytimes.example{url}", html=html.encode(), fetched_at=fetched_at))


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


SIGNED = '<h2 class="t"><a href="{url}">{headline}</a></h2><p>by Ana Roe on 10 November 2026</p>'
LISTS = {
    "headline, then text": '<article><h2><a href="{url}">{headline}</a></h2><p>{text}</p></article>',
    "text, then headline": '<div class="i"><div><p>{text}</p><a href="{url}">{headline}</a></div></div>',
    "the whole card is a link": '<a class="card" href="{url}"><div><h3>{headline}</h3><p>{text}</p></div></a>',
    "date and headline on a line": '<li>10.11.2026 <a href="{url}">{headline}</a><p>{text}</p></li>',
    "whole posts": f"<article>{SIGNED}<p>{{text}}</p><p>People say that it will not end there, ever.</p></article>",
    "a link to read on": '<section><h2>{headline}</h2><p>{text} <a href="{url}">Read full story</a></p></section>',
    "a term and its description": '<dl><dt><a href="{url}">{headline}</a></dt><dd>{text}</dd></dl>',
}


@pytest.mark.parametrize("layout", LISTS)
def test_a_section_page_is_no_article_in_any_layout(layout: str) -> None:
    page = outcome(f"<main><h1>Local news</h1>{teaser(LISTS[layout])}</main>", "/local/", title="Local news")
    assert isinstance(page, Reject), page.body


def test_a_topic_page_with_an_introduction_is_no_article() -> None:
    intro = "<h1>The pier</h1><p>The pier of Tarrow was built in 1921. This page has all that we wrote about it.</p>"
    page = outcome(f"<main>{intro}{teaser(LISTS['headline, then text'])}</main>", "/thema/pier")
    assert isinstance(page, Reject), page.body


def test_teasers_between_and_behind_the_text_make_an_article_no_list() -> None:
    first, second, third = TEXT.split("</p>")[:3]
    related = '<div class="rel"><a href="{url}">{headline}</a></div>'
    body = f"<h1>Pier to be rebuilt</h1>{DATED}{first}</p>{teaser(related, ITEMS[:1])}{second}</p>"
    body += f"{teaser(related, ITEMS[1:2])}{third}</p>{teaser(LISTS['headline, then text'])}"
    assert isinstance(outcome(body, "/a/pier-to-be-rebuilt-9912"), Article)


def test_an_article_whose_neighbours_are_linked_around_it_is_no_list() -> None:
    body = '<nav><a href="/news/futures">Futures and options, weather</a></nav>'
    body += f'<article><h1>Pier to be rebuilt</h1>{DATED}{TEXT}<a href="/n/1">How the old pier was lost in March</a>'
    assert isinstance(outcome(f"{body}</article>", "/a/pier-to-be-rebuilt-9912"), Article)


PRODUCT = "<h1>Oak lamp</h1><div>89.00</div>{button}<p>Turned from one piece of oak, this lamp warms up any room.</p>"
PRODUCT += "<p>Each lamp is oiled by hand and darkens with the years. The cable is covered with linen.</p>"
OTHERS = {
    "a product by its data": (
        PRODUCT.format(button=""), "/oak-lamp-4711", ld('{"@type": "Product", "name": "Oak lamp"}'), "", "product",
    ),
    "a product by its button": (
        PRODUCT.format(button="<button>Add to cart</button>"), "/oak-lamp-4711", "", "", "a button is for customers",
    ),
    "a product by its form": (
        PRODUCT.format(button='<button class="add-to-cart">+</button>') + DATED, "/oak-lamp", "", "", "for an order",
    ),
    "a product by its address": (PRODUCT.format(button="") + DATED, "/products/oak-lamp", "", "", "product or a shop"),
    "documentation by its software": (
        f"<h1>Connect the client</h1>{DATED}{GUIDE}", "/x/connect",
        '<meta name="generator" content="mkdocs-1.6.0, mkdocs-material-9.5.18">', "", "software for documentation",
    ),
    "documentation by its address": (f"<h1>Connect the client</h1>{GUIDE}", "/docs/connect", "", "", "documentation"),
    "documentation by its code": (
        f"<h1>Connect the client</h1>{GUIDE}<pre>connect()</pre><pre>list()</pre>", "/x/connect", "", "", "it has code",
    ),
    "a tag page by its template": (
        f"<h1>Pier</h1>{DATED}{TEXT}", "/x/pier", "", 'class="archive tag tag-pier"', "index page: archive",
    ),
    "search results by their address": (f"<h1>Pier</h1>{DATED}{TEXT}", "/?s=pier", "", "", "index page: s"),
    "a page of a company by what it says": (
        "<h1>Office cleaning</h1><p>Our team keeps your office spotless, whatever the weather brings in.</p>"
        "<p>We offer plans for one day a week or for each day. Contact us for a price.</p>"
        f"<p>Our clients stay with us for eleven years on average, and they tell their friends.</p>{DATED}",
        "/office-cleaning", "", 'class="page-template-default page page-id-7"', "says to its customers",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_a_page_of_another_kind_is_rejected_with_the_signal_that_says_so(name: str) -> None:
    body, url, head, attributes, signal = OTHERS[name]
    page = outcome(body, url, head=head, attributes=attributes)
    assert isinstance(page, Reject)
    assert signal in (page.detail or "")


THREADS = {
    "posts with a user": '<div class="post"><div class="username">{user}</div><p>{text}</p></div>',
    "posts in articles": '<article class="message"><h4 class="poster">{user}</h4><div><p>{text}</p></div></article>',
}


@pytest.mark.parametrize("layout", THREADS)
def test_a_discussion_is_no_article(layout: str) -> None:
    posts = "".join(THREADS[layout].format(user=user, text=text) for user, text in POSTS)
    page = outcome(f"<h1>Outboard dies after two minutes</h1>{DATED}{posts}", "/x/outboard-dies")
    assert isinstance(page, Reject)
    assert "3 people wrote posts" in (page.detail or "")


def test_comments_below_an_article_make_it_no_discussion() -> None:
    posts = "".join(THREADS["posts with a user"].format(user=user, text=text) for user, text in POSTS)
    body = f'<article><h1>Pier to be rebuilt</h1>{DATED}{TEXT}</article><section class="comments">{posts}</section>'
    assert isinstance(outcome(body, "/a/pier-to-be-rebuilt"), Article)


LOOK_ALIKES = {
    "a blog of a shop": ("/blogs/journal/why-oak", "", f"<h1>Why oak</h1>{DATED}{TEXT}<button>Add to cart</button>"),
    "an article filed below a shop section": (
        "/shop/christmas-markets-open-early-2026", ld('{"@type": "NewsArticle", "headline": "Markets open"}'),
        f"<h1>Markets open</h1>{DATED}{TEXT}",
    ),
    "an article below its category": ("/category/pier-to-be-rebuilt-in-april", "", f"<h1>Pier</h1>{DATED}{TEXT}"),
    "a review of a product": (
        "/reviews/oak-lamp",
        '<meta name="author" content="Ana Roe"><meta property="og:type" content="article">'
        + ld('{"@type": "Product", "name": "Lamp"}'),
        f"<h1>Oak lamp review</h1>{DATED}{TEXT}{GUIDE}",
    ),
    "a how-to with code": ("/blog/connect", "", f"<h1>Connect it</h1>{DATED}{GUIDE}<pre>a()</pre><pre>b()</pre>"),
    "an undated essay": ("/x/why-i-walk", "", f"<article><h1>Why I walk</h1>{TEXT}</article>"),
    "a flash": ("/x/ferry", "", f"<h1>Ferry returns</h1>{DATED}<p>The ferry sailed again on Monday. It was late.</p>"),
    "a video with a text of its own": (
        "/videos/pier", '<meta property="og:type" content="video.other">',
        f"<h1>The pier</h1>{DATED}{TEXT}{TEXT.replace('<p>', '<p>Yes. ')}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_an_article_that_looks_like_another_kind_is_kept(name: str) -> None:
    url, head, body = LOOK_ALIKES[name]
    page = outcome(body, url, head=head)
    assert isinstance(page, Article), page.detail


WALLS = {
    "an old browser": "<h6>Your browser is outdated. Please update your browser to view this site correctly.</h6>",
    "no JavaScript": "<p>Please enable JavaScript to continue. Without it the page cannot be shown here.</p>",
    "an ad blocker": "<p>It looks like you are using an ad blocker. Please disable it to continue reading with us.</p>",
    "a consent": "<p>We and our 184 partners store information on your device. You can withdraw consent later on.</p>",
}


@pytest.mark.parametrize("name", WALLS)
def test_a_shell_that_claims_to_be_an_article_never_becomes_a_record(name: str) -> None:
    head = '<meta property="og:type" content="article"><meta property="article:published_time" content="2026-11-01">'
    assert isinstance(outcome(f"<h1>Ferry returns</h1>{WALLS[name]}", "/news/ferry-returns-8812", head=head), Reject)


SCRIPTS = {
    "Thai": ("เปิดท่าเรือใหม่หลังพายุ", [
        "เทศบาลเมืองท่าเรือเปิดท่าเรือใหม่อีกครั้งหลังจากปิดซ่อมนานแปดเดือนเพราะพายุพัดเสาไม้เสียหายทั้งหมด",
        "นายกเทศมนตรีกล่าวว่าเรือทุกลำจะกลับมาจอดที่เดิมภายในสัปดาห์หน้าและจะไม่เก็บค่าธรรมเนียมจนถึงสิ้นปี",
    ]),
    "Lao": ("ເປີດທ່າເຮືອໃໝ່", [
        "ເທດສະບານເມືອງເປີດທ່າເຮືອໃໝ່ອີກຄັ້ງຫຼັງຈາກປິດສ້ອມແປງມາແປດເດືອນຍ້ອນພາຍຸພັດເສົາໄມ້ເສຍຫາຍທັງໝົດ",
        "ເຈົ້າເມືອງກ່າວວ່າເຮືອທຸກລຳຈະກັບມາຈອດບ່ອນເກົ່າພາຍໃນອາທິດໜ້າແລະຈະບໍ່ເກັບຄ່າທຳນຽມຈົນຮອດທ້າຍປີ",
    ]),
    "Tibetan": ("གྲུ་ཁ་གསར་པ་སྒོ་ཕྱེ་བ།", [
        "གྲོང་ཁྱེར་གྱིས་རླུང་འཚུབ་རྗེས་སུ་ཟླ་བ་བརྒྱད་ལ་བཀག་པའི་གྲུ་ཁ་སླར་ཡང་སྒོ་ཕྱེ་བ་རེད།",
        "གྲོང་དཔོན་གྱིས་གྲུ་ཚང་མ་བདུན་ཕྲག་རྗེས་མར་སླར་ཡོང་རྒྱུ་རེད་ཅེས་གསུངས། དངུལ་མི་དགོས་པ་རེད།",
    ]),
    "Chinese without a last stop": ("风暴过后新码头重新开放", [
        "受风暴影响，木桩全部损坏，码头关闭八个月后，市政府周二宣布新码头重新开放。渔民可以回到原来的泊位",
        "市长表示，所有船只将在下周内返回。到年底之前不收取任何费用，商贩也将得到帮助",
    ]),
}  # fmt: skip


@pytest.mark.parametrize("name", SCRIPTS)
def test_sentences_are_counted_in_scripts_without_full_stops(name: str) -> None:
    headline, paragraphs = SCRIPTS[name]
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page = outcome(f"<h1>{headline}</h1><div>10 November 2026</div>{text}", "/news/55", title=headline)
    assert isinstance(page, Article), page.detail
    assert page.body == "\n\n".join(paragraphs)


def test_headlines_alone_are_no_sentences() -> None:
    lines = "".join(f"<div>{headline}</div>" for headline, _ in ITEMS)
    page = outcome(f"<h1>Local news</h1>{DATED}{lines}", "/local/", title="Local news")
    assert isinstance(page, Reject)
