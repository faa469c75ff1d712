"""One crawl from start to end: arguments, plan, stopping, stats, summary."""
