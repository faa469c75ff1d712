"""What `newsclean corpus skipped` shows of a site."""

from __future__ import annotations

import json
from collections.abc import Iterator

from newsclean.corpus import SiteFolder
from newsclean.corpus.addresses import skipped
from newsclean.corpus.status import reading


def lines(folder: SiteFolder, *, as_json: bool) -> Iterator[str]:
    """A line for each link that was not followed. Raises CorpusError when the corpus cannot be read."""
    with reading(folder) as store:
        for link in skipped(store):
            if as_json:
                fields = {"site": folder.site, "why": link.why, "url": link.url, "source": link.source}
                yield json.dumps(fields, ensure_ascii=False)
            else:
                yield "\t".join((folder.site, link.why, link.url, link.source))
