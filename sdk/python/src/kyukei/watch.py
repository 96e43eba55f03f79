"""A watched meeting, for programs without an event loop."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING

import httpx

from . import commands
from .clock import Moment
from .connection import Connection
from .core import Action
from .errors import KyukeiError, ProblemError
from .events import Acknowledge, AskTime, Open, Update, WatchOptions
from .http import CALL_TIMEOUT, TIME_PATH, time_of
from .watched import Happening, Watched

if TYPE_CHECKING:
    from .client import Meeting


class Watch(Watched):
    """Iterate over it. Methods may be called from any thread."""

    def __init__(self, meeting: Meeting, options: WatchOptions) -> None:
        super().__init__(options, meeting.credentials.is_renewable)
        self._meeting = meeting
        self._options = options
        self._inbox: SimpleQueue[Happening] = SimpleQueue()
        self._connection: Connection | None = None

    def __iter__(self) -> Iterator[Update]:
        try:
            while True:
                actions, updates = self._core.take()
                for action in actions:
                    self._do(action)
                yield from updates
                if self._core.is_over:
                    break
                self._next()
        finally:
            self._close_connection()
        if self._core.problem:
            raise ProblemError(self._core.problem)

    def __enter__(self) -> Watch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()
        self._close_connection()

    def _put(self, happening: Happening) -> None:
        self._inbox.put(happening)

    def _next(self) -> None:
        try:
            happening = self._inbox.get(timeout=self._core.wait(Moment.now()))
        except Empty:
            happening = partial(self._core.tick, Moment.now())
        happening()

    def _do(self, action: Action) -> None:
        if isinstance(action, Acknowledge):
            Thread(target=self._acknowledge, args=[action.rest_id], daemon=True).start()
            return
        if isinstance(action, AskTime):
            Thread(target=self._ask_time, daemon=True).start()
            return
        self._close_connection()
        if isinstance(action, Open):
            number = action.connection
            self._connection = Connection(
                self._meeting,
                self._options,
                action.cursor,
                lambda frame: self._put(partial(self._core.frame, number, frame, Moment.now())),
                lambda ending: self._put(partial(self._core.ended, number, ending, Moment.now())),
            )
            self._connection.start()

    def _close_connection(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    def _acknowledge(self, rest_id: str) -> None:
        try:
            self._meeting.run(commands.acknowledge(self._meeting.target, "seen", rest_id=rest_id))
        except KyukeiError as error:
            self._not_acknowledged(rest_id, error)

    def _ask_time(self) -> None:
        client, asked = self._meeting.client, Moment.now()
        try:
            response = client.http.get(client.server + TIME_PATH, timeout=CALL_TIMEOUT)
        except httpx.TransportError:
            return
        self._put(partial(self._core.told_time, time_of(response), asked, Moment.now()))
