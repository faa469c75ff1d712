"""The headless browser of a crawl: which program it is, and how it is started, replaced and ended.

It never connects to anything itself: its proxy does not exist, host names do not resolve, and WebRTC may not go round
the proxy. What its pages ask for is answered in page_network.py.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from newsclean.errors import UsageError

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Playwright

logger = logging.getLogger(__name__)

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = 'pip install "newsclean[browser]"'
# Playwright's own, as `playwright install chromium` leaves them.
_OWN = ("PLAYWRIGHT_BROWSERS_PATH", "~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
_START, _CLOSE = 30.0, 5.0  # seconds
_HEAP = 512  # MiB of JavaScript objects, over which a page crashes
_ARGUMENTS = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-features=Prerender2,SpeculationRulesPrefetchFuture",
    "--disable-gpu",
    f"--js-flags=--max-old-space-size={_HEAP}",
)
NOWHERE = "127.0.0.1:9"  # the port for what is thrown away, where nothing listens


def find_browser(setting: str) -> str | None:
    """The path of the browser: the one of NEWSCLEAN_BROWSER, else one of PROGRAMS; None for Playwright's own.

    Raises UsageError saying what to install when there is none, or no Playwright to drive it.
    """
    if find_spec("playwright") is None:
        raise UsageError(f"pages are to be rendered in a browser, which needs Playwright. Run: {INSTALL}")
    if setting:
        path = shutil.which(os.path.expanduser(setting))
        if path is None:
            raise UsageError(f"NEWSCLEAN_BROWSER={setting} is not a program. Use the path of Chromium or Chrome.")
        return path
    if path := next(filter(None, map(shutil.which, PROGRAMS)), None):
        return path
    folders = [Path(os.environ.get(place, "") if place.isupper() else place).expanduser() for place in _OWN]
    if any(folder != Path() and any(folder.glob("chromium*")) for folder in folders):
        return None
    raise UsageError(
        "pages are to be rendered in a browser, and there is none. Install Chromium (apt install chromium, or "
        "playwright install chromium), or name one: NEWSCLEAN_BROWSER=/path/to/chromium."
    )


class HeadlessBrowser:
    """One browser at a time, started when first needed and again after it was lost."""

    def __init__(self, path: str | None, user_agent: str) -> None:
        self._path = path
        self._user_agent = user_agent
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._starting = asyncio.Lock()

    async def context(self) -> BrowserContext:
        """A fresh profile without cookies, downloads and service workers. Raises Playwright's Error."""
        async with self._starting:
            browser = self._browser
            if browser is None or not browser.is_connected():
                await self.close()
                browser = self._browser = await asyncio.wait_for(self._started(), _START)
        assert browser is not None  # for mypy without the extra, to which it is of any type
        return await browser.new_context(accept_downloads=False, service_workers="block", user_agent=self._user_agent)

    async def _started(self) -> Browser:
        from playwright.async_api import async_playwright  # an extra; takes 0.2 s

        self._playwright = await async_playwright().start()
        is_root = os.geteuid() == 0
        if is_root:
            logger.warning("the browser runs without its sandbox, because this is root: use another account")
        return await self._playwright.chromium.launch(
            executable_path=self._path,
            args=_ARGUMENTS,
            chromium_sandbox=not is_root,
            # "<-loopback>": addresses of this machine go to the proxy, too.
            proxy={"server": f"http://{NOWHERE}", "bypass": "<-loopback>"},
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )

    async def close(self) -> None:
        """Ends the browser. One that hangs ends with its driver, the driver with this process: they share pipes."""
        from playwright.async_api import Error

        browser, self._browser = self._browser, None
        driver, self._playwright = self._playwright, None
        with suppress(Error, TimeoutError):
            if browser is not None:
                await asyncio.wait_for(browser.close(), _CLOSE)
        with suppress(Error, TimeoutError):
            if driver is not None:
                await asyncio.wait_for(driver.stop(), _CLOSE)
