"""Scrapy's settings for every crawl of the project. Plain values: importing this module loads nothing of Scrapy.

Each can be overridden for one run: `scrapy crawl sindonews -s DOWNLOAD_DELAY=3`.
"""

from newsclean import __version__ as _version
from newsclean import formats
from newsclean.page import limits

BOT_NAME = "newsclean"
USER_AGENT = f"newsclean/{'.'.join(_version.split('.')[:2])} (+https://github.com/newsclean/newsclean)"
SPIDER_MODULES = ["newsclean.spiders.sites", "newsclean.spiders.news", "newsclean.spiders.demo.spider"]
SPIDER_LOADER_CLASS = "newsclean.spiders.loader.LazySpiderLoader"
COMMANDS_MODULE = "newsclean.spiders.commands"
# A folder with site files of your own (docs/how-to/add-a-site.md); "": sites/ beside scrapy.cfg, else
# ~/.config/newsclean/sites. The environment variable of this name overrides it.
NEWSCLEAN_SITES = ""

# Manners.
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 1.0
CONCURRENT_REQUESTS_PER_DOMAIN = 1
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 30.0  # also the longest Crawl-delay of robots.txt that is obeyed: some demand a day
# Seconds that a host may ask for with Retry-After; one that asks for more is left alone until the next run.
NEWSCLEAN_RETRY_AFTER_MAX = 300
# Which opt-outs from corpora are honoured (docs/explanation/manners.md): "page", what pages say by `noai` or
# `tdm-reservation`; "site", also /.well-known/tdmrep.json, for one request more a host; "" for none.
NEWSCLEAN_OPT_OUTS = "page"
COOKIES_ENABLED = False  # cookies also make tldextract ask the network for its list

# What may be requested (SECURITY.md): the public web over http and https, from servers with a valid certificate.
# Exceptions are named with their port, as in NEWSCLEAN_ALLOW_HOSTS=127.0.0.1:8000.
NEWSCLEAN_ALLOW_HOSTS: list[str] = []
TWISTED_DNS_RESOLVER = "newsclean.spiders.download.resolver.GuardedResolver"
DOWNLOAD_HANDLERS = {
    "http": "newsclean.spiders.download.handler.GuardedDownloadHandler",
    "https": "newsclean.spiders.download.handler.GuardedDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOADER_MIDDLEWARES = {
    "newsclean.spiders.download.address_guard.AddressGuardMiddleware": 10,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "newsclean.spiders.download.robots_txt.StrictRobotsTxtMiddleware": 100,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "newsclean.spiders.download.encodings.ContentEncodingMiddleware": 590,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "newsclean.spiders.download.redirects.CheckedRedirectMiddleware": 600,
    "newsclean.spiders.download.host_patience.HostPatienceMiddleware": 800,
}
DOWNLOAD_VERIFY_CERTIFICATES = True  # off by default in Scrapy
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False  # a page's own redirect: its text counts, not where it sends browsers

# Limits. An article's HTML is well under 1 MiB; sources have their own limit (spiders/base.py).
DOWNLOAD_TIMEOUT = 30  # seconds for the complete response, from resolving the host to the last byte
DNS_TIMEOUT = 10
DOWNLOAD_MAXSIZE = limits.MAX_BYTES  # 8 MiB, as sent, and again when decoded
NEWSCLEAN_HOST_PATIENCE = 300  # seconds without a response after which a host is given up; 0 for never
# When to stop fetching: seconds from the start (by default before tomorrow's run), or a time by this machine's clock,
# as in "05:30"; "" for never.
NEWSCLEAN_DEADLINE = 20 * 3600
NEWSCLEAN_STOP_SECONDS = 30  # from a signal or the deadline to the end of the process; the next run does what is left
MEMUSAGE_LIMIT_MB = 2048  # a crawl needs about 200; beyond this it ends itself before the system kills something
MEMUSAGE_CHECK_INTERVAL_SECONDS = 10
CONCURRENT_ITEMS = 8  # the default of 100 starts 100 tasks per response
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 2_000_000  # bytes of pages fetched and not yet cleaned, at which fetching waits

