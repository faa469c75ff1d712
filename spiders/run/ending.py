"""What the log of a run ends with: its problems, a sentence for people, and a line of figures for programs."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings

from newsclean.formats.whole import write_whole

from .problems import Problem, worst
from .progress import is_on_terminal
from .status import RunStatus

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RunEnding:
    """How a run ended. `site` and `run` are None without a corpus, `sentence` where the run has said it itself."""

    site: str | None
    run: str | None
    problems: list[Problem]
    sentence: str | None
    figures: Mapping[str, Any]

    @property
    def status(self) -> RunStatus:
        return worst(self.problems)

    def for_programs(self) -> dict[str, Any]:
        """The verdict and the figures."""
        verdict = {"verdict": self.status.word, "exit_status": self.status.exit_status}
        return {"site": self.site, "run": self.run, **verdict, **self.figures}

    def publish(self, settings: BaseSettings) -> None:
        """Logs it, the figures not on a terminal; appends them with the problems to the file of NEWSCLEAN_FIGURES."""
        for status, text in self.problems:
            logger.log(logging.WARNING if status is RunStatus.UNUSUAL else logging.ERROR, text)
        if self.sentence is not None:
            logger.info(self.sentence)
        logger.log(logging.DEBUG if is_on_terminal(settings) else logging.INFO, json.dumps(self.for_programs()))
        if name := settings["NEWSCLEAN_FIGURES"]:
            self._append(Path(name))

    def _append(self, path: Path) -> None:
        told = {**self.for_programs(), "problems": [text for _, text in self.problems]}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("ab", buffering=0) as file:
                write_whole(file.fileno(), f"{json.dumps(told)}\n".encode())
        except OSError as error:
            logger.error("the figures cannot be written to %s: %s", path, error.strerror)
