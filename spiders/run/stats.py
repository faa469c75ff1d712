"""Names in Scrapy's stats that say what came of a crawl. They are an interface, like the reasons they end in."""

DISCOVERED = "newsclean/discovered"
LINKS = "newsclean/links"  # that tonight's sources have; more may be left over from earlier nights
ASKED = "newsclean/asked"  # of the discovered, those that had to be asked for
PAGES = "newsclean/pages"  # articles' pages that came
NEW = "newsclean/new"  # these three are counted by pipelines/store.py, too
REVISED = "newsclean/revised"
SEEN = "newsclean/seen"
SKIPPED = "newsclean/skipped/"  # + why a link was not followed
REJECTED = "newsclean/rejected/"  # + reason; counted by pipelines/rejects.py
SOURCES = "newsclean/sources"
SOURCES_FAILED = "newsclean/sources_failed"
RECORDS_UNWRITTEN = "newsclean/records_unwritten"  # counted by pipelines/export.py
REJECTS_UNWRITTEN = "newsclean/rejects_unwritten"  # counted by pipelines/rejects.py
WHOLE = "newsclean/whole"
WHOLE_FAILED = "newsclean/whole_failed"
FATAL = "newsclean/fatal"  # set by pipelines/ending.py: why no page could be cleaned or stored any more
REFUSED = "newsclean/refused"  # requests that were not made, because of their address
HOSTS_GIVEN_UP = "newsclean/hosts_given_up"
