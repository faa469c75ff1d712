"""`python -m newsclean.spiders.demo [PORT]` serves the demo site until Ctrl-C, on a free port unless one is given."""

import sys
import time

from .server import DemoSite

with DemoSite(port=int(sys.argv[1]) if sys.argv[1:] else 0) as site:
    print(f"The demo news site is at {site.url} (Ctrl-C stops it)", file=sys.stderr)
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        print(file=sys.stderr)
