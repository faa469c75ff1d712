"""Pages for people as a real Chromium shows them, and what axe-core finds of barriers in them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from newsclean.errors import UsageError
from newsclean.spiders.download.browser import find_browser

ROOT = Path(__file__).parent.parent
AXE = Path(os.environ.get("AXE_CORE", ROOT / "node_modules/axe-core")) / "axe.min.js"
SIZES = {"phone": (390, 844), "desktop": (1280, 900), "paper": (700, 990)}
# Each size and each scheme once: layout does not depend on colours.
VIEWS = (("phone", "light"), ("desktop", "dark"), ("paper", "dark"))


def _chromium() -> str | None:
    try:
        return str(find_browser(os.environ.get("NEWSCLEAN_BROWSER", "")))
    except UsageError:
        return None


CHROMIUM = _chromium()
# A test with this mark has the arguments `size` and `scheme`.
in_each_view = pytest.mark.parametrize(("size", "scheme"), VIEWS)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium, or no playwright: see CONTRIBUTING.md")


@dataclass
class Shown:
    """A page in the browser, and what it complained of on its console."""

    page: Any
    complaints: list[str] = field(default_factory=list)

    @property
    def is_wider_than_its_window(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))

    def soon(self, condition: str) -> bool:
        """Whether that JavaScript is true within 300 frames. The pages' policy forbids what Playwright waits with."""
        look = f"({condition}) || !frames-- ? done({condition}) : requestAnimationFrame(look)"
        return bool(
            self.page.evaluate(f"new Promise(done => {{ let frames = 300; (function look() {{ {look} }})() }})")
        )

    def barriers(self) -> list[str]:
        """What axe-core finds: the rule, and the first element that breaks it. Skips the test where it is missing."""
        if not AXE.exists():
            pytest.skip("no axe-core: see CONTRIBUTING.md")
        found = self.page.evaluate(f"async () => {{ {AXE.read_text('utf-8')}; return (await axe.run()).violations; }}")
        return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]


@contextmanager
def opened(path: Path, size: str, scheme: str) -> Iterator[Shown]:
    """The page of a file in a window of that size, or on paper, by a reader who likes it "light" or "dark"."""
    from playwright.sync_api import sync_playwright

    width, height = SIZES[size]
    rights = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=rights)
        context = browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        page.emulate_media(media="print" if size == "paper" else "screen", color_scheme=scheme)
        shown = Shown(page)
        page.on("console", lambda message: shown.complaints.append(message.text))
        page.on("pageerror", lambda error: shown.complaints.append(str(error)))
        page.on("request", lambda request: shown.complaints.extend(_foreign(request.url)))
        page.goto(path.absolute().as_uri())
        yield shown
        browser.close()


def _foreign(url: str) -> list[str]:
    return [] if url.startswith("file:") else [f"asks for {url}"]
