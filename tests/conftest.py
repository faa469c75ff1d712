"""What holds for all tests: processes import this checkout, hypothesis has no deadline, and waiting is overlapped."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from hypothesis import HealthCheck, settings

# A shell that runs the tests in the background makes them ignore Ctrl-C, and with them the programs that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Processes that tests start import the checkout too, from whatever folder they run in and whatever is installed.
os.environ["PYTHONPATH"] = str(Path(__file__).parent.parent)

# Its deadline (200 ms per example) and its check for slow data measure the machine. Speed is measured in benchmarks/.
settings.register_profile("newsclean", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("newsclean")


def pytest_xdist_auto_num_workers() -> int:
    """The workers of `-n auto`: one more than there are processors, since a third of a test's time is waiting."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return usable + 1
