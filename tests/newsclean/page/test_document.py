"""Text becomes one tree that the later steps can rely on, whatever the markup; feeds and plain text are told apart."""

from __future__ import annotations

import pytest
from lxml import etree

from newsclean.page.document import MAX_DEPTH, body_of, feed_kind, has_markup, parse, prune_tree


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('<?xml version="1.0"?>\n<rss version="2.0"><channel>', "rss"),
        ("<!-- by a plugin --><feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        ("\n<!DOCTYPE x>\n<RDF:RDF>", "rdf:rdf"),
        ("<urlset>", "urlset"),
        ("<sitemapindex xmlns=''>", "sitemapindex"),
        ("<html><body><rss></body></html>", None),
        ("<rssreader>", None),
        ("rss", None),
    ],
)
def test_a_feed_or_sitemap_is_known_by_its_root(text: str, kind: str | None) -> None:
    assert feed_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("<p>One line", True),
        ("</div>", True),
        ("<!DOCTYPE html>", True),
        ("3 < 4 and 5 > 4", False),
        ("<author@news.example> wrote", False),
        ("<placeholder>", False),
    ],
)
def test_markup_is_known_by_the_tags_that_pages_have(text: str, markup: bool) -> None:
    assert has_markup(text) is markup


def test_comments_instructions_and_the_xml_declaration_are_left_out() -> None:
    tree = parse('<?xml version="1.0" encoding="utf-16"?><!-- a --><p>The <?php echo ?>ferry<!-- b --> stays</p>')
    assert tree is not None
    assert "".join(body_of(tree).itertext()) == "The ferry stays"


@pytest.mark.parametrize("text", ["", " \n", "<!-- only a comment -->"])
def test_a_text_without_an_element_has_no_tree(text: str) -> None:
    assert parse(text) is None


def test_a_tree_without_a_body_is_its_own_body() -> None:
    tree = etree.fromstring("<html><p>x</p></html>", etree.HTMLParser()).find("body/p")
    assert body_of(tree) is tree


def test_text_nested_deeper_than_the_parser_allows_is_kept_in_lines_of_its_own() -> None:
    deep = "<div>" * 5000 + "The ferry stays." + "</div>" * 2500 + "<p>The bridge opens.</p>"
    tree = parse(f"<body>{deep}</body>")
    assert tree is not None
    assert [text.strip() for text in body_of(tree).itertext() if text.strip()] == [
        "The ferry stays.",
        "The bridge opens.",
    ]
    assert max(sum(1 for _ in element.iterancestors()) for element in tree.iter()) <= 2 * MAX_DEPTH


def test_pruning_leaves_text_json_ld_and_what_keeps_its_place() -> None:
    tree = parse(
        "<body><style>p {}</style><script>f()</script><script type='application/ld+json'>{}</script>"
        "<div><span></span></div>before<b></b> after<table><tr><td></td><td>1</td></tr></table>one<br>two</body>"
    )
    assert tree is not None
    prune_tree(tree)
    assert etree.tostring(body_of(tree), encoding="unicode") == (
        '<body><script type="application/ld+json">{}</script>before after'
        "<table><tr><td/><td>1</td></tr></table>one<br/>two</body>"
    )
