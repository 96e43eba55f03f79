"""Every call to a meeting, declared once for the sync and the async client."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any, Literal

from .answers import (
    Acknowledged,
    AckStatus,
    Announced,
    BreakCalled,
    BreakRequested,
    Done,
    Extended,
    History,
    Language,
    Meetings,
    Mode,
    Notices,
    Preset,
    Role,
    Roster,
    ScheduleChanged,
    Snapshot,
    Started,
    Status,
    TokenIssued,
    Undone,
)
from .command import Command
from .target import Target


def start(to: Target, title: str | None = None, *, by: str | None = None) -> Command[Started]:
    """Starts the meeting, or starts it anew: with no break. People read `title` in place of the id.
    `by`: who does it, for leaders.
    """
    return _post(to, "start", title=title, by=by)


def call_break(
    to: Target,
    message: str | None = None,
    *,
    duration_seconds: int | None = None,
    ends_at: datetime | str | None = None,
    language: Language | None = None,
    by: str | None = None,
) -> Command[BreakCalled]:
    """Calls a break: every member hears it. With `duration_seconds` (10 to 86400) or `ends_at` it ends by
    itself. A `datetime` without a zone is in the zone of this machine.
    """
    return _post(
        to,
        "rest",
        message=message,
        duration_seconds=duration_seconds,
        ends_at=_time(ends_at),
        language=language,
        by=by,
    )


def resume(to: Target, *, by: str | None = None) -> Command[Done]:
    """Ends the break. Also fine when none is on."""
    return _post(to, "resume", by=by)


def extend_break(
    to: Target,
    seconds: int | None = None,
    *,
    ends_at: datetime | str | None = None,
    by: str | None = None,
) -> Command[Extended]:
    """Moves the end of the break: later or earlier by so many seconds, or to a time."""
    return _post(to, "rest/extend", seconds=seconds, ends_at=_time(ends_at), by=by)


def announce(to: Target, message: str, *, by: str | None = None) -> Command[Announced]:
    """Tells everybody something (1 to 500 characters), without a break."""
    return _post(to, "announcements", message=message, by=by)


def end(to: Target, *, by: str | None = None) -> Command[Done]:
    """Ends the meeting. Also fine when there is none."""
    return _post(to, "end", by=by)


def undo(to: Target, *, by: str | None = None) -> Command[Undone]:
    """Takes back the last command, within 10 seconds."""
    return _post(to, "undo", by=by)


def status(to: Target) -> Command[Status]:
    """Whether a break is on, as the reference server says it."""
    return Command("GET", to.path("status"))


def snapshot(to: Target) -> Command[Snapshot]:
    """The meeting as it is: what `state` says on the stream."""
    return Command("GET", to.path())


def meetings(ids: Sequence[str], role: Literal["member", "leader"] | None = None) -> Command[Meetings]:
    """Up to 100 meetings as they are, in this order. With `role="leader"` each has its `requests`."""
    return Command("GET", "/api/meetings", query={"id": ids, **({} if role is None else {"role": role})})


def history(to: Target) -> Command[History]:
    """The totals of the meeting's breaks."""
    return Command("GET", to.path("history"))


def calendar(to: Target) -> Command[str]:
    """The planned breaks of the next 24 hours, for calendar programs (RFC 5545). They can also read it
    themselves, where the service gives it: at `/api/meetings/{meeting_id}/calendar.ics`.
    """
    return Command("GET", to.path("calendar.ics"), media_type="text/calendar")


def notices(
    to: Target,
    after: str | None = None,
    *,
    limit: int = 100,
    role: Literal["member", "leader"] | None = None,
) -> Command[Notices]:
    """The notices after this cursor, without a stream; without one, from the oldest that is kept.

    With `role="leader"` they say who gave each command (`by`).
    """
    query = {"limit": str(limit), **_given(after=after, role=role)}
    return Command("GET", to.path("events"), query=query)


def acknowledge(
    to: Target,
    status: AckStatus,
    *,
    rest_id: str | None = None,
    name: str | None = None,
) -> Command[Acknowledged]:
    """Says that the member has `seen` the break, is `away`, or is `back`. Only leaders see a name."""
    return _post(to, "rest/ack", client_id=to.client_id, status=status, rest_id=rest_id, name=name)


def request_break(to: Target) -> Command[BreakRequested]:
    """Asks for a break. Anonymous, and counted once until the next one."""
    return _post(to, "break-requests", client_id=to.client_id)


def request_more_time(to: Target) -> Command[BreakRequested]:
    """Asks that the break be longer. Anonymous, and counted once until its end is moved."""
    return _post(to, "break-requests", client_id=to.client_id, kind="more_time")


def roster(to: Target) -> Command[Roster]:
    """Who answered the break. For leaders."""
    return Command("GET", to.path("roster"))


def set_schedule(
    to: Target,
    preset: Preset | None = None,
    *,
    every_minutes: int | None = None,
    at: Sequence[str] | None = None,
    time_zone: str | None = None,
    duration_minutes: int | None = None,
    mode: Mode | None = None,
    warn_seconds: int | None = None,
    language: Language | None = None,
    by: str | None = None,
) -> Command[ScheduleChanged]:
    """Plans breaks: by a preset, after so many minutes of work, or at times of the day in a time zone."""
    body = _given(
        preset=preset,
        every_minutes=every_minutes,
        at=None if at is None else list(at),
        time_zone=time_zone,
        duration_minutes=duration_minutes,
        mode=mode,
        warn_seconds=warn_seconds,
        language=language,
        by=by,
    )
    return Command("PUT", to.path("schedule"), body)


def remove_schedule(to: Target) -> Command[ScheduleChanged]:
    """Plans no more breaks."""
    return Command("DELETE", to.path("schedule"))


def snooze_schedule(
    to: Target, minutes: int | None = None, *, by: str | None = None
) -> Command[ScheduleChanged]:
    """Puts the next planned break off, by 5 minutes unless told otherwise; twice at most."""
    return _post(to, "schedule/snooze", minutes=minutes, by=by)


def skip_schedule(to: Target, *, by: str | None = None) -> Command[ScheduleChanged]:
    """Leaves the next planned break out."""
    return _post(to, "schedule/skip", by=by)


def issue_token(
    to: Target,
    role: Role | None = None,
    *,
    ttl_seconds: int | None = None,
    client_id: str | None = None,
) -> Command[TokenIssued]:
    """Makes a token for a member, or for another leader."""
    return _post(to, "tokens", role=role, ttl_seconds=ttl_seconds, client_id=client_id)


def _post(to: Target, path: str, **body: Any) -> Command[Any]:
    return Command("POST", to.path(path), _given(**body))


def _time(at: datetime | str | None) -> str | None:
    return at.astimezone(timezone.utc).isoformat() if isinstance(at, datetime) else at


def _given(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
