"""Takes the screenshots in docs/images, of made-up nights and a page of the demo site: python -m docs.make_screenshots

Needs a Chromium, newsclean[browser], and Pillow, which makes the files a third as large.
"""

from __future__ import annotations

import tempfile
from contextlib import chdir
from pathlib import Path

from PIL import Image

from benchmarks.nightly_report import FATES, GOOD, NIGHTS, NOW, make_site
from newsclean import explain
from newsclean.corpus import SiteFolder
from newsclean.html.explained import explained_page
from newsclean.report import write_report
from tests.chromium import opened

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PAGE = ROOT / "spiders/demo/site/meridian/read/3104/last-ferry-to-ellery.html"
SITES = {"ellery-post": FATES[0], "harbour-news": FATES[4], "tideway": FATES[1], "meridian": GOOD, "saltmarsh": GOOD}


def report(path: Path) -> None:
    """The report of a corpus in which one site has a new template, one did not run, and one shows no articles."""
    for site, fate in SITES.items():
        make_site(SiteFolder(Path("corpus") / site), "en", fate, NIGHTS, 12)
    write_report(Path("corpus"), path, now=NOW)


def explained(path: Path) -> None:
    """A page of the demo site, explained."""
    shown = explain(PAGE.read_text("utf-8"), fetched_at=NOW)
    path.write_text(explained_page(shown), "utf-8")


def main() -> None:
    """Writes docs/images/report.png and docs/images/explained.png."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for write in (report, explained):
            page, image = Path(f"{write.__name__}.html"), IMAGES / f"{write.__name__}.png"
            write(page)
            with opened(page, "desktop", "light") as shown:
                shown.page.mouse.move(300, 540)  # to a line that was dropped: the page says why
                shown.page.screenshot(path=image)
            Image.open(image).convert("RGB").quantize(256).save(image, optimize=True)
            print(f"{image.relative_to(ROOT)}: {image.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
