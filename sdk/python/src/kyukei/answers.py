"""What the service answers: plain JSON objects, typed. A later version may add fields."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

Phase = Literal["not_started", "in_progress", "on_break"]
Role = Literal["member", "leader", "display"]
AckStatus = Literal["seen", "away", "back"]
Mode = Literal["suggest", "auto"]
Preset = Literal["jp-mhlw", "uk-hse", "brain-break"]
Language = Literal["ja", "en"]


class Rest(TypedDict):
    """The break that is on. Without an end, `duration_seconds` and `ends_at` are None."""

    rest_id: str
    message: str
    started_at: str
    duration_seconds: int | None
    ends_at: str | None


class Members(TypedDict):
    """How many members are connected, and how many saw the last break, went away, came back."""

    connected: int
    seen: int
    away: int
    back: int


class Schedule(TypedDict):
    """A plan of breaks. `suggest` tells the leaders that it is time; `auto` calls the break."""

    every_minutes: int | None
    at: list[str] | None
    time_zone: str | None
    duration_minutes: int
    mode: Mode
    warn_seconds: int
    language: Language


class MeetingState(TypedDict):
    """What is known of a meeting."""

    phase: Phase
    started_at: str | None
    #: The title that the leader gave the meeting; None = none.
    title: str | None
    #: When the current stretch of work began; None during a break.
    working_since: str | None
    #: The current break.
    rest: Rest | None
    schedule: Schedule | None
    next_rest_at: str | None
    members: Members


class Snapshot(MeetingState):
    """The meeting as it is, of one moment."""

    meeting_id: str
    cursor: str
    server_time: str


NOTHING_KNOWN = MeetingState(
    phase="not_started",
    started_at=None,
    title=None,
    working_since=None,
    rest=None,
    schedule=None,
    next_rest_at=None,
    members=Members(connected=0, seen=0, away=0, back=0),
)


class Requests(TypedDict):
    """How many members ask for a break, and whether that is enough for leaders to listen."""

    count: int
    threshold: int
    reached: bool


class _Requests(TypedDict, total=False):
    #: For leaders.
    requests: Requests


class OverviewState(Snapshot, _Requests):
    """A meeting on an overview."""

    resync: bool


class _Started(_Requests, total=False):
    title: str | None
    started_at: str | None
    working_since: str | None
    rest: Rest | None
    schedule: Schedule | None
    next_rest_at: str | None
    members: Members
    cursor: str
    server_time: str


class MeetingInList(_Started):
    """A meeting among several. One that was not started has `meeting_id` and `phase` only."""

    meeting_id: str
    phase: Phase


class Meetings(TypedDict):
    meetings: list[MeetingInList]
    server_time: str


class _Ignored(TypedDict, total=False):
    #: Fields of the body that the service ignored.
    ignored: list[str]


class Done(_Ignored):
    """The answer to a command that tells nothing else."""

    message: str
    meeting_id: str


class _Claimed(TypedDict, total=False):
    leader_token: str


class Started(Done, _Claimed):
    """`leader_token`: with `LEADER_AUTH=claim`, for the first who starts the meeting."""


class Announced(Done):
    timestamp: str


class Extended(Done):
    rest_id: str
    duration_seconds: int | None
    ends_at: str | None
    server_time: str


class BreakCalled(Extended):
    timestamp: str


class Undone(Done):
    """Which command was taken back: its last notice."""

    undone_event: str
    undone_id: str
    server_time: str


class Status(TypedDict):
    meeting_id: str
    rest_flg: bool
    started_at: str
    rest_started_at: str | None


class Acknowledged(Done):
    rest_id: str
    members: Members


class BreakRequested(_Ignored):
    """How many members ask for a break or for more time, and whether that is enough for leaders to listen."""

    meeting_id: str
    message: Literal["Break requested", "More time requested"]
    count: int
    threshold: int
    reached: bool


class ScheduleChanged(Done):
    schedule: Schedule | None
    next_rest_at: str | None
    snoozes_left: int
    preset: Preset | None
    stretch_minutes: int | None
    within_guideline: bool | None
    server_time: str


class PastRest(TypedDict):
    rest_id: str
    started_at: str
    ended_at: str
    seconds: int
    reason: Literal["leader", "timer", "restarted", "meeting_ended"]


class Run(TypedDict):
    started_at: str
    #: None = unknown, because nobody ended it.
    ended_at: str | None
    breaks: int
    pause_seconds: int
    longest_stretch_seconds: int


class History(TypedDict):
    meeting_id: str
    started_at: str | None
    ended_at: str | None
    breaks: int
    pause_seconds: int
    longest_stretch_seconds: int
    recent: list[PastRest]
    #: Earlier runs of the meeting, oldest first.
    runs: list[Run]


class _Resynced(TypedDict, total=False):
    state: Snapshot


class Notices(_Resynced):
    """`resync`: the log cannot go on from `after`; take `state`, and go on from `cursor`."""

    meeting_id: str
    events: list[dict[str, Any]]
    cursor: str
    resync: bool


class RosterEntry(TypedDict):
    id: str
    name: str | None
    status: AckStatus
    at: str


class Roster(TypedDict):
    meeting_id: str
    rest_id: str | None
    members: list[RosterEntry]


class TokenIssued(Done):
    token: str
    expires_at: str
