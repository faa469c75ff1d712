"""`newsclean crawl`: a crawl from any folder, as `scrapy crawl` does it in a checkout."""

from __future__ import annotations

import click


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []}, options_metavar="[OPTIONS]")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="SPIDER|URL")
@click.pass_context
def crawl(ctx: click.Context, arguments: tuple[str, ...]) -> None:
    """Crawl a site into clean records: a declared one by its name, any other by its URL.

    The same as `scrapy crawl` in a checkout of newsclean, with the same options and exit status:

    \b
      newsclean crawl sindonews -O articles.jsonl
      newsclean crawl https://news.example/ -O articles.jsonl
      newsclean crawl sindonews -a since=2d -a limit=20 -s DOWNLOAD_DELAY=3

    \b
    Options:
      -a NAME=VALUE    set an argument: since, limit or url
      -s NAME=VALUE    set a setting
      -O FILE          write the records to FILE, replacing it
      -o FILE          append the records to FILE (- for standard output)
      -L LEVEL         log from this level on: DEBUG, INFO, WARNING or ERROR
      --logfile FILE   write the log to FILE instead of standard error
      --nolog          do not log
      --pidfile FILE   write the process ID to FILE
      -h, --help       show all options and the exit statuses
    """
    from newsclean.spiders.process import crawl as run_crawl

    ctx.exit(run_crawl(arguments))
