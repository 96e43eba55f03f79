"""Online is proved, never assumed."""

from __future__ import annotations

import pytest

from .support.moments import HEARTBEAT, Scene


def test_is_online_from_the_first_frame_on_and_not_before() -> None:
    scene = Scene()
    scene.after(5)
    assert scene.names == []
    scene.hear("connected")
    assert scene.names == ["online", "connected"]
    assert scene.updates[0].online


def test_is_offline_after_two_heartbeats_of_silence_with_the_time_it_was_heard_last() -> None:
    scene = Scene()
    scene.connect()
    heard_at = scene.now.wall
    scene.after(2 * HEARTBEAT - 0.1)
    assert "offline" not in scene.names
    scene.after(0.2)
    told = scene.updates[-1]
    assert (told.name, told.online) == ("offline", False)
    assert told.last_heard is not None
    assert told.last_heard.timestamp() == heard_at


def test_stays_online_for_as_long_as_heartbeats_come() -> None:
    scene = Scene()
    scene.connect()
    for _ in range(10):
        scene.after(HEARTBEAT)
        scene.hear("heartbeat")
    assert "offline" not in scene.names
    assert len(scene.opened) == 1


def test_a_silent_stream_is_replaced_at_once_and_the_next_one_is_watched_too() -> None:
    scene = Scene()
    scene.connect()
    scene.after(2 * HEARTBEAT + 0.1)
    assert len(scene.opened) == 2
    scene.after(10.1)
    assert scene.is_closed, "a request that nobody answers is given up after 10 s"
    scene.after(10)
    assert len(scene.opened) == 3
    assert scene.names.count("offline") == 1, "it is told once"


def test_what_an_old_connection_still_says_is_not_heard() -> None:
    scene = Scene()
    scene.connect()
    old = scene.opened[-1].connection
    scene.after(2 * HEARTBEAT + 0.1)
    from kyukei.events import Frame

    scene.core.frame(old, Frame("message", '{"rest_id":"r1"}', "2-0"), scene.now)
    scene.tick()
    assert "message" not in scene.names


def test_a_machine_that_slept_looks_at_once() -> None:
    scene = Scene()
    scene.connect()
    scene.after(3600, asleep=True)
    assert scene.names[-1] == "offline"
    scene.after(0.1)
    assert len(scene.opened) == 2


def test_after_a_short_sleep_the_stream_is_tried_although_it_may_be_good() -> None:
    scene = Scene()
    scene.connect()
    scene.after(40, asleep=True)
    assert len(scene.opened) == 2
    assert "offline" not in scene.names, "it was heard less than two heartbeats ago"


@pytest.mark.parametrize("times", [1, 50])
def test_wake_opens_one_stream_however_often_it_is_called(times: int) -> None:
    scene = Scene()
    scene.connect()
    scene.after(10)
    for _ in range(times):
        scene.wake()
        scene.after(0.01)
    assert len(scene.opened) == 2


def test_wake_leaves_a_stream_alone_that_was_just_heard() -> None:
    scene = Scene()
    scene.connect()
    scene.wake()
    scene.after(1)
    scene.hear("heartbeat")
    scene.after(20)
    assert len(scene.opened) == 1


def test_wake_ends_a_wait() -> None:
    scene = Scene()
    scene.connect(retry_ms=60_000)
    scene.after(20)
    scene.end()
    scene.after(1)
    assert len(scene.opened) == 1
    scene.wake()
    assert len(scene.opened) == 2


def test_wake_does_not_end_a_wait_that_the_server_asked_for() -> None:
    scene = Scene()
    scene.connect()
    scene.after(20)
    scene.hear("goodbye", '{"reason":"overloaded","reconnect":true,"retry_ms":20000}')
    scene.after(5)
    scene.wake()
    assert len(scene.opened) == 1
    scene.after(15)
    assert len(scene.opened) == 2


def test_a_frame_that_is_no_json_proves_no_more_than_that_the_service_is_there() -> None:
    scene = Scene()
    scene.connect()
    scene.after(2 * HEARTBEAT - 1)
    scene.hear("message", "no json")
    scene.hear("message", "[1]")
    scene.after(2 * HEARTBEAT - 1)
    assert "message" not in scene.names
    assert "offline" not in scene.names
