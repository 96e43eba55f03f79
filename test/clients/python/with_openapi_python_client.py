"""The package that openapi-python-client makes."""

import sys

from kyukei_client import Client
from kyukei_client.api.meetings import (
    call_break,
    end_meeting,
    extend_break,
    get_calendar,
    get_meetings,
    get_status,
    list_notices,
    send_announcement,
    start_meeting,
    undo_command,
)
from kyukei_client.api.members import acknowledge_break, request_break
from kyukei_client.api.schedule import set_schedule
from kyukei_client.models import (
    AckBody,
    AckStatus,
    AnnouncementBody,
    ExtendBody,
    Problem,
    RequestBody,
    RequestKind,
    RestBody,
    ScheduleBody,
)

base_url, meeting = sys.argv[1:]
client = Client(base_url=base_url)

started = start_meeting.sync(meeting, client=client)
print(f"startMeeting: {started.message}")

called = call_break.sync(meeting, client=client, body=RestBody(message="Tea", duration_seconds=600))
print(f"callBreak: {called.duration_seconds}")

extended = extend_break.sync(meeting, client=client, body=ExtendBody(seconds=300))
print(f"extendBreak: {extended.duration_seconds}")

undone = undo_command.sync(meeting, client=client)
print(f"undoCommand: {undone.undone_event}")

wish = RequestBody(client_id="ann", kind=RequestKind.MORE_TIME)
print(f"requestBreak: {request_break.sync(meeting, client=client, body=wish).message}")

status = get_status.sync(meeting, client=client)
print(f"getStatus: {str(status.rest_flg).lower()}")

answer = AckBody(client_id="ann", status=AckStatus.BACK, name="Ann")
acknowledged = acknowledge_break.sync(meeting, client=client, body=answer)
print(f"acknowledgeBreak: {acknowledged.members.back}")

plan = ScheduleBody.from_dict({"preset": "uk-hse", "mode": "suggest"})
planned = set_schedule.sync(meeting, client=client, body=plan)
print(f"setSchedule: {planned.schedule.every_minutes}")

announced = send_announcement.sync(meeting, client=client, body=AnnouncementBody(message="Slides"))
print(f"sendAnnouncement: {announced.message}")

listed = list_notices.sync(meeting, client=client, limit=100)
print(f"listNotices: {' '.join(notice.event for notice in listed.events)}")

several = get_meetings.sync(client=client, id=[meeting, "never-started"])
print(f"getMeetings: {' '.join(one.phase for one in several.meetings)}")

calendar = get_calendar.sync(meeting, client=client)
print(f"getCalendar: {calendar.splitlines()[0]}")

unknown = get_status.sync(f"{meeting}-unknown", client=client)
assert isinstance(unknown, Problem)
print(f"{unknown.status}: {unknown.code}")

half = set_schedule.sync(meeting, client=client, body=ScheduleBody(every_minutes=50))
assert isinstance(half, Problem)
print(f"{half.status}: {half.code} {half.errors[0].field}")

ended = end_meeting.sync(meeting, client=client)
print(f"endMeeting: {ended.message}")
