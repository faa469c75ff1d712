"""A spider for each declared site: the file `NAME.toml` makes `scrapy crawl NAME`."""

from newsclean.sites.site import Site, sites
from newsclean.sites.site_file import WITH_CODE

from .base import NewsSpider


def spider_of(site: Site) -> type[NewsSpider]:
    """The spider of a site that needs no code of its own."""
    name = f"{site.name.title().replace('-', '')}Spider"
    return type(name, (NewsSpider,), {"name": site.name, "site": site, "__module__": __name__})


for _site in sites().values():
    if _site.name not in WITH_CODE:
        _class = spider_of(_site)
        globals()[_class.__name__] = _class
del _class  # Scrapy takes every name in this module for a spider of its own
