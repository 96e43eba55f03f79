"""The client for programs without an event loop."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Concatenate, Generic, Literal, ParamSpec, TypeVar, cast

import httpx

from . import commands
from .answers import Meetings, Role
from .command import Answer, AskToken, Command, NoAnswer, Pause, Step, run
from .credentials import Credentials, Token
from .events import OVERVIEW_PATH, WatchOptions
from .http import answer_of, request_of
from .overview import Overview
from .target import Target
from .watch import Watch

P = ParamSpec("P")
T = TypeVar("T")


class Client:
    """A Kyukei service. `token` may be a function that returns a new one.

    Close it, or use it in a `with` statement. `http`: an `httpx.Client` of your own, for proxies,
    certificates and limits.
    """

    def __init__(
        self,
        server: str,
        *,
        token: Token | None = None,
        api_key: str | None = None,
        http: httpx.Client | None = None,
    ) -> None:
        # Each watched meeting keeps a connection open, so the number of connections is not limited here.
        self.http = http or httpx.Client(limits=httpx.Limits(max_connections=None))
        self.server = server.rstrip("/")
        self._credentials = Credentials(token, api_key)

    def meeting(self, meeting_id: str, *, client_id: str | None = None) -> Meeting:
        """A meeting, as one member of it. Keep the `client_id` to be the same member after a restart."""
        target = Target(meeting_id) if client_id is None else Target(meeting_id, client_id)
        return Meeting(self, target, replace(self._credentials))

    def meetings(self, ids: Sequence[str], *, role: Literal["member", "leader"] | None = None) -> Meetings:
        """Up to 100 meetings as they are, in this order. With `role="leader"` each has its `requests`."""
        anyone = self.meeting(ids[0] if ids else "")
        return anyone.run(commands.meetings(ids, role))

    def overview(
        self, ids: Sequence[str], *, role: Literal["member", "leader"] = "member", heartbeat: int = 30
    ) -> Overview:
        """Follows up to 50 meetings on one stream; see `watch`. With `role="leader"` each has its
        `requests`.
        """
        anyone = self.meeting(ids[0] if ids else "")
        options = WatchOptions(ids, role, heartbeat=heartbeat, path=OVERVIEW_PATH)
        return Overview(Watch(anyone, options))

    def close(self) -> None:
        self.http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()


class _Call(Generic[P, T]):
    """A command as a method of `Meeting`."""

    def __init__(self, build: Callable[Concatenate[Target, P], Command[T]]) -> None:
        self._build = build
        self.__doc__ = build.__doc__

    def __get__(self, meeting: Meeting, owner: type[Meeting]) -> Callable[P, T]:
        def call(*args: P.args, **kwargs: P.kwargs) -> T:
            return meeting.run(self._build(meeting.target, *args, **kwargs))

        call.__doc__ = self.__doc__
        return call


class Meeting:
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

    def __init__(self, client: Client, target: Target, credentials: Credentials) -> None:
        self.client = client
        self.target = target
        self.credentials = credentials

    def watch(self, *, role: Role = "member", heartbeat: int = 30, cursor: str | None = None) -> Watch:
        """Hears the meeting, through lost networks, sleep and deploys, until it is closed.

        `cursor`: where to go on, as an earlier update said. `heartbeat`: 3 to 60 seconds; two without a frame
        are offline.
        """
        options = WatchOptions([self.target.meeting_id], role, self.target.client_id, heartbeat, cursor)
        return Watch(self, options)

    def run(self, command: Command[T]) -> T:
        steps = run(command, self.credentials)
        try:
            step = next(steps)
            while True:
                step = steps.send(self._do(step))
        except StopIteration as done:
            result: T = done.value
            return result

    def token(self) -> str | None:
        told = self.credentials.token
        token = told() if callable(told) else told
        # The signature of `Client` takes no async function.
        return cast("str | None", token)

    def _do(self, step: Step) -> str | Answer | NoAnswer | None:
        if isinstance(step, AskToken):
            return self.token()
        if isinstance(step, Pause):
            time.sleep(step.seconds)
            return None
        try:
            return answer_of(self.client.http.request(**request_of(self.client.server, step)))
        except httpx.TransportError as error:
            return NoAnswer(error)
