"""Addresses: what they are, what site they belong to, and the id of the record behind one."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from tld import get_fld
from w3lib.url import canonicalize_url, url_query_cleaner

# Parameters that say where a reader comes from, never what is read.
_TRACKING = [
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "yclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "utm_id",
    "utm_name",
    "utm_reader",
    "cmpid",
    "ref_src",
    "ref_url",
    "wt_mc",
    "xtor",
]
# Forms in which outlets serve one article more than once: for phones, for AMP caches, all its pages on one.
_HOST_FORMS = re.compile(r"^(?:(?:www|m|mobile|amp)\.)+(?=[^.]+\.)")
_PATH_FORMS = re.compile(r"^/amp(?=/.)|/amp/?$|\.amp(?=\.html?$|$)")
_FRONT_PATHS = re.compile(r"/?(?:(?:index|default|home)\.\w{2,5})?")
_QUERY_FORMS = re.compile(r"(?:^|&)(?:amp(?:=1|=true|=)?|output(?:Type)?=amp|(?:show)?page=all|single=1)(?=&|$)", re.I)


def is_web_url(url: str) -> bool:
    """Whether this is an absolute http or https address with a host, and nothing in it that no address can hold."""
    try:
        parts = urlsplit(url)
        _ = parts.port, url.encode("utf-8")  # raise for a port or a character that cannot be
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


@lru_cache(1024)  # one page is looked up under the same few addresses again and again
def record_id(url: str) -> str:
    """The key of the record with that address, 32 hex digits: SHA-256 of scheme-less, sorted, untracked URL.

    It is one for the desktop, mobile and AMP form of an address, and for the form that shows all pages on one.
    """
    plain = _desktop_form(untracked(url)) if is_web_url(url) else url
    return hashlib.sha256(plain.split("://", 1)[-1].rstrip("/").encode("utf-8", "replace")).hexdigest()[:32]


def untracked(url: str) -> str:
    """The address without fragment and without the parameters that say where a reader comes from."""
    if "?" not in url and "#" not in url:  # most: taking an address apart is slow
        return url
    return str(url_query_cleaner(url, _TRACKING, remove=True))


def is_front_page(url: str) -> bool:
    """Whether an http(s) address is that of a whole host, whatever tracking it carries: it is never an article's.

    `/index.html` and the like count, `/?p=123` does not.
    """
    if not is_web_url(url):
        return False
    parts = urlsplit(untracked(url))
    return _FRONT_PATHS.fullmatch(parts.path) is not None and not parts.query


def site_label(url: str) -> str:
    """The host without `www.`; for a file, "file"; "unknown" where there is neither."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "unknown"
    return (parts.hostname or parts.scheme or "unknown").removeprefix("www.")


def host_of(url: str) -> str:
    """The host, lower case; "" for an address without one, or one that is none ("http://[bad")."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def folders_of(url: str) -> list[str]:
    """The segments of the path before the last one: what the address files the page under."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return []
    return [unquote(segment) for segment in path.rstrip("/").split("/")[:-1] if segment]


def _desktop_form(url: str) -> str:
    parts = urlsplit(canonicalize_url(url))
    host = _HOST_FORMS.sub("", parts.netloc)
    path = _PATH_FORMS.sub("", parts.path)
    query = _QUERY_FORMS.sub("", parts.query).lstrip("&")
    return parts._replace(netloc=host, path=path, query=query).geturl()


@lru_cache(1024)
def domain_of(url: str) -> str:
    """The registered domain (public suffix and label), else the host."""
    # get_fld reads the list of public suffixes that comes with tld; it knows no IP addresses and no bare hosts.
    return str(get_fld(url, fail_silently=True) or host_of(url))
