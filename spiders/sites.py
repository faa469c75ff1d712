"""A spider for each declared site: `newsclean/sites/NAME.toml` makes `scrapy crawl NAME`."""

from newsclean.sites.site import sites

from .base import NewsSpider

_WITH_CODE = {"demo"}  # a site that needs code has a module of its own

for _site in sites().values():
    if _site.name not in _WITH_CODE:
        _class_name = f"{_site.name.title().replace('-', '')}Spider"
        globals()[_class_name] = type(
            _class_name, (NewsSpider,), {"name": _site.name, "site": _site, "__module__": __name__}
        )
