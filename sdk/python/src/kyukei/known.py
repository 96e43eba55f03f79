"""What each frame changes of what is known of a meeting: pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from .answers import MeetingState

Data = Mapping[str, Any]

#: Frames about the stream, about the meeting as a whole, and for leaders. Every other name is a notice.
TRANSIENT = frozenset(
    (
        "connected",
        "state",
        "heartbeat",
        "degraded",
        "restored",
        "presence",
        "break_requested",
        "more_time_requested",
        "token_expiring",
        "goodbye",
    )
)


def is_notice(name: str) -> bool:
    """Whether the meeting's log or another program said it. So is a name that a later version of the service
    adds.
    """
    return name not in TRANSIENT


def after(meeting: MeetingState, name: str, data: Data) -> MeetingState:
    """The meeting once this frame has been applied."""
    change = _CHANGES.get(name)
    return cast(MeetingState, {**meeting, **change(meeting, data)}) if change else meeting


def _state(_: MeetingState, data: Data) -> Data:
    return {name: value for name, value in data.items() if name not in _OF_THE_FRAME}


def _break(_: MeetingState, data: Data) -> Data:
    rest = {
        "rest_id": data.get("rest_id", ""),
        "message": data.get("message", ""),
        "started_at": data.get("timestamp"),
        "duration_seconds": data.get("duration_seconds"),
        "ends_at": data.get("ends_at"),
    }
    return {"phase": "on_break", "rest": rest, "working_since": None, "next_rest_at": None}


def _extended(meeting: MeetingState, data: Data) -> Data:
    rest = meeting["rest"]
    if rest is None:
        return {}
    moved = {name: data[name] for name in ("duration_seconds", "ends_at") if name in data}
    return {"rest": {**rest, **moved}}


def _ended(_: MeetingState, data: Data) -> Data:
    return {**_working_since(data), "next_rest_at": data.get("next_rest_at")}


def _meeting_started(_: MeetingState, data: Data) -> Data:
    return {**_OVER, **_working_since(data), "started_at": data.get("timestamp"), "title": data.get("title")}


def _meeting_ended(_: MeetingState, __: Data) -> Data:
    return _OVER


def _working_since(data: Data) -> Data:
    return {"phase": "in_progress", "rest": None, "working_since": data.get("timestamp")}


def _schedule_changed(meeting: MeetingState, data: Data) -> Data:
    changed = _taken("schedule", "next_rest_at")(meeting, data)
    # Nobody watched the plan, as overnight: that time was not work.
    return {**changed, "working_since": data.get("timestamp")} if data.get("reason") == "slept" else changed


def _taken(*names: str) -> Callable[[MeetingState, Data], Data]:
    return lambda _, data: {name: data[name] for name in names if name in data}


_OVER: Data = {
    "phase": "not_started",
    "started_at": None,
    "title": None,
    "working_since": None,
    "rest": None,
    "schedule": None,
    "next_rest_at": None,
}

_OF_THE_FRAME = ("meeting_id", "resync", "cursor", "server_time")

_CHANGES: Mapping[str, Callable[[MeetingState, Data], Data]] = {
    "state": _state,
    "message": _break,
    "rest_extended": _extended,
    "rest_ended": _ended,
    "meeting_started": _meeting_started,
    "meeting_ended": _meeting_ended,
    "schedule_changed": _schedule_changed,
    "rest_suggested": _taken("next_rest_at"),
    "presence": _taken("members"),
}
