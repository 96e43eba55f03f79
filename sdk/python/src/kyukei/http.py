"""What both clients say to httpx, and read from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import httpx

from .command import Answer, Send
from .errors import Problem, media_type_of
from .events import Ending, WatchOptions
from .json_object import json_object

TIME_PATH = "/api/time"

CALL_TIMEOUT = httpx.Timeout(10.0)
"""The service answers within 1 s, also without its store."""

_CONNECT_SECONDS = 10.0


def stream_options(options: WatchOptions, cursor: str | None, headers: Mapping[str, str]) -> dict[str, Any]:
    """The arguments for httpx. The core decides when a stream is silent for too long; the timeout only
    ends a read that nobody waits for any more.
    """
    return {
        "params": options.query(cursor),
        "headers": {**headers, "Accept": "text/event-stream", "Cache-Control": "no-store"},
        "timeout": httpx.Timeout(_CONNECT_SECONDS, read=2.0 * options.heartbeat + 15.0),
        "follow_redirects": True,
    }


def request_of(server: str, send: Send) -> dict[str, Any]:
    """The arguments for httpx. ASCII escapes carry any text, half of a surrogate pair included."""
    command = send.command
    headers = dict(send.headers)
    content: bytes | None = None
    if command.body is not None:
        headers["Content-Type"] = "application/json"
        content = json.dumps(command.body).encode()
    return {
        "method": command.method,
        "url": server + command.path,
        "params": command.query,
        "headers": headers,
        "content": content,
        "timeout": CALL_TIMEOUT,
    }


def answer_of(response: httpx.Response) -> Answer:
    kind = response.headers.get("Content-Type", "")
    return Answer(response.status_code, kind, response.content, _retry_after(response))


def is_stream(response: httpx.Response) -> bool:
    kind = media_type_of(response.headers.get("Content-Type", ""))
    return response.status_code == 200 and kind == "text/event-stream"


def refusal_of(response: httpx.Response, body: bytes) -> Ending:
    """What an answer that is no event stream says."""
    status = response.status_code
    problem = Problem.read(status, response.headers.get("Content-Type", ""), body)
    return Ending(f"answered {status}, and no event stream", status, problem, _retry_after(response))


def time_of(response: httpx.Response) -> object:
    """What an answer of `TIME_PATH` says; None for any other answer."""
    told = json_object(response.content) if response.status_code == 200 else None
    return told.get("server_time") if told else None


def _retry_after(response: httpx.Response) -> float:
    """Seconds; a date is not understood."""
    told = response.headers.get("Retry-After", "")
    return float(told) if told.isascii() and told.isdigit() else 0.0
