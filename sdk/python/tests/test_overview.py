"""Several meetings on one stream, against the real service."""

from __future__ import annotations

import asyncio
import signal

import pytest

from kyukei import AsyncClient, Client, ProblemError

from .conftest import StartService
from .support.hearing import Heard, until
from .support.service import Service

HEARTBEAT = 3


def test_each_meeting_is_there_and_so_is_each_change(service: Service, meeting_id: str) -> None:
    with Client(service.url) as client:
        one, two = client.meeting(f"{meeting_id}-1"), client.meeting(f"{meeting_id}-2")
        one.start("Review")
        with client.overview([one.target.meeting_id, two.target.meeting_id], role="leader") as overview:
            heard = Heard(overview)
            both = heard.until("state", lambda update: len(update.meetings) == 2)
            assert (both.online, both.degraded) == (True, False)
            assert both.meetings[one.target.meeting_id]["title"] == "Review"
            assert both.meetings[two.target.meeting_id]["phase"] == "not_started"
            one.request_break()
            asked = heard.until("state").meetings[one.target.meeting_id]
            assert asked.get("requests") == {"count": 1, "threshold": 2, "reached": False}
            two.call_break("お茶", duration_seconds=600)
            on_break = heard.until("state", lambda update: update.data["phase"] == "on_break")
            assert on_break.meetings[one.target.meeting_id]["phase"] == "in_progress"
            left = overview.seconds_left(two.target.meeting_id)
            assert left is not None
            assert 590 < left <= 600
            assert overview.seconds_left(one.target.meeting_id) is None
        heard.ended()
        assert heard.error is None
        assert [update.name for update in heard.all[:3]] == ["online", "connected", "state"]


def test_a_refusal_is_an_exception_with_its_problem(service: Service) -> None:
    with Client(service.url) as client:
        for ids in (["a b"], []):
            heard = Heard(client.overview(ids))
            heard.ended()
            assert isinstance(heard.error, ProblemError)
            assert heard.error.problem.errors[0]["field"] == "meeting_id"


@pytest.mark.slow
def test_a_service_that_was_stopped_is_found_again(start_service: StartService, meeting_id: str) -> None:
    service = start_service()
    with Client(service.url) as client, client.overview([meeting_id], heartbeat=HEARTBEAT) as overview:
        heard = Heard(overview)
        heard.until("state")
        service.signal(signal.SIGSTOP)
        assert heard.until("offline").meetings[meeting_id]["phase"] == "not_started"
        service.signal(signal.SIGCONT)
        client.meeting(meeting_id).start()
        heard.until("state", lambda update: update.data["phase"] == "in_progress")


async def hear_two_meetings(url: str, meeting_id: str) -> None:
    async with AsyncClient(url) as client:
        meeting = client.meeting(meeting_id)
        await meeting.start()
        async with client.overview([meeting_id, f"{meeting_id}-2"]) as overview:
            updates = aiter(overview)
            await until(updates, "state")
            assert len((await until(updates, "state")).meetings) == 2
            await meeting.call_break(duration_seconds=600)
            on_break = (await until(updates, "state")).meetings[meeting_id]
            assert (on_break["phase"], "requests" in on_break) == ("on_break", False)
            assert overview.seconds_left(meeting_id) is not None
        assert asyncio.all_tasks() == {asyncio.current_task()}, "no task is left behind"


def test_the_same_with_asyncio(service: Service, meeting_id: str) -> None:
    asyncio.run(hear_two_meetings(service.url, meeting_id))
