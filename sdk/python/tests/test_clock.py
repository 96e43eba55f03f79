"""One second on every screen."""

from __future__ import annotations

import random

import pytest

from kyukei.clock import Moment, ServerClock, seconds_of

SERVER_AHEAD = 1_000_000.0


def at(steady: float, wall_error: float = 0.0) -> Moment:
    return Moment(steady, steady, steady + SERVER_AHEAD + wall_error)


def test_a_frame_that_was_late_by_a_minute_changes_nothing() -> None:
    clock = ServerClock()
    clock.hear(SERVER_AHEAD + 100, at(100.01))
    clock.hear(SERVER_AHEAD + 110, at(170))
    assert clock.now(at(180)) == pytest.approx(SERVER_AHEAD + 180, abs=0.05)


def test_a_wall_clock_that_is_wrong_or_set_is_not_asked() -> None:
    clock = ServerClock()
    clock.hear(SERVER_AHEAD + 100, at(100.01, wall_error=300))
    assert clock.now(at(200, wall_error=-300)) == pytest.approx(SERVER_AHEAD + 200, abs=0.05)
    assert clock.offset(at(200, wall_error=-300)) == pytest.approx(300, abs=0.05)


def test_another_server_whose_clock_is_behind_is_believed_once_a_stream_of_it_was_asked_for() -> None:
    clock = ServerClock()
    clock.hear(SERVER_AHEAD + 100, at(100.01), at(100))
    clock.hear(SERVER_AHEAD + 140, at(200.02), at(200))
    assert clock.now(at(201)) == pytest.approx(SERVER_AHEAD + 141, abs=0.05)


def test_an_answer_that_was_late_changes_nothing_though_the_server_rounds_its_time_down() -> None:
    clock = ServerClock()
    clock.hear(SERVER_AHEAD + 100.001, at(100.0011), at(100.0005))
    clock.hear(SERVER_AHEAD + 101.001, at(105), at(101.0017))
    assert clock.now(at(106)) == pytest.approx(SERVER_AHEAD + 106, abs=0.05)


def test_the_time_of_the_question_bounds_the_clock_from_above() -> None:
    clock = ServerClock()
    clock.hear(SERVER_AHEAD + 100.2, at(100.4), at(100))
    assert clock.now(at(101)) == pytest.approx(SERVER_AHEAD + 101, abs=0.01)


def test_fifty_clients_over_bad_networks_are_within_50_ms_of_the_server() -> None:
    """One-way delays of 5 to 400 ms each time, wall clocks off by 5 minutes, some frames late by a minute."""
    rng = random.Random(7)
    errors: list[float] = []
    for _ in range(50):
        clock, shift = ServerClock(), rng.uniform(-300, 300)
        for second in range(1200):
            now = at(1000.0 + second, shift)
            if second % 30 == 0:
                late = 60 if rng.random() < 0.02 else delay(rng)
                clock.hear(SERVER_AHEAD + now.steady, at(now.steady + late, shift))
            if clock.asks(now):
                there, back = delay(rng), delay(rng)
                clock.hear(SERVER_AHEAD + now.steady + there, at(now.steady + there + back, shift), now)
            if second >= 30:
                errors.append(abs(clock.now(now) - SERVER_AHEAD - now.steady))
    assert quantile(errors, 0.99) <= 0.05


def delay(rng: random.Random) -> float:
    """Seconds. Mostly short, with a long tail, as queues make it."""
    return min(0.4, 0.005 + rng.expovariate(1 / 0.06))


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T00:00:01.500Z", 1.5),
        ("1970-01-01T09:00:00+09:00", 0.0),
        ("1970-01-01T00:00:02", 2.0),
        ("no time", None),
        (7, None),
    ],
)
def test_times_are_read(text: object, seconds: float | None) -> None:
    assert seconds_of(text) == seconds
