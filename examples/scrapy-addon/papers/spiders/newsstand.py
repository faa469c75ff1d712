import scrapy

from newsclean.scrapy import page


class PapersSpider(scrapy.Spider):
    name = "papers"

    def __init__(self, url="http://127.0.0.1:8000/", **kwargs):
        super().__init__(**kwargs)
        self.start_urls = [url]

    def parse(self, response):
        yield from response.follow_all(css="li a:last-child", callback=self.parse_list)

    def parse_list(self, response):
        yield from response.follow_all(css="a[href*='/read/']", callback=self.parse_article)

    def parse_article(self, response):
        yield page(response)
