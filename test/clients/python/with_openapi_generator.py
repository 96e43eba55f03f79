"""The package that openapi-generator makes for Python."""

import sys

from kyukei_api import (
    AckBody,
    AnnouncementBody,
    ApiClient,
    Configuration,
    ExtendBody,
    MeetingsApi,
    MembersApi,
    Problem,
    RequestBody,
    RestBody,
    ScheduleApi,
    ScheduleBody,
)
from kyukei_api.exceptions import NotFoundException, UnprocessableEntityException

base_url, meeting = sys.argv[1:]
client = ApiClient(Configuration(host=base_url))
meetings, members, schedule = MeetingsApi(client), MembersApi(client), ScheduleApi(client)

print(f"startMeeting: {meetings.start_meeting(meeting).message}")

called = meetings.call_break(meeting, rest_body=RestBody(message="Tea", duration_seconds=600))
print(f"callBreak: {called.duration_seconds}")

extended = meetings.extend_break(meeting, ExtendBody(seconds=300))
print(f"extendBreak: {extended.duration_seconds}")

print(f"undoCommand: {meetings.undo_command(meeting).undone_event}")

wish = RequestBody(client_id="ann", kind="more_time")
print(f"requestBreak: {members.request_break(meeting, wish).message}")

status = meetings.get_status(meeting)
print(f"getStatus: {str(status.rest_flg).lower()}")

answer = AckBody(client_id="ann", status="back", name="Ann")
acknowledged = members.acknowledge_break(meeting, answer)
print(f"acknowledgeBreak: {acknowledged.members.back}")

planned = schedule.set_schedule(meeting, ScheduleBody(preset="uk-hse", mode="suggest"))
print(f"setSchedule: {planned.schedule.every_minutes}")

announced = meetings.send_announcement(meeting, AnnouncementBody(message="Slides"))
print(f"sendAnnouncement: {announced.message}")

listed = meetings.list_notices(meeting, limit=100)
print(f"listNotices: {' '.join(notice.event for notice in listed.events)}")

several = meetings.get_meetings([meeting, "never-started"])
print(f"getMeetings: {' '.join(one.phase for one in several.meetings)}")

print(f"getCalendar: {meetings.get_calendar(meeting).splitlines()[0]}")

try:
    meetings.get_status(f"{meeting}-unknown")
except NotFoundException as error:
    assert isinstance(error.data, Problem)
    print(f"{error.status}: {error.data.code}")

try:
    schedule.set_schedule(meeting, ScheduleBody(every_minutes=50))
except UnprocessableEntityException as error:
    assert isinstance(error.data, Problem)
    print(f"{error.status}: {error.data.code} {error.data.errors[0].var_field}")

print(f"endMeeting: {meetings.end_meeting(meeting).message}")
