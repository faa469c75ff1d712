"""<meta> elements as claims: which of their hundred names says what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from lxml.html import HtmlElement

from newsclean.lang.language import one_of, words_of_all

# Names of <meta>, lower case, by the kind of claim; within a kind the best known first.
_META = {
    "titles": "og:title twitter:title parsely-title sailthru.title dc.title dcterms.title dc:title citation_title "
    "cxenseparse:title headline hdl title",
    "published": "article:published_time og:article:published_time article:published og:published_time "
    "datepublished publishdate publish_date publish-date publisheddate published_date published-date pubdate "
    "publication_date publication-date parsely-pub-date sailthru.date cxenseparse:recs:publishtime "
    "cxenseparse:publishtime originalpublicationdate content_publisheddate citation_publication_date "
    "dc.date.issued dcterms.issued dc.date.created dcterms.created dcterms.date dc.date dc:date date.created "
    "article.created article.published article:created_time datecreated bt:pubdate date",
    "modified": "article:modified_time og:article:modified_time article:updated_time og:updated_time og:modified_time "
    "datemodified dc.date.modified dcterms.modified date.modified date.updated article.updated last-modified "
    "last-updated lastmod revised modified_date updated_date",
    "authors": "author article:author article:author_name og:article:author dc.creator dcterms.creator dc:creator "
    "parsely-author sailthru.author byl byline authors citation_author cxenseparse:author content_author "
    "dcterms.author author_name",
    "descriptions": "og:description description twitter:description dc.description dcterms.description "
    "sailthru.description",
    "sections": "article:section og:article:section parsely-section og:section section content_category category "
    "cxenseparse:recs:category",
    "tags": "news_keywords article:tag og:article:tag parsely-tags sailthru.tags keywords content_tag",
    "images": "og:image og:image:secure_url og:image:url twitter:image twitter:image:src parsely-image-url "
    "sailthru.image.full",
    "canonical": "og:url twitter:url",
    "languages": "og:locale content-language language dc.language dcterms.language",
    "site_names": "og:site_name application-name apple-mobile-web-app-title al:android:app_name al:ios:app_name "
    "twitter:app:name:iphone dc.publisher publisher",
    "types": "og:type parsely-type dc.type",
    "access": "article:content_tier",
}
_META_KINDS = {name: (kind, rank) for kind, names in _META.items() for rank, name in enumerate(names.split())}
# For the many names that only one outlet uses ("rnews:datePublished", "cms.publish.time").
_ODD_PUBLISHED = re.compile(r"publi|pubdate|issued|created")
_ODD_MODIFIED = re.compile(r"modif|updat")
_ODD_AUTHORS = re.compile(r"(?:^|[._:-])(?:article|news|post|story)[._:-]?authors?(?:[._:-]?name)?$")
_LAST = 999
_DATE_START = re.compile(r"\d{4}[-/]\d|\d{1,2}[-/. ]\S+[-/. ]\d{4}")


def read_tags(metas: Iterable[HtmlElement]) -> Iterator[tuple[str, str, str]]:
    """The claims of <meta> elements as (kind, value, name in lower case), kind by kind, the best known name first.

    Kinds are named like the fields of `Metadata`.
    """
    found: list[tuple[str, int, str, str]] = []
    tags: dict[str, str] = {}
    for meta in metas:
        name = (meta.get("property") or meta.get("name") or meta.get("http-equiv") or "").strip().lower()
        value = meta.get("content") or ""
        tags.setdefault(name, value)
        if name in _META_KINDS:
            found.append((*_META_KINDS[name], value, name))
        elif _ODD_AUTHORS.search(name):
            found.append(("authors", _LAST, value, name))
        elif _DATE_START.match(value):
            if _ODD_PUBLISHED.search(name):
                found.append(("published", _LAST, value, name))
            elif _ODD_MODIFIED.search(name):
                found.append(("modified", _LAST, value, name))
    for number in "12":
        if _author_label().search(tags.get(f"twitter:label{number}", "")):
            found.append(("authors", _LAST, tags.get(f"twitter:data{number}", ""), f"twitter:data{number}"))
    for kind, _, value, name in sorted(found, key=lambda claim: claim[:2]):
        yield kind, value, name


@cache
def _author_label() -> re.Pattern[str]:
    """What the label of a pair of Twitter card data, written for people, contains when the data is an author."""
    return re.compile(one_of(words_of_all(lambda language: language.authors.labels)), re.I)
