"""Markup as no standard has it, and files that are no HTML: an article in it must come out whole."""

from __future__ import annotations

import gzip
import io
import zipfile

from tests.hostile.pages import PARAGRAPHS, PUBLISHED, TITLE, Case, Record, article, json_ld, refused

FIRST, SECOND, THIRD = PARAGRAPHS
NO_CLAIMS = Record(date="")
EMPTY = refused("empty-page")
NOTHING = refused("empty-page", "no-main-content", "no-title", "not-an-article")
NOT_TEXT = refused("not-text", "empty-page")
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x10\x08\x02" + bytes(range(256)) * 40


def spoilt(sign: str) -> str:
    """The article with a sign in its headline and in a paragraph, where it must vanish."""
    return article().replace("Old ferry", f"Old {sign}ferry").replace("The council", f"The {sign}council")


def zipped() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("page.html", article())
    return stream.getvalue()


SIGNS = (
    *(
        Case(f"the reference {sign} in the text", lambda sign=sign: spoilt(sign))
        for sign in ("&#11;", "&#x1F;", "&#0;", "&#12;", "&#x7F;", "&#x0000000B;", "&#8;", "&#31", "&#11")
    ),
    Case("the reference &#xD800; in the text", lambda: spoilt("&#xD800;"), Record(title=None, holds=(SECOND,))),
    Case("the reference &#55357; in the text", lambda: spoilt("&#55357;"), Record(title=None, holds=(SECOND,))),
    Case("the reference &#xFFFF; in the text", lambda: spoilt("&#xFFFF;"), Record(title=None, holds=(SECOND,))),
    Case("the reference &#x110000; in the text", lambda: spoilt("&#x110000;"), Record(title=None, holds=(SECOND,))),
    Case(
        "a reference to a number of 1,000 digits",
        lambda: spoilt(f"&#{'9' * 1000};"),
        Record(title=None, holds=(SECOND,)),
    ),
    *(
        Case(f"the sign U+{ord(sign):04X} in the text", lambda sign=sign: spoilt(sign))
        for sign in "\x00\x01\x08\x0b\x0e\x1f\x7f\x90"
    ),
    Case("a form feed between words", lambda: article().replace("old ferry steps", "old\x0cferry steps")),
    Case("a carriage return between words", lambda: article().replace("old ferry steps", "old\rferry steps")),
    Case("a lone surrogate in text given as str", lambda: spoilt("\udc80"), Record(title=None, holds=(SECOND,))),
    Case(
        "lone surrogates everywhere", lambda: article().replace(" ", " \ud83d"), Record(title=None, date=None, holds=())
    ),
    *(
        Case(
            f"the line break U+{ord(sign):04X} in title and text",
            lambda sign=sign: article().replace("ferry steps", f"ferry{sign}steps"),
        )
        for sign in "\u2028\u2029\x85"
    ),
    Case("NUL bytes between the letters of tags", lambda: article().replace("<p>", "<p\x00>").encode()),
    Case("a NUL byte after every line", lambda: article().replace("\n", "\n\x00").encode(), Record()),
    Case(
        "right-to-left overrides",
        lambda: article(inside="<p>The harbour office \u202eaccepted\u202c the vote on Monday.</p>"),
    ),
    Case(
        "entities without a semicolon",
        lambda: article(inside="<p>Lind &amp Berg &copy 2026 &notit; agreed on the plan.</p>"),
    ),
    Case(
        "entities that do not exist",
        lambda: article(inside="<p>Lind &foo; Berg &; &#; &#x; &#xZZ; agreed on the plan.</p>"),
    ),
    Case(
        "entities declared and nested",
        lambda: '<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>' + article(inside="<p>&b;</p>"),
    ),
    Case(
        "an external entity",
        lambda: '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + article(inside="<p>&x;</p>"),
        Record(lacks=("root:",)),
    ),
)

