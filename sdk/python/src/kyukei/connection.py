"""One request for the stream, read by a thread."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from threading import Thread
from typing import TYPE_CHECKING

import httpx

from .event_parser import EventParser
from .events import Ending, Frame, WatchOptions
from .http import is_stream, refusal_of, stream_options

if TYPE_CHECKING:
    from .client import Meeting

log = logging.getLogger("kyukei")


class Connection(Thread):
    """A thread, because nothing else can wait for bytes, for the clock and for `wake()` at the same time. It
    is a daemon: a name look-up that hangs must not keep the program from ending.
    """

    def __init__(
        self,
        meeting: Meeting,
        options: WatchOptions,
        cursor: str | None,
        on_frame: Callable[[Frame], None],
        on_end: Callable[[Ending], None],
    ) -> None:
        super().__init__(name=f"kyukei {meeting.target.meeting_id}", daemon=True)
        self._meeting = meeting
        self._options = options
        self._cursor = cursor
        self._on_frame = on_frame
        self._on_end = on_end
        self._response: httpx.Response | None = None
        self._is_closed = False

    def run(self) -> None:
        try:
            self._on_end(self._read())
        except Exception as error:  # The user's token function, or a transport of theirs, may raise anything.
            if not self._is_closed:
                log.debug("the stream failed", exc_info=True)
                self._on_end(Ending(repr(error)))

    def close(self) -> None:
        """Returns at once; the thread ends soon. A read cannot be interrupted but by shutting its socket
        down.
        """
        self._is_closed = True
        stream = self._response.extensions.get("network_stream") if self._response else None
        connected = stream.get_extra_info("socket") if stream else None
        if isinstance(connected, socket.socket):
            try:
                # Not the method of an SSLSocket: it would also remove the TLS session that the reading thread
                # uses.
                socket.socket.shutdown(connected, socket.SHUT_RDWR)
            except OSError:
                log.debug("the connection was closed already")

    def _read(self) -> Ending:
        client = self._meeting.client
        headers = self._meeting.credentials.headers(self._meeting.token())
        options = stream_options(self._options, self._cursor, headers)
        parser = EventParser()
        with client.http.stream("GET", client.server + self._options.path, **options) as response:
            self._response = response
            if not is_stream(response):
                return refusal_of(response, response.read())
            for piece in response.iter_bytes():
                if self._is_closed:
                    break
                for frame in parser.feed(piece):
                    self._on_frame(frame)
        return Ending("the stream ended")
