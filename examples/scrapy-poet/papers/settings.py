BOT_NAME = "papers"
SPIDER_MODULES = ["papers.spiders"]
ADDONS = {"scrapy_poet.Addon": 300, "newsclean.scrapy.Addon": 500}

ROBOTSTXT_OBEY = True
FEEDS = {"%(name)s.json": {"format": "json", "overwrite": True}}
