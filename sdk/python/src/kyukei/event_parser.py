"""Reads an event stream as the HTML standard has it: https://html.spec.whatwg.org/multipage/server-sent-events.html."""

from __future__ import annotations

import codecs
import re

from .events import Frame

_LINE_END = re.compile(r"\r\n|\n|\r")


class EventParser:
    """Lines end with LF, CRLF or CR, and may be split anywhere between two pieces.

    A frame is told as soon as its blank line is there, and has an `id` only if it says one. (httpx-sse does
    neither.)
    """

    _name: str
    _data: list[str]
    _id: str | None
    _retry_ms: int | None

    def __init__(self) -> None:
        # With or without a byte order mark.
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._unfinished: list[str] = []
        # The LF of a CRLF may be in the next chunk.
        self._ended_in_cr = False
        self._begin()

    def feed(self, piece: bytes) -> list[Frame]:
        """The frames that are complete with this piece."""
        text = self._decoder.decode(piece)
        if self._ended_in_cr and text.startswith("\n"):
            text = text[1:]
            self._ended_in_cr = False
        if not text:
            return []
        self._ended_in_cr = text.endswith("\r")
        first, *others = _LINE_END.split(text)
        self._unfinished.append(first)
        if not others:
            return []
        lines = ["".join(self._unfinished), *others[:-1]]
        self._unfinished = [others[-1]]
        return [frame for line in lines if (frame := self._take(line))]

    def _take(self, line: str) -> Frame | None:
        if not line:
            frame = Frame(self._name or "message", "\n".join(self._data), self._id, self._retry_ms)
            self._begin()
            return frame
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            self._name = value
        elif field == "data":
            self._data.append(value)
        elif field == "id" and "\0" not in value:
            self._id = value
        elif field == "retry" and value.isascii() and value.isdigit():
            self._retry_ms = int(value)
        return None

    def _begin(self) -> None:
        self._name = ""
        self._data = []
        self._id = None
        self._retry_ms = None
