"""Where the files of a site's corpus are on disk."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from newsclean import settings
from newsclean.errors import CorpusError, UsageError


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """The folder of one site: `corpus/<site>/`, and the paths within it. Nothing is created before it is needed."""

    path: Path

    @property
    def site(self) -> str:
        return self.path.name

    @property
    def database(self) -> Path:
        return self.path / "corpus.sqlite"

    @property
    def exports(self) -> Path:
        return self.path / "exports"

    @property
    def pages(self) -> Path:
        return self.path / "pages"

    @property
    def sources(self) -> Path:
        """What sources held when they last changed."""
        return self.path / "cache" / "sources"

    @property
    def texts(self) -> Path:
        """The texts of entries of feeds."""
        return self.path / "cache" / "texts"

    @property
    def search(self) -> Path:
        """The index of `corpus search`, which can be made again."""
        return self.path / "search.sqlite"

    @property
    def lock(self) -> Path:
        return self.path / "lock"

    def archives(self) -> list[Path]:
        """The files of fetched pages, oldest first."""
        return sorted(self.pages.glob("*.warc.gz"))

    def export_files(self) -> list[Path]:
        """The exports, oldest first."""
        return sorted(path for path in self.exports.glob("*.jsonl") if not path.name.startswith("."))

    def size(self) -> int:
        """Bytes of all its files."""
        return sum(path.stat().st_size for path in self.path.rglob("*") if path.is_file())

    def make(self) -> None:
        """Creates the folders that are missing. Raises CorpusError when they cannot be created."""
        try:
            for path in (self.exports, self.pages):
                path.mkdir(parents=True, exist_ok=True)
            sync_folder(self.path)
        except OSError as error:
            raise CorpusError(
                f"{error.filename or self.path} cannot be created: {error.strerror}. "
                "Choose another place for the corpus with NEWSCLEAN_CORPUS."
            ) from None


def corpus_root(given: Path | None = None) -> Path:
    """The folder of all sites: as given, else NEWSCLEAN_CORPUS of the environment, else that of the settings."""
    return given or Path(os.environ.get("NEWSCLEAN_CORPUS") or settings.NEWSCLEAN_CORPUS)


def site_folders(root: Path, site: str | None = None) -> list[SiteFolder]:
    """The sites of a corpus sorted by name, or only `site`. Raises UsageError when there is none."""
    if is_site_folder(root):
        raise UsageError(f"{root} is the folder of one site; the corpus is its parent folder: {root.parent}")
    found = [SiteFolder(path) for path in sorted(root.glob("*")) if is_site_folder(path)]
    if site is not None:
        found = [folder for folder in found if folder.site == site]
    if not found:
        what = f"site {site!r}" if site else "site"
        raise UsageError(f"{root}: there is no {what} in this corpus. Name another corpus with --corpus DIR.")
    return found


def is_site_folder(path: Path) -> bool:
    """Whether the folder holds a site's corpus, complete or not."""
    folder = SiteFolder(path)
    if path.is_dir() and not os.access(path, os.X_OK):
        return not path.name.startswith(".")  # another user's; whoever reads it says so
    return path.is_dir() and (folder.database.exists() or folder.exports.is_dir() or folder.pages.is_dir())


def sync_file(path: Path) -> None:
    """Brings a file that was closed to disk."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def sync_folder(path: Path) -> None:
    """Brings the names in a folder to disk, so that a new or renamed file outlives a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network file systems cannot; the file itself is synced all the same
            os.fsync(handle)
    finally:
        os.close(handle)
