"""`newsclean crawl`: a crawl from any folder, as `scrapy crawl` does it in a checkout, or one of several sites."""

from __future__ import annotations

from pathlib import Path

import click

from .crawl_options import CrawlOptions
from .messages import log_level


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []}, options_metavar="[OPTIONS]")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[SPIDER|URL]...")
@click.option("--country", metavar="CODE", help="All declared sites of a country (ISO 3166): id")
@click.option("--language", metavar="CODE", help="All declared sites in a language (ISO 639): sw")
@click.option("--all", "everything", is_flag=True, help="All declared sites.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Sites at a time; by default one per processor.")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Then write the report of the night.")
@click.pass_context
def crawl(
    ctx: click.Context,
    arguments: tuple[str, ...],
    country: str | None,
    language: str | None,
    everything: bool,
    jobs: int | None,
    report: Path | None,
) -> None:
    """Crawl a site into clean records: a declared one by its name, any other by its URL.

    The same as `scrapy crawl` in a checkout of newsclean, with the same options and exit status:

    \b
      newsclean crawl sindonews -O articles.jsonl
      newsclean crawl https://news.example/ -O articles.jsonl
      newsclean crawl sindonews -a since=2d -a limit=20 -s DOWNLOAD_DELAY=3

    \b
    Options:
      -a NAME=VALUE    set an argument: since, until, section, limit, url, urls
      --dry-run        print what would be fetched, and why the rest is not; fetch no article
      -s NAME=VALUE    set a setting
      -O FILE          replace FILE by the records that the arguments select, new and known alike
      -o FILE          append the new records to FILE (- for standard output)
      -L LEVEL         log from this level on: DEBUG, INFO, WARNING or ERROR
      --logfile FILE   write the log to FILE instead of standard error
      --nolog          do not log
      --pidfile FILE   write the process ID to FILE
      -h, --help       show all options and the exit statuses

    Several sites are crawled by a process each, --jobs at a time, never two on one domain. Of their logs, warnings and
    errors are shown. A table at the end has how each ended and why, the worst first; without a terminal, only those
    that were not good, so that a good night is silent. The exit status is that of the worst. %(name)s in the names of
    files stands for the site:

    \b
      newsclean crawl detik kompas -O 'out/%(name)s.jsonl'
      newsclean crawl --country id --jobs 4 --logfile 'log/%(name)s.log'
      newsclean crawl --all --report report.html
    """
    arguments += log_level(CrawlOptions.read(arguments))
    options = CrawlOptions.read(arguments)
    is_group = country or language or everything or report or (options and len(options.names) > 1)
    if options and not options.asks_for_help and is_group:
        from .crawl_group import chosen, crawl_group

        names = chosen(options.names, country, language, everything=everything)
        ctx.exit(crawl_group(names, options, jobs, report))
    from newsclean.spiders.process import crawl as run_crawl

    ctx.exit(run_crawl(arguments))
