"""One extraction system in a process of its own, which sees each page once: the other end of `sights.Child`.

    python -P benchmarks/sight_child.py    in the environment of the system; it needs what bench.py imports

It imports nothing of this repository, so that any version of newsclean, or a peer with needs of its own, can be
measured. The first line of standard input says what to run; each further one is a page, and is answered by what was
found in it and the processor time of that one call.
"""

from __future__ import annotations

import functools
import gzip
import importlib
import importlib.metadata
import importlib.util
import inspect
import json
import logging
import os
import socket
import sys
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any


class Timers:
    """The time spent in each phase, without that of phases inside it."""

    def __init__(self, clock: Callable[[], float] = time.process_time) -> None:
        self.spent: dict[str, float] = {}
        self._clock = clock
        self._inner: list[float] = []  # of the calls that have not ended: what phases inside them took

    def put_around(self, phases: Mapping[str, Sequence[str]]) -> None:
        """Times the functions of these dotted names. Raises LookupError for a name that does not exist."""
        found = [(phase, *found_at(name)) for phase, names in phases.items() for name in names]  # all, or none
        for phase, owner, name in found:
            function = getattr(owner, name)
            setattr(owner, name, timed := self._timed(phase, function))
            for module in [module for module in sys.modules.values() if inspect.ismodule(module)]:
                for alias, value in list(vars(module).items()):
                    if value is function:  # imported from where it is defined
                        setattr(module, alias, timed)
                    elif inspect.isfunction(value) and function in (value.__defaults__ or ()):
                        value.__defaults__ = tuple(
                            timed if one is function else one for one in value.__defaults__ or ()
                        )

    def taken(self) -> dict[str, float]:
        """The time by phase since this was last asked."""
        spent, self.spent = self.spent, {}
        return spent

    def _timed(self, phase: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            began = self._clock()
            self._inner.append(0.0)
            try:
                return function(*args, **kwargs)
            finally:
                took = self._clock() - began
                self.spent[phase] = self.spent.get(phase, 0.0) + took - self._inner.pop()
                if self._inner:
                    self._inner[-1] += took

        return call


def found_at(name: str) -> tuple[Any, str]:
    """The module or class that has the function of a dotted name, and its name there."""
    parts = name.split(".")
    for size in range(len(parts) - 1, 0, -1):
        try:
            owner: Any = importlib.import_module(".".join(parts[:size]))
        except ModuleNotFoundError:
            continue
        for part in parts[size:-1]:
            owner = getattr(owner, part, None)
        if callable(function := getattr(owner, parts[-1], None)):
            if inspect.isgeneratorfunction(function):
                raise LookupError(f"{name} is a generator: its time is that of who asks for its values")
            return owner, parts[-1]
        break
    raise LookupError(f"{name} does not exist: the table of phases is out of date")


def _lxml() -> Callable[[bytes, Any], None]:
    from lxml.html import fromstring

    def parse(html: bytes, _: Any) -> None:
        fromstring(html)

    return parse


FLOORS: dict[str, tuple[str, Callable[[], Callable[[bytes, Any], Any]]]] = {"lxml.html.fromstring": ("lxml", _lxml)}


def bench_module(program: str) -> Any:
    """`bench.py`, imported."""
    spec = importlib.util.spec_from_file_location("news_bench", program)
    if spec is None or spec.loader is None:
        raise ImportError(f"{program} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up there
    spec.loader.exec_module(module)
    return module


def _refuse(*_: Any, **__: Any) -> None:
    raise OSError("the network is blocked during the benchmark")


def main() -> None:
    answers = os.fdopen(os.dup(1), "w")
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)

    def answer(**values: Any) -> None:
        print(json.dumps(values), file=answers, flush=True)

    wanted = json.loads(sys.stdin.readline())
    timers = Timers()
    try:
        bench = bench_module(wanted["bench"])
        if wanted["system"] in FLOORS:
            package, build = FLOORS[wanted["system"]]
        else:
            package, build = bench.SYSTEMS[wanted["system"]].package, bench.SYSTEMS[wanted["system"]].build
        extract = build()
        timers.put_around(wanted["phases"])
        module = sys.modules.get(package)
        answer(version=importlib.metadata.version(package), home=getattr(module, "__file__", None))
    except Exception as error:  # noqa: BLE001 - whatever it is, it has to be reported
        answer(missing=f"{type(error).__name__}: {error}")
        return
    socket.socket.connect = _refuse  # type: ignore[method-assign]
    socket.getaddrinfo = _refuse  # type: ignore[assignment]
    for line in sys.stdin:
        given = json.loads(line)
        html = gzip.decompress(Path(given["path"]).read_bytes())
        page = bench.Page(given["dataset"], given["id"], given["url"], given["truth"], Path(given["path"]))
        timers.taken()
        found, failed = None, None
        began = time.process_time()
        try:
            found = extract(html, page)
        except Exception as error:  # noqa: BLE001 - a page on which a system fails is one without a result
            failed = f"{type(error).__name__}: {error}"[:300]
        seconds = time.process_time() - began
        body = [str(line) for line in found.body] if found else []
        answer(seconds=seconds, body=body, error=failed, phases=timers.taken())


if __name__ == "__main__":
    main()
