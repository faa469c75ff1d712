"""Commands of the project (setting COMMANDS_MODULE): `scrapy crawl` with clear messages and an honest exit status."""
