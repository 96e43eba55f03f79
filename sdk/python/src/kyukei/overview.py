"""Several meetings on one stream, for dashboards."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Generic, TypeVar, cast

from .answers import OverviewState
from .async_watch import AsyncWatch
from .events import Update
from .watch import Watch
from .watched import Watched

W = TypeVar("W", bound=Watched)


@dataclass(frozen=True)
class OverviewUpdate:
    """Something happened to one of the meetings, or to the stream."""

    #: The frame's name: `state`, when a meeting changed. Or `online`, `offline`, `refused` or `ended`, as of
    #: an `Update`.
    name: str
    data: Mapping[str, Any]
    #: The last `state` of each meeting, by its id; a new mapping when one changed.
    meetings: Mapping[str, OverviewState]
    #: Whether a frame arrived within the last two heartbeats, on a connection that is still open.
    online: bool
    #: Whether the service has lost its store, or cannot read one of the meetings.
    degraded: bool
    #: When the last frame arrived, by the clock of this machine.
    last_heard: datetime | None


class _Overviewed(Generic[W]):
    """What an overview offers its user, in both clients alike."""

    def __init__(self, watch: W) -> None:
        self._watch = watch
        self._degraded = False
        #: The last `state` of each meeting: it may be newer than the update that your loop is at.
        self.meetings: Mapping[str, OverviewState] = {}

    def wake(self) -> None:
        """Looks now whether the service is there. Call it as often as you like."""
        self._watch.wake()

    def close(self) -> None:
        """Ends the overview: its loop stops."""
        self._watch.close()

    def server_now(self) -> datetime:
        """The server's clock, by which everything with a countdown counts."""
        return self._watch.server_now()

    def seconds_left(self, meeting_id: str) -> float | None:
        """Until the break of this meeting ends; None without a break, or without an end."""
        meeting = self.meetings.get(meeting_id)
        return self._watch.seconds_left_of(meeting["rest"]) if meeting else None

    def _after(self, update: Update) -> OverviewUpdate:
        if update.name == "state":
            state = cast("OverviewState", update.data)
            self.meetings = {**self.meetings, state["meeting_id"]: state}
        elif update.name in ("connected", "degraded", "restored"):
            # A stream that opens while the store is away says so after its states.
            self._degraded = update.name == "degraded"
        return OverviewUpdate(
            update.name, update.data, self.meetings, update.online, self._degraded, update.last_heard
        )


class Overview(_Overviewed[Watch]):
    """Iterate over it. Methods may be called from any thread."""

    def __iter__(self) -> Iterator[OverviewUpdate]:
        for update in self._watch:
            yield self._after(update)

    def __enter__(self) -> Overview:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._watch.__exit__(kind, error, at)


class AsyncOverview(_Overviewed[AsyncWatch]):
    """Iterate over it, inside `async with` if the loop may be left before its end."""

    async def __aiter__(self) -> AsyncIterator[OverviewUpdate]:
        async for update in self._watch:
            yield self._after(update)

    async def __aenter__(self) -> AsyncOverview:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self._watch.__aexit__(kind, error, at)
