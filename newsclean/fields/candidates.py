"""What a field was chosen from: every candidate with the reason why it won or lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from newsclean.metadata.claims import Origin

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T_co]):
    """A candidate for a field: the text as written, what was read from it (None: nothing), and why it won or lost."""

    value: T_co | None
    text: str
    origin: Origin
    why: str


@dataclass(frozen=True, slots=True)
class Choice(Generic[T_co]):
    """The chosen value and its origin, None when no candidate can be believed; and all candidates, for `explain`."""

    value: T_co | None = None
    origin: Origin | None = None
    candidates: tuple[Candidate[T_co], ...] = ()