# Limits of cleaning: a page that breaks one becomes a reject (newsclean/workers/pool.py).
NEWSCLEAN_WORKERS = 0  # processes that clean, started as needed; 0: up to one per processor
NEWSCLEAN_PAGE_TIMEOUT = 10  # seconds
NEWSCLEAN_SOURCE_TIMEOUT = 20  # seconds to read a feed, sitemap or page of links, in the same processes
NEWSCLEAN_PROBE = 20  # pages of a run that are fetched to see whether they are articles, where nothing tells; 0: none
# When trafilatura is asked for the main content, which takes long: "in-doubt", where newsclean's own classifier leaves
# doubt; "always". The environment variable of this name overrides it.
NEWSCLEAN_TRAFILATURA = "in-doubt"
NEWSCLEAN_PAGE_MEMORY = 1024  # MiB of address space per worker, of which newsclean itself takes about 260

# Pages whose text comes by JavaScript are rendered in a browser where the site's file says `render = true`
# (docs/how-to/sites-that-need-javascript.md). The path of Chromium or Chrome; "": the one on PATH, else Playwright's.
NEWSCLEAN_BROWSER = ""
NEWSCLEAN_RENDER = False  # render the pages of every site
NEWSCLEAN_RENDER_REQUESTS = 40  # that the scripts of a page may make
NEWSCLEAN_RENDER_SECONDS = 8  # that a page may take, without the time that the site takes to answer
NEWSCLEAN_RENDER_PAGES = 1  # at once; each needs about 400 MB

# The corpus: what all runs have collected (docs/explanation/corpus.md), one folder per site; "" for no corpus.
# The environment variable of this name overrides it.
NEWSCLEAN_CORPUS = "corpus/"
NEWSCLEAN_ARCHIVE = True  # keep the pages as fetched, to clean them again later

# From page to record. Records that a pipeline behind these or a feed has not taken are handed out again.
SPIDER_MIDDLEWARES = {"newsclean.spiders.run.waiting_records.WaitingRecordsMiddleware": 50}
ITEM_PIPELINES = {"newsclean.pipelines.clean.CleanPipeline": 200, "newsclean.pipelines.store.StorePipeline": 300}
EXTENSIONS = {
    "newsclean.spiders.run.logs.SiteNameExtension": 50,
    "scrapy.extensions.feedexport.FeedExporter": None,
    "newsclean.pipelines.feeds.CorpusFeedExporter": 0,
    "newsclean.spiders.run.outputs.OutputCheckExtension": 100,
    "newsclean.pipelines.rejects.RejectsExtension": 200,
    "newsclean.spiders.run.stopping.StoppingExtension": 300,
    "newsclean.spiders.download.opt_outs.OptOuts": 400,
    "newsclean.spiders.run.crawl_run.CrawlRun": 800,
    "newsclean.spiders.download.render.RenderExtension": 850,
    "newsclean.spiders.run.progress.ProgressExtension": 900,
    "newsclean.spiders.run.guard.GuardExtension": 950,
}
# Whether records say in `blocks` what each paragraph is on its page: a subheading, list item, quotation or table row.
NEWSCLEAN_BLOCKS = False  # CSV and Parquet have no column for them
NEWSCLEAN_REJECTS = "rejects.jsonl"  # pages that yield no record, one JSON line each; "" for no file
FEED_EXPORT_ENCODING = "utf-8"
# The formats of `newsclean export`; Scrapy's own others stay. Scrapy takes a file's last ending for its format: "gz"
# and "zst" are what the ending before them says.
FEED_EXPORTERS = {
    name: f"newsclean.pipelines.export.{name.title().replace('.', '')}Exporter" for name in formats.FEED_NAMES
}

# Nothing listens on a port: both are on by default.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# One line per milestone; the summary at the end accounts for every page.
LOG_LEVEL = "INFO"
# Each line begins with the site's name in the corpus; a LOG_FORMAT of your own may have it elsewhere, as %(site)s.
LOG_FORMATTER = "newsclean.spiders.run.logs.ShortLogFormatter"
# A file to which each run appends its figures, a line of JSON; "" for none. They also end a log that is no terminal.
NEWSCLEAN_FIGURES = ""
LOG_VERSIONS: list[str] = []
LOGSTATS_INTERVAL = 0
STATS_DUMP = False
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the page becomes a reject, the source a warning
