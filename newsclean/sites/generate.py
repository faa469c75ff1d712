"""Write site files from facts on outlets: `python -m newsclean.sites.generate FOLDER... [--into FOLDER]`.

The first line of a generated file ends with a checksum of the rest. A file that was changed since, or was written by
hand, is never replaced.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from .facts import FACTS, Outlet, read_facts
from .folders import SHIPPED, files_in
from .site_file import parse_site_file, read_site
from .site_text import file_lines

_MARK = re.compile(r"  # generated, ([0-9a-f]{8})$", re.M)


def generate(folders: Sequence[Path], into: Path) -> Counter[str]:
    """Writes a file for each outlet whose domains no other one has; counts what became of the outlets."""
    done: Counter[str] = Counter()
    edited = [path for path in files_in(into) if not is_generated(path.read_text("utf-8"))]
    owners = {domain: path.stem for path in edited if (site := read_site(path)[0]) for domain in site.domains}
    met: set[str] = set()
    for folder in folders:
        outlets, deprecated = read_facts(folder)
        done["deprecated"] += deprecated
        for outlet in outlets:
            same = {owners[domain] for domain in outlet.domains if domain in owners}
            if same:
                done["the same as another" if same <= met else "edited by hand"] += 1
                met |= same
                continue
            if outlet.name in owners.values():
                outlet.name += f"-{outlet.country.lower()}"
            owners |= dict.fromkeys(outlet.domains, outlet.name)
            met.add(outlet.name)
            _write(outlet, into)
            done["written"] += 1
    return done


def is_generated(text: str) -> bool:
    """Whether a file is as this program wrote it."""
    mark = _MARK.search(text)
    return mark is not None and mark[1] == _checksum(_MARK.sub("", text))


def _write(outlet: Outlet, into: Path) -> None:
    plain = "\n".join([*_lines(outlet), ""])
    text = plain.replace("\n", f"  # generated, {_checksum(plain)}\n", 1)
    path = into / outlet.country.lower() / f"{outlet.name}.toml"
    if faults := parse_site_file(text.encode(), path)[1]:
        raise ValueError("\n".join(map(str, faults)))
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


def _lines(outlet: Outlet) -> Iterator[str]:
    several = len(outlet.languages) > 1
    values = {
        "title": outlet.title,
        "country": outlet.country,
        "languages" if several else "language": outlet.languages if several else outlet.languages[0],
        "timezone": outlet.zone,
        "domains": outlet.domains,
        "feeds": outlet.feeds,
        "sitemaps": outlet.sitemaps,
        "sections": outlet.sections,
        "article_url": outlet.article_url,
        "all_pages": outlet.all_pages,
    }
    return file_lines(values)


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--into", type=Path, default=SHIPPED)
    given = parser.parse_args()
    for folder in given.folders:
        if not any((folder / name).is_file() for name in FACTS):
            parser.error(f"{folder} has no facts: none of {', '.join(FACTS)}")
    print(", ".join(f"{number} {what}" for what, number in generate(given.folders, given.into).items()))


if __name__ == "__main__":
    main()
