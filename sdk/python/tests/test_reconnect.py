"""When a connection is tried again, and when not."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kyukei.errors import Problem
from kyukei.events import Ending

from .support.moments import Scene


def waited(scene: Scene) -> float:
    """Seconds until the next connection."""
    opened, began = len(scene.opened), scene.now.steady
    while len(scene.opened) == opened:
        scene.after(0.05)
        assert scene.now.steady - began < 1000
    return scene.now.steady - began


def problem(status: int, code: str) -> Ending:
    return Ending(f"answered {status}", status, Problem(status, {"code": code, "status": status}))


def test_a_cut_is_followed_by_a_connection_after_the_time_the_server_asked_for() -> None:
    scene = Scene()
    scene.connect(retry_ms=4000)
    scene.end()
    assert scene.updates[-1].name == "offline"
    assert waited(scene) == pytest.approx(4, abs=0.1)


def test_the_time_of_a_goodbye_counts_and_the_user_gets_the_whole_frame() -> None:
    scene = Scene()
    scene.connect(retry_ms=2000)
    scene.hear("goodbye", '{"reason":"shutting_down","reconnect":true,"retry_ms":7000}')
    assert scene.updates[-1].data == {"reason": "shutting_down", "reconnect": True, "retry_ms": 7000}
    assert not scene.updates[-1].online
    assert waited(scene) == pytest.approx(7, abs=0.1)


YEAR_SECONDS = 31_536_000


@pytest.mark.parametrize("by", ["Retry-After", "goodbye", "retry"])
def test_who_asks_for_a_year_is_left_alone_for_an_hour(by: str) -> None:
    scene = Scene()
    scene.connect()
    if by == "goodbye":
        scene.hear("goodbye", f'{{"reconnect":true,"retry_ms":{YEAR_SECONDS}000}}')
    else:
        scene.hear("heartbeat", retry_ms=YEAR_SECONDS * 1000 if by == "retry" else None)
        scene.end(Ending("answered 503", 503, retry_after=YEAR_SECONDS if by == "Retry-After" else 0))
    scene.after(3599)
    assert len(scene.opened) == 1
    scene.after(2)
    assert len(scene.opened) == 2


def test_who_asks_for_no_pause_gets_one() -> None:
    scene = Scene()
    scene.connect(retry_ms=0)
    scene.end()
    assert waited(scene) == pytest.approx(2, abs=0.1)


def test_waits_grow_to_a_bound_and_begin_anew_after_success() -> None:
    scene = Scene()
    waits: list[float] = []
    for _ in range(8):
        scene.end()
        waits.append(waited(scene))
    assert all(later >= earlier - 0.1 for earlier, later in pairwise(waits))
    assert waits[-1] == pytest.approx(15, abs=0.1)
    scene.connect(retry_ms=3000)
    scene.end()
    assert waited(scene) == pytest.approx(3, abs=0.1)


def test_a_stream_that_only_greets_is_no_success() -> None:
    scene = Scene()
    waits: list[float] = []
    for _ in range(3):
        scene.hear("connected", retry_ms=1000)
        scene.end()
        waits.append(waited(scene))
    assert waits[2] > waits[1] > waits[0]


def test_jitter_adds_to_the_wait_and_never_shortens_it() -> None:
    scene = Scene(jitter=1.0)
    scene.connect(retry_ms=5000)
    scene.end()
    assert waited(scene) == pytest.approx(6, abs=0.1)


@pytest.mark.parametrize("status", [502, 503, 429, 404])
def test_an_answer_of_a_proxy_passes(status: int) -> None:
    scene = Scene()
    scene.end(Ending(f"answered {status}", status))
    assert scene.names == ["offline", "refused"]
    assert scene.updates[-1].data == {"status": status, "problem": None}
    assert waited(scene) > 0


def test_retry_after_is_not_undercut() -> None:
    scene = Scene()
    scene.end(Ending("answered 503", 503, retry_after=40.0))
    assert waited(scene) == pytest.approx(40, abs=0.1)


@pytest.mark.parametrize(
    ("status", "code"), [(422, "invalid_request"), (403, "forbidden"), (401, "unauthorized")]
)
def test_a_refusal_that_trying_cannot_mend_ends_it_and_is_told(status: int, code: str) -> None:
    scene = Scene()
    scene.end(problem(status, code))
    assert scene.core.is_over
    assert scene.core.problem is not None
    assert scene.core.problem.code == code
    assert scene.names == ["offline", "refused", "ended"]
    scene.after(600)
    assert len(scene.opened) == 1


def test_with_a_token_that_can_be_renewed_a_401_is_tried_at_once_then_with_patience() -> None:
    scene = Scene(renewable=True)
    scene.end(problem(401, "unauthorized"))
    assert waited(scene) < 0.2
    scene.end(problem(401, "unauthorized"))
    assert waited(scene) >= 1.9
    assert not scene.core.is_over


def test_a_goodbye_for_good_ends_it() -> None:
    scene = Scene()
    scene.connect()
    scene.hear("goodbye", '{"reason":"expired","reconnect":false}')
    assert scene.names[-2:] == ["goodbye", "ended"]
    assert scene.core.is_over
    assert scene.core.problem is None


def test_a_stream_whose_token_expired_comes_back_with_another_one() -> None:
    scene = Scene(renewable=True)
    scene.connect()
    scene.hear("goodbye", '{"reason":"expired","reconnect":false}')
    assert waited(scene) < 0.2
