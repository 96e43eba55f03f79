"""Every command, against the real service, with both clients."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta, timezone

import pytest

from kyukei import AsyncClient, Client, Problem, ProblemError

from .conftest import StartService
from .support.service import Service


def test_a_meeting_from_start_to_end(service: Service, meeting_id: str) -> None:
    with Client(service.url) as client:
        meeting = client.meeting(meeting_id)
        assert meeting.start("Weekly review")["message"] == "Meeting started"
        assert meeting.snapshot()["title"] == "Weekly review"
        called = meeting.call_break("お茶 \ud83d", duration_seconds=300)
        assert called["duration_seconds"] == 300
        assert called["ends_at"] is not None
        extended = meeting.extend_break(60)
        assert extended["duration_seconds"] == 360
        sooner = meeting.extend_break(-60)
        assert sooner["duration_seconds"] == 300
        ends_at = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(minutes=8)
        until = meeting.extend_break(ends_at=ends_at)
        assert until["ends_at"] == ends_at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        assert meeting.request_more_time()["count"] == 1
        undone = meeting.undo(by="田中")
        assert undone["undone_event"] == "rest_extended"
        assert meeting.notices(role="leader")["events"][-1]["by"] == "田中"
        assert meeting.status()["rest_flg"] is True
        several = client.meetings([meeting_id, "never-started"], role="leader")["meetings"]
        assert [one["phase"] for one in several] == ["on_break", "not_started"]
        assert several[0].get("requests", {}).get("count") == 0
        rest = meeting.snapshot()["rest"]
        assert rest is not None
        assert (rest["rest_id"], rest["message"]) == (called["rest_id"], "お茶 \ud83d")
        assert meeting.acknowledge("seen", name="田中")["members"]["seen"] == 1
        assert meeting.roster()["members"][0]["name"] == "田中"
        assert meeting.acknowledge("back")["members"]["back"] == 1
        assert meeting.resume()["message"] == "Meeting resumed"
        assert meeting.request_break()["count"] == 1
        assert meeting.history()["breaks"] == 1
        events = [notice["event"] for notice in meeting.notices()["events"]]
        extended = ["rest_extended"] * 3
        assert events == ["meeting_started", "rest_required", *extended, "undone", "all_back", "rest_ended"]
        assert meeting.announce("The slides are in the chat.")["message"] == "Announcement sent"
        assert meeting.end()["message"] == "Meeting ended"


def test_planned_breaks(service: Service, meeting_id: str) -> None:
    with Client(service.url) as client:
        meeting = client.meeting(meeting_id)
        meeting.start()
        planned = meeting.set_schedule("uk-hse", mode="suggest", warn_seconds=30)
        assert planned["schedule"] is not None
        assert planned["schedule"]["every_minutes"] == 50
        assert planned["within_guideline"] is True
        assert meeting.snooze_schedule(3)["snoozes_left"] == 1
        assert meeting.skip_schedule()["next_rest_at"] is not None
        clock = meeting.set_schedule(at=["10:30"], time_zone="Asia/Tokyo", duration_minutes=10)
        assert clock["schedule"] is not None
        assert clock["schedule"]["at"] == ["10:30"]
        assert meeting.remove_schedule()["schedule"] is None


def test_the_plan_as_a_calendar(service: Service, meeting_id: str) -> None:
    with Client(service.url) as client:
        meeting = client.meeting(meeting_id)
        meeting.start("Weekly, review")
        meeting.set_schedule("uk-hse", language="en")
        lines = meeting.calendar().split("\r\n")
        assert (lines[0], "SUMMARY;LANGUAGE=en:Break: Weekly\\, review" in lines) == ("BEGIN:VCALENDAR", True)
        assert "BEGIN:VEVENT" in lines
        with pytest.raises(ProblemError) as unknown:
            client.meeting("never-started").calendar()
        assert unknown.value.problem.code == "meeting_not_found"


def test_notices_after_a_cursor(service: Service, meeting_id: str) -> None:
    with Client(service.url) as client:
        meeting = client.meeting(meeting_id)
        meeting.start()
        first = meeting.notices(limit=1)
        meeting.call_break()
        later = meeting.notices(first["cursor"])
        assert [notice["event"] for notice in later["events"]] == ["rest_required"]
        assert meeting.notices("garbage")["resync"] is True


def test_a_problem_is_an_exception_with_its_code(service: Service, meeting_id: str) -> None:
    with Client(service.url) as client:
        assert refusal(client, meeting_id).code == "meeting_not_found"
        with pytest.raises(ProblemError) as refused:
            client.meeting(meeting_id).call_break(duration_seconds=1)
        problem = refused.value.problem
        assert (problem.status, problem.code) == (422, "invalid_request")
        assert problem.errors[0]["field"] == "duration_seconds"
        assert "duration_seconds" in str(refused.value)


def refusal(client: Client, meeting_id: str) -> Problem:
    with pytest.raises(ProblemError) as refused:
        client.meeting(meeting_id).status()
    return refused.value.problem


async def a_meeting(url: str, meeting_id: str) -> None:
    async with AsyncClient(url) as client:
        meeting = client.meeting(meeting_id)
        await meeting.start()
        called = await meeting.call_break(duration_seconds=300)
        assert (await meeting.extend_break(60))["duration_seconds"] == 360
        assert (await meeting.status())["rest_flg"] is True
        acknowledged = await meeting.acknowledge("seen", rest_id=called["rest_id"])
        assert acknowledged["members"]["seen"] == 1
        await meeting.set_schedule("uk-hse")
        await meeting.end()
        with pytest.raises(ProblemError) as unknown:
            await meeting.calendar()
        assert unknown.value.problem.status == 404
        with pytest.raises(ProblemError) as invalid:
            await meeting.extend_break(0)
        assert invalid.value.problem.status == 422


def test_the_same_with_asyncio(service: Service, meeting_id: str) -> None:
    asyncio.run(a_meeting(service.url, meeting_id))


@pytest.mark.slow
def test_who_claims_a_meeting_commands_it_and_nobody_else(
    start_service: StartService, meeting_id: str
) -> None:
    service = start_service(LEADER_AUTH="claim")
    with Client(service.url) as client:
        meeting = client.meeting(meeting_id)
        meeting.start()
        meeting.call_break()
        with pytest.raises(ProblemError) as refused:
            client.meeting(meeting_id).call_break()
        assert refused.value.problem.code == "unauthorized"
        # Whoever starts the meeting once more holds it by another token.
        meeting.end()
        meeting.start()
        meeting.undo()
        meeting.start()
        meeting.call_break()
