"""Names in Scrapy's stats that say what came of a crawl. They are an interface, like the reasons they end in."""

DISCOVERED = "newsclean/discovered"
DUPLICATES = "newsclean/duplicates"  # links that led to a page that another link had led to
SKIPPED = "newsclean/skipped/"  # + why a link was not followed
REJECTED = "newsclean/rejected/"  # + reason; counted by pipelines/rejects.py
SOURCES = "newsclean/sources"
SOURCES_FAILED = "newsclean/sources_failed"
RECORDS_UNWRITTEN = "newsclean/records_unwritten"  # counted by pipelines/export.py
REJECTS_UNWRITTEN = "newsclean/rejects_unwritten"  # counted by pipelines/rejects.py
WHOLE = "newsclean/whole"
WHOLE_FAILED = "newsclean/whole_failed"
FATAL = "newsclean/fatal"  # set by pipelines/clean.py: why no page could be cleaned any more
REFUSED = "newsclean/refused"  # requests that were not made, because of their address
HOSTS_GIVEN_UP = "newsclean/hosts_given_up"
