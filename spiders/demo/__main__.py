"""`python -m newsclean.spiders.demo` serves the demo site until Ctrl-C, to look at in a browser."""

import sys
import time

from .server import DemoSite

with DemoSite() as site:
    print(f"The demo news site is at {site.url} (Ctrl-C stops it)", file=sys.stderr)
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        print(file=sys.stderr)
