"""What is known, from where it goes on, and what was replayed."""

from __future__ import annotations

import json

from kyukei.events import Acknowledge

from .support.moments import Scene

BREAK = {"event": "rest_required", "rest_id": "r1", "message": "Tea", "timestamp": "2025-10-17T10:30:00.000Z"}


def break_frame(rest_id: str = "r1", timestamp: str = "2025-10-17T10:30:00.000Z") -> str:
    return json.dumps({**BREAK, "rest_id": rest_id, "timestamp": timestamp})


def test_notices_before_the_state_of_a_connection_are_replayed_and_those_after_it_are_not() -> None:
    scene = Scene(cursor="1-0")
    assert scene.opened[0].cursor == "1-0"
    scene.hear("connected", id="1-0")
    scene.hear("message", break_frame("r1"), id="2-0")
    scene.hear("state", '{"phase":"on_break","rest":{"rest_id":"r1"}}')
    scene.hear("message", break_frame("r2"), id="3-0")
    replayed = [(update.name, update.replayed) for update in scene.updates if update.name == "message"]
    assert replayed == [("message", True), ("message", False)]


def test_each_update_says_where_to_go_on_from_and_so_does_the_next_connection() -> None:
    scene = Scene()
    scene.connect()
    scene.hear("message", break_frame(), id="2-0")
    assert scene.updates[-1].cursor == "2-0"
    scene.end()
    scene.after(5)
    assert scene.opened[-1].cursor == "2-0"


def test_a_resync_says_where_the_log_goes_on() -> None:
    scene = Scene(cursor="lost")
    scene.hear("connected")
    scene.hear("state", '{"resync":true,"cursor":"9-0","phase":"not_started","rest":null}')
    assert scene.updates[-1].cursor == "9-0"


def test_a_plain_state_does_not_move_the_cursor_past_notices_that_are_still_to_come() -> None:
    scene = Scene(cursor="1-0")
    scene.hear("connected", id="1-0")
    scene.hear("state", '{"resync":false,"cursor":"9-0"}')
    assert scene.updates[-1].cursor == "1-0"


def test_a_notice_that_comes_twice_is_told_once() -> None:
    scene = Scene()
    scene.connect()
    scene.hear("message", break_frame(), id="2-0")
    scene.hear("message", break_frame(), id="2-0")
    assert scene.names.count("message") == 1


def test_two_breaks_of_another_program_which_have_no_id_are_both_told() -> None:
    scene = Scene()
    scene.connect()
    scene.hear("message", break_frame("f1", "2025-10-17T10:30:00.000Z"))
    scene.hear("message", break_frame("f2", "2025-10-17T10:31:00.000Z"))
    assert scene.names.count("message") == 2


def test_the_meeting_follows_its_notices() -> None:
    scene = Scene()
    scene.connect()
    scene.hear("message", break_frame(), id="2-0")
    assert scene.updates[-1].meeting["phase"] == "on_break"
    scene.hear("rest_extended", '{"rest_id":"r1","ends_at":"2025-10-17T10:40:00.000Z"}', id="3-0")
    rest = scene.updates[-1].meeting["rest"]
    assert rest is not None
    assert (rest["message"], rest["ends_at"]) == ("Tea", "2025-10-17T10:40:00.000Z")
    ended = '{"rest_id":"r1","reason":"timer","timestamp":"2025-10-17T10:40:00.000Z","next_rest_at":null}'
    scene.hear("rest_ended", ended, id="4-0")
    assert scene.updates[-1].meeting["phase"] == "in_progress"
    assert scene.updates[-1].meeting["working_since"] == "2025-10-17T10:40:00.000Z"
    scene.hear("schedule_changed", '{"reason":"set","timestamp":"2025-10-17T10:45:00.000Z"}', id="5-0")
    assert scene.updates[-1].meeting["working_since"] == "2025-10-17T10:40:00.000Z"
    scene.hear("schedule_changed", '{"reason":"slept","timestamp":"2025-10-18T09:00:00.000Z"}', id="6-0")
    assert scene.updates[-1].meeting["working_since"] == "2025-10-18T09:00:00.000Z"
    scene.hear("meeting_ended", "{}", id="7-0")
    assert scene.updates[-1].meeting["phase"] == "not_started"


def test_an_update_that_is_kept_does_not_change_later() -> None:
    scene = Scene()
    scene.connect()
    scene.hear("message", break_frame(), id="2-0")
    kept = scene.updates[-1]
    scene.hear("meeting_ended", "{}", id="3-0")
    assert kept.meeting["phase"] == "on_break"


def test_a_notice_of_a_later_version_is_told_and_changes_nothing() -> None:
    scene = Scene()
    scene.connect()
    scene.hear("coffee_served", '{"cups":12}', id="2-0")
    told = scene.updates[-1]
    assert (told.name, told.data, told.cursor) == ("coffee_served", {"cups": 12}, "2-0")
    assert told.meeting["phase"] == "in_progress"


def test_degraded_lasts_until_the_store_is_back() -> None:
    scene = Scene()
    scene.connect()
    scene.hear("degraded")
    scene.hear("heartbeat")
    assert scene.updates[-1].degraded
    scene.hear("restored")
    assert not scene.updates[-1].degraded


def acknowledged(scene: Scene) -> list[str]:
    return [action.rest_id for action in scene.actions if isinstance(action, Acknowledge)]


def test_a_break_that_is_shown_is_acknowledged_once_and_the_next_one_when_it_is_shown() -> None:
    scene = Scene()
    scene.connect()
    scene.shown()
    assert acknowledged(scene) == [], "there is no break to show"
    scene.hear("message", break_frame("r1"), id="2-0")
    scene.shown()
    scene.shown()
    scene.hear("message", break_frame("r2", "2025-10-17T11:30:00.000Z"), id="3-0")
    assert acknowledged(scene) == ["r1"]
    scene.shown()
    assert acknowledged(scene) == ["r1", "r2"]


def test_an_acknowledgement_that_failed_is_tried_again_at_the_next_state() -> None:
    scene = Scene()
    scene.connect()
    scene.hear("message", break_frame("r1"), id="2-0")
    scene.shown()
    scene.core.not_acknowledged("r1")
    scene.hear("state", '{"phase":"on_break","rest":{"rest_id":"r1"}}')
    assert acknowledged(scene) == ["r1", "r1"]
