"""What ties a worker to its owner. It comes before all else: other imports take seconds on a busy machine."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

POLL = 0.5  # seconds


def hold(owner: int) -> None:
    """Ends this process when process `owner`, its parent, has ended, for whatever reason.

    SIGTERM and SIGINT are left to the owner. systemd and `kill` of a group send them to every process at once; a
    worker that ended would cost the page it is at its first try.
    """
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # 1: PR_SET_PDEATHSIG, see prctl(2)
    else:
        threading.Thread(target=watch, args=(owner,), daemon=True).start()
    _end_without(owner)  # it may have ended before the kernel was asked


def watch(owner: int) -> None:
    """The same without the kernel's help. Code that keeps Python's lock delays it: see GRACE in process.py."""
    while True:
        _end_without(owner)
        time.sleep(POLL)


def _end_without(owner: int) -> None:
    if os.getppid() != owner:
        os._exit(0)
