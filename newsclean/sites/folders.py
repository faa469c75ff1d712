"""Where site files are: those that ship, by country, and a folder of the user's own. Nothing is opened here."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from newsclean.errors import UsageError

SHIPPED = Path(__file__).parent
VARIABLE = "NEWSCLEAN_SITES"


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """All site files in the order of their names, the shipped ones first.

    A file of the user's own replaces the shipped one of its name; `replaced` are those.
    """

    shipped: tuple[Path, ...]
    own: tuple[Path, ...]
    replaced: tuple[Path, ...] = ()

    @classmethod
    def found(cls) -> Self:
        """The files as they are now. Raises UsageError when the folder that the user names is not there."""
        folder = own_folder()
        own = files_in(folder) if folder else ()
        names = {path.stem for path in own}
        shipped = files_in(SHIPPED)
        kept = tuple(path for path in shipped if path.stem not in names)
        return cls(kept, own, tuple(path for path in shipped if path.stem in names))

    @property
    def names(self) -> set[str]:
        return {path.stem for path in (*self.shipped, *self.own)}


def own_folder() -> Path | None:
    """That of NEWSCLEAN_SITES, else `sites/` of the Scrapy project around here, else that of the user's settings."""
    if named := os.environ.get(VARIABLE):
        folder = Path(named).expanduser()
        if not folder.is_dir():
            raise UsageError(f"{VARIABLE}={named}: there is no such folder. Make it, or name that of your site files.")
        return folder
    folders = [project / "sites" for project in _projects()[:1]] + [_in_settings()]
    return next((folder for folder in folders if folder.is_dir()), None)


def folder_to_write() -> Path:
    """Where a new site file of the user's own goes: `own_folder`, else that of the user's settings, yet to be made."""
    return own_folder() or _in_settings()


def files_in(folder: Path) -> tuple[Path, ...]:
    """The site files of a folder and those below it, by name."""
    paths = (path for path in folder.rglob("*.toml") if not path.name.startswith("."))
    return tuple(sorted(paths, key=lambda path: (path.stem, path)))


def shown(path: Path) -> str:
    """A path as a person would type it here."""
    with suppress(ValueError, OSError):
        return str(path.relative_to(Path.cwd()))
    return str(path)


def _in_settings() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser() / "newsclean/sites"


def _projects() -> list[Path]:
    """The folders with a scrapy.cfg from here upwards."""
    try:
        here = Path.cwd()
    except FileNotFoundError:  # it was removed meanwhile
        return []
    return [folder for folder in (here, *here.parents) if (folder / "scrapy.cfg").is_file()]
