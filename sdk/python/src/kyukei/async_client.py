"""The client for asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from inspect import isawaitable
from types import TracebackType
from typing import Any, Concatenate, Generic, Literal, ParamSpec, TypeVar

import httpx

from . import commands
from .answers import Meetings, Role
from .async_watch import AsyncWatch
from .command import Answer, AskToken, Command, NoAnswer, Pause, Step, run
from .credentials import AsyncToken, Credentials
from .events import OVERVIEW_PATH, WatchOptions
from .http import answer_of, request_of
from .overview import AsyncOverview
from .target import Target

P = ParamSpec("P")
T = TypeVar("T")


class AsyncClient:
    """A Kyukei service. `token` may be a function, also an async one, that returns a new one.

    Close it, or use it in an `async with` statement. `http`: an `httpx.AsyncClient` of your own, for proxies,
    certificates and limits.
    """

    def __init__(
        self,
        server: str,
        *,
        token: AsyncToken | None = None,
        api_key: str | None = None,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        # Each watched meeting keeps a connection open, so the number of connections is not limited here.
        self.http = http or httpx.AsyncClient(limits=httpx.Limits(max_connections=None))
        self.server = server.rstrip("/")
        self._credentials = Credentials(token, api_key)

    def meeting(self, meeting_id: str, *, client_id: str | None = None) -> AsyncMeeting:
        """A meeting, as one member of it. Keep the `client_id` to be the same member after a restart."""
        target = Target(meeting_id) if client_id is None else Target(meeting_id, client_id)
        return AsyncMeeting(self, target, replace(self._credentials))

    async def meetings(
        self, ids: Sequence[str], *, role: Literal["member", "leader"] | None = None
    ) -> Meetings:
        """Up to 100 meetings as they are, in this order. With `role="leader"` each has its `requests`."""
        anyone = self.meeting(ids[0] if ids else "")
        return await anyone.run(commands.meetings(ids, role))

    def overview(
        self, ids: Sequence[str], *, role: Literal["member", "leader"] = "member", heartbeat: int = 30
    ) -> AsyncOverview:
        """Follows up to 50 meetings on one stream; see `watch`. With `role="leader"` each has its
        `requests`.
        """
        anyone = self.meeting(ids[0] if ids else "")
        options = WatchOptions(ids, role, heartbeat=heartbeat, path=OVERVIEW_PATH)
        return AsyncOverview(AsyncWatch(anyone, options))

    async def aclose(self) -> None:
        await self.http.aclose()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.aclose()


class _Call(Generic[P, T]):
    """A command as a method of `AsyncMeeting`."""

    def __init__(self, build: Callable[Concatenate[Target, P], Command[T]]) -> None:
        self._build = build
        self.__doc__ = build.__doc__

    def __get__(
        self, meeting: AsyncMeeting, owner: type[AsyncMeeting]
    ) -> Callable[P, Coroutine[Any, Any, T]]:
        async def call(*args: P.args, **kwargs: P.kwargs) -> T:
            return await meeting.run(self._build(meeting.target, *args, **kwargs))

        call.__doc__ = self.__doc__
        return call


class AsyncMeeting:
    """The commands of a meeting, and its stream."""

    start = _Call(commands.start)
    call_break = _Call(commands.call_break)
    resume = _Call(commands.resume)
    extend_break = _Call(commands.extend_break)
    announce = _Call(commands.announce)
    end = _Call(commands.end)
    undo = _Call(commands.undo)
    status = _Call(commands.status)
    snapshot = _Call(commands.snapshot)
    history = _Call(commands.history)
    calendar = _Call(commands.calendar)
    notices = _Call(commands.notices)
    acknowledge = _Call(commands.acknowledge)
    request_break = _Call(commands.request_break)
    request_more_time = _Call(commands.request_more_time)
    roster = _Call(commands.roster)
    set_schedule = _Call(commands.set_schedule)
    remove_schedule = _Call(commands.remove_schedule)
    snooze_schedule = _Call(commands.snooze_schedule)
    skip_schedule = _Call(commands.skip_schedule)
    issue_token = _Call(commands.issue_token)

    def __init__(self, client: AsyncClient, target: Target, credentials: Credentials) -> None:
        self.client = client
        self.target = target
        self.credentials = credentials

    def watch(self, *, role: Role = "member", heartbeat: int = 30, cursor: str | None = None) -> AsyncWatch:
        """Hears the meeting, through lost networks, sleep and deploys, until it is closed.

        `cursor`: where to go on, as an earlier update said. `heartbeat`: 3 to 60 seconds; two without a frame
        are offline.
        """
        options = WatchOptions([self.target.meeting_id], role, self.target.client_id, heartbeat, cursor)
        return AsyncWatch(self, options)

    async def run(self, command: Command[T]) -> T:
        steps = run(command, self.credentials)
        try:
            step = next(steps)
            while True:
                step = steps.send(await self._do(step))
        except StopIteration as done:
            result: T = done.value
            return result

    async def token(self) -> str | None:
        told = self.credentials.token
        token = told() if callable(told) else told
        return await token if isawaitable(token) else token

    async def _do(self, step: Step) -> str | Answer | NoAnswer | None:
        if isinstance(step, AskToken):
            return await self.token()
        if isinstance(step, Pause):
            await asyncio.sleep(step.seconds)
            return None
        try:
            return answer_of(await self.client.http.request(**request_of(self.client.server, step)))
        except httpx.TransportError as error:
            return NoAnswer(error)
