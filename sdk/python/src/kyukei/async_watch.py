"""A watched meeting, for asyncio."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any

import httpx

from . import commands
from .clock import Moment
from .core import Action
from .errors import KyukeiError, ProblemError
from .event_parser import EventParser
from .events import Acknowledge, AskTime, Ending, Open, Update, WatchOptions
from .http import (
    CALL_TIMEOUT,
    TIME_PATH,
    is_stream,
    refusal_of,
    stream_options,
    time_of,
)
from .watched import Happening, Watched

if TYPE_CHECKING:
    from .async_client import AsyncMeeting

log = logging.getLogger("kyukei")


class AsyncWatch(Watched):
    """Iterate over it, inside `async with` if the loop may be left before its end."""

    def __init__(self, meeting: AsyncMeeting, options: WatchOptions) -> None:
        super().__init__(options, meeting.credentials.is_renewable)
        self._meeting = meeting
        self._options = options
        self._inbox: asyncio.Queue[Happening] = asyncio.Queue()
        self._connection: asyncio.Task[None] | None = None
        self._calls: set[asyncio.Task[None]] = set()

    async def __aiter__(self) -> AsyncIterator[Update]:
        try:
            while True:
                actions, updates = self._core.take()
                for action in actions:
                    self._do(action)
                for update in updates:
                    yield update
                if self._core.is_over:
                    break
                await self._next()
        finally:
            self._close_connection()
        if self._core.problem:
            raise ProblemError(self._core.problem)

    async def __aenter__(self) -> AsyncWatch:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()
        self._close_connection()
        await asyncio.gather(*self._calls, return_exceptions=True)

    def _put(self, happening: Happening) -> None:
        self._inbox.put_nowait(happening)

    async def _next(self) -> None:
        if self._inbox.empty():
            try:
                happening = await asyncio.wait_for(self._inbox.get(), self._core.wait(Moment.now()))
            except asyncio.TimeoutError:
                happening = partial(self._core.tick, Moment.now())
        else:
            # Frames that arrived while the user's loop was busy do not count as silence.
            happening = self._inbox.get_nowait()
        happening()

    def _do(self, action: Action) -> None:
        if isinstance(action, Acknowledge):
            self._spawn(self._acknowledge(action.rest_id))
            return
        if isinstance(action, AskTime):
            self._spawn(self._ask_time())
            return
        self._close_connection()
        if isinstance(action, Open):
            self._connection = self._spawn(self._connect(action))

    def _spawn(self, call: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        # The event loop keeps only a weak reference to a task.
        task = asyncio.create_task(call)
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)
        return task

    def _close_connection(self) -> None:
        if self._connection:
            self._connection.cancel()
            self._connection = None

    async def _connect(self, to: Open) -> None:
        try:
            ending = await self._read(to)
        except Exception as error:  # The user's token function, or a transport of theirs, may raise anything.
            log.debug("the stream failed", exc_info=True)
            ending = Ending(repr(error))
        self._put(lambda: self._core.ended(to.connection, ending, Moment.now()))

    async def _read(self, to: Open) -> Ending:
        client = self._meeting.client
        headers = self._meeting.credentials.headers(await self._meeting.token())
        options = stream_options(self._options, to.cursor, headers)
        parser = EventParser()
        async with client.http.stream("GET", client.server + self._options.path, **options) as response:
            if not is_stream(response):
                return refusal_of(response, await response.aread())
            async for piece in response.aiter_bytes():
                for frame in parser.feed(piece):
                    self._put(partial(self._core.frame, to.connection, frame, Moment.now()))
        return Ending("the stream ended")

    async def _acknowledge(self, rest_id: str) -> None:
        try:
            await self._meeting.run(commands.acknowledge(self._meeting.target, "seen", rest_id=rest_id))
        except KyukeiError as error:
            self._not_acknowledged(rest_id, error)

    async def _ask_time(self) -> None:
        client, asked = self._meeting.client, Moment.now()
        try:
            response = await client.http.get(client.server + TIME_PATH, timeout=CALL_TIMEOUT)
        except httpx.TransportError:
            return
        self._put(partial(self._core.told_time, time_of(response), asked, Moment.now()))
