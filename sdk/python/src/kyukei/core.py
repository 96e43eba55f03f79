"""The behaviour of a watched meeting, without input and output: the sync and the async client drive the same
core.

A driver calls a method whenever something happens, carries out what `take()` answers, and calls `tick()` when
`wait()` seconds have passed.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from typing import Any, Literal

from .backoff import MOST_SECONDS, Backoff
from .clock import Moment, seconds_of
from .errors import Problem
from .events import Acknowledge, AskTime, Close, Ending, Frame, Open, Update, WatchOptions
from .knowledge import Knowledge
from .seen import Seen

ANSWER_SECONDS = 10.0
"""A stream says `connected` or `goodbye` within 5 s of its request; twice that leaves room for the network.
"""

POLL_SECONDS = 1.0
"""Timers stand still while a machine sleeps; so soon after it woke, the core knows."""

Action = Open | Close | Acknowledge | AskTime


class Core:
    def __init__(
        self,
        options: WatchOptions,
        moment: Moment,
        *,
        renewable: bool = False,
        rng: Callable[[], float] = random.random,
    ) -> None:
        self.knowledge = Knowledge(options.cursor)
        #: Why the service refused this client for good. The watch has then ended.
        self.problem: Problem | None = None
        self._silence = 2.0 * options.heartbeat
        self._patience = min(ANSWER_SECONDS, self._silence)
        #: After so recent a frame or attempt, `wake()` would learn nothing new.
        self._fresh = options.heartbeat / 10
        self._renewable = renewable
        self._backoff = Backoff(options.heartbeat, rng)
        self._seen = Seen()
        self._actions: list[Action] = []
        self._state: Literal["waiting", "open", "over"] = "waiting"
        self._connection = 0
        self._moment = moment
        self._opened_at = -math.inf
        self._heard_at = -math.inf
        #: When the current wait, or the time limit of a connection, ends.
        self._due = moment.steady
        #: The server asked for no new connection before this time.
        self._not_before = -math.inf
        self._was_refused = False

    @property
    def is_over(self) -> bool:
        return self._state == "over"

    def take(self) -> tuple[list[Action], list[Update]]:
        """What is to be done, then told, since the last call."""
        actions, self._actions = self._actions, []
        return actions, self.knowledge.take()

    def wait(self, moment: Moment) -> float:
        """In how many seconds `tick()` is due."""
        return min(POLL_SECONDS, max(0.0, min(self._due, self._silent_at) - moment.steady))

    def tick(self, moment: Moment) -> None:
        slept, self._moment = moment.slept_since(self._moment), moment
        if moment.steady >= self._silent_at:
            self._lose("silent", self._backoff.soon, moment)
        elif self._state == "open" and moment.steady >= self._due:
            if self._has_frame:
                self._reopen(moment)
            else:
                self._lose("no answer", self._backoff.next, moment)
        elif self._state == "waiting" and moment.steady >= self._due:
            self._reopen(moment)
        if slept:
            self.wake(moment)
        if self.knowledge.last.online and self.knowledge.clock.asks(moment):
            self._actions.append(AskTime())

    def frame(self, connection: int, frame: Frame, moment: Moment) -> None:
        if not self._is_current(connection):
            return
        if frame.retry_ms is not None:
            self._backoff.ask(frame.retry_ms / 1000)
        if not frame.data:
            return
        self._heard_at = moment.steady
        self._due = math.inf
        self._was_refused = False
        data = self.knowledge.read(frame, moment)
        if data is None:
            return
        if frame.name == "goodbye":
            self._part(data, moment)
            return
        if frame.name != "connected":
            self._backoff.succeeded()
        self.knowledge.apply(frame.name, data)
        if frame.name == "state":
            self._acknowledge()

    def ended(self, connection: int, ending: Ending, moment: Moment) -> None:
        if not self._is_current(connection):
            return
        problem = ending.problem
        renews = problem is not None and problem.status == 401 and self._renewable
        self.knowledge.lose(ending.cause)
        if ending.status:
            self.knowledge.refuse(ending.status, problem.body if problem else None)
        if problem is not None and problem.is_final and not renews:
            self.problem = problem
            self.knowledge.end(problem=problem.body)
            self.close()
        elif renews and not self._was_refused:
            self._was_refused = True
            self._wait(0.0, moment)
        else:
            wait = min(ending.retry_after, MOST_SECONDS)
            self._not_before = moment.steady + wait
            self._wait(self._backoff.next(wait), moment)

    def wake(self, moment: Moment) -> None:
        """Looks now whether the service is there. May be called often."""
        if self.is_over or moment.steady < self._not_before:
            return
        is_asking = self._state == "open" and not self._has_frame
        settled = self._patience / 2 if is_asking else self._fresh
        earliest = max(self._opened_at, -math.inf if is_asking else self._heard_at) + settled
        if moment.steady >= earliest:
            self._reopen(moment)
        else:
            # A frame may bring the time before the request is sent.
            self._due = min(self._due, earliest)

    def shown(self) -> None:
        """The break that is on is on the screen."""
        self._seen.show(self.knowledge.last.meeting)
        self._acknowledge()

    def not_acknowledged(self, rest_id: str) -> None:
        self._seen.failed(rest_id)

    def told_time(self, server_time: object, asked: Moment, heard: Moment) -> None:
        seconds = seconds_of(server_time)
        if seconds is not None:
            self.knowledge.clock.hear(seconds, heard, asked)

    def close(self) -> None:
        self._state = "over"
        self._actions.append(Close())

    @property
    def _has_frame(self) -> bool:
        return self._heard_at >= self._opened_at

    @property
    def _silent_at(self) -> float:
        return self._heard_at + self._silence if self.knowledge.last.online and not self.is_over else math.inf

    def _is_current(self, connection: int) -> bool:
        return self._state == "open" and connection == self._connection

    def _reopen(self, moment: Moment) -> None:
        self._state = "open"
        self._connection += 1
        self._opened_at = moment.steady
        self._due = moment.steady + self._patience
        self.knowledge.connect(moment)
        self._actions += [Close(), Open(self._connection, self.knowledge.last.cursor)]

    def _lose(self, cause: str, seconds: Callable[[], float], moment: Moment) -> None:
        self.knowledge.lose(cause)
        self._wait(seconds(), moment)

    def _wait(self, seconds: float, moment: Moment) -> None:
        self._state = "waiting"
        self._due = moment.steady + seconds
        self._actions.append(Close())

    def _part(self, data: Mapping[str, Any], moment: Moment) -> None:
        """`goodbye`: the server ends the stream, and says whether and when to come back."""
        self.knowledge.part(data)
        retry_ms = data.get("retry_ms")
        seconds = min(retry_ms / 1000, MOST_SECONDS) if isinstance(retry_ms, (int, float)) else 0.0
        self._not_before = moment.steady + seconds
        if data.get("reconnect") is not False:
            self._wait(self._backoff.next(seconds), moment)
        elif data.get("reason") == "expired" and self._renewable:
            self._wait(0.0, moment)
        else:
            self.knowledge.end(goodbye=data)
            self.close()

    def _acknowledge(self) -> None:
        rest_id = self._seen.due(self.knowledge.last.meeting)
        if rest_id is not None:
            self._actions.append(Acknowledge(rest_id))
