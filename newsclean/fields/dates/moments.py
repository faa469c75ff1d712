"""Which of several times of one day is that of the first publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from newsclean.metadata.claims import Kind

from .candidates import DateCandidate
from .text import is_midnight

_HALF_DAY = dt.timedelta(hours=12)
_BELIEVED = 6.0  # weight of what may correct the metadata


def moment_of(candidate: DateCandidate, home: dt.tzinfo | None) -> dt.datetime | None:
    """Its moment, in the zone it is written in or else in `home`; None for a day alone."""
    value = candidate.text.value(home)
    return value if isinstance(value, dt.datetime) else None


def most_precise(
    candidates: Sequence[DateCandidate], changes: Sequence[DateCandidate], home: dt.tzinfo | None
) -> DateCandidate:
    """The candidate for the first publication, of those for one day.

    What readers see beats the metadata where it is earlier, or where these lost the half of the day; metadata with the
    moment of one of `changes` are beaten by all that is earlier. Of one minute the most exact is taken.
    """
    changed = {_minute(moment) for change in changes if (moment := moment_of(change, home)) is not None}
    best = max(candidates, key=lambda candidate: _precision(candidate, home))
    moment = moment_of(best, home)
    if moment is None:
        return best
    for candidate in candidates:
        rival = moment_of(candidate, home)
        believed = candidate.weight >= _BELIEVED or candidate.text.label == "published"
        heard = believed and (_is_shown(candidate) or _minute(moment) in changed)
        if rival is None or not heard or _minute(rival) in changed:
            continue
        if _is_first(rival, moment) or (_minute(moment) in changed and _is_first_in_utc(rival, moment)):
            best, moment = candidate, rival
    same = [c for c in candidates if (m := moment_of(c, home)) is not None and _minute(m) == _minute(moment)]
    return max(same, key=lambda candidate: _exactness(candidate, home))


def _exactness(candidate: DateCandidate, home: dt.tzinfo | None) -> tuple[bool, bool, bool, float]:
    """A time without a zone is as good as one with it where it is known to be at `home`."""
    zoned = candidate.text.zone is not None
    return zoned or home is not None, _seconds(candidate), zoned, candidate.weight


def _precision(candidate: DateCandidate, home: dt.tzinfo | None) -> tuple[bool, bool, bool, float]:
    moment = moment_of(candidate, home)
    if moment is None:
        return False, False, False, candidate.weight
    return True, not is_midnight(moment.time()), moment.tzinfo is not None, candidate.weight


def _is_first(rival: dt.datetime, moment: dt.datetime) -> bool:
    """Whether the other time is that of an earlier publication."""
    if is_midnight(rival.time()) or bool(rival.tzinfo) != bool(moment.tzinfo):
        return False
    if rival.replace(tzinfo=None) - moment.replace(tzinfo=None) == _HALF_DAY:
        return rival.tzinfo == moment.tzinfo
    # The same minute of another hour is the same moment with a wrong zone.
    return rival < moment and rival.minute != moment.minute


def _is_first_in_utc(rival: dt.datetime, moment: dt.datetime) -> bool:
    """The same for a time without a zone, on a page that shows no other zone than UTC."""
    return rival.tzinfo is None and moment.tzinfo is dt.UTC and _is_first(rival.replace(tzinfo=dt.UTC), moment)


def _is_shown(candidate: DateCandidate) -> bool:
    return candidate.origin.kind in (Kind.VISIBLE, Kind.TIME)


def _minute(moment: dt.datetime) -> dt.datetime:
    return (moment.astimezone(dt.UTC) if moment.tzinfo else moment).replace(second=0)


def _seconds(candidate: DateCandidate) -> bool:
    return candidate.text.clock is not None and candidate.text.clock.second > 0