BROKEN = (
    Case("an empty page", lambda: b"", EMPTY),
    Case("white space only", lambda: b" \n\t\r\n ", EMPTY),
    Case("a byte order mark only", lambda: b"\xef\xbb\xbf", EMPTY),
    Case("an UTF-16 byte order mark only", lambda: b"\xff\xfe", EMPTY),
    Case("a lone less-than sign", lambda: b"<", NOTHING),
    Case("comments only", lambda: "<!-- a --><!-- b -->", NOTHING),
    Case("a doctype only", lambda: "<!DOCTYPE html>", EMPTY),
    Case("html and nothing in it", lambda: "<html></html>", NOTHING),
    Case("a body that never comes", lambda: "<html><head><title>Old ferry steps stay open</title>", NOTHING),
    Case("control characters only", lambda: "\x01\x02\x03", refused("empty-page", "not-text")),
    Case(
        "a frameset",
        lambda: '<html><frameset cols="20%,*"><frame src="a.html"><frame src="b.html"></frameset></html>',
        NOTHING,
    ),
    Case("cut in the middle of a tag", lambda: article().partition("<footer>")[0] + "<div cla"),
    Case("cut in the middle of an attribute", lambda: article().partition("<footer>")[0] + '<div class="fo'),
    Case("cut in the middle of a script", lambda: article().partition("<footer>")[0] + "<script>var a = '<p>"),
    Case(
        "cut in the middle of the last paragraph",
        lambda: article().partition("on their way")[0],
        Record(holds=PARAGRAPHS[:2]),
    ),
    Case("cut in the middle of a sign", lambda: (article() + "é").encode()[:-1]),
    Case("html twice", lambda: article().replace("<body>", "<html><body><body>")),
    Case("two whole documents", lambda: article() + "<html><head><title>Other</title></head><body></body></html>"),
    Case("the body before the head", lambda: article().replace("<head>", "<body><head>")),
    Case("text before the doctype", lambda: "\n\n  Notice: line 12\n" + article()),
    Case(
        "nothing closed",
        lambda: (
            article().replace("</p>", "").replace("</article>", "").replace("</main>", "").replace("</body></html>", "")
        ),
    ),
    Case("paragraphs closed twice", lambda: article().replace("</p>", "</p></p>"), Record()),
    Case("tags closed in the wrong order", lambda: article(inside="<b><i>Both sides agreed on Monday.</b></i>")),
    Case(
        "tags in capitals",
        lambda: article().replace("<p>", "<P>").replace("</p>", "</P>").replace("article>", "ARTICLE>"),
    ),
    Case("spaces in tags", lambda: article().replace("<p>", "<p   \n >").replace("</p>", "</p \n>")),
    Case("attributes without quotation marks", lambda: article().replace("<p>", "<p class=a/b id=1 data-x=>")),
    Case("an attribute whose quotation mark never closes", lambda: article(after='<a href="/x>next</a>')),
    Case("tags with a colon", lambda: article().replace("<p>", "<o:p></o:p><p>")),
    Case("tags named by signs", lambda: article(inside="<p<p><1><?><!><=><\"'><é>")),
    Case("an element with a name of 100 kB", lambda: article(after=f"<{'x' * 100_000}>note</{'x' * 100_000}>")),
    Case("an attribute with a name of 100 kB", lambda: article(after=f"<div {'x' * 100_000}=1>note</div>")),
    Case("custom elements", lambda: article().replace("<p>", "<story-text><p>").replace("</p>", "</p></story-text>")),
    Case(
        "custom elements for paragraphs",
        lambda: article().replace("<p>", "<div><x-par>").replace("</p>", "</x-par></div>"),
    ),
    Case("plaintext at the end", lambda: article(after="<plaintext>")),
    Case("xmp and listing", lambda: article(after="<xmp><p>not a paragraph</xmp><listing>x</listing>")),
    Case("the article in noscript too", lambda: article(after=f"<noscript><p>{FIRST}</p></noscript>")),
    Case(
        "a template with other text",
        lambda: article(after="<template><p>{{ headline }}</p></template>"),
        Record(lacks=("{{",)),
    ),
    Case(
        "SVG with text",
        lambda: article(inside="<svg><title>Map</title><text>Quay</text></svg>"),
        Record(lacks=("Quay",)),
    ),
    Case("SVG that is never closed", lambda: article(after="<svg><g><path d='M0 0'>")),
    Case("MathML", lambda: article(inside="<p>The slope is <math><mi>x</mi><mo>=</mo><mn>2</mn></math> here.</p>")),
    Case(
        "conditional comments",
        lambda: article(inside="<!--[if IE]><p>Old browser!</p><![endif]--><![if !IE]><![endif]>"),
        Record(lacks=("Old browser",)),
    ),
    Case("CDATA in the text", lambda: article(inside="<![CDATA[ <p>raw</p> ]]>")),
    Case("a comment with dashes", lambda: article(inside="<!-- a -- b ---->")),
    Case("a comment closed by --!>", lambda: article(inside="<!-- a --!>")),
    Case("XHTML with an XML declaration", lambda: '<?xml version="1.0" encoding="ISO-8859-1"?>\n' + article()),
    Case("an XML declaration in the middle", lambda: article(before='<?xml version="1.0"?>')),
    Case("PHP left in the page", lambda: article(before="<?php echo $title; ?>")),
    Case(
        "a warning of PHP before the page",
        lambda: "<b>Warning</b>: Undefined index in <b>/srv/a.php</b> on line <b>1</b><br>" + article(),
    ),
    Case(
        "an AMP page",
        lambda: article(head="<style amp-boilerplate>body{}</style><link rel=amphtml href='/amp'>").replace(
            "<html", "<html ⚡"
        ),
    ),
    Case(
        "tables as layout",
        lambda: (
            article()
            .replace("<main>", "<table><tr><td width=150>Menu</td><td>")
            .replace("</main>", "</td></tr></table>")
        ),
    ),
    Case("line breaks for paragraphs", lambda: article().replace("<p>", "").replace("</p>", "<br><br>")),
    Case(
        "fonts and centers",
        lambda: article().replace("<p>", "<center><font face=Arial>").replace("</p>", "</font></center>"),
    ),
    Case(
        "links in links",
        lambda: article(inside="<p><a href=/a>The <a href=/b>harbour office</a> said</a> it would obey.</p>"),
    ),
    Case(
        "a form around all",
        lambda: article().replace("<main>", "<form action=/><main>").replace("</main>", "</main></form>"),
    ),
    Case("everything in one line", lambda: article().replace("\n", "")),
    Case("a base address that is none", lambda: article(head="<base href='http://[bad'>")),
    Case(
        "links to addresses that are none",
        lambda: article(inside="<p>The <a href='http://[::1'>office</a> of <a href='//['>Lind</a> agreed.</p>"),
    ),
    Case("a script in the headline", lambda: article().replace("<h1>", "<h1><script>var a='<b>'</script>")),
    Case("a page that hides its text", lambda: article().replace("<body>", "<body style='display:none'>")),
)

