"""Estimates the server's clock from every time that the server sends."""

from __future__ import annotations

import math
import sys
import time
from dataclasses import dataclass
from datetime import datetime, timezone

DRIFT = 1e-4
"""Seconds per second by which two quartz clocks drift apart at most: an old bound is less sure than a new
one.
"""

VAGUE_SECONDS = 0.1
"""With bounds further apart than this, the client asks for the time. The error is at most half of it."""

QUESTIONS = 20
PAUSE_SECONDS = 1.0
LONG_PAUSE_SECONDS = 600.0
"""After so many questions without success the network is slow, and more would not help."""

_ROUNDING_SECONDS = 0.001
_SLEEP_SECONDS = 1.0


def _steady() -> float:
    """Seconds on a clock that nobody can set, and that continues while the machine sleeps."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


@dataclass(frozen=True)
class Moment:
    """A point in time on three clocks, in seconds."""

    #: Nobody can set it, and it continues while the machine sleeps.
    steady: float
    #: It stops while the machine sleeps, as all timers do.
    awake: float
    #: The wall clock of this computer: it may be wrong, and somebody may set it.
    wall: float

    @staticmethod
    def now() -> Moment:
        return Moment(_steady(), time.monotonic(), time.time())

    def slept_since(self, earlier: Moment) -> bool:
        return (self.steady - earlier.steady) - (self.awake - earlier.awake) > _SLEEP_SECONDS


class ServerClock:
    """A frame was sent before it was heard, so it puts the server's clock too far back, by its delay: of
    several bounds the largest is the best, and a frame that was late by a minute changes nothing. A frame was
    also sent after its stream was asked for, which bounds the clock from above. The truth lies between the
    two.

    All is measured by the steady clock: setting the wall clock, and sleep, move nothing.
    """

    def __init__(self) -> None:
        self._low = -math.inf
        self._high = math.inf
        self._at = 0.0
        self._questions = 0
        self._asked_at = -math.inf

    @property
    def is_known(self) -> bool:
        return self._low > -math.inf

    def hear(self, server_time: float, heard: Moment, asked: Moment | None = None) -> None:
        low = server_time - heard.steady
        # The server rounds its time down.
        high = server_time + _ROUNDING_SECONDS - asked.steady if asked else math.inf
        slack = DRIFT * (heard.steady - self._at)
        self._low, self._high = max(low, self._low - slack), min(high, self._high + slack)
        if self._low > self._high:
            # The server's clock was set, or this is another server: discard the old bounds.
            self._questions = 0
            self._low, self._high = low, high
        self._at = heard.steady

    def asks(self, moment: Moment) -> bool:
        """Whether to ask the server for its time now; if so, this call counts as a request."""
        pause = PAUSE_SECONDS if self._questions < QUESTIONS else LONG_PAUSE_SECONDS
        if self._high - self._low <= VAGUE_SECONDS or moment.steady < self._asked_at + pause:
            return False
        self._questions += 1
        self._asked_at = moment.steady
        return True

    def now(self, moment: Moment) -> float:
        """The server's time in seconds since 1970; the wall clock's until the first frame with a time."""
        if not self.is_known:
            return moment.wall
        ahead = self._low if self._high == math.inf else (self._low + self._high) / 2
        return moment.steady + ahead

    def offset(self, moment: Moment) -> float:
        """Seconds to add to the wall clock to get the server's time."""
        return self.now(moment) - moment.wall


def seconds_of(timestamp: object) -> float | None:
    """An RFC 3339 time in seconds since 1970; None for anything else."""
    if not isinstance(timestamp, str):
        return None
    try:
        # Python 3.10 cannot parse the Z.
        read = datetime.fromisoformat(timestamp.replace("Z", "+00:00"))
    except ValueError:
        return None
    return (read if read.tzinfo else read.replace(tzinfo=timezone.utc)).timestamp()
