"""What is known of the meeting that is watched, and the updates that tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

from .answers import NOTHING_KNOWN
from .clock import Moment, ServerClock, seconds_of
from .events import Frame, Update
from .heard_ids import HeardIds
from .json_object import json_object
from .known import after, is_notice

Data = Mapping[str, Any]


class Knowledge:
    def __init__(self, cursor: str | None) -> None:
        self.clock = ServerClock()
        self.last = Update("", {}, NOTHING_KNOWN, cursor)
        self._updates: list[Update] = []
        self._heard = HeardIds()
        self._asked: Moment | None = None
        self._has_caught_up = False
        self._told_offline = False

    def take(self) -> list[Update]:
        updates, self._updates = self._updates, []
        return updates

    def connect(self, moment: Moment) -> None:
        """A new connection: what comes before its `state` is replayed."""
        self._has_caught_up = False
        self._asked = moment

    def read(self, frame: Frame, moment: Moment) -> Data | None:
        """The data of a frame. None if it tells nothing: it is no JSON object, or a notice that was heard
        before.
        """
        self.last = replace(self.last, last_heard=datetime.fromtimestamp(moment.wall, timezone.utc))
        if frame.id is not None:
            is_new = self._heard.add(frame.id)
            if not is_new and is_notice(frame.name):
                return None
            self.last = replace(self.last, cursor=frame.id or None)
        data = json_object(frame.data)
        if data is None:
            return None
        server_time = seconds_of(data.get("server_time"))
        if server_time is not None:
            # The server made this state after the request for the connection.
            is_answer = frame.name == "state" and not self._has_caught_up
            self.clock.hear(server_time, moment, self._asked if is_answer else None)
        return data

    def apply(self, name: str, data: Data) -> None:
        """A frame of a living connection."""
        if not self.last.online:
            self._told_offline = False
            self._tell("online", {}, online=True)
        is_state = name == "state"
        # The log cannot continue from the old cursor; the snapshot has the new one.
        resumed_at = data.get("cursor") if is_state and data.get("resync") is True else None
        self._tell(
            name,
            data,
            meeting=after(self.last.meeting, name, data),
            cursor=resumed_at if isinstance(resumed_at, str) else self.last.cursor,
            replayed=is_notice(name) and not self._has_caught_up,
            degraded=_DEGRADED.get(name, self.last.degraded),
        )
        self._has_caught_up = self._has_caught_up or is_state

    def part(self, data: Data) -> None:
        """`goodbye`: nothing more comes on this connection."""
        self._told_offline = True
        self._tell("goodbye", data, online=False)

    def lose(self, cause: str) -> None:
        """Nothing proves any more that the service is there. Told once, until it is heard again."""
        if not self._told_offline:
            self._tell("offline", {"cause": cause}, online=False)
        self._told_offline = True

    def refuse(self, status: int, problem: Data | None) -> None:
        """Something answered, but not with a stream."""
        self._tell("refused", {"status": status, "problem": problem})

    def end(self, *, problem: Data | None = None, goodbye: Data | None = None) -> None:
        """Coming back would not help."""
        self._tell("ended", {"problem": problem, "goodbye": goodbye})

    def _tell(self, name: str, data: Data, **changes: Any) -> None:
        self.last = replace(self.last, name=name, data=data, **{"replayed": False, **changes})
        self._updates.append(self.last)


_DEGRADED = {"degraded": True, "restored": False, "state": False}
