"""The same with asyncio: what is not the core's."""

from __future__ import annotations

import asyncio
import signal
import time
from typing import Literal

import pytest

from kyukei import AsyncClient, AsyncMeeting, ProblemError

from .conftest import StartService
from .support.hearing import LIMIT_SECONDS, until
from .support.service import Service

HEARTBEAT = 3


async def count_of(meeting: AsyncMeeting, what: Literal["seen", "connected"], count: int) -> None:
    """Until so many members are."""
    while (await meeting.snapshot())["members"][what] != count:
        pass


async def hear_a_break(url: str, meeting_id: str) -> None:
    async with AsyncClient(url) as client:
        meeting = client.meeting(meeting_id)
        await meeting.start()
        async with meeting.watch() as watch:
            updates = aiter(watch)
            await until(updates, "state")
            await meeting.call_break(duration_seconds=600)
            told = await until(updates, "message")
            assert told.meeting["phase"] == "on_break"
            watch.shown()
            await meeting.resume()
            await until(updates, "rest_ended")
            await asyncio.wait_for(count_of(meeting, "seen", 1), LIMIT_SECONDS)
        assert asyncio.all_tasks() == {asyncio.current_task()}, "no task is left behind"


def test_a_break_is_heard_seen_and_over(service: Service, meeting_id: str) -> None:
    asyncio.run(hear_a_break(service.url, meeting_id))


async def lose_the_service(service: Service, meeting_id: str) -> None:
    async with (
        AsyncClient(service.url) as client,
        client.meeting(meeting_id).watch(heartbeat=HEARTBEAT) as watch,
    ):
        updates = aiter(watch)
        await until(updates, "state")
        began = time.monotonic()
        service.signal(signal.SIGSTOP)
        await until(updates, "offline")
        assert time.monotonic() - began < 2 * HEARTBEAT + 1
        service.signal(signal.SIGCONT)
        watch.wake()
        await until(updates, "online")


@pytest.mark.slow
def test_a_service_that_is_stopped_is_offline_within_two_heartbeats(
    start_service: StartService, meeting_id: str
) -> None:
    asyncio.run(lose_the_service(start_service(), meeting_id))


async def be_refused(url: str) -> None:
    async with AsyncClient(url) as client:
        with pytest.raises(ProblemError) as refused:
            async for _ in client.meeting("no meeting").watch():
                pass
        assert refused.value.problem.code == "invalid_request"


def test_a_refusal_is_an_exception_with_its_problem(service: Service) -> None:
    asyncio.run(be_refused(service.url))


async def with_an_async_token(url: str, meeting_id: str) -> None:
    async def token() -> str:
        await asyncio.sleep(0)
        return "a token"

    async with AsyncClient(url, token=token) as client, client.meeting(meeting_id).watch() as watch:
        await until(aiter(watch), "state")


def test_the_function_of_a_token_may_be_async(service: Service, meeting_id: str) -> None:
    asyncio.run(with_an_async_token(service.url, meeting_id))


async def be_cancelled(url: str, meeting_id: str) -> None:
    async with AsyncClient(url) as client:
        meeting = client.meeting(meeting_id)
        await meeting.start()

        async def listen() -> None:
            async with meeting.watch() as watch:
                async for _ in watch:
                    pass

        task = asyncio.create_task(listen())
        await asyncio.wait_for(count_of(meeting, "connected", 1), LIMIT_SECONDS)
        task.cancel()
        await asyncio.wait_for(count_of(meeting, "connected", 0), LIMIT_SECONDS)


def test_a_task_that_is_cancelled_leaves_no_stream_behind(service: Service, meeting_id: str) -> None:
    asyncio.run(be_cancelled(service.url, meeting_id))