FILES = (
    *(
        Case(f"{name} served as HTML", lambda data=data: data, NOT_TEXT)
        for name, data in {
            "a PNG": PNG,
            "a JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 40,
            "a GIF": b"GIF89a" + bytes(range(256)) * 40,
            "a WebP": b"RIFF\x00\x01\x00\x00WEBPVP8 " + bytes(range(256)) * 40,
            "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" * 30,
            "an MP4": b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2" + bytes(range(256)) * 40,
            "an MP3": b"ID3\x03\x00\x00\x00\x00\x0fvTIT2" + bytes(range(256)) * 40,
            "a WOFF2": b"wOF2\x00\x01\x00\x00\x00\x00\x10\x00" + bytes(range(256)) * 40,
            "a WOFF": b"wOFF\x00\x01\x00\x00\x00\x00\x10\x00" + bytes(range(256)) * 40,
            "an icon": b"\x00\x00\x01\x00\x01\x00\x10\x10" + bytes(range(256)) * 40,
            "a program": b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 40,
            "random bytes": bytes((n * n * 7919 >> 5) % 256 for n in range(20_000)),
            "zeros": bytes(20_000),
            "a brotli stream": b"\x8b\x02\x80" + bytes((n * 31 + n * n) % 256 for n in range(5_000)),
        }.items()
    ),
    Case("a ZIP served as HTML", zipped, NOT_TEXT),
    Case("gzip served as HTML", lambda: gzip.compress(article().encode()), NOT_TEXT),
    Case("a picture behind an HTML tag", lambda: b"<html>" + PNG, NOT_TEXT),
    Case("JSON", lambda: f'{{"title": "{TITLE}", "body": "{FIRST}", "items": [1, 2, 3]}}', NOTHING),
    Case("JSON with HTML in it", lambda: '{"html": "<p>' + FIRST.replace('"', "") + '</p>", "n": 1}', NOTHING),
    Case(
        "a feed",
        lambda: (
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Post</title>{"".join(f"<item><title>Story {n}</title><link>https://harbour.example/{n}</link><description>{FIRST}</description></item>" for n in range(20))}</channel></rss>'
        ),
        NOTHING,
    ),
    Case(
        "a sitemap",
        lambda: (
            f'<?xml version="1.0"?><urlset>{"<url><loc>https://harbour.example/1</loc><lastmod>2026-01-01</lastmod></url>" * 50}</urlset>'
        ),
        NOTHING,
    ),
    Case("a style sheet", lambda: "body { margin: 0; padding: 0 }\n.a > .b { color: red }\n" * 100, NOTHING),
    Case(
        "a program in JavaScript",
        lambda: "(function () { var a = 1; if (a < 2) { document.write('<p>Hello.</p>'); } })();\n" * 50,
        NOTHING,
    ),
    Case(
        "robots.txt",
        lambda: "User-agent: *\nDisallow: /private\nSitemap: https://harbour.example/sitemap.xml\n",
        NOTHING,
    ),
    Case("CSV", lambda: "name;place;date\n" + "Lind;Ellery;2026-02-28\n" * 200, NOTHING),
    Case(
        "an e-mail with headers",
        lambda: "From: a@harbour.example\nTo: b@harbour.example\nSubject: Hello\n\nSee you.\n",
        NOTHING,
    ),
    Case(
        "plain text of an article",
        lambda: f"{TITLE}\n\n28 February 2026 20:57\n\n" + "\n\n".join(PARAGRAPHS),
        Record(date="2026-02-28T20:57:00"),
    ),
    Case("markdown", lambda: f"# {TITLE}\n\n" + "\n\n".join(PARAGRAPHS), Record(title=None, date="")),
    Case("a page saved as MHTML", lambda: "MIME-Version: 1.0\nContent-Type: text/html\n\n" + article()),
    Case("escaped HTML", lambda: article().replace("<", "&lt;").replace(">", "&gt;"), NOTHING),
    Case(
        "a page without head", lambda: f"<h1>{TITLE}</h1>{json_ld()}" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    ),
    Case("a page of paragraphs only", lambda: "".join(f"<p>{text}</p>" for text in PARAGRAPHS), refused("no-title")),
    Case("a headline in the title only", lambda: article().replace("h1>", "div>")),
    Case(
        "the date in meta only",
        lambda: article(claims="", head=f"<meta property='article:published_time' content='{PUBLISHED}'>"),
    ),
)

CASES = (*SIGNS, *BROKEN, *FILES)
