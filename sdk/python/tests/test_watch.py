"""A watched meeting, against the real service, through what happens to services."""

from __future__ import annotations

import signal
import time

import pytest

from kyukei import Client, ProblemError

from .conftest import StartService
from .support.hearing import Heard
from .support.service import Service

#: The shortest that the service allows.
HEARTBEAT = 3


def test_a_break_is_heard_seen_and_over(service: Service, meeting_id: str) -> None:
    with Client(service.url) as client:
        meeting = client.meeting(meeting_id)
        meeting.start()
        with meeting.watch() as watch:
            heard = Heard(watch)
            assert heard.until("state").meeting["phase"] == "in_progress"
            called = meeting.call_break("お茶", duration_seconds=600)
            told = heard.until("message")
            assert (told.meeting["phase"], told.replayed) == ("on_break", False)
            left = watch.seconds_left()
            assert left is not None
            assert 595 < left <= 600
            watch.shown()
            deadline = time.monotonic() + 10
            while meeting.snapshot()["members"]["seen"] == 0:
                assert time.monotonic() < deadline, "seen is not acknowledged"
            roster = meeting.roster()
            assert (roster["rest_id"], len(roster["members"])) == (called["rest_id"], 1)
            meeting.resume()
            assert heard.until("rest_ended").meeting["phase"] == "in_progress"
        heard.ended()
        assert heard.error is None


def test_what_was_missed_comes_in_order_and_once_and_is_marked(service: Service, meeting_id: str) -> None:
    with Client(service.url) as client:
        meeting = client.meeting(meeting_id)
        meeting.start()
        cursor = next(update.cursor for update in meeting.watch() if update.name == "state")
        meeting.call_break()
        meeting.resume()
        notices: list[tuple[str, bool]] = []
        for update in meeting.watch(cursor=cursor):
            if update.name == "state":
                break
            if update.cursor != cursor and update.name != "connected":
                notices.append((update.name, update.replayed))
        assert notices == [("message", True), ("rest_ended", True)]


@pytest.mark.slow
def test_a_service_that_is_stopped_is_offline_within_two_heartbeats(
    start_service: StartService, meeting_id: str
) -> None:
    service = start_service()
    with Client(service.url) as client, client.meeting(meeting_id).watch(heartbeat=HEARTBEAT) as watch:
        heard = Heard(watch)
        heard.until("state")
        began = time.monotonic()
        service.signal(signal.SIGSTOP)
        offline = heard.until("offline")
        assert time.monotonic() - began < 2 * HEARTBEAT + 1
        assert offline.last_heard is not None
        service.signal(signal.SIGCONT)
        heard.until("online")
        heard.until("state")


@pytest.mark.slow
def test_a_service_that_died_and_came_back_is_found_again(
    start_service: StartService, meeting_id: str
) -> None:
    service = start_service()
    with Client(service.url) as client:
        meeting = client.meeting(meeting_id)
        meeting.start()
        with meeting.watch() as watch:
            heard = Heard(watch)
            heard.until("state")
            service.stop()
            heard.until("offline")
            start_service(port=service.port)
            # The embedded store forgot all: the log cannot go on from the old cursor, and says so.
            watch.wake()
            heard.until("state", lambda update: update.data.get("resync") is True)
            meeting.call_break("again")
            assert heard.until("message").replayed is False


@pytest.mark.slow
def test_a_shutdown_says_goodbye(start_service: StartService, meeting_id: str) -> None:
    service = start_service()
    with Client(service.url) as client, client.meeting(meeting_id).watch() as watch:
        heard = Heard(watch)
        heard.until("state")
        service.signal(signal.SIGTERM)
        goodbye = heard.until("goodbye")
        assert (goodbye.data["reason"], goodbye.data["reconnect"], goodbye.online) == (
            "shutting_down",
            True,
            False,
        )


def test_a_refusal_is_an_exception_with_its_problem(service: Service) -> None:
    with Client(service.url) as client:
        heard = Heard(client.meeting("no meeting").watch())
        heard.ended()
        assert isinstance(heard.error, ProblemError)
        assert heard.error.problem.errors[0]["field"] == "meeting_id"
        assert [update.name for update in heard.all] == ["offline", "refused", "ended"]


SECRET = "a-secret-of-at-least-thirty-two-characters"


@pytest.mark.slow
def test_a_token_that_expires_is_replaced_and_nothing_is_missed(
    start_service: StartService, meeting_id: str
) -> None:
    key = "a-key-of-at-least-24-characters"
    service = start_service(
        LEADER_AUTH="key", LEADER_API_KEYS=key, MEMBER_AUTH="token", MEMBER_TOKEN_SECRETS=SECRET
    )
    with Client(service.url, api_key=key) as leaders:
        leader = leaders.meeting(meeting_id)
        leader.start()
        given: list[str] = []

        def token() -> str:
            # The first is good for so short that the stream outlives it.
            given.append(leader.issue_token(ttl_seconds=2 if not given else 3600)["token"])
            return given[-1]

        with Client(service.url, token=token) as members, members.meeting(meeting_id).watch() as watch:
            heard = Heard(watch)
            heard.until("state")
            expired = heard.until("goodbye")
            assert (expired.data["reason"], expired.data["reconnect"]) == ("expired", False)
            leader.call_break()
            heard.until("online")
            assert heard.until("message").meeting["phase"] == "on_break"
            assert len(given) == 2


@pytest.mark.slow
def test_a_token_that_cannot_be_renewed_ends_the_watch(start_service: StartService, meeting_id: str) -> None:
    service = start_service(MEMBER_AUTH="token", MEMBER_TOKEN_SECRETS=SECRET)
    with Client(service.url, token="no token") as client:
        heard = Heard(client.meeting(meeting_id).watch())
        heard.ended()
        assert isinstance(heard.error, ProblemError)
        assert heard.error.problem.code == "unauthorized"


def test_a_loop_that_is_left_leaves_no_stream_behind(service: Service, meeting_id: str) -> None:
    with Client(service.url) as client:
        meeting = client.meeting(meeting_id)
        meeting.start()
        for update in meeting.watch():
            if update.name == "state":
                break
        deadline = time.monotonic() + 10
        while meeting.snapshot()["members"]["connected"] > 0:
            assert time.monotonic() < deadline, "the stream is still open"


@pytest.mark.slow
def test_a_loop_that_is_slow_is_no_silence(service: Service, meeting_id: str) -> None:
    with Client(service.url) as client:
        names: list[str] = []
        for update in client.meeting(meeting_id).watch(heartbeat=HEARTBEAT):
            names.append(update.name)
            if update.name == "state":
                time.sleep(2 * HEARTBEAT + 1)
            if names.count("heartbeat") == 3:
                break
        assert "offline" not in names
