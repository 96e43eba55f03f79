"""What goes into the core of a watched meeting, and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .answers import MeetingState, Role
from .errors import Problem

EVENTS_PATH = "/api/sse/events"
OVERVIEW_PATH = "/api/sse/overview"


@dataclass(frozen=True)
class WatchOptions:
    #: One; on an overview several.
    meeting_ids: Sequence[str]
    role: Role = "member"
    client_id: str | None = None
    heartbeat: int = 30
    cursor: str | None = None
    path: str = EVENTS_PATH

    def query(self, cursor: str | None) -> dict[str, str | Sequence[str]]:
        """The parameters of the stream's URL. `member` is the default there, too."""
        asked = {
            "role": None if self.role == "member" else self.role,
            "client_id": self.client_id,
            "last_event_id": cursor or None,
        }
        given = {name: value for name, value in asked.items() if value is not None}
        return {"meeting_id": self.meeting_ids, "heartbeat": str(self.heartbeat), **given}


@dataclass(frozen=True)
class Frame:
    """One block on the stream, as the parser had it."""

    name: str
    data: str
    #: None if the frame has no id; empty if it resets the cursor.
    id: str | None = None
    retry_ms: int | None = None


@dataclass(frozen=True)
class Ending:
    """How a connection ended, or why there was none."""

    #: Text for people.
    cause: str
    #: HTTP status of an answer that is not an event stream; 0 = there was no answer.
    status: int = 0
    problem: Problem | None = None
    #: `Retry-After`, in seconds.
    retry_after: float = 0.0


@dataclass(frozen=True)
class Open:
    """Open this connection."""

    connection: int
    cursor: str | None


@dataclass(frozen=True)
class Close:
    """Close the connection that is open, if one is."""


@dataclass(frozen=True)
class Acknowledge:
    """Tell the service that this break has been seen."""

    rest_id: str


@dataclass(frozen=True)
class AskTime:
    """Ask the service what time it is, once."""


@dataclass(frozen=True)
class Update:
    """Something happened."""

    #: The frame's name as in docs/protocol.md; a new break is `message`. Or one of `online`; `offline`;
    #: `refused`: the answer was not a stream; `ended`: the watch has stopped for good.
    name: str
    #: The frame's data. Of `offline`: `cause`; of `refused`: `status`, `problem`; of `ended`: `problem`,
    #: `goodbye`.
    data: Mapping[str, Any]
    #: The state of the meeting after this frame.
    meeting: MeetingState
    #: The last notice received. Store it, and pass it to the next `watch(cursor=…)`.
    cursor: str | None
    #: A missed notice, replayed after a reconnect: its break may be over. Show it, but play no sound for it.
    replayed: bool = False
    #: Whether a frame arrived within the last two heartbeats, on a connection that is still open.
    online: bool = False
    #: Whether the service has lost its store, so that breaks may be late.
    degraded: bool = False
    #: When the last frame arrived, by the clock of this machine.
    last_heard: datetime | None = None
