"""What a watched meeting offers its user, in both clients alike."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime, timezone

from .answers import MeetingState, Rest
from .clock import Moment, seconds_of
from .core import Core
from .errors import KyukeiError, Problem, ProblemError
from .events import Update, WatchOptions

#: Something that happened to the core. Only the loop that hands out updates runs it, so the core needs no
#: lock.
Happening = Callable[[], object]


class Watched(ABC):
    def __init__(self, options: WatchOptions, renewable: bool) -> None:
        self._core = Core(options, Moment.now(), renewable=renewable)

    @abstractmethod
    def _put(self, happening: Happening) -> None: ...

    def wake(self) -> None:
        """Looks now whether the service is there. Call it as often as you like: after a sleep, on another
        network.
        """
        self._put(lambda: self._core.wake(Moment.now()))

    def shown(self) -> None:
        """The break that is on is on the screen. Leaders see it counted as `seen`; it is said once for each
        break.
        """
        self._put(self._core.shown)

    def close(self) -> None:
        """Ends the watch: its loop stops."""
        self._put(self._core.close)

    @property
    def last(self) -> Update:
        """The latest of what is known: it may be newer than the update that your loop is at."""
        return self._core.knowledge.last

    @property
    def meeting(self) -> MeetingState:
        return self.last.meeting

    @property
    def cursor(self) -> str | None:
        return self.last.cursor

    @property
    def problem(self) -> Problem | None:
        """Why the service refused the watch."""
        return self._core.problem

    def server_now(self) -> datetime:
        """The server's clock, by which everything with a countdown counts."""
        return datetime.fromtimestamp(self._core.knowledge.clock.now(Moment.now()), timezone.utc)

    def clock_offset(self) -> float:
        """Seconds to add to `time.time()` to get the server's clock."""
        return self._core.knowledge.clock.offset(Moment.now())

    def seconds_left(self) -> float | None:
        """Until the break ends; None without a break, or without an end."""
        return self.seconds_left_of(self.meeting["rest"])

    def seconds_left_of(self, rest: Rest | None) -> float | None:
        """The same of any break of the service."""
        ends_at = seconds_of(rest.get("ends_at")) if rest else None
        if ends_at is None:
            return None
        return max(0.0, ends_at - self._core.knowledge.clock.now(Moment.now()))

    def _not_acknowledged(self, rest_id: str, error: KyukeiError) -> None:
        if isinstance(error, ProblemError) and error.problem.is_final:
            return
        self._put(lambda: self._core.not_acknowledged(rest_id))
