"""One crawl from start to end: its owner (CrawlRun), arguments, plan, stopping, stats, status and log."""
