"""The stream, however it is cut and its lines end."""

from __future__ import annotations

import pytest

from kyukei.event_parser import EventParser
from kyukei.events import Frame

TEXT = 'retry: 9\nevent: message\nid: 2-0\ndata: {"message":\ndata: "休憩"}\n\n:\n\ndata:x\n\n'
FRAMES = [Frame("message", '{"message":\n"休憩"}', "2-0", 9), Frame("message", ""), Frame("message", "x")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_pieces_of_any_size_and_any_line_end_make_the_same_frames(end: str, size: int, mark: str) -> None:
    stream = (mark + TEXT.replace("\n", end)).encode()
    parser = EventParser()
    frames = [frame for at in range(0, len(stream), size) for frame in parser.feed(stream[at : at + size])]
    assert frames == FRAMES


def test_a_frame_is_told_as_soon_as_its_blank_line_is_there() -> None:
    assert EventParser().feed(b"data: x\r\r") == [Frame("message", "x")]


def test_half_a_frame_is_none() -> None:
    assert EventParser().feed(b"data: x\n") == []


@pytest.mark.parametrize("value", ["soon", "-5", "1.5", "", "\u0663"])
def test_a_retry_that_is_no_number_means_nothing(value: str) -> None:
    assert EventParser().feed(f"retry: {value}\ndata: x\n\n".encode()) == [Frame("message", "x")]


def test_an_id_with_a_nul_is_none_and_an_empty_one_counts() -> None:
    assert EventParser().feed(b"id: 1\x002\ndata: x\n\nid\ndata: y\n\n") == [
        Frame("message", "x"),
        Frame("message", "y", ""),
    ]
