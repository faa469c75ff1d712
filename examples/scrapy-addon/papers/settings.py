BOT_NAME = "papers"
SPIDER_MODULES = ["papers.spiders"]
ADDONS = {"newsclean.scrapy.Addon": 500}

ROBOTSTXT_OBEY = True
ITEM_PIPELINES = {"papers.pipelines.SectionPipeline": 300}
FEEDS = {
    "articles.jsonl": {"format": "jsonl", "overwrite": True},
    "articles.csv.gz": {
        "format": "csv",
        "overwrite": True,
        "postprocessing": ["scrapy.extensions.postprocessing.GzipPlugin"],
    },
}
