"""A spider of a site whose declaration makes exceptions: a port of its own, a certificate that is not valid."""

from __future__ import annotations

import os

from newsclean.sites.site import Site
from newsclean.spiders.base import NewsSpider

PORT = "NEWSCLEAN_TEST_PORT"  # environment variable: the site's port


class ExceptedSpider(NewsSpider):
    """Its site has no file."""

    name = "excepted"
    site = Site(
        name="excepted",
        domains=("excepted.example",),
        ports=(int(os.environ.get(PORT, "8443")),),
        verify_certificates=False,
    )
