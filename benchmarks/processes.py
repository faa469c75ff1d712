"""What the kernel says of processes and their children (Linux)."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

_SHARE = re.compile(r"^Pss:\s+(\d+) kB", re.M)


def family(process: int) -> list[int]:
    """The process, and those that it has started, directly or not, as far as they run."""
    found = [process]
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):  # the thread has ended
            for child in task.read_text().split():
                found += family(int(child))
    return found


def cpu_seconds(process: int) -> float:
    """CPU time that all threads of the process have used, to the nanosecond; 0 if it has ended."""
    seconds = 0.0
    for task in Path(f"/proc/{process}/task").glob("*/schedstat"):
        with suppress(OSError):
            seconds += int(task.read_text().split()[0]) / 1e9
    return seconds


def memory(process: int) -> int:
    """Bytes in memory, its share of what it shares with others (PSS); 0 if it has ended."""
    with suppress(OSError):
        if found := _SHARE.search(Path(f"/proc/{process}/smaps_rollup").read_text()):
            return 1024 * int(found[1])
    return 0
