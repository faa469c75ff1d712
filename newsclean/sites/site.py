"""The declared sites, by name and by address: `sites/COUNTRY/NAME.toml`, and those of the user's own folder."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from newsclean.errors import SiteError, suggestion
from newsclean.page.urls import domain_of, host_of, is_web_url

from .declaration import REVISIT_HOURS, Site
from .folders import VARIABLE, SiteFiles, shown
from .site_file import Fault, line_of, parse_site_file, read_site

__all__ = [
    "REVISIT_HOURS",
    "Site",
    "declare",
    "declared_by_program",
    "faults_in",
    "faults_of",
    "file_of",
    "parse_site",
    "same_site",
    "site_named",
    "site_of",
    "sites",
]

logger = logging.getLogger(__name__)


class _Declared:
    """All site files, read once. What is wrong with one is a warning, and that site alone is left out."""

    def __init__(self) -> None:
        files = SiteFiles.found()
        for path in files.replaced:
            logger.debug("%s is replaced by a site file of your own", path.stem)
        self.sites: dict[str, Site] = {}
        self.files: dict[str, Path] = {}
        self.faults: dict[str, list[Fault]] = {}
        self._owners: dict[str, Site] = {}  # by domain
        for path in (*files.shipped, *files.own):
            self._add(path)
        self.sites = dict(sorted(self.sites.items()))
        for name, faults in self.faults.items():
            others = f"; `newsclean sites check {name}` shows {len(faults) - 1} more" if len(faults) > 1 else ""
            logger.warning("%s. The site %s is left out%s.", str(faults[0]).rstrip("."), name, others)

    def owner_of(self, url: str) -> Site | None:
        """The site with the longest domain that the host is one of, or below."""
        parts = host_of(url).split(".")
        return next((site for n in range(len(parts)) if (site := self._owners.get(".".join(parts[n:])))), None)

    def faults_in(self, path: Path) -> list[Fault]:
        if any(path.samefile(file) for file in self.files.values() if file.stem == path.stem):
            return self.faults.get(path.stem, [])
        site, faults = read_site(path)
        return faults + (list(self._claims(site, path)) if site else [])

    def _add(self, path: Path) -> None:
        name, (site, faults) = path.stem, read_site(path)
        if name in self.files:
            faults.append(Fault(path, 1, f"{shown(self.files[name])} has the same name; rename one of the two"))
        else:
            self.files[name] = path
        faults += self._claims(site, path) if site else []
        if faults:
            self.sites.pop(name, None)
            self._owners = {domain: owner for domain, owner in self._owners.items() if owner.name != name}
            self.faults.setdefault(name, []).extend(faults)
        elif site:
            self.sites[name] = site
            self._owners |= dict.fromkeys(site.domains, site)

    def _claims(self, site: Site, path: Path) -> Iterator[Fault]:
        """The domains that belong to another site."""
        for domain in site.domains:
            other = self._owners.get(domain)
            if other is not None and other.name != site.name:
                lines = path.read_text("utf-8").splitlines()
                text = (
                    f"domains: {domain!r} belongs to the site {other.name} ({shown(self.files[other.name])}); "
                    f"leave it out here, or call this file {other.name}.toml to replace that one"
                )
                yield Fault(path, line_of(lines, "domains", domain), text)


_BY_PROGRAM: dict[str, Site] = {}


def declare(site: Site) -> None:
    """Makes a site known that has no file, to this process and to the workers that it starts from now on.

    It takes the place of a site of its name, and has the pages of its domains.
    """
    if sites().get(site.name) != site:
        _BY_PROGRAM[site.name] = site


def declared_by_program() -> Sequence[Site]:
    """The sites that `declare` was given, for workers."""
    return [*_BY_PROGRAM.values()]


def sites() -> Mapping[str, Site]:
    """All declared sites by name, in alphabetical order, without those whose files are wrong."""
    declared = _declared().sites
    return dict(sorted({**declared, **_BY_PROGRAM}.items())) if _BY_PROGRAM else declared


def file_of(name: str) -> Path:
    """The file of a declared site. Raises SiteError when there is none of that name."""
    if name not in _declared().files:
        raise SiteError(
            f"there is no site {name!r}. {suggestion(name, _declared().files, '`newsclean sites` lists them')}"
        )
    return _declared().files[name]


def faults_of(name: str) -> list[Fault]:
    """What is wrong with the file of a site."""
    return _declared().faults.get(name, [])


def faults_in(path: Path) -> list[Fault]:
    """What is wrong with a site file that may be anywhere, if it were one of the user's own."""
    return _declared().faults_in(path)


def site_named(name: str) -> Site:
    """The declared site of that name.

    Raises SiteError with the most similar name when there is none, with its faults when its file is wrong.
    """
    if name in _BY_PROGRAM:
        return _BY_PROGRAM[name]
    if faults := faults_of(name):
        raise SiteError("\n".join(map(str, faults)))
    file_of(name)
    return sites()[name]


def site_of(url: str) -> Site | None:
    """The declared site that owns the address, None if no site does. Of two, the one with the longer domain."""
    return next((site for site in _BY_PROGRAM.values() if site.owns(url)), None) or _declared().owner_of(url)


def same_site(one: str, other: str, site: Site | None) -> bool:
    """Whether two addresses belong to one site: to one registered domain (public suffix and label), or to `site`."""
    if site is not None and site.owns(other) and (site.owns(one) or not is_web_url(one)):
        return True
    if not (is_web_url(one) and is_web_url(other)):
        return False
    return host_of(one) == host_of(other) or domain_of(one) == domain_of(other)


def parse_site(text: str, filename: str) -> Site:
    """A declaration as a Site. Raises SiteError with all its faults, each with `filename` and line."""
    site, faults = parse_site_file(text.encode("utf-8"), Path(filename))
    if site is None:
        raise SiteError("\n".join(map(str, faults)))
    return site


def _declared() -> _Declared:
    """Read again only where another folder is the user's own now."""
    try:
        here = os.getcwd()
    except FileNotFoundError:
        here = ""
    return _declared_in(os.environ.get(VARIABLE), here, os.environ.get("XDG_CONFIG_HOME"), os.environ.get("HOME"))


@lru_cache(4)
def _declared_in(*_: str | None) -> _Declared:
    return _Declared()
